"""An e-service's own process on a case: what somebody may do now, and what happens by itself."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import evaluate
from samtjanst.capabilities.formkit.conditions import Condition, State
from samtjanst.capabilities.formkit.process import Automatic, Phase, Process, Status, Step
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import letters
from samtjanst.journey.sealed import context_of
from samtjanst.journey.supplemented import answers_now
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.ports.failures import Temporary
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseState, CaseView, StepView, TickView
from samtjanst.running.filing import queries as filings

TIMER_JOB = "cases.process_timer"
_UNKNOWN = "–"  # in a message, for what nothing is known of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: the process, the status, what the actor may do and what has been done.

    ``suggested`` are the steps of hers that the e-service's rules suggest, ``missing`` the statuses
    that they demand before a decision and that the case has not had. ``is_aside``: the state of
    the case is another than the status's, so that the process waits. ``elsewhere``: where a
    manager can put it without a step.
    """

    process: Process
    status: Status
    phase: Phase
    is_aside: bool
    steps: tuple[Step, ...]
    history: tuple[StepView, ...]
    ticks: dict[str, TickView]
    can_move: bool
    elsewhere: tuple[Status, ...] = ()
    suggested: frozenset[str] = frozenset()
    missing: tuple[Status, ...] = ()

    @property
    def can_put(self) -> bool:
        """Whether the actor is somebody who can put it where no step leads."""
        return bool(self.elsewhere)


def status_of(case: CaseView) -> Status | None:
    """The status that a case shows; None where its state says all there is to say."""
    process = definition_of(case.version_id).process if case.status else None
    found = process.find(case.status) if process else None
    return found if found and found.base.value == case.state.value else None


def standing(case: CaseView, by: Actor) -> Standing | None:
    """Where a case that the actor has opened stands; None without a process of its own."""
    process = definition_of(case.version_id).process if case.status else None
    if process is None:
        return None
    status = process.status(case.status)
    is_aside = status.base.value != case.state.value
    says, history = Says(case), tuple(cases.steps_of(case.id))
    steps = () if is_aside else tuple(_open_steps(case, status, by, says))
    return Standing(
        process=process,
        status=status,
        phase=process.phase_of(status.id),
        is_aside=is_aside,
        steps=steps,
        history=history,
        ticks=cases.ticks_of(case.id),
        can_move=_can_move(case, by),
        elsewhere=tuple(_elsewhere(case, process, by)),
        suggested=frozenset(one.id for one in steps if says.suggests(one)),
        missing=() if case.state is CaseState.DECIDED else _missing(process, says, history),
    )


def problems(case: CaseView) -> dict[str, list[str]]:
    """Why the case cannot be decided yet, by field: statuses that rules demand before it."""
    process = definition_of(case.version_id).process if case.status else None
    left = _missing(process, Says(case), cases.steps_of(case.id)) if process else ()
    if not left:
        return {}
    names = ", ".join(one.title.to(get_language() or "sv") for one in left)
    return {
        "outcome": [_("Ärendet ska ha haft statusen %(names)s före beslut.") % {"names": names}]
    }


def lacking(case_id: uuid.UUID) -> str:
    """Why a case cannot be decided yet, in a sentence; "" when it can."""
    case = cases.case_by_id(case_id)
    return " ".join(problems(case).get("outcome", [])) if case else ""


def take_step(*, reference: str, step_id: str, status_id: str, by: Actor) -> tuple[Process, Status]:
    """Take a step; the process and the status that the case then has.

    Raises:
        NotFoundError, ConflictError, TransitionError: as cases.services.take_step.
    """
    case = cases.get_case(by, reference)
    return services.take_step(
        reference=reference, step_id=step_id, status_id=status_id, holds=holding(case), by=by
    )


def timers_due() -> int:
    """Schedule: a job for each case in which a timer's day has come; returns how many.

    What could not be done is tried again within the hour.
    """
    due, hour = cases.timers_due(), clock.now().strftime("%Y-%m-%dT%H")
    for case_id in due:
        enqueue(TIMER_JOB, key=f"{case_id}:{hour}", payload={"case": str(case_id)})
    return len(due)


