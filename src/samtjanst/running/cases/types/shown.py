"""A case and its parts: as they are given to the verbs, and as a reader may see them."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from samtjanst.capabilities.formkit.listing import ListedAnswer
from samtjanst.kernel import clock
from samtjanst.running.cases.types.deciding import DecisionKind
from samtjanst.running.cases.types.desk import LeaseView
from samtjanst.running.cases.types.lists import Priority, Selection
from samtjanst.running.cases.types.states import OVER, CaseState


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
    in_working_days: bool = False
    restarts: bool = False
    is_protected: bool = False  # whoever the parties are


@dataclass(frozen=True, slots=True)
class LetterView:
    """A message in the case; ``who`` wrote it, ``party`` is the citizen it is from or to."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    party: str = field(repr=False)
    who: str = field(repr=False)
    is_from_citizen: bool
    text: str = field(repr=False)
    at: datetime
    read_at: datetime | None
    leaves_at: datetime | None = None  # while it waits in the house; None once it has left
    channel: str = ""  # by which it came, when it was not the platform
    is_from_outside: bool = False  # somebody else than the party sent it


@dataclass(frozen=True, slots=True)
class LetterTemplateView:
    """A text that a unit's handlers start their messages from."""

    id: uuid.UUID
    unit_id: uuid.UUID
    unit: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party; the name is "" where the viewer may not see it.

    ``foreign`` is the identity with another country's e-ID of somebody without a Swedish number.
    """

    role: str
    citizen_id: uuid.UUID
    name: str = field(repr=False)
    is_protected: bool
    foreign: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the timeline."""

    at: datetime
    what: str
    who: str = field(repr=False)
    text: str = field(default="", repr=False)
    instead_of: str = field(default="", repr=False)  # the handler whom ``who`` covers for
    id: uuid.UUID | None = None
    is_struck: bool = False  # a note put in the wrong case; ``text`` is "" then


@dataclass(frozen=True, slots=True)
class StruckView:
    """What was put in the wrong case and is struck through there, with what it says.

    ``who`` wrote it, or sent what came in, ``at``; ``letter_id`` is None of a note.
    """

    at: datetime
    who: str = field(repr=False)
    text: str = field(repr=False)
    struck_at: datetime
    struck_by: str
    reason: str = field(repr=False)
    letter_id: uuid.UUID | None = None


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
    status: str  # of its e-service's own process; "" without one
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
    amount: int | None = None  # whole kronor, where the e-service's decisions name one
    point: str = ""  # of the delegation that gives the right to make it
    prepared_by: str = ""  # who proposed it, when somebody else decides
    board: str = ""  # the board that made it itself; "" when staff have
    board_on: str = ""  # the day of its meeting, as ISO 8601
    board_paragraph: str = ""  # of its minutes
    valid_from: str = ""  # the first day on which it holds, as ISO 8601; "" for at once
    valid_to: str = ""  # the last one; "" for no end


@dataclass(frozen=True, slots=True)
class Expiring:
    """A decision in force whose last day is near, or was lately."""

    reference: str
    title: str
    outcome: str
    valid_to: date
    is_past: bool


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
    amount: int | None = None
    point: str = ""
    prepared_by: str = ""
    board_on: date | None = None  # the day of the meeting, when a board made it itself
    id: uuid.UUID | None = None
    kind: DecisionKind = DecisionKind.MATTER
    replaces_id: uuid.UUID | None = None  # the one in whose place it stands
    ground: str = ""  # why it could be changed (:class:`ChangeGround`); "" for a first one
    valid_from: date | None = None
    valid_to: date | None = None
    appellant_id: uuid.UUID | None = None  # whose appeal it rejects

    @property
    def decided_on(self) -> date:
        """The day of the decision: when a board made it itself, the day of its meeting."""
        return self.board_on or clock.local(self.decided_at).date()


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
    told_until: date | None = None  # being late, we have told that the decision comes by then
    covered_until: date | None = None  # the reader covers for its handler; known at the desk
    asked_whom: str = ""  # of whom: applicant, party, person, or the name of a unit after "="
    opinion_until: date | None = None  # as asked_until: of somebody else
    hearing_until: date | None = None  # as asked_until: a party may comment
    watch_until: date | None = None  # put aside until then
    watch_for: str = field(default="", repr=False)  # what is to be done then
    aside_until: date | None = None  # as asked_until: it has been put aside
    payment_until: date | None = None  # as asked_until: a fee can be paid
    signing_until: datetime | None = None  # as asked_until: it can be signed
    asked_until: date | None = None  # the last day to supplement, in a list of own cases
    has_requests: bool = False  # a party has asked us to decide; known where the desk is read
    open_by: LeaseView | None = None  # who changes it now; known where the desk is read
    has_hearings: bool = False  # as has_requests
    has_proposals: bool = False  # as has_requests
    has_opinions: bool = False  # as has_requests
    has_appeals: bool = False  # as has_requests
    has_shares: bool = False  # as has_requests: with an outside body
    has_rooms: bool = False  # as has_requests: it can be shared
    has_unread: bool = False  # a party has written something that no handler has opened
    decision_leaves_at: datetime | None = None  # a decision waits in the house till then
    status: str = ""  # of its e-service's own process; "" without one
    status_due: date | None = None  # the day of its next timer
    trash_ground: str = ""  # why it is in the trash; "" when it is not
    trash_until: date | None = None  # its last day there

    @property
    def kept_until(self) -> date | None:
        """Its last day in the trash; None when that has passed, or when it has none."""
        until = self.trash_until
        return until if until is not None and until >= clock.today() else None

    @property
    def who(self) -> str:
        """The applicant's name, or "" when it is protected."""
        return next((party.name for party in self.parties if party.role == "applicant"), "")

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state not in OVER

    def days_left(self, today: date) -> int | None:
        """Days to the time limit, negative when it has passed; None when none runs."""
        runs = self.is_open and self.state is not CaseState.WAITING_FOR_APPLICANT
        return (self.due - today).days if self.due and runs else None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a work list.

    ``is_near``: nothing fitted the words, these have names that are spelt nearly so.
    ``is_cut``: more fitted than are looked through, which are the ``most`` latest.
    """

    selection: Selection
    rows: tuple[CaseView, ...]
    has_more: bool
    is_near: bool = False
    is_cut: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class FileWords:
    """The words of a case's files: of those that all who read it see, and of its messages'.

    None where they are as they were when ``files``, the digest of which files, was the same.
    ``is_whole`` is no when a file could not be read yet.
    """

    files: str = ""
    texts: tuple[str, ...] | None = field(default=None, repr=False)
    letters: tuple[str, ...] | None = field(default=None, repr=False)
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Searchable:
    """What a case is to be found by; nothing of a person who is protected.

    ``names`` and ``short`` are found by their beginnings, ``names`` also when misspelt,
    ``texts`` by whole words in any Swedish inflection, ``numbers`` (digits) only whole.
    ``letters`` are messages, found by those who may read messages. By ``parties`` and
    ``properties`` lists are narrowed. ``answers`` are those that lists of the e-service
    ``service`` know.
    """

    reference: str
    names: tuple[str, ...] = field(default=(), repr=False)
    short: tuple[str, ...] = field(default=(), repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)
    letters: tuple[str, ...] = field(default=(), repr=False)
    files: FileWords = field(default_factory=FileWords, repr=False)
    parties: tuple[str, ...] = field(default=(), repr=False)  # their names
    properties: tuple[str, ...] = field(default=(), repr=False)  # designations
    service: str = ""
    answers: tuple[ListedAnswer, ...] = field(default=(), repr=False)
