"""Opinions that a handler asks of somebody else: a unit, an expert, a school, a neighbour."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samtjanst.kernel.errors import TransitionError


class OpinionState(StrEnum):
    """Where a request for an opinion stands."""

    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    CLOSED = "closed"  # the case was decided without it


OPINION_TRANSITIONS: dict[tuple[OpinionState, str], OpinionState] = {
    (OpinionState.OPEN, "answer"): OpinionState.ANSWERED,
    (OpinionState.OPEN, "revoke"): OpinionState.REVOKED,
    (OpinionState.OPEN, "decide"): OpinionState.CLOSED,
}


def next_opinion_state(state: str, event: str) -> OpinionState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return OPINION_TRANSITIONS[OpinionState(state), event]
    except KeyError:
        raise TransitionError("opinion", state, event) from None


class Visibility(StrEnum):
    """When the parties see an opinion. What is kept from them carries a reason (FL 10 §)."""

    AT_ONCE = "at_once"
    DECIDED = "decided"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """What is asked, of whom (one of a citizen and a unit), and what she gets to see."""

    text: str = field(repr=False)
    questions: tuple[str, ...]
    files: tuple[uuid.UUID, ...]
    due: date
    is_needed: bool
    visibility: Visibility = Visibility.AT_ONCE
    reason: str = field(default="", repr=False)
    citizen_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpinionAnswer:
    """What was answered, as it was sealed; ``files`` are (key, name, SHA-256)."""

    text: str = field(repr=False)
    who: str = field(repr=False)
    at: datetime
    files: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OpinionView:
    """A request for an opinion; ``who`` is the unit or the person that was asked."""

    id: uuid.UUID
    case_id: uuid.UUID
    reference: str
    title: str
    state: OpinionState
    who: str = field(repr=False)
    unit_id: uuid.UUID | None
    citizen_id: uuid.UUID | None
    text: str = field(repr=False)
    questions: tuple[str, ...]
    files: tuple[str, ...]
    due: date
    is_needed: bool
    visibility: Visibility
    reason: str = field(repr=False)
    asked_by: str
    asked_at: datetime
    reminded_at: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None
    answer: OpinionAnswer | None = field(default=None, repr=False)
    digest: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.state is OpinionState.OPEN

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without an answer."""
        return self.is_open and self.due < today
