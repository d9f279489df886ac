"""What the law gives the parties, as a reader may see it."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samtjanst.running.cases.types.deciding import Replacing
from samtjanst.running.cases.types.shown import DecisionDraft
from samtjanst.running.cases.types.states import (
    AppealState,
    HearingState,
    ProposalState,
    RequestState,
)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A party's request that the case be decided, and what came of it."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    state: RequestState
    asked_at: datetime
    answer_by: date
    ended_at: datetime | None
    refused_by: str = ""
    reasons: str = field(default="", repr=False)
    appeal_text: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it waits for us."""
        return self.state is RequestState.OPEN


@dataclass(frozen=True, slots=True)
class UsualTime:
    """How many days decisions of an e-service have taken lately, from complete to decided."""

    half: int  # every second case took at most this long
    most: int  # nine of ten did
    count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """An e-service in numbers: cases that came in (those not ended are ``waiting``), decisions.

    ``days`` is what every second decision took at most; None when they are too few.
    """

    e_service: str
    arrived: int
    waiting: int
    decided: int
    days: float | None


@dataclass(frozen=True, slots=True)
class HearingView:
    """A party's chance to comment before a decision that goes against her."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    state: HearingState
    text: str = field(repr=False)
    due: date
    asked_at: datetime
    read_at: datetime | None
    ended_at: datetime | None
    answer: str = field(default="", repr=False)

    def is_over(self, today: date) -> bool:
        """Whether she has answered, waived it, or has no more time."""
        return self.state is not HearingState.OPEN or self.due < today


class Needs(StrEnum):
    """Why a proposed decision goes to somebody else."""

    READER = "reader"  # the definition wants a second pair of eyes
    DELEGATE = "delegate"  # the delegation does not let the handler make it
    BOARD = "board"  # the board makes it itself
    SIGNATURES = "signatures"  # it is signed before it is made


@dataclass(frozen=True, slots=True)
class DelegationView:
    """Who in a unit may make which decisions, after the municipality's delegation.

    ``slug`` "" is every e-service; ``most`` whole kronor, None without limit. One of ``role``
    and ``staff_id`` is set.
    """

    id: uuid.UUID
    unit_id: uuid.UUID
    unit: str
    point: str
    title: str
    slug: str
    role: str
    staff_id: uuid.UUID | None
    staff: str
    covers_adverse: bool
    most: int | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposed decision that somebody else must approve."""

    id: uuid.UUID
    needs: Needs
    state: ProposalState
    draft: DecisionDraft = field(repr=False)
    revision: int
    made_by_id: uuid.UUID
    made_by: str
    made_at: datetime
    read_by: str = ""
    note: str = field(default="", repr=False)
    ended_at: datetime | None = None
    replacing: Replacing | None = None
    replaces_id: uuid.UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is ProposalState.OPEN


@dataclass(frozen=True, slots=True)
class Proposed:
    """Where a proposed decision belongs; nothing of what it says."""

    id: uuid.UUID
    reference: str
    title: str
    is_open: bool
    is_stale: bool  # the case has changed since


@dataclass(frozen=True, slots=True)
class DecidedView:
    """A line of the list of decisions made by delegation; no party is named."""

    decided_at: datetime
    reference: str
    title: str
    outcome: str
    decided_by: str
    point: str


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal and what has become of it."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    state: AppealState
    letter_id: uuid.UUID
    text: str = field(repr=False)
    received_on: date
    learned_on: date | None
    last_day: date | None
    rejection: str = field(default="", repr=False)
    rejection_appeal: str = field(default="", repr=False)
    is_changed: bool = False
    reconsidered: str = field(default="", repr=False)
    court: str = ""
    handed_over_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it came after the last day, as far as is known."""
        return self.last_day is not None and self.received_on > self.last_day
