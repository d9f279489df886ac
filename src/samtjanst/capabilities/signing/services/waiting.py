"""How somebody who may handle the matter goes on when a signature does not come."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.services.room import standing_room
from samtjanst.capabilities.signing.types import (
    APPLICANT,
    DONE,
    OPEN_REQUESTS,
    Party,
    RequestState,
    RoomState,
    Subject,
    next_request,
    next_room,
    open_until,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError

MOST_DAYS = 90  # that the time can be made longer at once


@transaction.atomic
def ask_again(*, subject: Subject, by: Actor) -> list[uuid.UUID]:
    """Ask those who have not signed once more; the days count from now.

    What others have signed stands. Returns whom to tell: nobody who is protected.

    Raises:
        NotFoundError: no room, or the actor may not.
        TransitionError: nobody has declined, and the time is not out.
    """
    require(by, Permission.CASE_HANDLE)
    room, now = standing_room(subject), clock.now()
    room.state = next_room(room.state, "ask_again").value
    room.invited_at, room.expires_at = now, open_until(now, room.expires_days)
    room.save(update_fields=["state", "invited_at", "expires_at"])
    rows = SignatureRequest.objects.filter(room=room).exclude(state__in=DONE)
    asked = list(rows.order_by("place"))
    _invite_anew(asked, now)
    record("signing.asked_again", by=by, subject=subject, details={"count": len(asked)})
    return [row.citizen_id for row in asked if not row.is_protected]


@transaction.atomic
def name_instead(
    *, subject: Subject, instead_of: uuid.UUID | None, party: Party, by: Actor
) -> bool:
    """Ask somebody instead of one who does not sign, or whom nobody could ask; days count anew.

    ``instead_of`` is the citizen whose place ends; what others have signed stands. Returns
    whether she had been asked.

    Raises:
        NotFoundError: no room, or the actor may not.
        InvalidInputError: the person has, or has had, a place here: nobody signs as two.
        TransitionError: the one before has signed.
    """
    require(by, Permission.CASE_HANDLE)
    room, now = standing_room(subject), clock.now()
    rows = list(SignatureRequest.objects.select_for_update().filter(room=room).order_by("place"))
    if party.citizen_id in {row.citizen_id for row in rows}:
        told = _("Personen är redan med bland dem som skriver under. Ange någon annan.")
        raise InvalidInputError({"personal_number": [told]})
    room.state = next_room(room.state, "name_instead").value
    room.invited_at, room.expires_at = now, open_until(now, room.expires_days)
    room.save(update_fields=["state", "invited_at", "expires_at"])
    before = [row for row in rows if row.citizen_id == instead_of and row.role != APPLICANT]
    for row in before:
        row.state = next_request(row.state, "replace").value
        row.save(update_fields=["state"])
    _invite_anew([row for row in rows if row.state == RequestState.EXPIRED], now)
    SignatureRequest(
        room=room,
        citizen_id=party.citizen_id,
        role=party.role,
        place=rows[-1].place + 1,
        state=RequestState.INVITED.value,
        invited_at=now,
    ).save(force_insert=True)
    record("signing.named_instead", by=by, subject=subject)
    return bool(before)


def _invite_anew(rows: list[SignatureRequest], now: datetime) -> None:
    for row in rows:
        row.state, row.invited_at = next_request(row.state, "ask_again").value, now
        row.reminders, row.reminded_at = 0, None
        row.save(update_fields=["state", "invited_at", "reminders", "reminded_at"])


@transaction.atomic
def extend(*, subject: Subject, days: int, by: Actor) -> datetime:
    """Give those who are missing more days; returns the new end.

    Raises:
        NotFoundError: no room, or the actor may not.
        InvalidInputError: no days, or too many.
        TransitionError: nobody is waited for.
    """
    require(by, Permission.CASE_HANDLE)
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInputError({"days": [f"Skriv ett antal dagar mellan 1 och {MOST_DAYS}."]})
    room = standing_room(subject)
    next_room(room.state, "expire")  # only what can run out can be made longer
    room.expires_at = open_until(max(room.expires_at or clock.now(), clock.now()), days)
    room.save(update_fields=["expires_at"])
    record("signing.extended", by=by, subject=subject, details={"days": days})
    return room.expires_at


@transaction.atomic
def excuse(*, request_id: uuid.UUID, by: Actor) -> bool:
    """Wait no longer for somebody who has died; returns whether that completes the room."""
    room_id = SignatureRequest.objects.values_list("room_id", flat=True).get(id=request_id)
    room = Room.objects.select_for_update().get(id=room_id)
    rows = list(SignatureRequest.objects.select_for_update().filter(room=room))
    row = next(one for one in rows if one.id == request_id)
    if room.state != RoomState.OPEN or row.state in DONE:
        return False
    row.state = next_request(row.state, "excuse").value
    row.save(update_fields=["state"])
    subject = (room.subject_kind, room.subject_id)
    record("signing.excused", by=by, subject=subject)
    if any(one.state not in DONE for one in rows):
        return False
    room.state = next_room(room.state, "complete").value
    room.save(update_fields=["state"])
    return True


@transaction.atomic
def end(*, subject: Subject, by: Actor) -> None:
    """Wait for nobody any more; nothing when the room has ended.

    Raises:
        NotFoundError: no room, or the actor may not.
    """
    require(by, Permission.CASE_HANDLE)
    room = standing_room(subject)
    if room.state != RoomState.OPEN:
        return
    room.state = next_room(room.state, "expire").value
    room.save(update_fields=["state"])
    waiting = SignatureRequest.objects.filter(room=room, state__in=OPEN_REQUESTS)
    waiting.update(state=RequestState.EXPIRED.value)
    record("signing.ended", by=by, subject=subject)
