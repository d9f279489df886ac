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
    HEARING = "horande"
    OPINION = "yttranden"
    PAYMENT = "betalas"
    ASIDE = "bevakas"
    WAITS = "vantande"
    APPROVE = "godkanns"
    SOON = "snart"
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
    UNTIL = "vantar"


VIEW_STATES: dict[View, tuple[CaseState, ...]] = {
    # A handler who leaves can leave one that waits for the applicant.
    View.NEW: (CaseState.RECEIVED, CaseState.WAITING_FOR_APPLICANT),
    View.MINE: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.WAITING: (CaseState.WAITING_FOR_SIGNATURE,),
    View.SUPPLEMENT: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.HEARING: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.OPINION: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.PAYMENT: (
        CaseState.WAITING_FOR_SIGNATURE,
        *HANDLED_STATES,
        CaseState.WAITING_FOR_APPLICANT,
    ),
    View.ASIDE: (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT),
    View.WAITS: (),
    View.APPROVE: (*HANDLED_STATES, CaseState.DECIDED),  # also one in the place of another
    View.SOON: HANDLED_STATES,
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
    View.HEARING: Sort.OLDEST,
    View.OPINION: Sort.OLDEST,
    View.PAYMENT: Sort.UNTIL,
    View.ASIDE: Sort.UNTIL,
    View.WAITS: Sort.OLDEST,
    View.APPROVE: Sort.DUE,
    View.SOON: Sort.DUE,
    View.OVERDUE: Sort.DUE,
    View.DECIDED: Sort.NEWEST,
    View.CLOSED: Sort.NEWEST,
    View.ALL: Sort.NEWEST,
}

COUNTED = tuple(view for view in View if view is not View.ALL)
# What cases wait for: all of it, and each kind by itself.
KINDS = (
    View.WAITS,
    View.WAITING,
    View.SUPPLEMENT,
    View.HEARING,
    View.OPINION,
    View.PAYMENT,
    View.ASIDE,
)
SOON_DAYS = 7  # how far ahead the list of what is due looks


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
    status: str = ""  # of the process of the e-service ``service``; nothing without that
    unit_id: uuid.UUID | None = None
    handler: uuid.UUID | str = ""
    label: str = ""
    priority: Priority | None = None
    arrived_from: date | None = None
    arrived_to: date | None = None
    due_to: date | None = None
    party: str = field(default="", repr=False)  # a whole personal number, or words of a name
    estate: str = field(default="", repr=False)  # a property, with its municipality or without
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
