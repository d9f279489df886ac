"""Values and the state table of cases."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from samtjanst.kernel.errors import TransitionError
from samtjanst.running.filing.types import SealedSnapshot


class CaseState(StrEnum):
    """Where a case stands."""

    WAITING_FOR_SIGNATURE = "waiting_for_signature"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"  # asked to supplement; our time stands still
    DECIDED = "decided"
    LAPSED = "lapsed"  # never completed: somebody declined, or time ran out


TRANSITIONS: dict[tuple[CaseState, str], CaseState] = {
    (CaseState.WAITING_FOR_SIGNATURE, "complete"): CaseState.RECEIVED,
    (CaseState.WAITING_FOR_SIGNATURE, "lapse"): CaseState.LAPSED,
    (CaseState.WAITING_FOR_SIGNATURE, "decline"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.WAITING_FOR_SIGNATURE, "ask_again"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.LAPSED, "ask_again"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.WAITING_FOR_SIGNATURE, "close"): CaseState.LAPSED,
    (CaseState.WAITING_FOR_SIGNATURE, "extend"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.WAITING_FOR_SIGNATURE, "take_unsigned"): CaseState.IN_PROGRESS,
    # What happens with signatures that were not waited for is noted, and changes nothing.
    **{
        (state, event): state
        for state in (
            CaseState.IN_PROGRESS,
            CaseState.WAITING_FOR_APPLICANT,
            CaseState.DECIDED,
        )
        for event in ("complete", "decline", "lapse")
    },
    (CaseState.RECEIVED, "assign"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "assign"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "release"): CaseState.RECEIVED,
    (CaseState.RECEIVED, "take"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "take"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "decide"): CaseState.DECIDED,
    (CaseState.IN_PROGRESS, "ask"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.WAITING_FOR_APPLICANT, "assign"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.WAITING_FOR_APPLICANT, "take"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.WAITING_FOR_APPLICANT, "decide"): CaseState.DECIDED,
    (CaseState.WAITING_FOR_APPLICANT, "supplement"): CaseState.IN_PROGRESS,
    (CaseState.WAITING_FOR_APPLICANT, "withdraw"): CaseState.IN_PROGRESS,
    (CaseState.WAITING_FOR_APPLICANT, "pass"): CaseState.IN_PROGRESS,
    (CaseState.WAITING_FOR_APPLICANT, "extend"): CaseState.WAITING_FOR_APPLICANT,
    # The time has passed, and the request still stands: what comes late is taken.
    (CaseState.IN_PROGRESS, "supplement"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "withdraw"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "extend"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.RECEIVED, "supplement"): CaseState.RECEIVED,
    (CaseState.RECEIVED, "withdraw"): CaseState.RECEIVED,
}


def next_state(state: str, event: str) -> CaseState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return TRANSITIONS[CaseState(state), event]
    except KeyError:
        raise TransitionError("case", state, event) from None


class View(StrEnum):
    """The work lists; the value stands in the address."""

    NEW = "nya"
    MINE = "mina"
    WAITING = "vantar"
    SUPPLEMENT = "kompletteras"
    OVERDUE = "forsenade"
    DECIDED = "avgjorda"
    ALL = "alla"


class Sort(StrEnum):
    """Orders of a work list; the value stands in the address."""

    OLDEST = "aldst"
    NEWEST = "nyast"
    DUE = "klart"
    REFERENCE = "nummer"


# Complete, and not finished: the time limit runs.
HANDLED_STATES = (CaseState.RECEIVED, CaseState.IN_PROGRESS)
VIEW_STATES: dict[View, tuple[CaseState, ...]] = {
    View.NEW: (CaseState.RECEIVED,),
    View.MINE: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.WAITING: (CaseState.WAITING_FOR_SIGNATURE,),
    View.SUPPLEMENT: (CaseState.WAITING_FOR_APPLICANT,),
    View.OVERDUE: HANDLED_STATES,
    View.DECIDED: (CaseState.DECIDED, CaseState.LAPSED),
    View.ALL: (),
}
DEFAULT_SORT: dict[View, Sort] = {
    View.NEW: Sort.OLDEST,
    View.MINE: Sort.DUE,
    View.WAITING: Sort.OLDEST,
    View.SUPPLEMENT: Sort.OLDEST,
    View.OVERDUE: Sort.DUE,
    View.DECIDED: Sort.NEWEST,
    View.ALL: Sort.NEWEST,
}
COUNTED = (View.NEW, View.MINE, View.WAITING, View.SUPPLEMENT, View.OVERDUE)


class Priority(IntEnum):
    """How urgent a case is; what is higher comes first where it matters."""

    NORMAL = 0
    HIGH = 1


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list; None or "" narrows nothing. ``handler`` may be ``NOBODY``."""

    service: str = ""  # slug
    state: CaseState | None = None
    unit_id: uuid.UUID | None = None
    handler: uuid.UUID | str = ""
    label: str = ""
    priority: Priority | None = None
    arrived_from: date | None = None
    arrived_to: date | None = None
    due_to: date | None = None

    @property
    def count(self) -> int:
        """How many of them narrow."""
        return sum(getattr(self, name) not in ("", None) for name in self.__slots__)


