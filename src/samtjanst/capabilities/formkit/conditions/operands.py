"""The values that conditions compare and that calculations give, as a tree of frozen nodes.

Numbers are ``int`` or ``Decimal`` and exact; only a division rounds, to a stated number of
decimals, halves away from zero. A value that something unanswered goes into is missing (None).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samtjanst.capabilities.formkit.conditions.counting import LARGEST, WORK, added
from samtjanst.capabilities.formkit.conditions.spans import COUNTS, MOVES
from samtjanst.capabilities.formkit.conditions.state import Operand, State, as_number
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.people import number_in
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber

_JULY = 7


class Value:
    """One side of a comparison; ``sort`` is "number", "date", "time" or "text"."""

    __slots__ = ()

    @property
    def sort(self) -> str:
        """What it gives."""
        return "number"

    def compiled(self) -> Operand:
        """The value as a function of what is known."""
        raise NotImplementedError

    def parts(self) -> "tuple[Value, ...]":
        """The values inside."""
        return ()

    def questions(self) -> Iterator[str]:
        """The ids of the questions that the value depends on."""
        for part in self.parts():
            yield from part.questions()


@dataclass(frozen=True, slots=True)
class Literal(Value):
    """A number, a date or a time of day ("HH:MM") that stands in the definition."""

    value: Any

    @property
    def sort(self) -> str:
        """By its type."""
        if isinstance(self.value, date):
            return "date"
        return "time" if isinstance(self.value, str) else "number"

    def compiled(self) -> Operand:
        """Itself."""
        value = self.value
        return lambda _: value


@dataclass(frozen=True, slots=True)
class Answer(Value):
    """The answer to a question."""

    question: str
    gives: str

    @property
    def sort(self) -> str:
        """By the question's kind."""
        return self.gives

    def compiled(self) -> Operand:
        """A calculated decimal is seen as text, and is a number here."""
        question = self.question
        if self.gives != "number":
            return lambda state: state.seen.get(question)

        def number(state: State) -> Any:
            value = state.seen.get(question)
            return as_number(value) if isinstance(value, str) else value

        return number

    def questions(self) -> Iterator[str]:
        """The one."""
        yield self.question


@dataclass(frozen=True, slots=True)
class Setting(Value):
    """A municipality's number; of a table, the number for the answer to ``per``."""

    parameter: str
    per: str = ""

    def compiled(self) -> Operand:
        """Look it up; missing when the municipality has no such number."""
        name, per = self.parameter, self.per
        if not per:
            return lambda state: as_number(state.context.parameters.get(name))

        def found(state: State) -> Any:
            table, key = state.context.parameters.get(name), state.seen.get(per)
            return as_number(table.get(key)) if isinstance(table, Mapping) and key else None

        return found

    def questions(self) -> Iterator[str]:
        """What the table is looked up by."""
        if self.per:
            yield self.per


@dataclass(frozen=True, slots=True)
class Today(Value):
    """The day of the evaluation."""

    @property
    def sort(self) -> str:
        """A date."""
        return "date"

    def compiled(self) -> Operand:
        """From the context."""
        return lambda state: state.context.today


@dataclass(frozen=True, slots=True)
class Shifted(Value):
    """A date some time before or after another; ``unit`` says in what it is counted."""

    of: Value
    count: int
    unit: str

    @property
    def sort(self) -> str:
        """A date."""
        return "date"

    def compiled(self) -> Operand:
        """Missing when it falls outside the calendar."""
        inner, count, move = self.of.compiled(), self.count, MOVES[self.unit]

        def day(state: State) -> Any:
            start = inner(state)
            try:
                return None if start is None else move(start, count)
            except (ValueError, OverflowError):
                return None

        return day

    def parts(self) -> tuple[Value, ...]:
        """What is counted from."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class SchoolYear(Value):
    """Of the school year that a date lies in: its first or last day, or the year it starts.

    A school year (läsår) is counted from 1 July to 30 June.
    """

    of: Value
    give: str  # "first_day", "last_day" or "year"

    @property
    def sort(self) -> str:
        """A year is a number."""
        return "number" if self.give == "year" else "date"

    def compiled(self) -> Operand:
        """From the date."""
        inner, give = self.of.compiled(), self.give

        def found(state: State) -> Any:
            day = inner(state)
            if day is None:
                return None
            year = day.year if day.month >= _JULY else day.year - 1
            days = {"first_day": date(max(year, 1), 7, 1), "last_day": date(year + 1, 6, 30)}
            return year if give == "year" else days[give]

        return found

    def parts(self) -> tuple[Value, ...]:
        """The date."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class Between(Value):
    """How long it is from one date to another; negative when the second is earlier.

    Whole months and years: as many as have passed.
    """

    first: Value
    last: Value
    unit: str

    def compiled(self) -> Operand:
        """Count."""
        first, last, count = self.first.compiled(), self.last.compiled(), COUNTS[self.unit]

        def found(state: State) -> Any:
            start, end = first(state), last(state)
            return None if start is None or end is None else count(start, end)

        return found

    def parts(self) -> tuple[Value, ...]:
        """Both dates."""
        return (self.first, self.last)


