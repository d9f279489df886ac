"""The items of a list in a file: a value, a Swedish text, and texts in other languages."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.editing.document import new_id
from samtjanst.capabilities.formkit.parameters import LANGUAGE, LANGUAGES, MOST_ITEMS
from samtjanst.capabilities.formkit.reading.fields import OPTION_ID
from samtjanst.capabilities.formkit.texts import Text, Told
from samtjanst.capabilities.formkit.uploaded import tables
from samtjanst.capabilities.formkit.uploaded.tables import Cell, Row, UnreadableFileError

Item = dict[str, Any]  # {"id", "name"} and maybe {"names": {language: text}}
LONGEST = 300
_TAG = re.compile(r"<\s*[a-zA-Z/!?]|javascript\s*:", re.IGNORECASE)
_VALUE = frozenset({"värde", "varde", "kod", "id", "value", "code"})
_SWEDISH = frozenset({"svenska", "svensk text", "text", "namn", "sv", "name", "swedish"})
_NAMED: Mapping[str, str] = MappingProxyType(
    {sv: code for code, names in LANGUAGES.items() for sv in map(str.casefold, names)}
)
_FORMULA = Told(
    "cellen är en formel, eller kan tas för en", "the cell is a formula, or can be taken for one"
)
_SCRIPT = Told("texten har en tagg eller ett skript", "the text has a tag or a script")
_SIGNS = Told("texten har styrtecken", "the text has control characters")
_LONG = Told("texten är längre än 300 tecken", "the text is longer than 300 characters")
_NO_NAME = Told("den svenska texten saknas", "the Swedish text is missing")
_NO_VALUE = Told("värdet saknas", "the value is missing")
_FORM = Text(
    "värdet ”{it}” får bara ha små bokstäver (a–z), siffror, _ och -, högst 64 tecken",
    "the value “{it}” may only have small letters (a–z), digits, _ and -, at most 64 of them",
)
_TWICE = Text("”{it}” finns redan på rad {row}", "“{it}” is already in row {row}")
_TOO_MANY = Text(
    "listan har fler än {most} rader: resten läses inte",
    "the list has more than {most} rows: the rest is not read",
)
_COLUMN = Text(
    "kolumnen ”{it}” känns inte igen: skriv Värde, Svenska, Engelska eller ett annat språk överst",
    "the column “{it}” is not known: write Value, Swedish, English or another language at the top",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row of the file (numbered from 1)."""

    row: int
    reason: Told


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its items, its languages beside Swedish, and what is wrong by row."""

    items: tuple[Item, ...] = ()
    languages: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Table:
    value: int | None
    swedish: int
    others: dict[int, str]
    faults: list[Fault] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    at: dict[tuple[str, str], int] = field(default_factory=dict)  # where a text or value stood


def read(content: bytes, held: Iterable[Mapping[str, Any]] = ()) -> Read:
    """The list in a CSV or Excel file.

    A row without a value keeps the id that the same Swedish text has in the list ``held`` now.

    Raises:
        UnreadableFileError: no table at all, too large, or in letters that cannot be read.
    """
    rows = tables.rows(content)
    table = _headed(rows)
    known = {str(one.get("name")): str(one.get("id")) for one in held}
    for number, cells in rows[:MOST_ITEMS]:
        _take(table, number, cells, known)
    if len(rows) > MOST_ITEMS:
        at = rows[MOST_ITEMS][0]
        table.faults.append(Fault(at, _TOO_MANY.told(most=MOST_ITEMS)))
    if not table.items and not table.faults:
        raise UnreadableFileError(tables.NOTHING)
    languages = tuple(dict.fromkeys(table.others.values()))
    return Read(tuple(table.items), languages, tuple(table.faults))


def _headed(rows: list[Row]) -> _Table:
    """Which column is what; the row with the headings is taken away."""
    number, cells = rows[0]
    heads = [" ".join(cell.text.split()).casefold() for cell in cells]
    swedish = next((place for place, head in enumerate(heads) if head in _SWEDISH), None)
    if swedish is None:
        # Without headings: texts alone, or value, Swedish and English.
        wide = max(len(row) for _number, row in rows)
        return _Table(None, 0, {}) if wide < 2 else _Table(0, 1, {2: "en"} if wide > 2 else {})
    del rows[0]
    table = _Table(next((p for p, head in enumerate(heads) if head in _VALUE), None), swedish, {})
    for place, head in enumerate(heads):
        code = _NAMED.get(head, head)
        if code in LANGUAGES or (LANGUAGE.fullmatch(code) and code != "sv" and len(head) < 4):
            table.others[place] = code
        elif head and place not in {table.value, swedish}:
            table.faults.append(Fault(number, _COLUMN.told(it=cells[place].text[:40])))
    return table


def _take(table: _Table, number: int, cells: list[Cell], known: Mapping[str, str]) -> None:
    texts = {place: _line(cell.text) for place, cell in enumerate(cells)}
    used = {table.swedish, *table.others, *({table.value} - {None})}
    reasons = {fault for place, cell in enumerate(cells) if place in used
               if (fault := _wrong(cell))}  # fmt: skip
    name = texts.get(table.swedish, "")
    value = texts.get(table.value, "") if table.value is not None else known.get(name, "")
    if not name:
        reasons.add(_NO_NAME)
    if table.value is not None and not (value and OPTION_ID.fullmatch(value)):
        reasons.add(_FORM.told(it=value[:40]) if value else _NO_VALUE)
    for key in (("name", name.casefold()), ("value", value)):
        if key[1] and (before := table.at.setdefault(key, number)) != number:
            reasons.add(_TWICE.told(it=(name if key[0] == "name" else value)[:60], row=before))
    if reasons:
        table.faults += (Fault(number, reason) for reason in sorted(reasons))
        return
    taken = {one["id"] for one in table.items} if not value else set()
    item: Item = {"id": value or new_id(name, taken | set(known.values())), "name": name}
    names = {code: texts[place] for place, code in table.others.items() if texts.get(place)}
    table.items.append(item | ({"names": names} if names else {}))


def _wrong(cell: Cell) -> Told | None:
    if cell.is_formula:
        return _FORMULA
    if _TAG.search(cell.text):
        return _SCRIPT
    if any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs"} and one not in "\n\r\t\u200d\xad"
           for one in cell.text):  # fmt: skip
        return _SIGNS
    return _LONG if len(cell.text) > LONGEST else None


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.replace("\xad", "")).split())
