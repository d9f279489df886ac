"""How somebody who may handle the matter goes on when a signature does not come."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.signing import locking, moving
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.services.room import standing_room
from samtjanst.capabilities.signing.types import (
    ALWAYS,
    APPLICANT,
    DONE,
    UNSIGNED,
    Moved,
    Party,
    Replaced,
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
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError

MOST_DAYS = 90  # that the time can be made longer at once


@transaction.atomic
def ask_again(*, subject: Subject, by: Actor) -> list[uuid.UUID]:
    """Ask those who have not signed once more, or the first of them; the days count from now.

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
    told = _ask_in_turn(room, asked, now) if room.in_turn else _ask_all(asked, now)
    record("signing.asked_again", by=by, subject=subject, details={"count": len(told)})
    return told


def _ask_all(rows: list[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    _invite_anew(rows, now)
    return [row.person_id for row in rows if not row.is_protected]


def _ask_in_turn(room: Room, rows: list[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    must = [row for row in rows if row.role in ALWAYS]
    moving.queue([row for row in rows if row not in must])
    return [*_ask_all(must, now), *moving.ask_next(room, rows, now)]


@transaction.atomic
def name_instead(
    *, subject: Subject, instead_of: uuid.UUID | None, party: Party, by: Actor
) -> Replaced:
    """Ask somebody instead of one who does not sign, or whom nobody could ask; days count anew.

    ``instead_of`` is the citizen whose place ends; what others have signed stands. In turn, the
    person gets her place in the order.

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
    before = next((r for r in rows if r.citizen_id == instead_of and r.role != APPLICANT), None)
    was_asked = before is not None and before.state != RequestState.QUEUED
    if before:
        before.state = next_request(before.state, "replace").value
        before.save(update_fields=["state"])
    expired = [row for row in rows if row.state == RequestState.EXPIRED]
    role = before.role if before else party.role
    waits = room.in_turn and role not in ALWAYS
    new = SignatureRequest(
        room=room,
        citizen_id=party.citizen_id,
        role=role,
        place=before.place if before and waits else rows[-1].place + 1,
    )
    asked = _add_in_turn(room, [*rows, new], now) if waits else _add(new, expired, now)
    record("signing.named_instead", by=by, subject=subject)
    return Replaced(was_asked, tuple(asked), new.role)


def _add(new: SignatureRequest, expired: list[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    _invite_anew(expired, now)
    new.state, new.invited_at = RequestState.INVITED.value, now
    new.save(force_insert=True)
    return [new.person_id]


def _add_in_turn(room: Room, rows: list[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    """The last of the rows is new; those whose time had run out wait for their turn again."""
    moving.queue([row for row in rows if row.state == RequestState.EXPIRED])
    rows[-1].state = RequestState.QUEUED.value
    rows[-1].save(force_insert=True)
    return moving.ask_next(room, sorted(rows, key=lambda row: row.place), now)


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
        told = _("Skriv ett antal dagar mellan 1 och %(most)s.") % {"most": MOST_DAYS}
        raise InvalidInputError({"days": [told]})
    room = standing_room(subject)
    next_room(room.state, "expire")  # only what can run out can be made longer
    room.expires_at = open_until(max(room.expires_at or clock.now(), clock.now()), days)
    room.save(update_fields=["expires_at"])
    record("signing.extended", by=by, subject=subject, details={"days": days})
    return room.expires_at


@transaction.atomic
def excuse(*, request_id: uuid.UUID, by: Actor) -> Moved:
    """Wait no longer for somebody who has died: that can complete the room, or end it.

    It ends when others have declined, and too few are left who can sign. The state is "open"
    when nothing has come of it.
    """
    room_id = SignatureRequest.objects.values_list("room_id", flat=True).get(id=request_id)
    room = Room.objects.select_for_update().get(id=room_id)
    rows = list(SignatureRequest.objects.select_for_update().filter(room=room).order_by("place"))
    row = next(one for one in rows if one.id == request_id)
    subject = (room.subject_kind, room.subject_id)
    if room.state != RoomState.OPEN or row.state in DONE:
        return Moved(subject, RoomState.OPEN)
    row.state = next_request(row.state, "excuse").value
    row.save(update_fields=["state"])
    record("signing.excused", by=by, subject=subject)
    found, asked = moving.tally_of(room, rows), []
    if found.is_whole or not found.can_be_whole:
        room.state = next_room(room.state, "complete" if found.is_whole else "decline").value
        room.save(update_fields=["state"])
    else:
        asked = moving.ask_next(room, rows, clock.now())
    return Moved(subject, RoomState(room.state), tuple(asked))


@transaction.atomic
def protect(*, request_id: uuid.UUID, by: Actor) -> None:
    """Send no more messages to somebody whose identity has become protected; she can sign."""
    row = SignatureRequest.objects.select_related("room").get(id=request_id)
    row.is_protected = True
    row.save(update_fields=["is_protected"])
    record("signing.protected", by=by, subject=(row.room.subject_kind, row.room.subject_id))


@transaction.atomic
def ask_no_more(*, subject: Subject, by: Actor) -> None:
    """Let nobody more have her turn; who has been asked can still sign. Nothing without a queue.

    Raises:
        NotFoundError: no room, or the actor may not.
    """
    require(by, Permission.CASE_HANDLE)
    room = standing_room(subject)
    rows = SignatureRequest.objects.select_for_update().filter(room=room, state="queued")
    if moving.stand_down(list(rows)):
        record("signing.asks_no_more", by=by, subject=subject)


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
    waiting = SignatureRequest.objects.filter(room=room, state__in=UNSIGNED)
    waiting.update(state=RequestState.EXPIRED.value)
    record("signing.ended", by=by, subject=subject)


@together
def end_for_all(*, subject: Subject, by: Actor) -> list[uuid.UUID]:
    """The matter has been taken back: nobody signs it any more, what was signed stands as proof.

    A part of the caller's transaction, which has authorised the actor. Returns whom to tell:
    who had been asked and has not signed, and is not protected.
    """
    room = locking.room_about.first(kind=subject[0], key=subject[1])
    if room is None or room.state != RoomState.OPEN:
        return []
    room.state = next_room(room.state, "expire").value
    room.save(update_fields=["state"])
    rows = SignatureRequest.objects.filter(room=room).order_by("place")
    released = moving.stand_down(list(rows))
    record("signing.ended", by=by, subject=subject)
    return list(moving.told(released))