@dataclass(frozen=True, slots=True)
class Age(Value):
    """The age in years of a person in an answer, or of the applicant (``question`` "")."""

    question: str
    on: Value

    def compiled(self) -> Operand:
        """Missing when there is neither a valid number nor another country's word for it."""
        question, on = self.question, self.on.compiled()

        def age(state: State) -> Any:
            known, day = _number(question, state) or _abroad(question, state), on(state)
            return None if known is None or day is None else known.age(day)

        return age

    def questions(self) -> Iterator[str]:
        """The person, and what the date depends on."""
        if self.question:
            yield self.question
        yield from self.on.questions()

    def parts(self) -> tuple[Value, ...]:
        """The date."""
        return (self.on,)


@dataclass(frozen=True, slots=True)
class Count(Value):
    """How many options, files or rows an answer has; 0 when it has none."""

    question: str

    def compiled(self) -> Operand:
        """Count."""
        question = self.question
        return lambda state: len(state.seen.get(question) or ())

    def questions(self) -> Iterator[str]:
        """The one."""
        yield self.question


@dataclass(frozen=True, slots=True)
class Length(Value):
    """How many characters a text has; 0 when there is none."""

    question: str

    def compiled(self) -> Operand:
        """Count."""
        question = self.question
        return lambda state: len(state.seen.get(question) or "")

    def questions(self) -> Iterator[str]:
        """The one."""
        yield self.question


@dataclass(frozen=True, slots=True)
class Fact(Value):
    """A number out of the context, such as how many children the register has."""

    name: str
    read: Callable[[Context], Any] = field(compare=False, repr=False)

    def compiled(self) -> Operand:
        """Look."""
        read = self.read
        return lambda state: read(state.context)


@dataclass(frozen=True, slots=True)
class Column(Value):
    """Over the rows of a group: the sum, least or greatest of one of its answers.

    Rows without the answer are left out; the sum over nothing is 0.
    """

    op: str
    group: str
    question: str

    def compiled(self) -> Operand:
        """Over every row."""
        group, question, op = self.group, self.question, self.op

        def worked_out(state: State) -> Any:
            rows = state.seen.get(group) or ()
            # A calculated decimal is kept as text.
            found = (as_number(row.get(question)) for row in rows)
            numbers = [one for one in found if one is not None]
            if not numbers:
                return 0 if op == "sum" else None
            return (
                added(numbers) if op == "sum" else min(numbers) if op == "least" else max(numbers)
            )

        return worked_out

    def questions(self) -> Iterator[str]:
        """The group."""
        yield self.group


@dataclass(frozen=True, slots=True)
class Arithmetic(Value):
    """The four ways of counting, rounding, and the least or greatest of some values."""

    op: str
    of: tuple[Value, ...]
    decimals: int = 0

    def compiled(self) -> Operand:
        """Missing when any part is, at division by zero, and beyond 10^15."""
        inner, work = tuple(part.compiled() for part in self.of), WORK[self.op]
        decimals = self.decimals

        def found(state: State) -> Any:
            numbers = [part(state) for part in inner]
            if any(number is None for number in numbers):
                return None
            number = work(numbers, decimals)
            return None if number is None or abs(number) > LARGEST else number

        return found

    def parts(self) -> tuple[Value, ...]:
        """The values that are counted with."""
        return self.of


def _abroad(question: str, state: State) -> ForeignIdentity | None:
    """The applicant whom another country's e-ID vouches for."""
    applicant = None if question else state.context.applicant
    if applicant is None or not applicant.foreign:
        return None
    known = ForeignIdentity(applicant.foreign)
    return ForeignIdentity.parse(known.prid, born=applicant.born) if known.is_vouched else known


def _number(question: str, state: State) -> PersonalNumber | None:
    context = state.context
    if not question:
        known = context.applicant.personal_number if context.applicant else ""
        return number_in({"personal_number": known}, context)
    value = state.seen.get(question)
    return number_in({"personal_number": value} if isinstance(value, str) else value, context)
