"""What every change of a case does with its row; used inside this app only."""

import uuid
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.kernel.working_days import add_working_days, working_days_between
from samtjanst.running.cases import rules  # noqa: F401 - registers the predicates
from samtjanst.running.cases.models import (
    AssignmentRule,
    Case,
    CaseEvent,
    CaseLease,
    CaseParty,
)
from samtjanst.running.cases.queries import covering
from samtjanst.running.cases.services import statuses

INDEX_JOB = "cases.index"
ALLOT_JOB = "cases.allot_one"


# What may be done while a decision waits to leave the house: it does not change what is decided.
# A handler who leaves stops the decision.
_MEANWHILE = frozenset(
    {
        Permission.CASE_NOTE,
        Permission.CASE_WRITE,
        Permission.CASE_DISCLOSE,
        Permission.CASE_INDEX,
    }
)


def locked(reference: str, *, permission: Permission, by: Actor) -> Case:
    """The case, locked until the transaction ends.

    Raises:
        NotFoundError: absent, or the actor may not do this with it.
        ConflictError: a decision is about to leave the house.
    """
    row = locked_anyway(reference, permission=permission, by=by)
    if row.decision_leaves_at is not None and permission not in _MEANWHILE:
        raise ConflictError
    return row


def locked_anyway(reference: str, *, permission: Permission, by: Actor) -> Case:
    """As :func:`locked`, also while a decision is about to leave the house."""
    row = Case.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFoundError
    require(by, permission, row)
    return row


def of_party(reference: str, *, by: Actor) -> tuple[Case, uuid.UUID]:
    """A case that the citizen is a party to, locked until the transaction ends, and her key.

    Raises:
        NotFoundError: absent, or she is no party.
    """
    row = Case.objects.select_for_update().filter(reference=reference).first()
    if row is None or by.id is None or not by.is_citizen:
        raise NotFoundError
    if not CaseParty.objects.filter(case=row, citizen_id=by.id).exists():
        raise NotFoundError
    if row.trashed_at is not None:
        take_back(row, by=by)  # what a party writes is never left where nobody looks
    return row, by.id


def take_back(row: Case, *, by: Actor) -> None:
    """Take a case out of the trash. A part of the caller's transaction."""
    row.trashed_at, row.trash_ground, row.trash_until = None, "", None
    save(row, "untrashed", "trashed_at", "trash_ground", "trash_until", by=by)
    index(row, by=by)


def save(row: Case, what: str, *fields: str, by: Actor, text: str = "") -> None:
    """Save some fields, with a line of the time line and an event of the audit."""
    row.revision += 1
    before = row.status
    followed = statuses.follow(row, what, by=by) if before else ()
    changed = row.changed()
    row.save(update_fields=[*fields, *followed, "revision"])
    note(row, what, text=text, by=by)
    if before:
        statuses.happened(row, what, before)
    details = {"state": row.state, **({"changed": changed} if changed else {}), **whose(row, by)}
    record(f"case.{what}", by=by, subject=("case", row.id), details=details)


def arrived(row: Case, *, complete: bool, by: Actor) -> None:
    """Begin the time line: it came in, and was complete at once or waits for somebody."""
    now = clock.now()
    CaseEvent.objects.bulk_create(
        # The time line is in the order of time.
        _event(row, what, at=now + timedelta(microseconds=place), by=by)
        for place, what in enumerate(["arrived", "completed"] if complete else ["arrived"])
    )


def note(row: Case, what: str, *, by: Actor, text: str = "") -> None:
    """Add a line to the time line; staff and systems are named, citizens and the platform not."""
    event = _event(row, what, at=clock.now(), by=by)
    if text:
        event.text = encrypt(f"event:{event.id}", text.encode())
    event.save(force_insert=True)


def _event(row: Case, what: str, *, at: datetime, by: Actor) -> CaseEvent:
    event = CaseEvent(case=row, at=at, what=what)
    event.who = by.name if by.is_staff or by.is_client else ""
    event.staff_id = by.id if by.is_staff else None
    event.instead_of = _covered(row, by)
    return event


def acts_in(row: Case, by: Actor) -> bool:
    """Whether the case is the actor's to act in: hers, or one that she covers today."""
    return covering.acts_in(by, row.handler_id)


def whose(row: Case, by: Actor) -> dict[str, str]:
    """For the audit: whom the actor acts for, when it is in a case that she covers."""
    return {"instead_of": str(row.handler_id)} if _covered(row, by) else {}


def _covered(row: Case, by: Actor) -> str:
    """The name of the handler who is away, and for whom the actor acts; "" for nobody."""
    if not by.is_staff or row.handler_id in {None, by.id}:
        return ""
    if not covering.covers(by.id, row.handler_id) or row.handler is None:
        return ""
    return str(row.handler.name)


def due_from(row: Case, start: datetime) -> date:
    """The last day of the e-service's own time, when it is counted from an instant."""
    day = clock.local(start).date()
    if row.in_working_days:
        return add_working_days(day, row.target_days)
    return day + timedelta(days=row.target_days)


def moved(row: Case, first: date, last: date) -> date | None:
    """The last day, moved by the days in which our time stood still: after first to last."""
    if row.due is None or last <= first:
        return row.due
    if row.in_working_days:
        return add_working_days(row.due, working_days_between(first, last))
    return row.due + (last - first)


def release(row: Case, *, by: Actor) -> None:
    """What the actor had the case open for is done."""
    CaseLease.objects.filter(case=row, staff_id=by.id or row.id).delete()


def index(row: Case, *, by: Actor, why: str = "") -> None:
    """Have the case found by what it holds from now on; ``why`` where its revision is no other."""
    del by  # the caller's transaction has named who
    enqueue(INDEX_JOB, key=f"{row.id}:{why or row.revision}", payload={"case": str(row.id)})


@Prepared
def _a_rule(unit_id: uuid.UUID) -> QuerySet[AssignmentRule]:
    """Whether the unit has rules at all: asked for every case that comes in."""
    return AssignmentRule.objects.filter(unit_id=unit_id)[:1]


def share_out(row: Case, *, by: Actor) -> None:
    """Have a case that can be handled given to somebody, where its unit has rules for that."""
    del by  # the caller's transaction has named who
    if _a_rule.first(unit_id=row.unit_id):
        enqueue(ALLOT_JOB, key=str(row.id), payload={"case": str(row.id)})
