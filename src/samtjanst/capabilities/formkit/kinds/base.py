"""What every kind of question can do, and what most of them do the same way."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.quick import frozen
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import Setting
from samtjanst.capabilities.formkit.texts import Text

Posted = Mapping[str, Sequence[str]]
_NONE: Mapping[str, str] = MappingProxyType({})


@frozen
class Choice:
    """One option as a behaviour describes it."""

    id: str
    label: str = field(repr=False)
    help: str = ""
    disabled: bool = False


@frozen
class Part:
    """One sub-field as a behaviour describes it.

    ``suggests`` says that a register can tell what fits, while it is typed.
    """

    name: str
    label: str
    value: str = field(repr=False)
    help: str = ""
    required: bool = True
    attrs: Mapping[str, str] = field(default_factory=lambda: _NONE)
    type: str = "text"
    width: str = ""
    rows: int = 0  # lines of text; 0 for a one-line control
    choices: tuple[Choice, ...] = ()
    selected: tuple[str, ...] = field(default=(), repr=False)
    suggests: bool = False


@frozen
class Cell:
    """One question in one row; its id is the whole name that it posts under."""

    question: Question
    value: Any = field(repr=False)
    is_touched: bool = True  # whether anybody has answered it, or emptied it


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``key`` is its place as it is posted; ``label`` its heading."""

    key: str
    label: str = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    can_be_removed: bool = False


@frozen
class Control:
    """How a question is asked right now; the page view is made of it."""

    value: Any = field(default="", repr=False)
    selected: tuple[str, ...] = field(default=(), repr=False)
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    attrs: Mapping[str, str] = field(default_factory=lambda: _NONE, repr=False)
    note: str = ""
    hint: str = ""
    type: str = "text"  # of an input
    width: str = ""  # "short" or "code": how long the answer is expected to be
    unit: str = ""
    widget: str = ""  # when another than the kind's own is used now
    statement: str = ""  # what a tick means
    body: str = ""  # formatted text (Markdown)
    rows: tuple[Row, ...] = ()
    can_add: bool = False
    row_name: str = ""
    suggests: bool = False  # what fits can be told while it is typed


