"""Answers in rows: repeating groups, tables and lists of people.

A row is an object from question id to answer, without the questions that are not answered.
Posted names are ``group.0.name``; ``group._row`` holds the places of the rows on the page.
"""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Cell,
    Control,
    Posted,
    Row,
    Sort,
    Table,
    first,
)
from samtjanst.capabilities.formkit.kinds.registry import behaviour_of
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import Setting, Whole, Words
from samtjanst.capabilities.formkit.texts import Text, Told

STAY = "stay"
MOST_ROWS = 1000
ROW_SETTINGS: tuple[Setting, ...] = (
    Whole("min_rows", Text("Minsta antal rader", "Fewest rows"), 0, low=0, high=MOST_ROWS),
    Whole("max_rows", Text("Högsta antal rader", "Most rows"), 50, low=1, high=MOST_ROWS),
    Words("row_name", Text("Vad en rad kallas", "What a row is called")),
)


class RowsKind(Behaviour):
    """What all kinds in rows do the same way."""

    sort = Sort.ROWS
    settings = ROW_SETTINGS
    missing = "missing_rows"
    takes_questions = True
    effort = 15

    def inner(self, question: Question) -> tuple[Question, ...]:
        """The questions of each row."""
        return question.questions

    def takes(self, other: Behaviour) -> bool:
        """Whatever can be asked in rows."""
        return other.fits_row

    def check(self, question: Question, item: Fields) -> None:
        """Fewest rows above most rows."""
        if question.settings.min_rows > question.settings.max_rows:
            item.refuse(
                "settings.min_rows",
                Told("min_rows är större än max_rows", "min_rows is larger than max_rows"),
            )

    def seconds(self, question: Question) -> int:
        """Two rows, or as many as there must be."""
        each = sum(behaviour_of(one.kind).seconds(one) for one in self.inner(question))
        return super().seconds(question) + max(2, question.settings.min_rows) * each

    def value_schema(self, question: Question) -> dict[str, Any]:
        """A list of objects."""
        inner = self.inner(question)
        properties = {one.id: behaviour_of(one.kind).value_schema(one) for one in inner}
        row = {
            "type": "object",
            "properties": properties,
            "required": [one.id for one in inner if one.required],
            "additionalProperties": not inner,
        }
        return {"type": "array", "items": row, "maxItems": question.settings.max_rows or MOST_ROWS}

    def empty(self, value: Any) -> bool:
        """No row, or blank rows only."""
        return value is None or (isinstance(value, list) and not any(value))

    def canonical(self, question: Question, value: Any) -> Any:
        """Without blank rows and unanswered cells, each cell in its own canonical form."""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return value
        rows = (self._canonical_row(question, row) for row in value)
        return [row for row in rows if row]

    def _canonical_row(self, question: Question, row: dict[str, Any]) -> dict[str, Any]:
        known = {one.id: one for one in self.inner(question)}
        found = {}
        for name, value in row.items():
            one = known.get(name)
            if one is None:
                found[name] = value  # judged as unreadable
            elif value is None and one.settings.prefilled:
                found[name] = None  # emptied: it is not filled in again
            elif not behaviour_of(one.kind).empty(value):
                found[name] = behaviour_of(one.kind).canonical(one, value)
        return found

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The rows, each with what conditions see of its cells."""
        rows = tuple(self._seen_row(question, row, context) for row in self.rows(value))
        return rows or None

    def _seen_row(self, question: Question, row: dict[str, Any], context: Context) -> Any:
        cells = (
            (one.id, behaviour_of(one.kind).seen(one, row[one.id], context))
            for one in self.inner(question)
            if row.get(one.id) is not None
        )
        return {name: seen for name, seen in cells if seen is not None}

    def rows(self, value: Any) -> list[dict[str, Any]]:
        """The rows in an answer, whatever it is."""
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The rows on the page, with the one that a button adds or without the one it removes."""
        wish, _, key = first(posted, STAY).partition(f":{question.id}")
        removed = key.removeprefix(":") if wish == "remove" else None
        keys = (key for key in posted.get(f"{question.id}._row", ()) if key != removed)
        found = [self._read_row(question, key, posted, context) for key in keys]
        kept = _without_blanks(found)[: MOST_ROWS + 1]
        if wish == "add" and not key and len(kept) < question.settings.max_rows:
            kept = [*kept, {}]
        return kept if len(kept) > 1 or any(kept) else None

    def _read_row(
        self, question: Question, key: str, posted: Posted, context: Context
    ) -> dict[str, Any]:
        row = {}
        for one in self.inner(question):
            behaviour = behaviour_of(one.kind)
            at = f"{question.id}.{key}.{one.id}"
            value = behaviour.read(replace(one, id=at), posted, context)
            if value is not None and not behaviour.empty(value):
                row[one.id] = value
            elif one.settings.prefilled and _was_asked(at, posted):
                row[one.id] = None
        return row

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Too few or too many rows, and everything that is wrong in a row."""
        return self.judge_by(question, value, context, None)

    def judge_by(
        self,
        question: Question,
        value: Any,
        context: Context,
        asked: Callable[[int], tuple[Question, ...]] | None,
    ) -> tuple[Message, ...]:
        """As :meth:`judge`; ``asked`` says what is asked in the row at a place (None: all)."""
        if not are_rows(value):
            return (Message("unreadable"),)
        rows = self._cells(question, value, context, asked)
        return (*self._count(question, len(value)), *rows)

    def _count(self, question: Question, count: int) -> Iterator[Message]:
        low, high = question.settings.min_rows, question.settings.max_rows
        if count < low:
            yield Message("too_few_rows", {"limit": low, "count": count})
        if count > high:
            yield Message("too_many_rows", {"limit": high, "count": count})

    def _cells(
        self,
        question: Question,
        rows: list[dict[str, Any]],
        context: Context,
        asked: Callable[[int], tuple[Question, ...]] | None = None,
    ) -> Iterator[Message]:
        inner = self.inner(question)
        known = {one.id for one in inner}
        for place, row in enumerate(rows):
            if not known.issuperset(row):
                yield Message("unreadable")
            for one in asked(place) if asked else inner:
                here = named(question, place, one)
                for fault in _faults(here, behaviour_of(one.kind), row.get(one.id), context):
                    part = f"{place}.{one.id}" + (f".{fault.part}" if fault.part else "")
                    yield replace(fault, part=part, about=one, row=self.label(question, row, place))

    def label(
        self, question: Question, row: dict[str, Any], place: int, language: str = "sv"
    ) -> str:
        """What a row is called: ``Rad 2``."""
        return f"{self.row_name(question, language)} {place + 1}"

    def row_name(self, question: Question, language: str) -> str:
        """What one row is called: "Rad"."""
        return question.settings.row_name.to(language) or say("row", language)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """One line per row."""
        return tuple(
            f"{self.label(question, row, place, language)}: "
            + " · ".join(self._words(question, row, place, context, language))
            for place, row in enumerate(self.rows(value))
        )

    def _words(
        self, question: Question, row: dict[str, Any], place: int, context: Context, language: str
    ) -> Iterator[str]:
        for one in self.inner(question):
            text = cell_text(named(question, place, one), row.get(one.id), context, language)
            if text:
                label = one.label.to(language).rstrip(":. ")
                yield f"{label} {text}" if label.endswith("?") else f"{label}: {text}"

    def table(
        self, question: Question, value: Any, context: Context, language: str
    ) -> Table | None:
        """Headings and rows."""
        inner = self.inner(question)
        return Table(
            columns=tuple(one.label.to(language) for one in inner),
            rows=tuple(
                tuple(
                    cell_text(named(question, place, one), row.get(one.id), context, language)
                    for one in inner
                )
                for place, row in enumerate(self.rows(value))
            ),
        )

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The rows with at least one to fill in, and whether more can be added."""
        rows = self.rows(value)[:MOST_ROWS]
        least = max(1, question.settings.min_rows)
        shown = [*rows, *({} for _ in range(least - len(rows)))]
        return Control(
            rows=tuple(
                self._row(question, row, place, len(shown) > least, language)
                for place, row in enumerate(shown)
            ),
            can_add=len(shown) < question.settings.max_rows,
            row_name=self.row_name(question, language),
        )

    def _row(
        self,
        question: Question,
        row: dict[str, Any],
        place: int,
        removable: bool,  # noqa: FBT001 - only called above
        language: str,
    ) -> Row:
        cells = tuple(
            Cell(replace(one, id=f"{question.id}.{place}.{one.id}"), row.get(one.id), one.id in row)
            for one in self.inner(question)
        )
        label = self.label(question, row, place, language)
        return Row(str(place), label, cells, can_be_removed=removable)


