"""What would give away that a text was somebody's: its words and the parts of its numbers."""

import re
from collections.abc import Iterable, Iterator

SHORTEST = 4  # characters; what is shorter tells of nobody
_WORD = re.compile(r"\w{4,}")
_NUMBER = re.compile(r"(?:\d{2})?(\d{6})-?(\d{4})", re.ASCII)


def traces(originals: Iterable[str]) -> frozenset[str]:
    """Everything of at least four characters that may not be left of the texts."""
    return frozenset(part for text in originals for part in _traces(text.casefold()))


def _traces(text: str) -> Iterator[str]:
    if len(text) >= SHORTEST:
        yield text
    yield from _WORD.findall(text)
    number = _NUMBER.fullmatch(text)
    if number:
        yield from number.groups()


def survive(text: str, wanted: frozenset[str]) -> bool:
    """Whether anything of what may not be left is in the text."""
    found = text.casefold()
    return any(one in found for one in wanted)
