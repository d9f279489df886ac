"""Step 0 of the ladder: what is typed into systems by hand, and what a copy card would save."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.handoff.models import Delivery, HandTime
from samtjanst.running.handoff.rules import tended
from samtjanst.running.handoff.types import Step, Typed, Use

MOST = 600  # minutes


def typed(actor: Actor, since: datetime, used: Iterable[Use]) -> list[Typed]:
    """The e-services with decided cases that no route has taken, the most cases first.

    ``used`` tells what copying takes where there is a card.

    Raises:
        NotFoundError: none are the actor's to follow.
    """
    mine = tended(actor)
    taken = Delivery.objects.filter(created_at__gte=since).values("case_id")
    counted = cases.decided_in(mine.values_list("slug", flat=True), since, taken)
    rows = HandTime.objects.filter(e_service__in=counted).order_by("e_service", "-set_at", "-id")
    told = {row.e_service: row.minutes for row in rows.distinct("e_service")}
    card = _seconds_by_card(used)
    found = (
        Typed(slug, title, count, told.get(slug), card) for slug, (title, count) in counted.items()
    )
    return sorted(found, key=lambda one: (-one.cases, one.title))


@transaction.atomic
def set_hand_time(*, e_service: str, minutes: int | None, by: Actor) -> None:
    """Tell what it takes to type one case, in whole minutes; None for no longer known.

    Raises:
        NotFoundError: not an e-service that the actor tends.
        InvalidInputError: under the e-service's slug.
    """
    if not tended(by).filter(slug=e_service).exists():
        raise NotFoundError
    if minutes is not None and not 1 <= minutes <= MOST:
        text = _("Skriv hela minuter, 1 till %(most)s.") % {"most": MOST}
        raise InvalidInputError({e_service: [text]})
    HandTime.objects.create(e_service=e_service, minutes=minutes, set_at=clock.now(), set_by=by.id)
    details = {"minutes": minutes}
    record("handoff.hand_time", by=by, subject=("e-service", e_service), details=details)


def _seconds_by_card(used: Iterable[Use]) -> float | None:
    cards = [one for one in used if one.step is Step.COPY_CARD and one.copied]
    copied = sum(one.copied for one in cards)
    return sum(one.seconds for one in cards) / copied if copied else None
