"""What of a text is masked: the words are taken out before anything is made of it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST_WORDS = 100
_PAGES = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody has pointed out in one part, and the provision it is masked by."""

    ground: str = ""
    whole: bool = False
    words: tuple[str, ...] = field(default=(), repr=False)
    pages: frozenset[int] = frozenset()  # of a document, from 1


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything pointed out: by part, the words to mask wherever they stand, and their ground."""

    parts: Mapping[str, Mark]
    everywhere: tuple[str, ...] = field(default=(), repr=False)
    ground: str = ""  # of what has none of its own


def told(ground: str) -> str:
    """What stands where something was."""
    return f"[Maskat: {ground}]"


def words_in(text: str) -> tuple[str, ...]:
    """The words or sentences that somebody has written one to a line."""
    lines = (_plain(line).strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_WORDS]


def pages_in(text: str) -> frozenset[int] | None:
    """Page numbers such as "1, 3-5"; None for nonsense."""
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in text.split(","))):
        match = _PAGES.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        found |= set(range(first, last + 1))
    return frozenset(found) if 0 not in found else None


def masked(text: str, grounds: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """The text without the words, each replaced by its ground, and the words that were there.

    Case does not matter, nor how much white space there is, nor signs that are not seen.
    """
    hits: set[str] = set()
    kept = _plain(text)
    for word in sorted(grounds, key=len, reverse=True):
        pattern = r"\s+".join(re.escape(piece) for piece in word.split())
        kept, count = re.subn(pattern, _literal(told(grounds[word])), kept, flags=re.IGNORECASE)
        hits |= {word} if count else set()
    return kept, frozenset(hits)


def all_masked(
    texts: Iterable[str], grounds: Mapping[str, str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """As :func:`masked`, for several texts."""
    done = [masked(text, grounds) for text in texts]
    return tuple(text for text, _ in done), frozenset().union(*(hits for _, hits in done))


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\")


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
