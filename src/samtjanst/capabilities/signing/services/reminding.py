"""Reminding those who have not signed, and the end of the time that a room waits."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.services.room import open_room_about
from samtjanst.capabilities.signing.types import (
    REMIND_EVERY,
    UNSIGNED,
    RequestState,
    RoomState,
    Subject,
    next_room,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.kernel.working_days import working_days_between


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to remind, and how many automatic reminders she has had before this one."""

    citizen_id: uuid.UUID
    before: int


@transaction.atomic
def nudge(*, subject: Subject, by: Actor, without: Collection[uuid.UUID] = ()) -> list[Due]:
    """A handler reminds those who are missing; at most once a day each.

    Returns whom to tell. ``without`` are requests of people whom a message does not reach.

    Raises:
        NotFoundError: no open room, or the actor may not.
        ConflictError: everybody has been reminded within a day.
    """
    require(by, Permission.CASE_REMIND)
    room, now = open_room_about(subject), clock.now()
    due = [row for row in _to_nudge(room) if row.id not in without]
    if not due:
        raise ConflictError
    for row in due:
        row.nudged_at = now
    _reminded(due, now)
    record("signing.nudged", by=by, subject=subject, details={"count": len(due)})
    return [Due(row.person_id, row.reminders) for row in due]


@transaction.atomic
def missing_in(*, subject: Subject, by: Actor) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Request and citizen of those whom :func:`nudge` would remind now; nothing changes.

    Raises:
        NotFoundError: no open room, or the actor may not.
    """
    require(by, Permission.CASE_REMIND)
    return [(row.id, row.person_id) for row in _to_nudge(open_room_about(subject))]


@transaction.atomic
def remind_due(*, room_id: uuid.UUID, by: Actor, without: Collection[uuid.UUID] = ()) -> list[Due]:
    """Automatic reminders whose day has come; each at most once. Returns whom to tell.

    ``without`` are requests of people whom a message does not reach now.
    """
    room = Room.objects.select_for_update().get(id=room_id)
    if room.state != RoomState.OPEN or room.invited_at is None:
        return []
    due = [row for row in _due(room) if row.id not in without]
    for row in due:
        row.reminders = _wanted(room, row)
    _reminded(due, clock.now())
    if due:
        record("signing.reminded", by=by, subject=_subject(room), details={"count": len(due)})
    return [Due(row.person_id, row.reminders - 1) for row in due]


def due_in(room_id: uuid.UUID) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Request and citizen of those whom :func:`remind_due` would remind now; nothing changes."""
    return [(row.id, row.person_id) for row in _due(Room.objects.get(id=room_id))]


@transaction.atomic
def expire(*, room_id: uuid.UUID, by: Actor) -> Subject | None:
    """End a room whose time is out; returns what it was about, None when it was not due."""
    room = Room.objects.select_for_update().get(id=room_id)
    is_due = room.expires_at is not None and room.expires_at <= clock.now()
    if room.state != RoomState.OPEN or not is_due:
        return None
    room.state = next_room(room.state, "expire").value
    room.save(update_fields=["state"])
    SignatureRequest.objects.filter(room=room, state__in=UNSIGNED).update(
        state=RequestState.EXPIRED.value
    )
    record("signing.expired", by=by, subject=_subject(room))
    return _subject(room)


def open_rooms(kind: str = "filing") -> list[uuid.UUID]:
    """The rooms of a kind that wait for somebody who has been asked; for the schedules."""
    rows = Room.objects.filter(subject_kind=kind, state=RoomState.OPEN).exclude(invited_at=None)
    return list(rows.order_by("invited_at").values_list("id", flat=True))


def subject_of(room_id: uuid.UUID) -> Subject:
    """What a room is about."""
    return _subject(Room.objects.get(id=room_id))


def _missing(room: Room) -> list[SignatureRequest]:
    asked = [RequestState.INVITED, RequestState.OPENED]
    return list(SignatureRequest.objects.filter(room=room, state__in=asked).order_by("place"))


def _to_nudge(room: Room) -> list[SignatureRequest]:
    now = clock.now()
    asked = [row for row in _missing(room) if not row.is_protected]
    return [row for row in asked if _can_be_reminded(row, now)]


def _due(room: Room) -> list[SignatureRequest]:
    """Whom to remind automatically now."""
    if room.state != RoomState.OPEN or room.invited_at is None:
        return []
    asked = [row for row in _missing(room) if not row.is_protected]
    missing = [row for row in asked if row.reminders < _wanted(room, row)]
    # Somebody whom a handler has just reminded gets the automatic reminder a day later.
    return [row for row in missing if _can_be_reminded(row, clock.now())]


def _wanted(room: Room, row: SignatureRequest) -> int:
    """How many times she should have been reminded by now, in working days since she was asked.

    In turn, each waits from her own.
    """
    since = (row.invited_at if room.in_turn else None) or room.invited_at or room.opened_at
    days = working_days_between(clock.local(since).date(), clock.today())
    return sum(1 for day in room.reminders_days if days >= day)


def _can_be_reminded(row: SignatureRequest, now: datetime) -> bool:
    return row.reminded_at is None or now - row.reminded_at >= REMIND_EVERY


def _reminded(rows: list[SignatureRequest], now: datetime) -> None:
    for row in rows:
        row.reminded_at = now
        row.save(update_fields=["reminded_at", "reminders", "nudged_at"])


def _subject(room: Room) -> Subject:
    return room.subject_kind, room.subject_id
