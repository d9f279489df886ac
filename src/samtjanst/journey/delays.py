"""When a decision takes long: what the applicant can expect, is told, and may ask for.

FL 11-12 §§ hold for matters with förvaltningsbesvär only (FL 2 §). Nothing here is sent by
itself: the law wants the reason, and that is the official's.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of, slug_of
from samtjanst.capabilities.formkit.model import AppealRegime
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import delegated, letters, typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import (
    CaseState,
    CaseView,
    DecisionDraft,
    RequestView,
    UsualTime,
)
from samtjanst.running.filing import queries as filings

OPENING = "Ditt ärende tar längre tid än vi räknade med."
ANOTHER_WAY = (
    "Begäran att ärendet avgörs, som kom på papper eller med e-post. Registrerad av {name}."
)
ENDING = "Vi räknar nu med ett beslut senast {day}."
# A refusal to decide yet is a decision of its own (FL 12 §).
REFUSED, NOT_YET = "request_refused", "12 § förvaltningslagen (2017:900)"
SOON = 0.2  # of the time that is left when a delay notice is suggested
_RUNS = frozenset({CaseState.RECEIVED, CaseState.IN_PROGRESS})
_UNDECIDED = _RUNS | {CaseState.WAITING_FOR_APPLICANT}


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the applicant can expect: the day, whether we have moved it, and the usual time."""

    until: date | None
    is_moved: bool
    usual: UsualTime | None


@dataclass(frozen=True, slots=True)
class Clock:
    """What the law's clock asks of the handler now."""

    suggests_notice: bool
    requests: tuple[RequestView, ...]

    @property
    def open_request(self) -> RequestView | None:
        """The request to decide that must be answered first."""
        waiting = [one for one in self.requests if one.is_open]
        return min(waiting, key=lambda one: one.answer_by, default=None)


def forecast(case: CaseView) -> Forecast:
    """When the applicant can expect a decision in a case that she follows."""
    if case.state not in _UNDECIDED:
        return Forecast(None, is_moved=False, usual=None)
    until = case.told_until or case.due
    if until and until < clock.today():
        until = None  # what has not held is promised to nobody
    return Forecast(until, bool(case.told_until), cases.usual_time(slug_of(case.version_id)))


def clock_of(case: CaseView) -> Clock:
    """What the time that has passed asks of the handler of a case that she has opened."""
    requests = tuple(cases.decision_requests_of(case.id)) if case.has_requests else ()
    return Clock(_is_near(case) and has_six_months(case), requests)


def has_six_months(case: CaseView) -> bool:
    """Whether FL 11-12 §§ hold for the case."""
    regime = definition_of(case.version_id).handling.appeal_regime
    return regime is AppealRegime.ADMINISTRATIVE_APPEAL


def may_ask(*, case: CaseView, asked: Iterable[RequestView], by: Actor) -> bool:
    """Whether the party may ask now that the case be decided, having asked what is given."""
    if case.state not in _UNDECIDED or not has_six_months(case):
        return False
    if clock.today() < services.may_ask_from(clock.local(case.arrived_at).date()):
        return False
    return by.id not in {one.citizen_id for one in asked}


def proposed_until(case: CaseView) -> date:
    """A day to start from in a delay notice: four weeks after the time that was set."""
    return max(case.due or clock.today(), clock.today()) + timedelta(weeks=4)


@transaction.atomic
def tell_delay(*, reference: str, until: date, reason: str, by: Actor) -> None:
    """Tell every party in the case, in a message, that it takes longer, why, and until when.

    Raises:
        NotFoundError, InvalidInputError, TransitionError: as cases.services.note_delay.
    """
    kept = typed.clean(reason)
    if told := typed.faults(kept, services.LONGEST_DELAY_REASON):
        raise InvalidInputError({"reason": told})
    services.note_delay(reference=reference, until=until, reason=kept, by=by)
    text = f"{OPENING}\n\n{kept}\n\n{ENDING.format(day=until)}"
    for party in letters.recipients(cases.get_case(by, reference)):
        letters.write(
            reference=reference,
            citizen_id=party.citizen_id,
            text=text,
            uploads=(),
            by=by,
        )


@transaction.atomic
def ask_to_decide(*, reference: str, by: Actor) -> date:
    """A party asks that the case be decided; returns the day by which we answer.

    Raises:
        NotFoundError: she is no party, or the law gives no such right in the matter.
        ConflictError, TransitionError: as cases.services.ask_to_decide.
    """
    case = cases.my_case(by, reference)
    if not has_six_months(case):
        raise NotFoundError
    return services.ask_to_decide(reference=reference, by=by)


def may_register(case: CaseView) -> bool:
    """Whether a party can have asked by now that the case be decided."""
    if case.state not in _UNDECIDED or case.decision_leaves_at or not has_six_months(case):
        return False
    return clock.today() >= services.may_ask_from(clock.local(case.arrived_at).date())


@transaction.atomic
def register(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    citizen_id: uuid.UUID,
    came_on: date | None,
    text: str,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> date:
    """Register a request to decide that came on paper or by e-mail, with what it said.

    Raises:
        NotFoundError: not a case that the actor may handle, or the law gives no such right.
        InvalidInputError: as cases.services.register_request, no day, a text that cannot be kept
            or a file that is refused.
        ConflictError, TransitionError: as cases.services.register_request.
    """
    case = cases.get_case(by, reference)
    if not has_six_months(case):
        raise NotFoundError
    if came_on is None:
        raise InvalidInputError({"came_on": [_("Skriv vilken dag det kom in.")]})
    answer_by = services.register_request(
        reference=reference, citizen_id=citizen_id, came_on=came_on, by=by
    )
    opening = ANOTHER_WAY.format(name=by.name)
    letters.came_another_way(
        reference=reference, citizen_id=citizen_id, opening=opening, text=text,
        uploads=uploads, by=by,
    )  # fmt: skip
    return answer_by


@transaction.atomic
def refuse(*, reference: str, request_id: uuid.UUID, reasons: str, by: Actor) -> None:
    """Refuse to decide yet, in a decision of its own that can be appealed, and tell the party.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as
            cases.services.refuse_to_decide, and as delegated.point_beside.
    """
    case, kept = cases.get_case(by, reference), typed.clean(reasons)
    if told := typed.faults(kept, services.LONGEST_DELAY_REASON):
        raise InvalidInputError({"reasons": told})
    made = DecisionDraft(REFUSED, "", kept, (NOT_YET,), is_adverse=True)
    citizen_id = services.refuse_to_decide(
        reference=reference,
        request_id=request_id,
        reasons=kept,
        appeal_text=_appeal_text(case),
        point=delegated.point_beside(case=case, made=made, by=by, field="reasons"),
        by=by,
    )
    notify(
        citizen_id=citizen_id,
        template="decision_made",
        subject=("filing", str(case.filing_id)),
        path="/mina-arenden/",
        by=by,
    )


def _appeal_text(case: CaseView) -> str:
    parameters = filings.snapshot(case.snapshot_id).content["parameters"]
    return definition_of(case.version_id).handling.appeal_text.filled(parameters)


def _is_near(case: CaseView) -> bool:
    """The time is out, or a fifth of it is left, and no delay has been told."""
    left = case.days_left(clock.today())
    if left is None or case.completed_at is None or case.due is None:
        return False
    if case.told_until and case.told_until >= clock.today():
        return False
    whole = (case.due - clock.local(case.completed_at).date()).days
    return case.state in _RUNS and left <= whole * SOON
