"""Turns any text into lines that the fonts can show, without hiding that something was changed.

Characters outside the fonts, private ones, control characters and the ones that turn the reading
direction are written as ``[U+4E2D]``; invisible joiners and hyphens are dropped. The exact text is
always in the sealed content that goes with the document.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from samtjanst.capabilities.documents.fonts import coverages

_SIMPLE = re.compile("[\x20-\x7e\xa0-\xac\xae-\u017f]*")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LONG_RUN = re.compile(r"\S{31,}")
_PIECE = re.compile(r"[^/@._?&=-]{1,16}[/@._?&=-]?|[/@._?&=-]")
_DROPPED = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_NEVER = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_MOST_MARKS = 4  # more marks on one letter would climb into the lines around it


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces between which it may be broken, and its reading direction."""

    parts: tuple[str, ...]
    rtl: bool = False


def lines(text: str, *, plain: bool = False) -> tuple[Line, ...]:
    """The lines of ``text``; with ``plain`` only single letters of the main font are kept."""
    whole = unicodedata.normalize("NFC", text).strip()
    return tuple(_line(line.rstrip(), plain=plain) for line in _LINE_END.split(whole))


def one_line(text: str) -> str:
    """``text`` on one line, for titles, names and descriptions in the file itself."""
    return " ".join("".join(line.parts) for line in lines(text) if line.parts).strip()


def _line(text: str, *, plain: bool) -> Line:
    text = text.replace("\t", "    ")
    shown = text if _SIMPLE.fullmatch(text) else "".join(_shown(text, plain=plain))
    return Line(tuple(_pieces(shown)), _right_to_left(shown))


def _shown(text: str, *, plain: bool) -> Iterator[str]:
    hidden: list[str] = []
    for cluster in _clusters(text):
        for part in _drawable(cluster, plain=plain):
            if len(part) == 1 and not _visible(part, plain=plain):
                hidden.append(f"U+{ord(part):04X}")
                continue
            yield from _bracket(hidden)
            yield part
    yield from _bracket(hidden)


def _bracket(hidden: list[str]) -> Iterator[str]:
    if hidden:
        yield f"[{' '.join(hidden)}]"
        hidden.clear()


def _drawable(cluster: str, *, plain: bool) -> list[str]:
    """The cluster as one when a single font can draw all of it, else its characters."""
    whole = len(cluster) == 1 or (not plain and _visible(cluster, plain=plain))
    return [cluster] if whole else [char for char in cluster if char not in _JOINERS]


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for char in text:
        if char in _DROPPED:
            continue
        if cluster and not (_joins(char) or cluster[-1] == "\u200d"):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    modifier = 0x1F3FB <= ord(char) <= 0x1F3FF or 0xE0020 <= ord(char) <= 0xE007F
    return modifier or char in _JOINERS or unicodedata.category(char).startswith("M")


@lru_cache(maxsize=4096)
def _visible(cluster: str, *, plain: bool) -> bool:
    drawn = [char for char in cluster if char not in _JOINERS]
    marks = sum(unicodedata.category(char).startswith("M") for char in drawn)
    if not drawn or marks > (0 if len(drawn) == 1 else _MOST_MARKS):
        return False
    if any(unicodedata.category(char) in _NEVER and not _joins(char) for char in drawn):
        return False
    fonts = coverages()[:1] if plain else coverages()
    return any(all(ord(char) in font for char in drawn) for font in fonts)


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for run in _LONG_RUN.finditer(text):
        first, *rest = _whole_clusters(_PIECE.findall(run.group()))
        yield text[end : run.start()] + first
        yield from rest
        end = run.end()
    if text[end:]:
        yield text[end:]


def _whole_clusters(pieces: list[str]) -> list[str]:
    kept: list[str] = []
    for piece in pieces:
        if kept and (_joins(piece[0]) or kept[-1][-1] in _JOINERS):
            kept[-1] += piece
        else:
            kept.append(piece)
    return kept


def _right_to_left(text: str) -> bool:
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