class GroupKind(RowsKind):
    """Some questions, asked again for each."""

    kind = Kind.GROUP
    title = Text("Upprepad grupp", "Repeating group")
    about = Text(
        "Samma frågor för flera personer, saker eller tillfällen.",
        "The same questions for several people, things or occasions.",
    )
    widget = "rows"


def are_rows(value: Any) -> bool:
    """Whether an answer is rows at all."""
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def named(question: Question, place: int, one: Question) -> Question:
    """A question of a row, by the whole name of its place where a look-up is kept under that."""
    return replace(one, id=f"{question.id}.{place}.{one.id}") if one.settings.lookup else one


def cell_text(question: Question, value: Any, context: Context, language: str) -> str:
    """The answer in one cell, in words; "" when there is none."""
    behaviour = behaviour_of(question.kind)
    if behaviour.empty(value):
        return ""
    return ", ".join(behaviour.lines(question, value, context, language))


def _faults(
    question: Question, behaviour: Behaviour, value: Any, context: Context
) -> tuple[Message, ...]:
    if behaviour.empty(value):
        return (Message(behaviour.missing),) if question.required else ()
    return behaviour.judge(question, value, context)


def _without_blanks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # Blank rows at the end are kept: somebody has just added them.
    filled = [place for place, row in enumerate(rows) if _is_begun(row)]
    if not filled:
        return rows
    last = filled[-1] + 1
    return [row for row in rows[:last] if _is_begun(row)] + rows[last:]


def _is_begun(row: dict[str, Any]) -> bool:
    return any(value is not None for value in row.values())


def _was_asked(name: str, posted: Posted) -> bool:
    """Whether a cell stood on the page that was posted."""
    pieces = any(other == name or other.startswith(f"{name}.") for other in posted)
    return pieces or name in posted.get("_shown", ())
