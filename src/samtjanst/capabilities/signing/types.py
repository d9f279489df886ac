"""Values and state tables of signing."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from samtjanst.foundation.people.types import CitizenIdentity
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TransitionError
from samtjanst.kernel.identity import Identity, Signatory

APPLICANT, DECIDER = "applicant", "decider"
CERTIFIER = "certifier"  # of a board's own decision: that it is as in the minutes
GUARDIAN, NEIGHBOUR = "guardian", "neighbour"
FIRST = frozenset({APPLICANT, DECIDER, CERTIFIER})  # signs before the others are asked, and always
# Who signs whatever a room's rule for the others needs, and is never asked in turn (FB 6:11).
ALWAYS = frozenset({GUARDIAN, NEIGHBOUR})
OWN_SPACE = "own_space_until_signed"  # the mode of a room whose application has not come in
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
    QUEUED = "queued"  # not her turn yet: asked when the one before has signed
    INVITED = "invited"
    OPENED = "opened"
    SIGNED = "signed"
    DECLINED = "declined"
    EXPIRED = "expired"
    EXCUSED = "excused"  # has died: nobody waits for it
    REPLACED = "replaced"  # somebody else was named instead
    ON_PAPER = "on_paper"  # signed by hand, and registered by staff with the scanned page
    STOOD_DOWN = "stood_down"  # enough others had signed


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
    # She who had declined signs by hand after all, so that enough can sign again.
    (RoomState.DECLINED, "go_on_by_paper"): RoomState.OPEN,
    # One is named instead of another; complete is a room in which nobody else could be asked.
    **{
        (state, "name_instead"): RoomState.OPEN
        for state in (RoomState.OPEN, RoomState.DECLINED, RoomState.EXPIRED, RoomState.COMPLETE)
    },
}
_ASKED = (RequestState.WAITING, RequestState.INVITED, RequestState.OPENED)
_UNSIGNED = (*_ASKED, RequestState.QUEUED)
REQUEST_TRANSITIONS: dict[tuple[RequestState, str], RequestState] = {
    (RequestState.WAITING, "invite"): RequestState.INVITED,
    (RequestState.QUEUED, "invite"): RequestState.INVITED,
    (RequestState.INVITED, "open"): RequestState.OPENED,
    (RequestState.OPENED, "open"): RequestState.OPENED,
    **{
        (state, "ask_again"): RequestState.INVITED
        for state in (*_ASKED, RequestState.DECLINED, RequestState.EXPIRED)
    },
    **{
        (state, "queue"): RequestState.QUEUED  # asked again, but not all at once
        for state in (*_UNSIGNED, RequestState.DECLINED, RequestState.EXPIRED)
    },
    **{
        (state, "replace"): RequestState.REPLACED
        for state in (*_UNSIGNED, RequestState.DECLINED, RequestState.EXPIRED)
    },
    **{
        (state, "register_paper"): RequestState.ON_PAPER
        for state in (*_ASKED, RequestState.DECLINED)
    },
    **{(state, "sign"): RequestState.SIGNED for state in _ASKED},
    **{(state, "excuse"): RequestState.EXCUSED for state in _UNSIGNED},
    **{(state, "decline"): RequestState.DECLINED for state in _ASKED},
    **{(state, "expire"): RequestState.EXPIRED for state in _UNSIGNED},
    **{(state, "stand_down"): RequestState.STOOD_DOWN for state in _UNSIGNED},
}
CHAIN_START = "0" * 64  # before the first proof of a room
REMIND_EVERY = timedelta(days=1)  # nobody is harassed
SIGNED = frozenset({RequestState.SIGNED, RequestState.ON_PAPER})
_GONE = frozenset({RequestState.EXCUSED, RequestState.REPLACED})
DONE = SIGNED | _GONE | {RequestState.STOOD_DOWN}
PAPER = "paper"  # the kind of evidence that is a scanned page
OPEN_REQUESTS = frozenset(_ASKED)  # that can be signed now
UNSIGNED = frozenset(_UNSIGNED)  # that can be signed now or later


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
class Tally:
    """How far a room is: ``signed`` of ``wanted`` beside the applicant, ``left`` can still sign.

    Where all have to sign, ``wanted`` is everybody who has not died or been replaced. Where some
    have to, those who have died count no more: as many as are left, at most. Guardians beside
    those are told by ``always``: all of them have to.
    """

    wanted: int
    signed: int
    left: int
    is_whole: bool  # nobody who has to sign is missing
    always: "Tally | None" = None

    @property
    def still(self) -> int:
        """How many more have to sign."""
        own = max(self.wanted - self.signed, 0)
        return own + (self.always.still if self.always else 0)

    @property
    def can_be_whole(self) -> bool:
        """Whether as many as have to can still sign."""
        is_enough = self.signed + self.left >= self.wanted
        return is_enough and (self.always is None or self.always.can_be_whole)


def tally(requests: Iterable[tuple[str, RequestState]], needed: int | None) -> Tally:
    """The tally of a room's roles and states; ``needed`` of those named, None for everybody."""
    everybody = list(requests)
    always = None
    if needed is not None:
        must = [one for one in everybody if one[0] in ALWAYS]
        always = tally(must, None) if must else None
        everybody = [one for one in everybody if one[0] not in ALWAYS]
    others = [state for role, state in everybody if role not in FIRST and state not in _GONE]
    own = all(state in DONE for role, state in everybody if role in FIRST)
    own = own and (always is None or always.is_whole)
    signed = sum(state in SIGNED for state in others)
    left = sum(state in UNSIGNED for state in others)
    wanted = len(others) if needed is None else min(needed, len(others))
    return Tally(wanted, signed, left, is_whole=own and signed >= wanted, always=always)


