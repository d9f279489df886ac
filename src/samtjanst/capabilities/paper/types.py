"""What is found on a paper form, and what is proposed of it.

Places are fractions of the page's width and height from its upper left corner, so that they hold
for a picture of any size.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from samtjanst.kernel.errors import SamtjanstError


class RefusedFileError(SamtjanstError):
    """The file is not read; ``reason`` is a plain Swedish sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Control(StrEnum):
    """What there is to write in."""

    LINE = "line"  # one line of writing
    AREA = "area"  # room for several lines
    TICK = "tick"  # a box to tick, with its own text
    CHOICES = "choices"  # several boxes to tick, or a list, under one question
    ROWS = "rows"  # a table with empty rows
    SIGNATURE = "signature"


class Verdict(StrEnum):
    """What becomes of a field of the paper."""

    ASK = "ask"  # a question
    KNOWN = "known"  # the log-in or a register answers it
    JOINED = "joined"  # part of another question: a postal code in an address
    DROP = "drop"  # not needed any longer: signatures, the office's own notes


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which page (from 0).

    A Word document has no pages: there ``number`` (from 0) tells its fields apart, until the
    document has been drawn.
    """

    page: int
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    number: int = 0


def mark(number: int) -> str:
    """What stands in the words where a field is answered; signs that forms do not have."""
    return f" ¤{number}¤ "


@dataclass(frozen=True, slots=True)
class Found:
    """One field as it stands on the paper, in reading order.

    ``section`` is the heading above it. ``one_only`` says that only one of the options may be
    chosen (None: the paper does not say). ``length`` is the number of characters there is room for.
    """

    label: str
    control: Control
    place: Place
    section: str = ""
    options: tuple[str, ...] = ()
    one_only: bool | None = None
    required: bool = False
    length: int = 0
    help: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field of the paper as a question.

    ``kind`` is a kind of question in the definition format, "" for a field that is dropped.
    ``joins`` is the number of the proposal that it is part of. ``why`` says in plain Swedish what
    was seen, and what becomes of it.
    """

    number: int
    label: str
    kind: str
    verdict: Verdict
    why: str
    place: Place
    section: str = ""
    options: tuple[str, ...] = ()
    columns: tuple["Proposal", ...] = ()
    required: bool = False
    max_length: int = 0
    prefill: str = ""
    help: str = ""
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A form that has been read.

    ``pictures`` are the pages (from 0) that have no words to read, only what can be seen: scanned.
    """

    title: str
    pages: int
    proposals: tuple[Proposal, ...]
    is_fillable: bool = False
    sizes: tuple[tuple[float, float], ...] = field(default=())
    pictures: tuple[int, ...] = ()