NOBODY = "ingen"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to show of the work: a list or words to look for, in which order, which page."""

    view: View = View.NEW
    text: str = field(default="", repr=False)
    sort: Sort | None = None
    page: int = 1
    filters: Filters = field(default_factory=Filters)


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
    concerns: str = field(default="", repr=False)


class SupplementState(StrEnum):
    """Where a request for a supplement stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # the case was decided without it


SUPPLEMENT_TRANSITIONS: dict[tuple[SupplementState, str], SupplementState] = {
    (SupplementState.OPEN, "supplement"): SupplementState.ANSWERED,
    (SupplementState.OPEN, "withdraw"): SupplementState.WITHDRAWN,
    (SupplementState.OPEN, "extend"): SupplementState.OPEN,
    (SupplementState.OPEN, "pass"): SupplementState.OPEN,
    (SupplementState.OPEN, "decide"): SupplementState.CLOSED,
}


def next_supplement_state(state: str, event: str) -> SupplementState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return SUPPLEMENT_TRANSITIONS[SupplementState(state), event]
    except KeyError:
        raise TransitionError("supplement", state, event) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a handler asks the applicant for: questions again, and texts or files besides.

    ``extras`` are (kind, what is asked for), the kind "file" or "text". An order
    (föreläggande, FL 20 §) says what can follow when nothing comes.
    """

    due: date
    text: str = field(repr=False)
    questions: tuple[str, ...] = ()
    extras: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    is_order: bool = False


@dataclass(frozen=True, slots=True)
class SupplementView:
    """A request for a supplement and what came of it."""

    id: uuid.UUID
    state: SupplementState
    asked: Asked
    asked_at: datetime
    asked_by: str
    filing_id: uuid.UUID | None
    snapshot: SealedSnapshot | None
    answered_at: datetime | None
    passed_at: datetime | None
    reminded_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.state is SupplementState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether the answer came when the time had passed."""
        return self.answered_at is not None and self.passed_at is not None


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
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the feed of changes; no personal data."""

    id: uuid.UUID
    at: datetime
    what: str
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a connected system's list; no personal data."""

    id: uuid.UUID
    reference: str
    title: str
    e_service: str  # slug
    state: CaseState
    revision: int
    arrived_at: datetime
    completed_at: datetime | None
    due: date | None


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What a handler decides; the texts are the handler's own."""

    outcome: str
    outcome_title: str
    reasons: str = field(repr=False)
    legal_basis: tuple[str, ...] = ()
    appeal_text: str = ""
    others: str = ""
    is_adverse: bool = False  # goes against the party in some part
    hearing: str = ""  # how the party was heard before it; "" when that is not asked for
    hearing_note: str = field(default="", repr=False)


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
    hearing: str = ""
    hearing_note: str = field(default="", repr=False)


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
    unsigned_reason: str = field(default="", repr=False)
    concerns: str = field(default="", repr=False)  # the child, when another than the applicant
    priority: Priority = Priority.NORMAL
    labels: tuple[str, ...] = ()
    asked_until: date | None = None  # the last day to supplement, in a list of own cases

    @property
    def who(self) -> str:
        """The applicant's name, or "" when it is protected."""
        return next((party.name for party in self.parties if party.role == "applicant"), "")

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state not in {CaseState.DECIDED, CaseState.LAPSED}

    def days_left(self, today: date) -> int | None:
        """Days to the time limit, negative when it has passed; None when none runs."""
        runs = self.is_open and self.state is not CaseState.WAITING_FOR_APPLICANT
        return (self.due - today).days if self.due and runs else None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a work list.

    ``is_near``: nothing fitted the words, these have names that are spelt nearly so.
    ``is_cut``: more fitted than are looked through.
    """

    selection: Selection
    rows: tuple[CaseView, ...]
    has_more: bool
    is_near: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Searchable:
    """What a case is to be found by; nothing of a person who is protected.

    ``names`` and ``short`` are found by their beginnings, ``names`` also when misspelt,
    ``texts`` by whole words in any Swedish inflection, ``numbers`` (digits) only whole.
    """

    reference: str
    names: tuple[str, ...] = field(default=(), repr=False)
    short: tuple[str, ...] = field(default=(), repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)
