"""Time of day, and periods from one day to another."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from datetime import date
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Part,
    Posted,
    Sort,
    first,
    inner,
    typed,
)
from samtjanst.capabilities.formkit.kinds.numbers import day_faults, iso_date, read_date
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, Whole, days
from samtjanst.capabilities.formkit.texts import Text

_TYPED = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[:.]?(\d{2}))?", re.ASCII | re.IGNORECASE)
_STORED = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class TimeKind(Behaviour):
    """A time of day, kept as ``"08:10"``."""

    kind = Kind.TIME
    title = Text("Klockslag", "Time of day")
    about = Text("Ett klockslag i timmar och minuter.", "A time in hours and minutes.")
    sort = Sort.TIME
    fits_row = fits_cell = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Hours and minutes."""
        return {"type": "string", "pattern": f"^{_STORED.pattern}$"}

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The text, which compares as the time does."""
        return value if isinstance(value, str) and _STORED.fullmatch(value) else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """8.10, 08:10, 810, kl 8."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        return read_time(text) or {"raw": text}

    def canonical(self, question: Question, value: Any) -> Any:
        """Two digits, colon, two digits."""
        return (read_time(value) or value) if isinstance(value, str) else value

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not a time."""
        return () if self.seen(question, value, context) else (Message("not_a_time"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The Swedish way: ``kl. 08.10``."""
        text = typed(value)
        return (f"kl. {text.replace(':', '.')}" if language == "sv" else text,)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One text field: typing is quicker than two lists."""
        attrs = {"inputmode": "text", "autocomplete": "off"}
        hint = say("hint_time", language)
        return Control(value=typed(value), attrs=attrs, hint=hint, width="code")


class PeriodKind(Behaviour):
    """From one day to another, both included."""

    kind = Kind.PERIOD
    title = Text("Period", "Period")
    about = Text("Från en dag till en annan.", "From one day to another.")
    sort = Sort.OTHER
    settings = (
        *days(),
        Whole("max_days", Text("Högsta antal dagar", "Most days"), 0, low=1, high=36525),
        Flag("open_end", Text("Får sakna slutdag (tills vidare)", "May lack a last day")),
    )
    widget = "parts"
    pieces = ("from", "to")
    fits_row = True
    effort = 20

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Two dates."""
        day = {"type": "string", "format": "date"}
        needed = ["from"] if question.settings.open_end else ["from", "to"]
        return {
            "type": "object",
            "properties": {"from": day, "to": day},
            "required": needed,
            "additionalProperties": False,
        }

    def empty(self, value: Any) -> bool:
        """Neither day."""
        if isinstance(value, dict) and "raw" not in value:
            return not any(inner(value, name).strip() for name in self.pieces)
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The days, as dates."""
        if self.judge(question, value, context):
            return None
        return {name: iso_date(inner(value, name)) for name in self.pieces}

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Two dates; what cannot be read stays as it was typed."""
        found = {}
        for name in self.pieces:
            text = hygiene.stored(first(posted, f"{question.id}.{name}")).strip()
            day = read_date(text) if text else None
            if text:
                found[name] = day.isoformat() if day else text
        return found or None

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """A day missing, wrong, outside the limits, or before the first."""
        if not isinstance(value, dict) or not set(value) <= set(self.pieces):
            return (Message("unreadable"),)
        faults = tuple(
            fault for name in self.pieces for fault in self._day(question, value, name, context)
        )
        return faults or self._length(question, value)

    def _day(
        self, question: Question, value: Any, name: str, context: Context
    ) -> tuple[Message, ...]:
        if not inner(value, name).strip():
            open_end = name == "to" and question.settings.open_end and name not in value
            return () if open_end else (Message(f"{name}_missing", part=name),)
        return day_faults(question, inner(value, name), context, part=name)

    def _length(self, question: Question, value: Any) -> tuple[Message, ...]:
        first_day, last_day = (iso_date(inner(value, name)) for name in self.pieces)
        if first_day is None or last_day is None:
            return ()
        if last_day < first_day:
            return (Message("ends_before_it_starts", part="to"),)
        limit = question.settings.max_days
        if limit and _days(first_day, last_day) > limit:
            return (Message("too_many_days", {"limit": limit}, part="to"),)
        return ()

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Both days on one line."""
        last_day = inner(value, "to")
        if not last_day:
            return (say("from_day", language, day=inner(value, "from")),)
        return (f"{inner(value, 'from')} – {last_day}",)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """Two fields."""
        open_end = question.settings.open_end
        parts = tuple(
            Part(
                name,
                say(f"period_{name}", language),
                inner(value, name),
                help=say("hint_open_end", language) if name == "to" and open_end else "",
                required=name == "from" or not open_end,
                attrs={"autocomplete": "off"},
            )
            for name in self.pieces
        )
        return Control(parts=parts, hint=say("hint_dates", language))


def read_time(text: str) -> str:
    """A time as people write it, as ``"08:10"``; "" when it is none."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return ""
    found = f"{int(match[1]):02d}:{match[2] or '00'}"
    return found if _STORED.fullmatch(found) else ""


def _days(first_day: date, last_day: date) -> int:
    return (last_day - first_day).days + 1
