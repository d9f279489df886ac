"""A table with typed columns, with free rows or with one row for each option."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Cell, Control, Posted, Row, Table
from samtjanst.capabilities.formkit.kinds.rows import RowsKind
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text, Told


class TableKind(RowsKind):
    """A table with typed columns; with options, each option is a row of its own."""

    kind = Kind.TABLE
    title = Text("Tabell", "Table")
    about = Text(
        "Korta svar i kolumner. Med alternativ blir varje alternativ en rad.",
        "Short answers in columns. With options, each option is a row.",
    )
    options = (0, 100)
    widget = "table"
    ROW: ClassVar[str] = "row"

    def takes(self, other: Behaviour) -> bool:
        """Only what fits a cell."""
        return other.fits_cell

    def value_schema(self, question: Question) -> dict[str, Any]:
        """With fixed rows, each names its row."""
        schema = super().value_schema(question)
        if question.options:
            named = {"enum": [option.id for option in question.options]}
            schema["items"]["properties"][self.ROW] = named
            schema["items"]["required"] = [self.ROW, *schema["items"]["required"]]
        return schema

    def check(self, question: Question, item: Fields) -> None:
        """The name that says which row it is, is taken."""
        super().check(question, item)
        for place, one in enumerate(question.questions):
            if one.id == self.ROW:
                item.refuse(
                    f"questions[{place}].id",
                    Told("”row” är upptaget i tabeller", "“row” is taken in tables"),
                )
            if one.settings.confirm:
                item.refuse(
                    f"questions[{place}].settings.confirm",
                    Told("ryms inte i en tabell", "does not fit in a table"),
                )

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """With fixed rows, the rows where something was written."""
        if not question.options:
            return super().read(question, posted, context)
        found = (
            (option.id, self._read_row(question, option.id, posted, context))
            for option in question.options
        )
        return [{self.ROW: name, **row} for name, row in found if row] or None

    def _canonical_row(self, question: Question, row: dict[str, Any]) -> dict[str, Any]:
        found = super()._canonical_row(question, row)
        return {} if question.options and set(found) == {self.ROW} else found

    def canonical(self, question: Question, value: Any) -> Any:
        """With fixed rows, in their order."""
        rows = super().canonical(question, value)
        order = {option.id: place for place, option in enumerate(question.options)}
        if not order or self.rows(rows) != rows:
            return rows
        return sorted(rows, key=lambda row: order.get(_name(row), len(order)))

    def judge_by(
        self,
        question: Question,
        value: Any,
        context: Context,
        asked: Callable[[int], tuple[Question, ...]] | None,
    ) -> tuple[Message, ...]:
        """A row that is not there, or twice the same."""
        if not question.options or not isinstance(value, list):
            return super().judge_by(question, value, context, asked)
        names = [_name(row) for row in value]
        known = {option.id for option in question.options}
        if len(set(names)) != len(names) or not known.issuperset(names):
            return (Message("unreadable"),)
        keys = {option.id: place for place, option in enumerate(question.options)}
        bare = [{key: cell for key, cell in row.items() if key != self.ROW} for row in value]
        return tuple(
            replace(
                fault,
                part=_renamed(fault.part, names),
                row=self._heading(question, keys, names, fault),
            )
            for fault in self._cells(question, bare, context, asked)
        )

    def _heading(
        self, question: Question, keys: dict[str, int], names: list[str], fault: Message
    ) -> str:
        place = fault.part.partition(".")[0]
        if not place:
            return fault.row
        return question.options[keys[names[int(place)]]].label.sv

    def label(
        self, question: Question, row: dict[str, Any], place: int, language: str = "sv"
    ) -> str:
        """The heading of a fixed row."""
        for option in question.options:
            if option.id == _name(row):
                return option.label.to(language)
        return super().label(question, row, place, language)

    def table(
        self, question: Question, value: Any, context: Context, language: str
    ) -> Table | None:
        """With the rows' headings first."""
        made = super().table(question, value, context, language)
        if made is None or not question.options:
            return made
        heads = (
            self.label(question, row, place, language) for place, row in enumerate(self.rows(value))
        )
        rows = tuple((head, *row) for head, row in zip(heads, made.rows, strict=True))
        return Table((self.row_name(question, language), *made.columns), rows)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """With fixed rows, all of them."""
        if not question.options:
            return super().control(question, value, context, language)
        known = {_name(row): row for row in self.rows(value)}
        return Control(
            rows=tuple(
                Row(option.id, option.label.to(language), self._fixed(question, option.id, known))
                for option in question.options
            )
        )

    def _fixed(
        self, question: Question, name: str, known: dict[str, dict[str, Any]]
    ) -> tuple[Cell, ...]:
        row = known.get(name, {})
        return tuple(
            Cell(replace(one, id=f"{question.id}.{name}.{one.id}"), row.get(one.id), one.id in row)
            for one in question.questions
        )


def _name(row: Any) -> str:
    name = row.get(TableKind.ROW) if isinstance(row, dict) else None
    return name if isinstance(name, str) else ""


def _renamed(part: str, names: list[str]) -> str:
    place, dot, rest = part.partition(".")
    return f"{names[int(place)]}{dot}{rest}" if place else part
