"""Steps in an e-service's own process: taken by people and systems, by themselves, and ticked off.

A condition on the answers is the form engine's, and what it looks at the caller's: ``holds`` says
of a step's id whether its condition holds, and is asked while the case is locked.
"""

import uuid
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.process import (
    Automatic,
    Base,
    Process,
    Status,
    Step,
    Who,
    timing,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.kernel import clock
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.running.cases.models import Case, CaseTick
from samtjanst.running.cases.services import proposals, rows, sorting, statuses
from samtjanst.running.cases.types import CaseState, next_state

Holds = Callable[[Step | Automatic], bool]
LONGEST_STEP_REASON = 2_000
_ARROW = "{before} → {after}"


@transaction.atomic
def take_step(
    *, reference: str, step_id: str, status_id: str, holds: Holds, by: Actor
) -> tuple[Process, Status]:
    """Take a step of the process of the case's own version; the status that it leads to.

    ``status_id`` is where the case stood when the actor chose. A step from new to being handled
    makes the actor the case's handler.

    Raises:
        NotFoundError: not a case that the actor may move, or no step of hers.
        ConflictError: the case stands somewhere else by now, or a decision is proposed or about
            to leave the house.
        TransitionError: the condition does not hold, or the state is another than the status's.
    """
    row = rows.locked(reference, permission=Permission.CASE_STEP, by=by)
    process = _process(row)
    if row.status != status_id or proposals.open_proposal(row) is not None:
        raise ConflictError
    status = process.status(row.status)
    step = next((one for one in status.steps if one.id == step_id), None)
    if step is None or not may_take(step, row.unit_id, by=by):
        raise NotFoundError
    if status.base != row.state or not holds(step):
        raise TransitionError("case", row.status, step.id)
    target = process.status(step.to)
    _move(row, status, target, step.id, by=by)
    return process, target


@transaction.atomic
def put_in_status(*, reference: str, to: str, status_id: str, why: str, by: Actor) -> None:
    """Put a case where the process has no step to, with the reason on record; managers only.

    The state stays: nothing that the law has a procedure for is passed by.

    Raises:
        NotFoundError: not a case in which the actor is a manager, or no such status.
        ConflictError: as :func:`take_step`.
        InvalidInputError: no reason.
        TransitionError: the status stands in another state.
    """
    row = rows.locked(reference, permission=Permission.CASE_STEP, by=by)
    process = _process(row)
    if not is_manager(row.unit_id, by=by):
        raise NotFoundError
    if row.status != status_id or proposals.open_proposal(row) is not None:
        raise ConflictError
    target = process.status(to)
    if not why.strip() or len(why.strip()) > LONGEST_STEP_REASON:
        told = _("Skriv varför, med högst %(n)s tecken.") % {"n": LONGEST_STEP_REASON}
        raise InvalidInputError({"why": [told]})
    if target.base != row.state or target.id == row.status:
        raise TransitionError("case", row.status, "put")
    _move(row, process.status(row.status), target, "", why=why.strip(), by=by)


@transaction.atomic
def tick(*, reference: str, line: str, is_done: bool, by: Actor) -> None:
    """Tick off a line of the checklist, or take the tick away. The same again changes nothing.

    Raises:
        NotFoundError: not a case that the actor may move, or no such line.
        ConflictError: a decision is about to leave the house.
    """
    row = rows.locked(reference, permission=Permission.CASE_STEP, by=by)
    lines = {one.id for phase in _process(row).phases for one in phase.checklist}
    if line not in lines or by.id is None or not by.is_staff:
        raise NotFoundError
    found = CaseTick.objects.filter(case=row, line=line)
    if found.exists() == is_done:
        return
    if is_done:
        CaseTick(case=row, line=line, at=clock.now(), staff_id=by.id).save(force_insert=True)
    else:
        found.delete()
    what = "ticked" if is_done else "unticked"
    record(f"case.{what}", by=by, subject=("case", row.id), details={"line": line})


@transaction.atomic
def fire_timers(*, case_id: uuid.UUID, holds: Holds, by: Actor) -> tuple[str, list[Automatic]]:
    """Do what the timers of a case say today, once; its reference and the steps that were taken.

    The caller sends their messages in the same transaction. Nothing is done when the day has not
    come (any more), or while a decision is proposed or held.
    """
    require(by, Permission.CASE_INDEX)
    found = Case.objects.select_for_update().filter(id=case_id, trashed_at=None)
    row = found.filter(status_due__lte=clock.today(), decision_leaves_at=None).first()
    process = statuses.process_of(row) if row else None
    if row is None or process is None or row.status_since is None or row.status_due is None:
        return "", []
    if proposals.open_proposal(row) is not None:
        return "", []
    status = process.status(row.status)
    since = clock.local(row.status_since).date()
    steps = timing.due(status, since, statuses.answers_for(row, status))
    today = [one for day, one in steps if row.status_due <= day <= clock.today()]
    statuses.next_due(row, status, fired=True)
    row.save(update_fields=["status_due"])
    return row.reference, list(_done(row, process, today, holds, by=by))


@transaction.atomic
def fire_event(  # noqa: PLR0913 - what happened, and where the case was then
    *, case_id: uuid.UUID, event: str, before: str, after: str, holds: Holds, by: Actor
) -> tuple[str, list[Automatic]]:
    """Do what the process says at an event, in the status ``before``; as :func:`fire_timers`.

    Nothing when the case has moved since: it stood in ``after`` when the event was over.

    Raises:
        ConflictError: a decision is about to leave the house; later it works.
    """
    require(by, Permission.CASE_INDEX)
    row = Case.objects.select_for_update().filter(id=case_id, trashed_at=None).first()
    process = statuses.process_of(row) if row else None
    if row is None or process is None or row.status != after:
        return "", []
    if row.decision_leaves_at is not None:
        raise ConflictError
    status = process.find(before)
    steps = [one for one in status.automatic if one.event == event] if status else []
    return row.reference, list(_done(row, process, steps, holds, by=by))


@transaction.atomic
def note_receipt(*, case_id: uuid.UUID, by: Actor) -> None:
    """A receiving system has confirmed: the process may say what happens then."""
    require(by, Permission.CASE_INDEX)
    row = Case.objects.filter(id=case_id).first()
    if row is not None and row.status:
        statuses.happened(row, "delivery_receipt", row.status)


def may_take(step: Step, unit_id: uuid.UUID, *, by: Actor) -> bool:
    """Whether the actor is one of those who take the step, in a case that she may move."""
    if by.is_client:
        return Who.SYSTEM in step.who
    if Who.HANDLER in step.who:
        return by.is_staff
    return Who.MANAGER in step.who and is_manager(unit_id, by=by)


def _done(
    row: Case, process: Process, steps: list[Automatic], holds: Holds, *, by: Actor
) -> Iterator[Automatic]:
    """Take the steps in order, to the first that moves the case; those whose condition holds."""
    for step in steps:
        target = process.find(step.to) if step.to else None
        if (target and target.base != row.state) or not holds(step):
            continue
        if step.mark:
            sorting.mark(row, step.mark, by=by)
        if target is not None:
            status = process.status(row.status)
            _move(row, status, target, step.id, what="step_by_itself", why=step.title.sv, by=by)
        else:
            rows.note(row, "happened_by_itself", text=step.title.sv, by=by)
            record(
                "case.happened_by_itself",
                by=by,
                subject=("case", row.id),
                details={"step": step.id},
            )
        yield step
        if target is not None:
            return


def _move(  # noqa: PLR0913 - from where, to where, by which step
    row: Case,
    before: Status,
    after: Status,
    step: str,
    *,
    what: str = "step",
    why: str = "",
    by: Actor,
) -> None:
    fields = []
    if row.state == CaseState.RECEIVED and after.base is Base.IN_PROGRESS:
        row.state, row.handler_id = next_state(row.state, "take").value, by.id
        fields = ["state", "handler"]
    statuses.enter(row, after, step, by=by)
    moved = _ARROW.format(before=before.title.sv, after=after.title.sv)
    text = f"{moved}. {why}" if why else moved
    rows.save(row, what, *fields, *statuses.FIELDS, text=text, by=by)


def _process(row: Case) -> Process:
    process = statuses.process_of(row)
    if process is None:
        raise NotFoundError
    return process


def is_manager(unit_id: uuid.UUID, *, by: Actor) -> bool:
    """Whether the actor is a manager of the unit that has the case."""
    return any(one.role is Role.MANAGER and one.unit_id == unit_id for one in by.grants)
