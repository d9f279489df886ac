"""The life of a room in which members of staff sign a decision.

The states, the locks, the tally and the chain of proofs are those of every room. The one who
decides signs first; then those are asked who approve. Whether an actor may still act in the case
that the decision is about is the caller's to see to.
"""

import base64
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from samtjanst.capabilities.signing import locking, moving, proofs
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.officials import APPROVER
from samtjanst.capabilities.signing.types import (
    DECIDER,
    DONE,
    FIRST,
    REMIND_EVERY,
    Moved,
    RequestState,
    RoomRule,
    RoomState,
    Signed,
    Subject,
    next_request,
    next_room,
    open_until,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError, TamperedError
from samtjanst.ports.signing import VerificationReport

_ASKED = (RequestState.INVITED, RequestState.OPENED)


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is to be signed: its digest, the text, what follows it unseen; who signs, in order."""

    subject: Subject
    label: str
    unit_id: uuid.UUID
    digest: str
    visible_text: str = field(repr=False)
    hidden_data: bytes = field(repr=False)
    decider: uuid.UUID
    approvers: tuple[uuid.UUID, ...]
    rule: RoomRule
    role: str = DECIDER  # of the one who signs first


@transaction.atomic
def open_decision_room(*, new: NewDecision, by: Actor) -> uuid.UUID:
    """Open the room of a decision; the one who decides is asked at once. Returns her request.

    Raises:
        NotFoundError: the actor may not.
        IntegrityError: the same person twice, or a room is already open.
    """
    require(by, Permission.CASE_DECIDE)
    now, rule = clock.now(), new.rule
    room = Room(
        subject_kind=new.subject[0],
        subject_id=new.subject[1],
        label=new.label,
        unit_id=new.unit_id,
        mode=rule.mode,
        reminders_days=list(rule.reminders_days),
        expires_days=rule.expires_days,
        needed=rule.needed,
        in_turn=rule.in_turn,
        digest=new.digest,
        opened_at=now,
        invited_at=now,
        expires_at=open_until(now, rule.expires_days),
    )
    hidden = base64.b64encode(new.hidden_data).decode()
    content = {"visible_text": new.visible_text, "hidden_data": hidden}
    room.content = encrypt(f"room:{room.id}", json.dumps(content).encode())
    room.save(force_insert=True)
    waits = RequestState.QUEUED.value
    first = SignatureRequest(room=room, staff_id=new.decider, role=new.role, place=0)
    first.state, first.invited_at = RequestState.INVITED.value, now
    others = (
        SignatureRequest(room=room, staff_id=one, role=APPROVER, place=place, state=waits)
        for place, one in enumerate(new.approvers, start=1)
    )
    SignatureRequest.objects.bulk_create([first, *others])
    details = {"parties": 1 + len(new.approvers)}
    record("signing.opened", by=by, subject=new.subject, details=details)
    return first.id


def mark_opened_by_official(*, request_id: uuid.UUID, by: Actor) -> None:
    """Note that she has opened what she is asked to sign.

    Raises:
        NotFoundError: not hers.
    """
    with transaction.atomic():
        room, row, _others = _locked(request_id, by)
        if row.state != RequestState.INVITED or room.state != RoomState.OPEN:
            return
        row.state, row.opened_at = next_request(row.state, "open").value, clock.now()
        row.save(update_fields=["state", "opened_at"])
        record("signing.opened_by_signatory", by=by, subject=_subject(room))


@transaction.atomic
def record_official_signature(
    *,
    request_id: uuid.UUID,
    signer: proofs.Signer,
    evidence: dict[str, Any],
    report: VerificationReport,
    by: Actor,
) -> Signed:
    """Record a verified signature, exactly once; the last needed one completes the room.

    ``asked`` are the members of staff whose turn it is now.

    Raises:
        NotFoundError: not the actor's request.
        TamperedError: the verification did not hold.
        TransitionError: already signed, declined or expired, not needed, or not asked.
    """
    room, row, others = _locked(request_id, by)
    if not report.valid:
        raise TamperedError("the signature does not hold")
    now = clock.now()
    next_room(room.state, "complete")  # an ended room takes no more signatures
    row.state, row.signed_at = next_request(row.state, "sign").value, now
    row.save(update_fields=["state", "signed_at"])
    is_first = not any(one.state in DONE for one in others)
    proofs.keep(
        room, row, proofs.proof_of(room, row, signer, evidence, report), now, is_first=is_first
    )
    rows = sorted([row, *others], key=lambda one: one.place)
    is_complete, asked = moving.tally_of(room, rows).is_whole, []
    if is_complete:
        room.state = next_room(room.state, "complete").value
        room.save(update_fields=["state"])
        moving.stand_down(rows)
    else:
        asked = _ask(room, rows, now)
    record("signing.signed", by=by, subject=_subject(room), details={"complete": is_complete})
    return Signed(row.id, row.role, _subject(room), is_complete, asked=tuple(asked))


@transaction.atomic
def decline_as_official(*, request_id: uuid.UUID, reason: str, by: Actor) -> Moved:
    """Approve it not, with a reason; the room ends, unless enough others can still sign.

    Raises:
        NotFoundError: not the actor's request, or it is she who decides: she takes it back.
        TransitionError: already signed, or the room has ended.
    """
    room, row, others = _locked(request_id, by)
    if row.role in FIRST:
        raise NotFoundError
    next_room(room.state, "decline")
    row.state, row.declined_at = next_request(row.state, "decline").value, clock.now()
    row.decline_reason = encrypt(f"request:{row.id}", reason.encode())
    row.save(update_fields=["state", "declined_at", "decline_reason"])
    rows, asked = sorted([row, *others], key=lambda one: one.place), []
    if moving.tally_of(room, rows).can_be_whole:
        asked = moving.ask_next(room, rows, clock.now())
    else:
        room.state = next_room(room.state, "decline").value
        room.save(update_fields=["state"])
        moving.stand_down(rows)
    record("signing.declined", by=by, subject=_subject(room), details={"room": room.state})
    return Moved(_subject(room), RoomState(room.state), tuple(asked))


@transaction.atomic
def cancel_decision_room(*, subject: Subject, by: Actor) -> None:
    """Void the room of a decision that is taken back; what was signed stands as what it was.

    Nothing when there is none that waits, or has waited in vain.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.CASE_DECIDE)
    room = locking.room_about.first(kind=subject[0], key=subject[1])
    if room is None or room.state not in {RoomState.OPEN, RoomState.EXPIRED}:
        return
    room.state = next_room(room.state, "cancel").value
    room.save(update_fields=["state"])
    record("signing.cancelled", by=by, subject=subject)


