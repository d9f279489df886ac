"""Values and state tables of signing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from samtjanst.foundation.people.types import CitizenIdentity
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TransitionError
from samtjanst.kernel.personal_number import PersonalNumber

APPLICANT = "applicant"
Subject = tuple[str, uuid.UUID]


class RoomState(StrEnum):
    """Where a signing room stands."""

    OPEN = "open"
    COMPLETE = "complete"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class RequestState(StrEnum):
    """Where one person's signature stands."""

    WAITING = "waiting"  # not asked yet
    INVITED = "invited"
    OPENED = "opened"
    SIGNED = "signed"
    DECLINED = "declined"
    EXPIRED = "expired"
    EXCUSED = "excused"  # has died: nobody waits for it
    REPLACED = "replaced"  # somebody else was named instead
    ON_PAPER = "on_paper"  # signed by hand, and registered by staff with the scanned page


ROOM_TRANSITIONS: dict[tuple[RoomState, str], RoomState] = {
    (RoomState.OPEN, "complete"): RoomState.COMPLETE,
    (RoomState.OPEN, "decline"): RoomState.DECLINED,
    (RoomState.OPEN, "expire"): RoomState.EXPIRED,
    (RoomState.OPEN, "cancel"): RoomState.CANCELLED,
    (RoomState.DECLINED, "ask_again"): RoomState.OPEN,
    (RoomState.EXPIRED, "ask_again"): RoomState.OPEN,
    (RoomState.DECLINED, "cancel"): RoomState.CANCELLED,
    (RoomState.EXPIRED, "cancel"): RoomState.CANCELLED,
    **{
        (state, "complete_on_paper"): RoomState.COMPLETE
        for state in (RoomState.OPEN, RoomState.DECLINED)
    },
    # One is named instead of another; complete is a room in which nobody else could be asked.
    **{
        (state, "name_instead"): RoomState.OPEN
        for state in (RoomState.OPEN, RoomState.DECLINED, RoomState.EXPIRED, RoomState.COMPLETE)
    },
}
_ASKED = (RequestState.WAITING, RequestState.INVITED, RequestState.OPENED)
REQUEST_TRANSITIONS: dict[tuple[RequestState, str], RequestState] = {
    (RequestState.WAITING, "invite"): RequestState.INVITED,
    (RequestState.INVITED, "open"): RequestState.OPENED,
    (RequestState.OPENED, "open"): RequestState.OPENED,
    **{
        (state, "ask_again"): RequestState.INVITED
        for state in (*_ASKED, RequestState.DECLINED, RequestState.EXPIRED)
    },
    **{
        (state, "replace"): RequestState.REPLACED
        for state in (*_ASKED, RequestState.DECLINED, RequestState.EXPIRED)
    },
    **{
        (state, "register_paper"): RequestState.ON_PAPER
        for state in (*_ASKED, RequestState.DECLINED)
    },
    **{(state, "sign"): RequestState.SIGNED for state in _ASKED},
    **{(state, "excuse"): RequestState.EXCUSED for state in _ASKED},
    **{(state, "decline"): RequestState.DECLINED for state in _ASKED},
    **{(state, "expire"): RequestState.EXPIRED for state in _ASKED},
}
CHAIN_START = "0" * 64  # before the first proof of a room
REMIND_EVERY = timedelta(days=1)  # nobody is harassed
SIGNED = frozenset({RequestState.SIGNED, RequestState.ON_PAPER})
DONE = SIGNED | {RequestState.EXCUSED, RequestState.REPLACED}
PAPER = "paper"  # the kind of evidence that is a scanned page
OPEN_REQUESTS = frozenset(_ASKED)


def next_room(state: str, event: str) -> RoomState:
    """The room's state after an event. Raises TransitionError when it is not possible."""
    try:
        return ROOM_TRANSITIONS[RoomState(state), event]
    except KeyError:
        raise TransitionError("signing room", state, event) from None


