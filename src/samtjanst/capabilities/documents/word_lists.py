"""Which paragraphs of a Word document are headings, and what stands before an item of a list."""

import re
from collections import defaultdict
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_DEEPEST = 8
_BULLET = "•"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Styles:
    """The document's styles: what a paragraph inherits when it says nothing itself."""

    def __init__(self, part: Any) -> None:
        nodes = part.styles.element.iterchildren(f"{_W}style")
        self._styles = {node.get(f"{_W}styleId"): node for node in nodes}

    def heading_level(self, paragraph: Any) -> int:
        """1–9 for a heading, 0 for anything else."""
        level = self.of(paragraph, "outlineLvl")
        if level is not None and level.get(f"{_W}val", "9").isdecimal():
            number = int(level.get(f"{_W}val")) + 1
            return number if number <= 9 else 0
        name = self._name(paragraph)
        found = _HEADING.fullmatch(name)
        return int(found[1]) if found else int(name.casefold() in {"title", "titel", "rubrik"})

    def of(self, paragraph: Any, name: str) -> Any:
        """A property of the paragraph, or of its style or one that the style builds on."""
        properties = paragraph.find(f"{_W}pPr")
        own = None if properties is None else properties.find(f"{_W}{name}")
        if own is not None:
            return own
        style, seen = self._style(paragraph), 0
        while style is not None and seen < _DEEPEST:
            found = style.find(f"{_W}pPr/{_W}{name}")
            if found is not None:
                return found
            base = style.find(f"{_W}basedOn")
            style = None if base is None else self._styles.get(base.get(f"{_W}val"))
            seen += 1
        return None

    def _style(self, paragraph: Any) -> Any:
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return None if named is None else self._styles.get(named.get(f"{_W}val"))

    def _name(self, paragraph: Any) -> str:
        style = self._style(paragraph)
        name = None if style is None else style.find(f"{_W}name")
        return "" if name is None else str(name.get(f"{_W}val", ""))


class Lists:
    """Counts the items of the document's lists as Word does, level by level."""

    def __init__(self, part: Any, styles: Styles) -> None:
        self._styles = styles
        self._formats = _formats(part)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def mark(self, paragraph: Any) -> tuple[str, int]:
        """What stands before the paragraph, "" when it is no item, and how deep it lies (1–9)."""
        place = self._styles.of(paragraph, "numPr")
        number = None if place is None else place.find(f"{_W}numId")
        if number is None or number.get(f"{_W}val") in {None, "0"}:
            return "", 1
        level = place.find(f"{_W}ilvl")
        depth = min(int(level.get(f"{_W}val", "0")), _DEEPEST) if level is not None else 0
        return self._counted(str(number.get(f"{_W}val")), depth), depth + 1

    def _counted(self, key: str, depth: int) -> str:
        kind, start = self._formats.get((key, depth), ("bullet", 1))
        counts = self._counts[key]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return _shown(kind, counts[depth])


def _formats(part: Any) -> dict[tuple[str, int], tuple[str, int]]:
    """Kind and first number by list and level; {} in a document without lists."""
    related = [one for one in part.rels.values() if one.reltype.endswith("/numbering")]
    if not related:
        return {}
    root = related[0].target_part.element
    kinds = {one.get(f"{_W}abstractNumId"): one for one in root.iterchildren(f"{_W}abstractNum")}
    made = {}
    for one in root.iterchildren(f"{_W}num"):
        named = one.find(f"{_W}abstractNumId")
        kind = None if named is None else kinds.get(named.get(f"{_W}val"))
        for level in () if kind is None else kind.iterchildren(f"{_W}lvl"):
            place = int(level.get(f"{_W}ilvl", "0"))
            made[one.get(f"{_W}numId"), place] = (
                _value(level, "numFmt", "bullet"),
                int(_value(level, "start", "1")),
            )
    return made


def _value(level: Any, name: str, default: str) -> str:
    node = level.find(f"{_W}{name}")
    return default if node is None else str(node.get(f"{_W}val", default))


def _shown(kind: str, number: int) -> str:
    if kind in {"decimal", "decimalZero", "ordinal"}:
        return f"{number}."
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return f"{letter.upper() if kind == 'upperLetter' else letter})"
    if kind in {"lowerRoman", "upperRoman"}:
        return f"{_roman(number).upper() if kind == 'upperRoman' else _roman(number)}."
    return _BULLET


def _roman(number: int) -> str:
    if not 0 < number < 40:
        return str(number)
    told = ""
    for value, sign in _ROMAN:
        told += sign * (number // value)
        number %= value
    return told
