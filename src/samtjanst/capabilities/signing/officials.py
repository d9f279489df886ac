"""Rooms in which members of staff sign: the same tables and states, read for them.

A member of staff reads her own requests; a room is read by who may see what it is about.
"""

import base64
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Window

from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.types import (
    CERTIFIER,
    DECIDER,
    OPEN_REQUESTS,
    REMIND_EVERY,
    RequestState,
    RoomState,
    Subject,
    Tally,
    tally,
)
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError

DECISION = "decision"  # the kind of thing: a decision that is proposed, by the proposal's key
APPROVER = "approver"
OFFICIALS = frozenset({DECIDER, CERTIFIER, APPROVER})
MOST = 100  # requests that are looked through for the next to sign
PAGE = 30  # in a list


@dataclass(frozen=True, slots=True)
class OfficialRequest:
    """A member of staff's part in a room."""

    id: uuid.UUID
    subject: Subject
    role: str
    staff_id: uuid.UUID
    name: str
    state: RequestState
    room_state: RoomState
    invited_at: datetime | None
    opened_at: datetime | None
    signed_at: datetime | None
    declined_at: datetime | None
    decline_reason: str = field(repr=False)
    reminded_at: datetime | None
    expires_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether she can sign now: she has been asked, and has not answered."""
        is_asked = self.state in OPEN_REQUESTS and self.invited_at is not None
        return is_asked and self.room_state is RoomState.OPEN

    @property
    def is_decider(self) -> bool:
        """Whether it is she who decides, or certifies what a board has; the others approve."""
        return self.role in {DECIDER, CERTIFIER}

    @property
    def is_certifier(self) -> bool:
        """Whether a board has decided, and she signs that it is as in the minutes."""
        return self.role == CERTIFIER


@dataclass(frozen=True, slots=True)
class Shown:
    """What is signed: the text, what follows it unseen, and the digest that both are about."""

    text: str = field(repr=False)
    hidden: bytes = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class OfficialRoom:
    """A room with all its requests: the one who decides first."""

    subject: Subject
    state: RoomState
    needed: int | None
    in_turn: bool
    opened_at: datetime
    expires_at: datetime | None
    requests: tuple[OfficialRequest, ...]

    @property
    def tally(self) -> Tally:
        """How many have to sign beside the one who decides, and have."""
        return tally(((one.role, one.state) for one in self.requests), self.needed)

    def can_be_reminded(self, now: datetime, *, by: uuid.UUID | None) -> bool:
        """Whether somebody else than ``by`` can be reminded now: once a day at most."""
        asked = (one for one in self.requests if one.is_open and one.staff_id != by)
        return any(not one.reminded_at or one.reminded_at + REMIND_EVERY <= now for one in asked)


def request_for(actor: Actor, request_id: uuid.UUID) -> tuple[OfficialRequest, Shown]:
    """The actor's own request, and what is signed.

    Raises:
        NotFoundError: absent, somebody else's, of a cancelled room, or she has not been asked.
    """
    row = _requests().filter(id=request_id, staff_id=actor.id).first()
    if row is None or not actor.is_staff or not can(actor, Permission.CASE_DECIDE):
        raise NotFoundError
    if row.room.state == RoomState.CANCELLED or row.invited_at is None:
        raise NotFoundError
    content = json.loads(decrypt(f"room:{row.room.id}", bytes(row.room.content)))
    hidden = base64.b64decode(content["hidden_data"])
    return _view(row), Shown(content["visible_text"], hidden, row.room.digest)


def is_over_for(actor: Actor, request_id: uuid.UUID) -> bool:
    """Whether the actor was asked to sign something that is void since."""
    if actor.id is None or not (actor.is_staff and can(actor, Permission.CASE_DECIDE)):
        return False
    mine = _requests().filter(id=request_id, staff_id=actor.id).exclude(invited_at=None)
    return mine.filter(room__state=RoomState.CANCELLED).exists()


def requests_for(actor: Actor) -> list[OfficialRequest]:
    """What the actor has been asked to sign and can, the oldest first; one query."""
    return [_view(row) for row in _asked_of(actor)[:MOST]]


def page_for(
    actor: Actor, page: int, *, among: QuerySet[Any, uuid.UUID]
) -> tuple[list[OfficialRequest], int]:
    """A page of what the actor has been asked to sign, the oldest first, and how much in all.

    One query. ``among``: the keys of the decisions that can still be made. Past the last page
    nothing is found, and of 0.
    """
    rows = _asked_of(actor).filter(room__subject_kind=DECISION, room__subject_id__in=among)
    start = (page - 1) * PAGE
    found = list(rows.annotate(in_all=Window(Count("*")))[start : start + PAGE])
    return [_view(row) for row in found], found[0].in_all if found else 0


def _asked_of(actor: Actor) -> QuerySet[SignatureRequest]:
    if actor.id is None or not (actor.is_staff and can(actor, Permission.CASE_DECIDE)):
        return SignatureRequest.objects.none()
    rows = _requests().filter(staff_id=actor.id, state__in=OPEN_REQUESTS)
    asked = rows.filter(room__state=RoomState.OPEN).exclude(invited_at=None)
    return asked.order_by("invited_at", "id")


def official_room(subject: Subject) -> OfficialRoom | None:
    """The standing room of a thing that the caller may see."""
    return official_rooms([subject[1]]).get(subject[1])


def official_rooms(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, OfficialRoom]:
    """The standing rooms of several decisions that the caller may see, by key; one query."""
    rows = _requests().filter(room__subject_kind=DECISION, room__subject_id__in=set(keys))
    by_room: dict[uuid.UUID, list[SignatureRequest]] = {}
    for row in rows.exclude(room__state=RoomState.CANCELLED).order_by("place"):
        by_room.setdefault(row.room.subject_id, []).append(row)
    return {key: _room(found[0].room, found) for key, found in by_room.items()}


def _requests() -> QuerySet[SignatureRequest]:
    return SignatureRequest.objects.select_related("room", "staff").exclude(staff=None)


def _view(row: SignatureRequest) -> OfficialRequest:
    room, reason = row.room, bytes(row.decline_reason)
    return OfficialRequest(
        id=row.id,
        subject=(room.subject_kind, room.subject_id),
        role=row.role,
        staff_id=row.person_id,
        name=row.staff.name if row.staff else "",
        state=RequestState(row.state),
        room_state=RoomState(room.state),
        invited_at=row.invited_at,
        opened_at=row.opened_at,
        signed_at=row.signed_at,
        declined_at=row.declined_at,
        decline_reason=decrypt(f"request:{row.id}", reason).decode() if reason else "",
        reminded_at=row.reminded_at,
        expires_at=room.expires_at,
    )


def _room(room: Room, rows: list[SignatureRequest]) -> OfficialRoom:
    return OfficialRoom(
        subject=(room.subject_kind, room.subject_id),
        state=RoomState(room.state),
        needed=room.needed,
        in_turn=room.in_turn,
        opened_at=room.opened_at,
        expires_at=room.expires_at,
        requests=tuple(map(_view, rows)),
    )
