"""Values and the state table of cases."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samtjanst.kernel.errors import TransitionError


class CaseState(StrEnum):
    """Where a case stands."""

    WAITING_FOR_SIGNATURE = "waiting_for_signature"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    DECIDED = "decided"
    LAPSED = "lapsed"  # never completed: somebody declined, or time ran out


TRANSITIONS: dict[tuple[CaseState, str], CaseState] = {
    (CaseState.WAITING_FOR_SIGNATURE, "complete"): CaseState.RECEIVED,
    (CaseState.WAITING_FOR_SIGNATURE, "lapse"): CaseState.LAPSED,
    (CaseState.WAITING_FOR_SIGNATURE, "decline"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.RECEIVED, "take"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "take"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "decide"): CaseState.DECIDED,
}


def next_state(state: str, event: str) -> CaseState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return TRANSITIONS[CaseState(state), event]
    except KeyError:
        raise TransitionError("case", state, event) from None


class View(StrEnum):
    """The work lists."""

    WAITING = "vantar"
    NEW = "nya"
    MINE = "mina"
    OPEN = "pagaende"
    DECIDED = "beslutade"


VIEW_STATES: dict[View, tuple[CaseState, ...]] = {
    View.WAITING: (CaseState.WAITING_FOR_SIGNATURE,),
    View.NEW: (CaseState.RECEIVED,),
    View.MINE: (CaseState.IN_PROGRESS,),
    View.OPEN: (CaseState.IN_PROGRESS,),
    View.DECIDED: (CaseState.DECIDED, CaseState.LAPSED),
}


@dataclass(frozen=True, slots=True)
class PartyInput:
    """A party of a new case."""

    role: str
    citizen_id: uuid.UUID
    is_protected: bool


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is needed to open a case."""

    filing_id: uuid.UUID
    snapshot_id: uuid.UUID
    version_id: uuid.UUID
    e_service_title: str
    unit_id: uuid.UUID
    reference_prefix: str
    arrived_at: datetime
    completed_at: datetime | None
    target_days: int
    parties: tuple[PartyInput, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party; the name is "" where the viewer may not see it."""

    role: str
    citizen_id: uuid.UUID
    name: str = field(repr=False)
    is_protected: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the timeline."""

    at: datetime
    what: str
    who: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What a handler decides; the texts are the handler's own."""

    outcome: str
    outcome_title: str
    reasons: str = field(repr=False)
    legal_basis: tuple[str, ...] = ()
    appeal_text: str = ""
    others: str = ""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with everything that FL 31 § asks for."""

    outcome: str
    outcome_title: str
    reasons: str = field(repr=False)
    legal_basis: tuple[str, ...]
    appeal_text: str
    others: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its reader may see it."""

    id: uuid.UUID
    reference: str
    title: str
    state: CaseState
    unit_id: uuid.UUID
    filing_id: uuid.UUID
    snapshot_id: uuid.UUID
    version_id: uuid.UUID
    handler_id: uuid.UUID | None
    handler: str
    arrived_at: datetime
    completed_at: datetime | None
    due: date | None
    is_protected: bool
    revision: int
    parties: tuple[PartyView, ...]

    @property
    def who(self) -> str:
        """The applicant's name, or "" when it is protected."""
        return next((party.name for party in self.parties if party.role == "applicant"), "")
