"""Whole numbers and dates, read as people write them."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Posted,
    Sort,
    first,
    spaced,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import days, unit, whole_limits
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel.canonical import MAX_SAFE_INTEGER

_WHOLE = re.compile(r"[-−]?\d{1,15}", re.ASCII)
_ISO = re.compile(r"(\d{4})-?(\d{1,2})-?(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/. ]+(\d{1,2}|[a-zåäö]{3,9})\.?[ /-]*(\d{4})", re.ASCII)
_MONTHS_SV = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_MONTHS_EN = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_STRICT = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_YEAR = 1800
LAST_YEAR = 2200


class IntegerKind(Behaviour):
    """A whole number."""

    kind = Kind.INTEGER
    title = Text("Heltal", "Whole number")
    about = Text(
        "Ett antal eller ett annat tal utan decimaler.", "A count, or a number without decimals."
    )
    sort = Sort.NUMBER
    settings = (*whole_limits(), unit())
    fits_row = fits_cell = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """An integer."""
        limits = {"minimum": question.settings.minimum, "maximum": question.settings.maximum}
        return {
            "type": "integer",
            **{key: item for key, item in limits.items() if item is not None},
        }

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The number."""
        good = type(value) is int and abs(value) <= MAX_SAFE_INTEGER
        return value if good else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Digits, with or without spaces between thousands."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        digits = re.sub(r"\s", "", text)
        if not _WHOLE.fullmatch(digits):
            return {"raw": text}
        return int(digits.replace("−", "-"))

    def calculated(self, number: int | Decimal) -> Any:
        """A whole number; anything else as text, which is no answer."""
        return int(number) if number == int(number) else format(number, "f")

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not a number, or outside the limits."""
        number = self.seen(question, value, context)
        if number is None:
            return (Message("not_a_number"),)
        low, high = question.settings.minimum, question.settings.maximum
        if low is not None and number < low:
            return (Message("too_small", {"limit": _with_unit(low, question)}),)
        if high is not None and number > high:
            return (Message("too_large", {"limit": _with_unit(high, question)}),)
        return ()

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The number with its unit."""
        unit = question.settings.unit.to(language)
        return (f"{typed(value)} {unit}".strip(),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """With the keyboard for digits; the unit stands in the note."""
        unit = question.settings.unit.to(language)
        attrs = {"inputmode": "numeric"}
        return Control(value=typed(value), attrs=attrs, unit=unit, width="short")


class DateKind(Behaviour):
    """A calendar date."""

    kind = Kind.DATE
    title = Text("Datum", "Date")
    about = Text("En dag.", "A day.")
    sort = Sort.DATE
    settings = days()
    fits_row = fits_cell = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """An ISO date."""
        return {"type": "string", "format": "date"}

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The date, as a date."""
        return iso_date(value)

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The date in ISO form, from the common Swedish ways of writing."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        found = read_date(text)
        return found.isoformat() if found else {"raw": text}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not a date, or outside the limits counted from today."""
        return day_faults(question, value, context)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One text field: people write a date faster than they pick it."""
        hint = say("hint_date", language, example=_example(question, context))
        attrs = {"inputmode": "text"}
        return Control(value=typed(value), attrs=attrs, hint=hint, width="short")


def day_faults(
    question: Question, value: Any, context: Context, part: str = ""
) -> tuple[Message, ...]:
    """Not a date, or outside the question's limits counted from today."""
    day = iso_date(value)
    if day is None:
        return (Message("not_a_date", {"example": _example(question, context)}, part),)
    low, high = _limits(question, context)
    if low and day < low:
        return (Message("too_early", {"limit": low.isoformat()}, part),)
    if high and day > high:
        return (Message("too_late", {"limit": high.isoformat()}, part),)
    return ()


def iso_date(value: Any) -> date | None:
    """The date in a stored value, or None."""
    if not isinstance(value, str) or not _STRICT.fullmatch(value):
        return None
    return _date(int(value[:4]), int(value[5:7]), int(value[8:]))


def read_date(text: str) -> date | None:
    """A date in a common way of writing: 2026-08-18, 20260818, 18/8 2026, 18 augusti 2026."""
    text = text.strip().lower()
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        month = int(match[2]) if match[2].isdigit() else _month(match[2])
        return _date(int(match[3]), month, int(match[1]))
    return None


def _month(name: str) -> int:
    for months in (_MONTHS_SV, _MONTHS_EN):
        if name[:3] in months:
            return months.index(name[:3]) + 1
    return 0


def _date(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _limits(question: Question, context: Context) -> tuple[date | None, date | None]:
    settings = question.settings
    return _from_today(settings.earliest, context), _from_today(settings.latest, context)


def _from_today(days: int | None, context: Context) -> date | None:
    if days is None:
        return None
    return date.fromordinal(min(max(context.today.toordinal() + days, 1), date.max.toordinal()))


def _example(question: Question, context: Context) -> str:
    low, _ = _limits(question, context)
    base = low if low and low > context.today else context.today
    return (base + timedelta(days=7)).isoformat() if base.year < LAST_YEAR else base.isoformat()


def _with_unit(number: int | Decimal, question: Question) -> str:
    return f"{spaced(number)} {question.settings.unit}".strip()
