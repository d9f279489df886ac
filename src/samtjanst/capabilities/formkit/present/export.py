"""Answers for machines: columns and rows for tables (CSV), and an XML tree.

Values are written plainly: dates as ``2026-08-17``, money in kronor with a full stop, yes and no
as ``yes`` and ``no``. Answers in rows have a table of their own.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Sort
from samtjanst.capabilities.formkit.kinds.rows import RowsKind
from samtjanst.capabilities.formkit.model import Kind, Question

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns(definition: Definition) -> tuple[str, ...]:
    """The names of the columns: a question's id, with the name of a piece where it has pieces."""
    return tuple(
        name
        for question in definition.questions()
        for name in _names(question, BEHAVIOURS[question.kind])
    )


def row(definition: Definition, values: Mapping[str, Any]) -> tuple[str, ...]:
    """One filing as texts, in the order of :func:`columns`.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    return tuple(
        _harmless(text, question)
        for question in definition.questions()
        for text in _texts(question, BEHAVIOURS[question.kind], values.get(question.id))
    )


def tables(
    definition: Definition, values: Mapping[str, Any]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The answers in rows: for each such question the headings, then its rows."""
    return {
        question.id: tuple(_table(question, behaviour, values.get(question.id)))
        for question in definition.questions()
        if isinstance(behaviour := BEHAVIOURS[question.kind], RowsKind)
    }


def xml(definition: Definition, values: Mapping[str, Any]) -> bytes:
    """All answers as XML in UTF-8: ``<answers><answer id kind>…``."""
    root = ET.Element("answers", {"definition": definition.id, "sha256": definition.sha256})
    for question in definition.questions():
        if values.get(question.id) is not None:
            _add(root, question, values[question.id])
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _names(question: Question, behaviour: Behaviour) -> tuple[str, ...]:
    if behaviour.sort is Sort.NOTHING or isinstance(behaviour, RowsKind):
        return ()
    pieces = behaviour.pieces
    return tuple(f"{question.id}.{piece}" for piece in pieces) if pieces else (question.id,)


def _texts(question: Question, behaviour: Behaviour, value: Any) -> Iterator[str]:
    if behaviour.pieces:
        held = value if isinstance(value, Mapping) else {}
        yield from (_plain(held.get(piece)) for piece in behaviour.pieces)
    elif _names(question, behaviour):
        yield "" if value is None else behaviour.plain(question, value)


def _table(question: Question, behaviour: RowsKind, value: Any) -> Iterator[tuple[str, ...]]:
    inner = behaviour.inner(question)
    fixed = bool(question.options)
    heads = [name for one in inner for name in _names(one, BEHAVIOURS[one.kind])]
    yield ("row", *heads) if fixed else tuple(heads)
    for held in behaviour.rows(value):
        cells = [
            _harmless(text, one)
            for one in inner
            for text in _texts(one, BEHAVIOURS[one.kind], held.get(one.id))
        ]
        yield (_plain(held.get("row")), *cells) if fixed else tuple(cells)


def _add(parent: ET.Element, question: Question, value: Any) -> None:
    behaviour = BEHAVIOURS[question.kind]
    node = ET.SubElement(parent, "answer", {"id": question.id, "kind": question.kind.value})
    if isinstance(behaviour, RowsKind):
        for held in behaviour.rows(value):
            _add_row(node, question, behaviour, held)
    elif isinstance(value, list):
        for item in value:
            ET.SubElement(node, "item").text = _safe(_plain(item))
    elif isinstance(value, Mapping) and behaviour.pieces:
        for piece in behaviour.pieces:
            if value.get(piece) is not None:
                ET.SubElement(node, piece).text = _safe(_plain(value[piece]))
    else:
        node.text = _safe(behaviour.plain(question, value))


def _add_row(
    node: ET.Element, question: Question, behaviour: RowsKind, held: Mapping[str, Any]
) -> None:
    name = _plain(held.get("row")) if question.options else ""
    inside = ET.SubElement(node, "row", {"id": name} if name else {})
    for one in behaviour.inner(question):
        if held.get(one.id) is not None:
            _add(inside, one, held[one.id])


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(",".join(map(str, item)) if isinstance(item, list) else str(item)
                        for item in value)  # fmt: skip
    return "" if value is None else str(value)


def _safe(text: str) -> str:
    return hygiene.shown(text)


def _harmless(text: str, question: Question) -> str:
    digits = BEHAVIOURS[question.kind].sort is Sort.NUMBER or question.kind is Kind.PHONE
    shown = _safe(text)
    return f"'{shown}" if shown.startswith(_FORMULA) and not digits else shown
