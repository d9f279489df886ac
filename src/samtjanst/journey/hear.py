"""Letting parties comment before a decision that goes against them (FL 25 §)."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import letters
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, HearingState, HearingView

REMIND_BEFORE = 2  # working days


def proposed_due(case: CaseView) -> date:
    """The last day that is proposed: the e-service's days from today, 14 if it says nothing."""
    return clock.today() + timedelta(days=definition_of(case.version_id).handling.hearing_days)


def open_hearing(*, case: CaseView, by: Actor) -> HearingView | None:
    """The party's own chance to comment that stands now; also when its day has passed."""
    mine = [one for one in cases.hearings_of(case.id) if one.citizen_id == by.id]
    return next((one for one in mine if one.state is HearingState.OPEN), None)


@transaction.atomic
def hear(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    citizens: Sequence[uuid.UUID],
    text: str,
    due: date,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> None:
    """Write to parties what the decision is to build on, and let them comment until a day.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as letters.write and
            cases.services.hear; "to" when nobody is chosen.
    """
    cases.get_case(by, reference)
    if not citizens:
        raise InvalidInputError({"to": [_("Välj vem som ska få yttra sig.")]})
    for citizen_id in dict.fromkeys(citizens):
        letter_id = letters.write(
            reference=reference, citizen_id=citizen_id, text=text, uploads=uploads, by=by
        )
        services.hear(reference=reference, letter_id=letter_id, due=due, by=by)


@transaction.atomic
def comment(*, reference: str, text: str, uploads: Sequence[tuple[str, bytes]], by: Actor) -> None:
    """A party comments, also when the day has passed: what comes before a decision is read.

    Raises:
        NotFoundError, InvalidInputError: as letters.write.
    """
    letter_id = letters.write(
        reference=reference, citizen_id=None, text=text, uploads=uploads, by=by
    )
    services.comment(reference=reference, letter_id=letter_id, by=by)


@transaction.atomic
def waive(*, reference: str, by: Actor) -> None:
    """A party has nothing to add.

    Raises:
        NotFoundError: as cases.services.waive.
    """
    services.waive(reference=reference, by=by)


def remind_due() -> int:
    """Schedule: remind those whose last day to comment is near; returns how many."""
    by, count = system_actor(scope_id()), 0
    for hearing_id in cases.hearings_to_remind(add_working_days(clock.today(), REMIND_BEFORE)):
        with transaction.atomic():
            told = services.remind_hearing(hearing_id=hearing_id, by=by)
            case = cases.case_by_id(told[0]) if told else None
            if case and told:
                notify(
                    citizen_id=told[1],
                    template="hearing_reminder",
                    subject=("filing", str(case.filing_id)),
                    path="/mina-arenden/",
                    by=by,
                )
                count += 1
    return count


def waits_until(case: CaseView) -> date | None:
    """The last day of those who may still comment; None when nobody is waited for."""
    waiting = [one.due for one in cases.hearings_of(case.id) if not one.is_over(clock.today())]
    return max(waiting, default=None)
