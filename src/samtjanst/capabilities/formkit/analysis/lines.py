"""Values on a line (numbers, dates, times), cut into classes at the constants they meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import COMPARISONS, State
from samtjanst.capabilities.formkit.conditions import operands as ops
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.model import Kind, Question

TURNED: Mapping[str, str] = MappingProxyType(
    {"less": "more", "more": "less", "at_most": "at_least", "at_least": "at_most", "same": "same"}
)
_WHOLE = (ops.Count, ops.Length, ops.Age, ops.Between, ops.Fact, ops.SchoolYear)


@dataclass(frozen=True, slots=True)
class Line:
    """A line cut at ``cuts``. Class 0 is no value; then in turn a gap and a cut, a gap at the end.

    ``low`` and ``high`` are the ends, where there are any; ``steps`` that only whole numbers (or
    days) lie on it.
    """

    cuts: tuple[Any, ...]
    low: Any = None
    high: Any = None
    steps: bool = False

    @property
    def size(self) -> int:
        """How many classes."""
        return 2 * len(self.cuts) + 2

    def full(self) -> int:
        """The mask of the classes that can have a value, with "no value"."""
        return 1 | sum(1 << place for place in range(1, self.size) if self._can_be(place))

    def bounds(self, place: int) -> tuple[Any, Any, bool]:
        """Least and greatest of a class (None: no end), and whether they belong to it."""
        if place % 2 == 0:
            return self.cuts[place // 2 - 1], self.cuts[place // 2 - 1], True
        low = self.cuts[place // 2 - 1] if place > 1 else None
        return low, self.cuts[place // 2] if place // 2 < len(self.cuts) else None, False

    def _can_be(self, place: int) -> bool:
        low, high, closed = self.bounds(place)
        if closed:
            inside = self.low is None or low >= self.low
            return inside and (self.high is None or high <= self.high)
        if self.low is not None and high is not None and high <= self.low:
            return False
        if self.high is not None and low is not None and low >= self.high:
            return False
        return not (self.steps and low is not None and high is not None and _next(low) >= high)

    def mask(self, op: str, constant: Any) -> int:
        """The classes where a comparison with one of the cuts is true."""
        at = 2 * (self.cuts.index(constant) + 1)
        compare = COMPARISONS[op]
        return sum(1 << place for place in range(1, self.size) if compare(place, at))

    def pick(self, place: int) -> list[Any]:
        """A few values of a class, for witnesses; some may be wrong for other reasons."""
        low, high, closed = self.bounds(place)
        if closed:
            return [low]
        low, high = _higher(low, self.low), _lower(high, self.high)
        if isinstance(low, str) or isinstance(high, str):
            return [text for text in (_after(low), _before(high)) if text]
        found = [_moved(low, 1), _moved(high, -1), *_middles(low, high)]
        if low is None and high is None:
            found = [1, 0, 10]
        inside = [v for v in found if v is not None and _between(v, low, high, self)]
        return inside or [v for v in (low, high) if v is not None]


def _between(value: Any, low: Any, high: Any, line: Line) -> bool:
    above = low is None or value > low or value == line.low
    return above and (high is None or value < high or value == line.high)


def _higher(first: Any, second: Any) -> Any:
    return second if first is None else first if second is None else max(first, second)


def _lower(first: Any, second: Any) -> Any:
    return second if first is None else first if second is None else min(first, second)


def _next(value: Any) -> Any:
    return _moved(value, 1)


def _moved(value: Any, step: int) -> Any:
    if isinstance(value, date):
        ordinal = value.toordinal() + step
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
    return None if value is None or isinstance(value, str) else value + step


def _middles(low: Any, high: Any) -> list[Any]:
    if low is None or high is None:
        return []
    if isinstance(low, date):
        return [date.fromordinal((low.toordinal() + high.toordinal()) // 2)]
    return [(low + high) // 2, Decimal(low + high) / 2]


def _after(time: Any) -> str:
    return "" if not isinstance(time, str) else _clock(time, 1)


def _before(time: Any) -> str:
    return "" if not isinstance(time, str) else _clock(time, -1)


def _clock(time: str, step: int) -> str:
    minutes = int(time[:2]) * 60 + int(time[3:]) + step
    return f"{minutes // 60:02}:{minutes % 60:02}" if 0 <= minutes < 24 * 60 else ""


def constant(value: ops.Value, today: date, parameters: Mapping[str, Any] | None) -> Any:
    """What a value always is on this day; None when it depends on something else."""
    if not _is_fixed(value, parameters is not None):
        return None
    return value.compiled()(State(Context(today=today, parameters=parameters or {})))


def _is_fixed(value: ops.Value, known: bool) -> bool:  # noqa: FBT001
    if isinstance(value, ops.Answer | ops.Age | ops.Count | ops.Length | ops.Column | ops.Fact):
        return False
    if isinstance(value, ops.Setting):
        return known and not value.per
    return all(_is_fixed(part, known) for part in value.parts())


def strict(value: ops.Value) -> Iterable[str]:
    """The questions that have to be answered for the value to be there."""
    if isinstance(value, ops.Answer):
        yield value.question
    elif isinstance(value, ops.Setting) and value.per:
        yield value.per
    elif isinstance(value, ops.Age) and value.question:
        yield value.question
    for part in value.parts():
        yield from strict(part)


def ends(value: ops.Value, question: Question | None, today: date) -> tuple[Any, Any, bool]:
    """The ends of the line that a value lies on, and whether it moves in steps."""
    if isinstance(value, ops.Answer) and question is not None:
        return _ends_of(question, today)
    if isinstance(value, ops.Count | ops.Length) and question is not None:
        return 0, _most(value, question), True
    low = 0 if isinstance(value, ops.Age | ops.Fact) else None
    return low, None, isinstance(value, _WHOLE) or value.sort == "date"


def _most(value: ops.Value, question: Question) -> int | None:
    if isinstance(value, ops.Length):
        return question.settings.max_length or None
    return len(question.options) or question.settings.max_files or None


def _ends_of(question: Question, today: date) -> tuple[Any, Any, bool]:
    found = question.settings
    if question.kind is Kind.DATE:
        near, far = found.earliest, found.latest
        return _day(today, near, date(1800, 1, 1)), _day(today, far, date(2200, 12, 31)), True
    return found.minimum, found.maximum, question.kind is Kind.INTEGER


def _day(today: date, days: int | None, otherwise: date) -> date:
    if days is None:
        return otherwise
    return date.fromordinal(min(max(today.toordinal() + days, 1), date.max.toordinal()))
