"""The work lists: which there are, how they are ordered and narrowed."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from samtjanst.running.cases.types.states import CLOSED, HANDLED_STATES, CaseState


class View(StrEnum):
    """The work lists; the value stands in the address."""

    NEW = "nya"
    MINE = "mina"
    WAITING = "vantar"
    SUPPLEMENT = "kompletteras"
    OPINION = "yttranden"
    APPROVE = "godkanns"
    OVERDUE = "forsenade"
    DECIDED = "avgjorda"
    CLOSED = "avslutade"
    ALL = "alla"


class Sort(StrEnum):
    """Orders of a work list; the value stands in the address."""

    OLDEST = "aldst"
    NEWEST = "nyast"
    DUE = "klart"
    REFERENCE = "nummer"


VIEW_STATES: dict[View, tuple[CaseState, ...]] = {
    View.NEW: (CaseState.RECEIVED,),
    View.MINE: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.WAITING: (CaseState.WAITING_FOR_SIGNATURE,),
    View.SUPPLEMENT: (CaseState.WAITING_FOR_APPLICANT,),
    View.OPINION: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.APPROVE: HANDLED_STATES,
    View.OVERDUE: HANDLED_STATES,
    View.DECIDED: (CaseState.DECIDED,),
    View.CLOSED: CLOSED,
    View.ALL: (),
}

DEFAULT_SORT: dict[View, Sort] = {
    View.NEW: Sort.OLDEST,
    View.MINE: Sort.DUE,
    View.WAITING: Sort.OLDEST,
    View.SUPPLEMENT: Sort.OLDEST,
    View.OPINION: Sort.OLDEST,
    View.APPROVE: Sort.DUE,
    View.OVERDUE: Sort.DUE,
    View.DECIDED: Sort.NEWEST,
    View.CLOSED: Sort.NEWEST,
    View.ALL: Sort.NEWEST,
}

COUNTED = (
    View.NEW,
    View.MINE,
    View.WAITING,
    View.SUPPLEMENT,
    View.OPINION,
    View.APPROVE,
    View.OVERDUE,
)


class Priority(IntEnum):
    """How urgent a case is; what is higher comes first where it matters."""

    NORMAL = 0
    HIGH = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the answer to a marked question has to be.

    One of ``ids``, with all of ``words``, from one place to another (``formkit.listing``).
    """

    question: str
    ids: tuple[str, ...] = field(default=(), repr=False)
    words: str = field(default="", repr=False)
    low: int | None = field(default=None, repr=False)
    high: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list; None or "" narrows nothing. ``handler`` may be ``NOBODY``.

    ``answers`` hold for the e-service ``service`` only, and for nothing without one.
    """

    service: str = ""  # slug
    state: CaseState | None = None
    unit_id: uuid.UUID | None = None
    handler: uuid.UUID | str = ""
    label: str = ""
    priority: Priority | None = None
    arrived_from: date | None = None
    arrived_to: date | None = None
    due_to: date | None = None
    answers: tuple[Wanted, ...] = ()

    @property
    def count(self) -> int:
        """How many of them narrow."""
        return sum(getattr(self, name) not in ("", None, ()) for name in self.__slots__)


NOBODY = "ingen"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to show of the work: a list or words to look for, in which order, which page."""

    view: View = View.NEW
    text: str = field(default="", repr=False)
    sort: Sort | None = None
    page: int = 1
    filters: Filters = field(default_factory=Filters)
