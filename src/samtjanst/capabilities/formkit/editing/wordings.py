"""Every text of a definition that people read, with where it stands; and finding words in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part

LANGUAGES = ("sv", "en")
# Parts that are walked on their own; settings are what is left of the document.
_OWN = frozenset({"pages", "rules", "parameters", "blocks"})


@dataclass(frozen=True, slots=True)
class Wording:
    """One text.

    ``kind`` is "page", "question", "rule", "parameter" or "setting"; ``id`` the part's id (of a
    setting: its field of the document); ``field`` what in the part it is, with dots and without
    places in lists ("options.label"); ``language`` "sv" or "en" ("" where there are none).
    """

    kind: str
    id: str
    field: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that was searched; ``is_hit`` where it is one of the words."""

    text: str
    is_hit: bool


def wordings(document: Document) -> Iterator[Wording]:
    """Every text that is not empty, in the order of the document."""
    for page in editing.pages(document):
        yield from _of("page", page, without="questions")
        for question in page.get("questions") or []:
            yield from _of("question", question, without="questions")
            for inner in question.get("questions") or []:
                yield from _of("question", inner)
    for rule in document.get("rules") or []:
        yield from _of("rule", rule)
    for parameter in document.get("parameters") or []:
        yield from _of("parameter", parameter)
    for name, value in document.items():
        if name not in _OWN:
            for field, language, text in _texts(value, ""):
                yield Wording("setting", name, field, language, text)


def find(document: Document, words: str) -> list[Wording]:
    """Texts that hold each of the words, whatever their case. No words: none."""
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return []
    return [
        one for one in wordings(document) if all(word in one.text.casefold() for word in wanted)
    ]


def pieces(text: str, words: str, around: int = 60) -> list[Piece]:
    """The text with the words told apart; a long one is cut to what stands around the first."""
    wanted = sorted({re.escape(word) for word in words.split()}, key=len, reverse=True)
    if not wanted:
        return [Piece(text, is_hit=False)]
    pattern = re.compile("|".join(wanted), re.IGNORECASE)
    first = pattern.search(text)
    start = _cut(text, first.start() - around) if first else 0
    shown = text[start : start + 4 * around]
    lead, end = "… " if start else "", " …" if start + len(shown) < len(text) else ""
    found: list[Piece] = [Piece(lead, is_hit=False)]
    at = 0
    for match in pattern.finditer(shown):
        found += [Piece(shown[at : match.start()], is_hit=False), Piece(match[0], is_hit=True)]
        at = match.end()
    found.append(Piece(shown[at:] + end, is_hit=False))
    return [one for one in found if one.text]


def _cut(text: str, place: int) -> int:
    """The first start of a word from ``place`` on."""
    if place <= 0:
        return 0
    space = text.find(" ", place)
    return space + 1 if 0 <= space < place + 20 else place


def _of(kind: str, part: Part, without: str = "") -> Iterator[Wording]:
    for name, value in part.items():
        if name != without:
            for field, language, text in _texts(value, name):
                yield Wording(kind, str(part.get("id", "")), field, language, text)


def _texts(value: Any, field: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in LANGUAGES and isinstance(inner, str):
                if inner.strip():
                    yield field, key, inner
            else:
                yield from _texts(inner, f"{field}.{key}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, str) and field.endswith("keywords"):
                yield field, "", inner
            else:
                yield from _texts(inner, field)
