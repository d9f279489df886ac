"""Which cases of a list can be among the first by nearest wait, from hardly more rows than those.

What cases wait for lies in five tables and in the case. Each of them is walked in the order of its
days, as far as the page reaches and to the end of that day: whatever waits until a day on the page
is then among what was found. Cases that wait for nothing come last, in the order in which they
came in. They are on the page only when fewer wait than it reaches to; then as many as it reaches
to are among the first twice as many of the whole list (decision 0047).

In a list of what does not wait for signatures hardly any case has an open signing room, and nearly
every open room is about a case that is not in it. There the few cases that went on without
signatures are asked for their rooms instead (decision 0056).
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from samtjanst.capabilities.fees import queries as fees
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.queries import selecting, supplements, waiting, walking
from samtjanst.running.cases.queries.opinions import waiting_opinions
from samtjanst.running.cases.queries.reach import bounds_of
from samtjanst.running.cases.queries.walking import Statement
from samtjanst.running.cases.types import HANDLED_STATES, CaseState, Filters, Sort, View

# Past waiting for signatures: a room is open only where an official let the case go on without.
_GOES_ON = frozenset({*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT})


def nearest(actor: Actor, view: View, chosen: Filters, most: int) -> RawSQL:
    """Keys of cases of the list, among them the first ``most`` by nearest wait."""
    arrived = walking.keys(
        selecting.walks(actor, view, chosen, 2 * most, Sort.OLDEST), Sort.OLDEST, 0, 2 * most
    )
    rows = selecting.listed(actor, view, chosen, bounds_of(actor))
    states = selecting.states(view, chosen)
    to_sign = _went_on(rows) if _GOES_ON.issuperset(states) else _asked_to_sign(rows)
    parts = [(arrived.sql, tuple(arrived.params)), _first(to_sign, most), *_days(rows, most)]
    return RawSQL(  # noqa: S611 - Django's own SQL
        " UNION ".join(f"({sql})" for sql, _ in parts),
        tuple(value for _, params in parts for value in params),
    )


def _days(rows: QuerySet[Case], most: int) -> Iterator[Statement]:
    """Of each kind of wait but signatures the cases that wait until the nearest days."""
    for asked in (supplements.waiting_supplements(), waiting_opinions(), waiting.heard()):
        of_case = asked.filter(case_id=OuterRef("case_id")).order_by("due", "id")
        nearest_of_it = asked.filter(id=Subquery(of_case.values("id")[:1])).order_by("due")
        yield _first(_seen(nearest_of_it, rows.filter(id=OuterRef("case_id"))), most)
    unpaid = fees.by_day("filing")
    yield _first(_seen(unpaid, rows.filter(filing_id=OuterRef("subject_id"))), most)
    aside = rows.filter(watch_until__gt=clock.today()).order_by("watch_until")
    yield _first(aside.values("id"), most)


def _asked_to_sign(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    """The cases with an open signing room, by when it ends: from the rooms."""
    return _seen(signing.by_end("filing"), rows.filter(filing_id=OuterRef("subject_id")))


def _went_on(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    """The same of cases that do not wait for signatures: those that went on without them.

    Written out, since a partial index is found by what stands in the statement and not by its
    values.
    """
    went_on = rows.filter(RawSQL("unsigned_reason <> ''", (), output_field=BooleanField()))
    ends = signing.open_until("filing", OuterRef("filing_id"))
    found: QuerySet[Any, Any] = went_on.annotate(ends=ends).filter(ends__isnull=False)
    return found.order_by("ends").values_list("id")


def _seen(ordered: QuerySet[Any, Any], case: QuerySet[Case]) -> QuerySet[Any, Any]:
    """The keys of the cases of the list, asked of one after the other: no further than needed."""
    found: QuerySet[Any, Any] = ordered.annotate(seen=Subquery(case.values("id")[:1]))
    return found.filter(seen__isnull=False).values_list("seen")


def _first(ordered: QuerySet[Any, Any], most: int) -> Statement:
    """As many rows, and those of the same day as the last of them."""
    sql, params = walking.made(ordered)
    return f"{sql} FETCH FIRST (%s) ROWS WITH TIES", (*params, most)