def fire_timer(payload: dict[str, str]) -> None:
    """Job: do what the timers of a case say, with the messages, all or nothing."""
    case = cases.case_by_id(uuid.UUID(payload["case"]))
    by = system_actor(scope_id())
    if case is not None:
        with transaction.atomic():
            _tell(*services.fire_timers(case_id=case.id, holds=holding(case), by=by), by)


def fire_event(payload: dict[str, str]) -> None:
    """Job: do what the process says at an event. Raises Temporary while a decision is held."""
    case = cases.case_by_id(uuid.UUID(payload["case"]))
    by = system_actor(scope_id())
    if case is None:
        return
    try:
        with transaction.atomic():
            done = services.fire_event(
                case_id=case.id,
                event=payload["event"],
                before=payload["from"],
                after=payload["to"],
                holds=holding(case),
                by=by,
            )
            _tell(*done, by)
    except ConflictError:
        raise Temporary("decision_waits") from None


def holding(case: CaseView) -> Callable[[Step | Automatic], bool]:
    """Says of a step whether its condition holds for the answers as they stand when it is asked."""
    return Says(case).holds


class Says:
    """What rules and conditions say of a case's process, with the answers as they are now.

    They are opened once, and only where something looks at them.
    """

    def __init__(self, case: CaseView) -> None:
        self.case, self.program = case, definition_of(case.version_id).program
        self._known: State | None = None

    def holds(self, step: Step | Automatic) -> bool:
        """Whether the step can be taken."""
        condition = self.program.steps_of_process.get(step.id)
        return condition is None or condition(self._state())

    def suggests(self, step: Step) -> bool:
        """Whether a rule suggests the step."""
        return self._any(self.program.suggested.get(step.id, ()))

    def demanded(self) -> list[str]:
        """The ids of the statuses that a case has to have had before it is decided."""
        return [name for name, rules in self.program.demanded.items() if self._any(rules)]

    def _any(self, rules: tuple[Condition, ...]) -> bool:
        return any(rule(self._state()) for rule in rules)

    def _state(self) -> State:
        if self._known is None:
            self._known = _state(self.case)
        return self._known


def _missing(process: Process, says: Says, history: Iterable[StepView]) -> tuple[Status, ...]:
    had = {one.status for one in history}
    return tuple(process.status(name) for name in says.demanded() if name not in had)


def _state(case: CaseView) -> State:
    snapshot = filings.snapshot(case.snapshot_id)
    answers = answers_now(snapshot, cases.supplements_of(case.id))
    return evaluate(definition_of(case.version_id), answers, context_of(snapshot)).state


def _open_steps(case: CaseView, status: Status, by: Actor, says: Says) -> list[Step]:
    if not _can_move(case, by):
        return []
    mine = (one for one in status.steps if services.may_take(one, case.unit_id, by=by))
    return [one for one in mine if says.holds(one)]


def _can_move(case: CaseView, by: Actor) -> bool:
    is_held = case.trash_ground or case.decision_leaves_at or cases.is_proposed(case.id)
    return can(by, Permission.CASE_STEP) and not is_held


def _elsewhere(case: CaseView, process: Process, by: Actor) -> list[Status]:
    if not services.is_manager(case.unit_id, by=by) or not _can_move(case, by):
        return []
    fitting = (one for one in process.statuses() if one.base.value == case.state.value)
    return [one for one in fitting if one.id != case.status]


def _tell(reference: str, steps: list[Automatic], by: Actor) -> None:
    """Write the messages of automatic steps to the parties, in the case."""
    for step in (one for one in steps if one.message):
        case = cases.get_case(by, reference)
        for party in letters.recipients(case):
            made = letters.filled(case, step.message.sv, party.citizen_id)
            text = made.text
            for slot in made.empty:
                text = text.replace(slot, _UNKNOWN)
            letters.write(
                reference=reference, citizen_id=party.citizen_id, text=text, uploads=(), by=by
            )