@transaction.atomic
def nudge_officials(*, subject: Subject, by: Actor) -> list[uuid.UUID]:
    """Remind those who have been asked, but the actor herself; at most once a day each.

    Returns whom to tell.

    Raises:
        NotFoundError: no open room, or the actor may not.
        ConflictError: everybody has been reminded within a day.
    """
    require(by, Permission.CASE_DECIDE)
    room = locking.room_about.first(kind=subject[0], key=subject[1])
    if room is None or room.state != RoomState.OPEN:
        raise NotFoundError
    now = clock.now()
    asked = (row for row in _asked_in(room) if row.staff_id != by.id)
    due = [row for row in asked if _may_be_reminded(row, now)]
    if not due:
        raise ConflictError
    for row in due:
        row.reminded_at = row.nudged_at = now
        row.save(update_fields=["reminded_at", "nudged_at"])
    record("signing.nudged", by=by, subject=subject, details={"count": len(due)})
    return [row.person_id for row in due]


def _ask(room: Room, rows: Sequence[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    """The next in turn, or all at once: when the one who decides has signed."""
    if room.in_turn:
        return moving.ask_next(room, rows, now)
    waiting = [row for row in rows if row.state == RequestState.QUEUED]
    for row in waiting:
        row.state, row.invited_at = next_request(row.state, "invite").value, now
        row.save(update_fields=["state", "invited_at"])
    return [row.person_id for row in waiting]


def _asked_in(room: Room) -> list[SignatureRequest]:
    rows = SignatureRequest.objects.select_for_update().filter(room=room, state__in=_ASKED)
    return list(rows.order_by("place"))


def _may_be_reminded(row: SignatureRequest, now: datetime) -> bool:
    return row.reminded_at is None or now - row.reminded_at >= REMIND_EVERY


def _locked(
    request_id: uuid.UUID, by: Actor
) -> tuple[Room, SignatureRequest, list[SignatureRequest]]:
    """Lock the room first, then its requests as they are now: the actor's own, and the others."""
    require(by, Permission.CASE_DECIDE)
    own = locking.standing(request_id).filter(staff_id=by.id).exclude(invited_at=None)
    if by.id is None or not by.is_staff:
        raise NotFoundError
    room = Room.objects.select_for_update().filter(id__in=own.values("room_id")).first()
    if room is None or room.state == RoomState.CANCELLED:
        raise NotFoundError
    found = SignatureRequest.objects.select_for_update().filter(room=room)
    rows = {row.id: row for row in found}
    row = rows.pop(request_id)
    return room, row, list(rows.values())


def _subject(room: Room) -> Subject:
    return room.subject_kind, room.subject_id
