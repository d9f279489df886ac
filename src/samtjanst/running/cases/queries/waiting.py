"""What cases wait for and until when, in the query that lists them."""

from typing import Any

from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Least

from samtjanst.capabilities.fees import queries as fees
from samtjanst.capabilities.signing import queries as signing
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, Hearing, Opinion, Supplement
from samtjanst.running.cases.queries import supplements
from samtjanst.running.cases.queries.opinions import waiting_opinions
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    CaseState,
    HearingState,
    OpinionState,
)

# Its state says that it waits.
STANDING = (CaseState.WAITING_FOR_SIGNATURE, CaseState.WAITING_FOR_APPLICANT)
_KNOWN = (
    "until",
    "opinion_until",
    "hearing_until",
    "signing_until",
    "payment_until",
    "aside_until",
)


def with_waits(rows: QuerySet[Case]) -> QuerySet[Case, Any]:
    """The same cases, each with the day that it waits until, by kind."""
    opinions = Opinion.objects.filter(case_id=OuterRef("id"), state=OpinionState.OPEN)
    hearings = Hearing.objects.filter(case_id=OuterRef("id"), state=HearingState.OPEN.value)
    return rows.annotate(
        until=supplements.until(),
        asked_whom=supplements.asked_of(),
        opinion_until=Subquery(opinions.order_by("due").values("due")[:1]),
        hearing_until=Subquery(hearings.order_by("due").values("due")[:1]),
        payment_until=fees.open_until("filing", OuterRef("filing_id")),
        signing_until=signing.open_until("filing", OuterRef("filing_id")),
        aside_until=Choice(When(watch_until__gt=clock.today(), then=F("watch_until"))),
    )


def by_day(rows: QuerySet[Case, Any]) -> QuerySet[Case, Any]:
    """What waits until the nearest day first; what waits for nothing last."""
    days = (Cast(name, DateTimeField()) for name in _KNOWN)
    return rows.annotate(waits_until=Least(*days))


def heard() -> QuerySet[Hearing]:
    """The chances to comment that are open."""
    return Hearing.objects.filter(state=HearingState.OPEN.value)


def aside() -> QuerySet[Case]:
    """The cases that have been put aside until a day that has not come."""
    return Case.objects.filter(watch_until__gt=clock.today())


def supplemented_by_others() -> QuerySet[Supplement]:
    """The requests for a supplement that no party is to answer: the case goes on meanwhile."""
    return supplements.waiting_supplements().filter(is_of_party=False)


def supplemented() -> Q:
    """That a case waits for a party to supplement it, or goes on while somebody else does."""
    others = Q(id__in=supplemented_by_others().values("case_id"))
    return Q(state=CaseState.WAITING_FOR_APPLICANT) | (Q(state__in=HANDLED_STATES) & others)


def outside() -> Q:
    """That somebody outside the desk is to pay or answer, or a day to come.

    Whatever state the case is in.
    """
    to_pay = Case.objects.filter(filing_id__in=fees.waiting("filing")).values("id")
    asked = (heard(), waiting_opinions(), supplemented_by_others())
    keys = (rows.values("case_id") for rows in asked)
    return Q(id__in=to_pay.union(*keys, aside().values("id"), all=True))


def waits() -> Q:
    """That a case waits: for somebody outside the desk to sign, pay or answer, or for a day."""
    return Q(state__in=STANDING) | (Q(state__in=HANDLED_STATES) & outside())
