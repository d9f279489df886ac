"""The life of a room: opened, signed, declined, cancelled."""

import base64
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from samtjanst.capabilities.signing import locking, moving, proofs
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.types import (
    ALWAYS,
    APPLICANT,
    DONE,
    Moved,
    Party,
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
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError, TamperedError
from samtjanst.ports.signing import VerificationReport

_HEARS = (RequestState.INVITED, RequestState.OPENED, RequestState.SIGNED)


@together
def open_room(  # noqa: PLR0913 - all of it is what the room is about
    *,
    subject: Subject,
    label: str,
    unit_id: uuid.UUID,
    digest: str,
    visible_text: str,
    hidden_data: bytes,
    parties: Sequence[Party],
    rule: RoomRule,
    by: Actor,
) -> list[SignatureRequest]:
    """Open the room of a sealed thing; the parties are asked in the order given.

    Returns one request per party.

    Raises:
        IntegrityError: the same person twice, or a room is already open.
    """
    room = Room(
        subject_kind=subject[0],
        subject_id=subject[1],
        label=label,
        unit_id=unit_id,
        mode=rule.mode,
        reminders_days=list(rule.reminders_days),
        expires_days=rule.expires_days,
        needed=rule.needed,
        in_turn=rule.in_turn,
        digest=digest,
        opened_at=clock.now(),
    )
    content = {"visible_text": visible_text, "hidden_data": _b64(hidden_data)}
    room.content = encrypt(f"room:{room.id}", json.dumps(content).encode())
    room.save(force_insert=True)
    requests = SignatureRequest.objects.bulk_create(
        SignatureRequest(
            room=room,
            citizen_id=party.citizen_id,
            role=party.role,
            place=place,
            is_protected=party.is_protected,
            state=_first_state(party, rule).value,
        )
        for place, party in enumerate(parties)
    )
    record("signing.opened", by=by, subject=subject, details={"parties": len(parties)})
    return requests


def _first_state(party: Party, rule: RoomRule) -> RequestState:
    waits = rule.in_turn and party.role not in {APPLICANT, *ALWAYS}
    return RequestState.QUEUED if waits else RequestState.WAITING


@together
def cancel_room(*, subject: Subject, by: Actor) -> list[uuid.UUID]:
    """Void the standing room of a thing, if there is one that is not complete.

    What was signed is no longer what is. Returns those who are waited for, or have signed,
    besides the actor.
    """
    room = _room(subject)
    if room is None or room.state == RoomState.COMPLETE:
        return []
    room.state = next_room(room.state, "cancel").value
    room.save(update_fields=["state"])
    record("signing.cancelled", by=by, subject=subject)
    rows = SignatureRequest.objects.filter(room=room, state__in=_HEARS).order_by("place")
    return [row.person_id for row in rows if row.citizen_id != by.id]


@together
def invite(*, subject: Subject, by: Actor, asks_applicant: bool = False) -> list[uuid.UUID]:
    """Ask everybody but the applicant, or the first in turn; the days count from now.

    The applicant too, where she has not signed before the others.

    Returns the citizens to tell: somebody protected is asked where she logs in.
    """
    now = clock.now()
    rows = SignatureRequest.objects.select_related("room").filter(
        room__subject_kind=subject[0],
        room__subject_id=subject[1],
        room__state=RoomState.OPEN,
        state__in=[RequestState.WAITING, RequestState.QUEUED],
    )
    asked = list((rows if asks_applicant else rows.exclude(role=APPLICANT)).order_by("place"))
    if asked and asked[0].room.in_turn:
        first = next((row for row in asked if row.state == RequestState.QUEUED), None)
        asked = [row for row in asked if row.state != RequestState.QUEUED or row is first]
    room = asked[0].room if asked else open_room_about(subject)
    room.invited_at, room.expires_at = now, open_until(now, room.expires_days)
    room.save(update_fields=["invited_at", "expires_at"])
    for row in asked:
        row.state, row.invited_at = next_request(row.state, "invite").value, now
        row.save(update_fields=["state", "invited_at"])
    record("signing.invited", by=by, subject=subject, details={"count": len(asked)})
    return [row.person_id for row in asked if not row.is_protected]


def mark_opened(*, request_id: uuid.UUID, by: Actor) -> None:
    """Note that the person has opened what she is asked to sign."""
    with transaction.atomic():
        row = _own(request_id, by)
        if row.state != RequestState.INVITED:
            return
        row.state, row.opened_at = next_request(row.state, "open").value, clock.now()
        row.save(update_fields=["state", "opened_at"])
        record("signing.opened_by_signatory", by=by, subject=_subject(row.room))


@together
def record_signature(
    *,
    request_id: uuid.UUID,
    signatory: CitizenIdentity,
    evidence: dict[str, Any],
    report: VerificationReport,
    by: Actor,
) -> Signed:
    """Record a verified signature, exactly once; the last needed one completes the room.

    Those who were not needed are stood down; in turn, the next is asked.

    Raises:
        NotFoundError: not the actor's request.
        TamperedError: the verification did not hold, or is about somebody else.
        TransitionError: already signed, declined or expired, not needed, or not her turn.
    """
    room, row, others = _locked(request_id, by)
    return recorded(Locked(room, row, others), signatory, evidence, report, by=by)


@dataclass(frozen=True, slots=True)
class Locked:
    """A room that is locked, the request that is signed, and the others in it."""

    room: Room
    row: SignatureRequest
    others: list[SignatureRequest]
    is_call: bool = False  # an official has her on the telephone


def recorded(
    held: Locked,
    signatory: CitizenIdentity,
    evidence: dict[str, Any],
    report: VerificationReport,
    *,
    by: Actor,
) -> Signed:
    """A verified signature in a room that the caller has locked, for an actor it has authorised.

    Raises:
        TamperedError, TransitionError: as :func:`record_signature`.
    """
    room, row, others = held.room, held.row, held.others
    if not report.valid or signatory.id != row.citizen_id:
        raise TamperedError("the signature does not hold")
    now = clock.now()
    row.state, row.signed_at = next_request(row.state, "sign").value, now
    next_room(room.state, "complete")  # an ended room takes no more signatures
    row.save(update_fields=["state", "signed_at"])
    has_signed = [other.state in DONE for other in others]
    signer = proofs.Signer(signatory.name, signatory.identity)
    proof = proofs.proof_of(room, row, signer, evidence, report)
    proofs.keep(room, row, proof, now, is_first=not any(has_signed))
    rows = sorted([row, *others], key=lambda one: one.place)
    is_complete = moving.tally_of(room, rows).is_whole
    released, asked = [], []
    if is_complete:
        room.state = next_room(room.state, "complete").value
        room.save(update_fields=["state"])
        released = moving.stand_down(rows)
    elif row.role != APPLICANT:  # those beside her are asked by `invite`
        asked = moving.ask_next(room, rows, now)
    details = {"complete": is_complete, **({"by_phone": True} if held.is_call else {})}
    record("signing.signed", by=by, subject=_subject(room), details=details)
    return Signed(
        row.id,
        row.role,
        _subject(room),
        is_complete,
        asked=tuple(asked),
        released=moving.released_of(rows) if is_complete else (),
        told=moving.told(released),
    )


@transaction.atomic
def decline(*, request_id: uuid.UUID, reason: str, by: Actor) -> Moved:
    """Say no, with a reason; the room ends, unless enough others can still sign.

    Raises:
        NotFoundError: not the actor's request.
        TransitionError: already signed, the room has ended, or it is not her turn.
    """
    room, row, others = _locked(request_id, by)
    next_room(room.state, "decline")  # an ended room takes no more answers
    row.state, row.declined_at = next_request(row.state, "decline").value, clock.now()
    row.decline_reason = encrypt(f"request:{row.id}", reason.encode())
    row.save(update_fields=["state", "declined_at", "decline_reason"])
    rows, asked = sorted([row, *others], key=lambda one: one.place), []
    if moving.tally_of(room, rows).can_be_whole and row.role != APPLICANT:
        asked = moving.ask_next(room, rows, clock.now())
    else:
        room.state = next_room(room.state, "decline").value
        room.save(update_fields=["state"])
    record("signing.declined", by=by, subject=_subject(room), details={"room": room.state})
    return Moved(_subject(room), RoomState(room.state), tuple(asked))


def _room(subject: Subject) -> Room | None:
    return locking.room_about.first(kind=subject[0], key=subject[1])


def standing_room(subject: Subject) -> Room:
    """The room of a thing, locked until the transaction ends.

    Raises:
        NotFoundError: none.
    """
    room = _room(subject)
    if room is None:
        raise NotFoundError
    return room


def open_room_about(subject: Subject) -> Room:
    """As :func:`standing_room`, one that still waits.

    Raises:
        NotFoundError: none.
    """
    room = standing_room(subject)
    if room.state != RoomState.OPEN:
        raise NotFoundError
    return room


def _locked(
    request_id: uuid.UUID, by: Actor
) -> tuple[Room, SignatureRequest, list[SignatureRequest]]:
    """Lock the room first, then its requests as they are now: the actor's own, and the others."""
    require(by, Permission.FILING_SIGN)
    if by.id is None or not by.is_citizen:
        raise NotFoundError
    room = locking.room_of.first(request_id=request_id, citizen_id=by.id)
    rows = locking.requests_of.all(room_id=room.id) if room else []
    requests = {row.id: row for row in rows}
    row = requests.pop(request_id, None)
    if room is None or row is None:
        raise NotFoundError
    return room, row, list(requests.values())


def _own(request_id: uuid.UUID, by: Actor) -> SignatureRequest:
    require(by, Permission.FILING_SIGN)
    row = locking.standing(request_id).select_related("room").first()
    if row is None or not by.is_citizen or row.citizen_id != by.id:
        raise NotFoundError
    return row


def _subject(room: Room) -> Subject:
    return room.subject_kind, room.subject_id


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
