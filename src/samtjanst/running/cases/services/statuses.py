"""Where a case stands in its e-service's own process; used inside this app only.

The status lies over the state (decision 0023): what changes the state takes the status with it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.process import Base, Event, Process, Status, Trigger, timing
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases.models import Case, CaseStep
from samtjanst.running.cases.queries.process import answers_of

EVENT_JOB = "cases.process_event"
FIELDS = ("status", "status_since", "status_due")
# What the time line calls what a process calls an event.
EVENTS: Mapping[str, Event] = MappingProxyType(
    {
        "completed": Event.ALL_SIGNED,
        "supplement_answered": Event.SUPPLEMENT_ANSWERED,
        "supplement_passed": Event.SUPPLEMENT_PASSED,
        "hearing_answered": Event.HEARING_ANSWERED,
        "opinion_answered": Event.OPINION_ANSWERED,
        "letter_received": Event.MESSAGE_RECEIVED,
        "letter_registered": Event.MESSAGE_RECEIVED,
        "delivery_receipt": Event.DELIVERY_RECEIPT,
        "fee_paid": Event.FEE_PAID,
        "fee_lapsed": Event.FEE_LAPSED,
    }
)


def process_of(row: Case) -> Process | None:
    """The process of the case's own version; None for the platform's own."""
    return definition_of(row.version_id).process if row.status else None


def begin(row: Case) -> None:
    """Let a new case stand at the beginning of its e-service's process, if it has one."""
    process = definition_of(row.version_id).process
    first = process.entry(Base.RECEIVED) if process else None
    if first is not None:
        _put(row, first)


def begun(row: Case, *, by: Actor) -> None:
    """Keep where a new case began, when it is there. A part of the caller's transaction."""
    if row.status:
        _keep(row, "", by)


def follow(row: Case, what: str, *, by: Actor) -> tuple[str, ...]:
    """Take the status along when something has happened; the fields that are to be saved."""
    process = process_of(row)
    if process is None:
        return ()
    before = process.status(row.status)
    if before.base == row.state:
        return _stay(row, before, what)
    target = process.entry(row.state, _had(row))
    if target is None:
        row.status_since, row.status_due = None, None  # the timers stand still meanwhile
    else:
        enter(row, target, by=by)
    return FIELDS


def enter(row: Case, status: Status, step: str = "", *, by: Actor) -> None:
    """Let the case have the status from now on. A part of the caller's transaction."""
    _put(row, status)
    _keep(row, step, by)


def happened(row: Case, what: str, before: str) -> None:
    """Have what the process does at an event done: by a job, in the caller's transaction.

    ``before`` is the status in which the case stood when it happened.
    """
    process, event = process_of(row), EVENTS.get(what)
    status = process.find(before) if process and event else None
    if event and status and any(one.event == event for one in status.automatic):
        key = f"{row.id}:{row.revision}:{event}"
        payload = {"case": str(row.id), "event": event.value, "from": before, "to": row.status}
        enqueue(EVENT_JOB, key=key, payload=payload, subject=("case", str(row.id)))


def require_decides(row: Case) -> None:
    """That a decision is made where the case stands. A part of the caller's transaction.

    Raises:
        InvalidInputError: the process has other statuses for that; under "outcome".
    """
    process = process_of(row)
    if process is not None and not process.decides(row.status):
        raise InvalidInputError({"outcome": [not_here(process)]})


def not_here(process: Process) -> str:
    """Where decisions are made instead, in words."""
    language = get_language() or "sv"
    names = ", ".join(one.title.to(language) for one in process.statuses() if one.decides)
    return _("Beslut fattas när ärendet har statusen %(names)s.") % {"names": names}


def next_due(row: Case, status: Status, *, fired: bool = False) -> None:
    """Set the day of the next timer; ``fired``: those up to today have been."""
    if row.status_since is None:
        row.status_due = None
        return
    since, today = clock.local(row.status_since).date(), clock.today()
    days = [day for day, _one in timing.due(status, since, answers_for(row, status))]
    row.status_due = next((day for day in days if not fired or day > today), None)


def _stay(row: Case, status: Status, what: str) -> tuple[str, ...]:
    if row.status_since is None:
        _put(row, status)  # it is back: the time is counted anew
        return FIELDS
    if what in {"supplement_answered", "inquiry_answered"} and _looks_at_answers(status):
        next_due(row, status, fired=True)
        return FIELDS
    return ()


def _put(row: Case, status: Status) -> None:
    row.status, row.status_since = status.id, clock.now()
    next_due(row, status)


def _keep(row: Case, step: str, by: Actor) -> None:
    kept = CaseStep(case=row, at=clock.now(), status=row.status, step=step)
    kept.staff_id = by.id if by.is_staff else None
    kept.save(force_insert=True)


def _had(row: Case) -> tuple[str, ...]:
    rows = CaseStep.objects.filter(case=row).order_by("-at", "-id")
    return tuple(dict.fromkeys(rows.values_list("status", flat=True)[:200]))


def answers_for(row: Case, status: Status) -> Mapping[str, Any]:
    """The answers that a status's timers look at; none are read when there are none such."""
    return answers_of(row) if _looks_at_answers(status) else {}


def _looks_at_answers(status: Status) -> bool:
    return any(one.trigger is Trigger.AT for one in status.automatic)
