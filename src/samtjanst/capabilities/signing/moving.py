"""How a room moves on when one of its requests has changed: enough, the next in turn, or an end.

The room is locked by the caller, and ``rows`` are its requests as they are now, by place.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.types import (
    ALWAYS,
    FIRST,
    UNSIGNED,
    RequestState,
    Tally,
    next_request,
    tally,
)

_ASKED = (RequestState.INVITED, RequestState.OPENED)


def tally_of(room: Room, rows: Sequence[SignatureRequest]) -> Tally:
    """How many have signed, have to, and still can."""
    return tally(((row.role, RequestState(row.state)) for row in rows), room.needed)


def stand_down(rows: Sequence[SignatureRequest]) -> list[SignatureRequest]:
    """End the requests that were not needed, now that enough have signed. Returns them."""
    released = [row for row in rows if row.state in UNSIGNED]
    for row in released:
        row.state = next_request(row.state, "stand_down").value
        row.save(update_fields=["state"])
    return released


def ask_next(room: Room, rows: Sequence[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    """Ask the next in turn, when nobody is asked; returns the people to tell."""
    if not room.in_turn or any(
        row.state in _ASKED and row.role not in FIRST | ALWAYS for row in rows
    ):
        return []
    row = next((row for row in rows if row.state == RequestState.QUEUED), None)
    if row is None:
        return []
    row.state, row.invited_at = next_request(row.state, "invite").value, now
    row.reminders, row.reminded_at = 0, None
    row.save(update_fields=["state", "invited_at", "reminders", "reminded_at"])
    return [] if row.is_protected else [row.person_id]


def queue(rows: Sequence[SignatureRequest]) -> None:
    """Let everybody wait for her turn."""
    for row in rows:
        row.state = next_request(row.state, "queue").value
        row.save(update_fields=["state"])


def released_of(rows: Sequence[SignatureRequest]) -> tuple[uuid.UUID, ...]:
    """Who has no part in a room that is complete: was not needed, or said no and was not."""
    gone = (RequestState.STOOD_DOWN, RequestState.DECLINED)
    return tuple(row.person_id for row in rows if row.state in gone)


def told(released: Sequence[SignatureRequest]) -> tuple[uuid.UUID, ...]:
    """Whom to tell that her signature is not needed: who had been asked, and is not protected."""
    return tuple(row.person_id for row in released if row.invited_at and not row.is_protected)