@dataclass(frozen=True, slots=True)
class Table:
    """An answer in rows: headings and the texts of each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)

    def pairs(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row as pairs of heading and text."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)


class Sort(StrEnum):
    """What conditions see of an answer. Which operators are valid follows from it."""

    TEXT = "text"  # str
    NUMBER = "number"  # int or Decimal
    DATE = "date"  # datetime.date
    TIME = "time"  # "HH:MM", which compares as text
    YES_NO = "yes_no"  # bool
    OPTION = "option"  # an option's id
    OPTIONS = "options"  # frozenset of ids
    ITEM = "item"  # the id of an item in a municipality's list
    PERSON = "person"  # the whole answer, with "personal_number"
    FILES = "files"  # frozenset of ids
    ROWS = "rows"  # tuple of rows: question id -> seen value
    OTHER = "other"  # the whole answer; only whether there is one can be asked
    NOTHING = "nothing"  # never answered


class Behaviour:
    """One kind of question: what it is called, what can be set, how it is read and shown.

    Every method is total: whatever JSON the value is, it answers. ``title`` and ``about`` are
    what the studio calls it and says of it; ``options`` how many options it must and can have;
    ``widget`` the template that asks it; ``missing`` the code of the text when there is no
    answer; ``blank_is_answer`` that a post without the field means an empty answer (check boxes);
    ``is_attached`` that it is answered by attaching, never by a posted field; ``fits_row`` and
    ``fits_cell`` whether it can be asked in a repeating group and in a table;
    ``takes_questions`` that it has questions of its own, one set per row; ``calculates`` that
    the engine makes its value; ``blocks`` that nothing can be handed in while it is visible;
    ``unanswered`` the code of the text in summaries when there is no answer; ``pieces`` the
    names inside an answer that is an object, in the order of exports.
    """

    kind: ClassVar[Kind]
    title: ClassVar[Text]
    about: ClassVar[Text]
    sort: ClassVar[Sort] = Sort.TEXT
    settings: ClassVar[tuple[Setting, ...]] = ()
    options: ClassVar[tuple[int, int]] = (0, 0)
    widget: ClassVar[str] = "input"
    missing: ClassVar[str] = "missing_text"
    blank_is_answer: ClassVar[bool] = False
    is_attached: ClassVar[bool] = False
    takes_questions: ClassVar[bool] = False
    calculates: ClassVar[bool] = False
    blocks: ClassVar[bool] = False
    unanswered: ClassVar[str] = "unanswered"
    pieces: ClassVar[tuple[str, ...]] = ()
    fits_row: ClassVar[bool] = False
    fits_cell: ClassVar[bool] = False
    effort: ClassVar[int] = 10

    def seconds(self, question: Question) -> int:
        """About how long it takes to answer, reading the texts included."""
        return self.effort + reading_seconds(question)

    def check(self, question: Question, item: Fields) -> None:
        """Refuse settings that do not fit together, when the definition is loaded."""

    def takes(self, other: "Behaviour") -> bool:
        """Whether a question of another kind can stand in the rows of this one."""
        return False

    def value_schema(self, question: Question) -> dict[str, Any]:
        """The JSON Schema of a good answer."""
        return {"type": "string", "minLength": 1}

    def canonical(self, question: Question, value: Any) -> Any:
        """The answer in the one form that its meaning has; anything faulty as it is."""
        return value

    def calculated(self, number: int | Decimal) -> Any:
        """The value of a kind that calculates, out of the number."""
        return number if isinstance(number, int) else format(number, "f")

    def table(
        self, question: Question, value: Any, context: Context, language: str
    ) -> Table | None:
        """The answer as a table, where it is one."""
        return None

    def plain(self, question: Question, value: Any) -> str:
        """The answer as one machine-readable text, for exports of answers without pieces."""
        return typed(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The value as conditions see it, or None when it is not a well-formed answer."""
        return value if isinstance(value, str) and value.strip() else None

    def empty(self, value: Any) -> bool:
        """Whether nothing was answered."""
        return value is None or (isinstance(value, str) and not value.strip())

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The value in posted form fields; what cannot be read is kept as ``{"raw": …}``."""
        return hygiene.stored(first(posted, question.id)).strip() or None

    def fetched(self, question: Question, text: str, context: Context) -> Any:
        """What a look-up's text is as an answer; None when the question cannot take it."""
        value = self.read(question, {question.id: [text]}, context)
        is_good = not self.empty(value) and not self.judge(question, value, context)
        return value if is_good else None

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """What is wrong with an answer that is not empty."""
        return () if isinstance(value, str) else (Message("unreadable"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The answer in words, for summaries; the texts may still need hygiene."""
        return tuple(typed(value).split("\n"))

    def source(self, value: Any) -> str:
        """The code of the text that says where the value came from, or ""."""
        return ""

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """How the question is asked now."""
        return Control(value=typed(value))


def first(posted: Posted, name: str) -> str:
    """The first value posted under a name, or ""."""
    values = posted.get(name) or ("",)
    return values[0] if isinstance(values[0], str) else ""


def typed(value: Any) -> str:
    """What the person typed, also when it could not be read."""
    if isinstance(value, dict):
        value = value.get("raw")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def inner(value: Any, key: str) -> str:
    """A text inside an answer that is an object; "" when it is not there."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def text_faults(text: str, limit: int, part: str = "") -> tuple[Message, ...]:
    """Faults that any text can have: too long, control characters."""
    if len(text) > limit:
        counts = {"limit": spaced(limit), "count": spaced(len(text))}
        return (Message("too_long", counts, part),)
    if hygiene.has_control_characters(text) or hygiene.has_surrogates(text):
        return (Message("control_characters", part=part),)
    return ()


def spaced(number: int | Decimal) -> str:
    """A number as Swedes write it: ``100 000,5`` (with a no-break space)."""
    return f"{number:,}".replace(",", "\u00a0").replace(".", ",")


def reading_seconds(question: Question) -> int:
    """How long the question's own texts take to read, at 200 words a minute."""
    texts = [question.label.sv, question.help.sv]
    texts += [question.settings.body.sv, question.settings.statement.sv]
    texts += [text.sv for option in question.options for text in (option.label, option.help)]
    return round(sum(len(text.split()) for text in texts) * 60 / 200)