@dataclass(frozen=True, slots=True)
class Party:
    """One who is to sign."""

    role: str
    identity: Identity = field(repr=False)
    name: str = field(repr=False)
    citizen_id: uuid.UUID
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class RoomRule:
    """How the room works; days are counted from the invitation.

    ``needed`` is how many have to sign beside the applicant and guardians (None for all);
    ``in_turn`` whether the next of them is asked when the one before has signed.
    """

    mode: str
    reminders_days: tuple[int, ...]
    expires_days: int
    needed: int | None = None
    in_turn: bool = False


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
    def is_always(self) -> bool:
        """Whether she has to sign, whoever else does."""
        return self.role in ALWAYS

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
    needed: int | None = None
    in_turn: bool = False

    @property
    def missing(self) -> tuple[RequestView, ...]:
        """Those who have not signed, and are waited for: neither excused nor replaced.

        One who declines is not waited for while enough others can sign.
        """
        goes_on = self.needed is not None and self.state in {RoomState.OPEN, RoomState.COMPLETE}
        done = DONE | {RequestState.DECLINED} if goes_on else DONE
        return tuple(r for r in self.requests if r.state not in done)

    @property
    def tally(self) -> Tally:
        """How many have to sign beside the applicant, and have."""
        return tally(((r.role, r.state) for r in self.requests), self.needed)

    @property
    def always(self) -> frozenset[str]:
        """The roles of those who sign beside those of whom some have to, or who sign in turn."""
        return frozenset(r.role for r in self.requests if r.is_always)

    @property
    def next_in_turn(self) -> RequestView | None:
        """Who is asked when those who are asked now have answered; None for nobody."""
        queued = (r for r in self.requests if r.state is RequestState.QUEUED)
        return next(queued, None) if self.state is RoomState.OPEN else None

    @property
    def named(self) -> int:
        """How many are among those who can sign, of whom ``needed`` have to."""
        whole = self.needed is None and not self.in_turn
        others = [r for r in self.requests if r.role != APPLICANT and (whole or not r.is_always)]
        return sum(r.state is not RequestState.REPLACED for r in others)

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
class Signed:
    """Outcome of a recorded signature.

    ``asked`` are the citizens whose turn it is now; ``released`` those whose signature is not
    needed, of whom ``told`` had been asked and can be told by a message. ``reopened`` says that a
    room that had ended by a refusal goes on.
    """

    request_id: uuid.UUID
    role: str
    subject: Subject
    room_complete: bool
    asked: tuple[uuid.UUID, ...] = ()
    released: tuple[uuid.UUID, ...] = ()
    told: tuple[uuid.UUID, ...] = ()
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What followed when somebody no longer signs: the room's state, and whose turn it is now."""

    subject: Subject
    state: RoomState
    asked: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Replaced:
    """Outcome of naming somebody instead: ``asked`` are the citizens whose turn it is now.

    ``was_asked`` says whether the one before had been asked; ``role`` is the new one's.
    """

    was_asked: bool
    asked: tuple[uuid.UUID, ...]
    role: str


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
    identity: Signatory = field(repr=False)
    signed_at: datetime
    digest: str
    visible_text: str = field(repr=False)
    hidden_data: bytes = field(repr=False)
    checks: tuple[tuple[str, bool, str], ...]
    verifier: str
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def provider(self) -> str:
        """Where she logged in anew to sign (the name of the binding); "" when she did not."""
        return str(self.raw.get("login_provider", ""))

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