def next_request(state: str, event: str) -> RequestState:
    """The request's state after an event. Raises TransitionError when it is not possible."""
    try:
        return REQUEST_TRANSITIONS[RequestState(state), event]
    except KeyError:
        raise TransitionError("signature request", state, event) from None


def open_until(since: datetime, days: int) -> datetime:
    """When a room ends that is open for some days: with the last of them, as people are told."""
    return clock.last_second(clock.local(since).date() + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Party:
    """One who is to sign."""

    role: str
    personal_number: PersonalNumber
    name: str = field(repr=False)
    citizen_id: uuid.UUID
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class RoomRule:
    """How the room works; days are counted from the invitation."""

    mode: str
    reminders_days: tuple[int, ...]
    expires_days: int


@dataclass(frozen=True, slots=True)
class RequestView:
    """One signature request, opened."""

    id: uuid.UUID
    subject: Subject
    label: str
    role: str
    citizen_id: uuid.UUID
    signatory: CitizenIdentity = field(repr=False)
    state: RequestState
    room_state: RoomState
    is_protected: bool
    invited_at: datetime | None
    opened_at: datetime | None
    signed_at: datetime | None
    declined_at: datetime | None
    decline_reason: str = field(repr=False)
    reminders: int
    reminded_at: datetime | None
    expires_at: datetime | None
    digest: str
    visible_text: str = field(repr=False)
    hidden_data: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.signatory.name

    @property
    def is_open(self) -> bool:
        """Whether the person can still sign."""
        return self.state in OPEN_REQUESTS and self.room_state is RoomState.OPEN


@dataclass(frozen=True, slots=True)
class RoomView:
    """A signing room with all its requests, the applicant first."""

    id: uuid.UUID
    subject: Subject
    state: RoomState
    mode: str
    opened_at: datetime
    invited_at: datetime | None
    expires_at: datetime | None
    requests: tuple[RequestView, ...]

    @property
    def missing(self) -> tuple[RequestView, ...]:
        """Those who have not signed, and have not been excused or replaced."""
        return tuple(r for r in self.requests if r.state not in DONE)

    def can_be_reminded(self, now: datetime) -> bool:
        """Whether a handler can remind somebody now."""
        return any(at <= now for at in self._remindable())

    def remindable_at(self, now: datetime) -> datetime | None:
        """When a handler can remind somebody again; None when now, or never."""
        times = self._remindable()
        return min(times) if times and not self.can_be_reminded(now) else None

    def _remindable(self) -> list[datetime]:
        # Somebody protected is never reminded by a message.
        asked = [r for r in self.requests if r.is_open and r.invited_at and not r.is_protected]
        return [r.reminded_at + REMIND_EVERY if r.reminded_at else self.opened_at for r in asked]


@dataclass(frozen=True, slots=True)
class OwnSpaceView:
    """What staff may know of a room that waits in the citizens' own space: not what it holds."""

    label: str
    since: datetime
    missing_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Outcome of a recorded signature."""

    request_id: uuid.UUID
    role: str
    subject: Subject
    room_complete: bool


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What proves a signature on paper; the page itself lies among the files."""

    id: str
    name: str = field(repr=False)
    sha256: str
    signed_on: str  # a day
    registered_by: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What proves one signature."""

    role: str
    name: str = field(repr=False)
    personal_number: PersonalNumber
    signed_at: datetime
    digest: str
    visible_text: str = field(repr=False)
    hidden_data: bytes = field(repr=False)
    checks: tuple[tuple[str, bool, str], ...]
    verifier: str
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def page(self) -> ScannedPage | None:
        """The scanned page, when it was signed by hand."""
        if self.raw.get("kind") != PAPER:
            return None
        file = self.raw["file"]
        return ScannedPage(
            id=file["id"],
            name=file["name"],
            sha256=file["sha256"],
            signed_on=self.raw["signed_on"],
            registered_by=self.raw["registered_by"],
        )
