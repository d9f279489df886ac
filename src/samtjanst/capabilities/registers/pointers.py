"""Places in a JSON answer (RFC 6901), and the leaves that can be pointed at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samtjanst.ports.lookup import Json

LONGEST = 300  # characters of a pointer, and of a value
MOST = 200  # leaves that are shown
_POINTER = re.compile(r"(/([^~/]|~[01])*)*")
_PLACE = re.compile(r"0|[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of an answer: where it stands, how deep, and what it says.

    A branch has no ``text``, and cannot be pointed at.
    """

    pointer: str
    name: str
    depth: int
    text: str = field(repr=False, default="")
    is_branch: bool = False


def is_pointer(text: str) -> bool:
    """Whether it is a pointer at all."""
    return len(text) <= LONGEST and _POINTER.fullmatch(text) is not None


def text_at(told: Json, pointer: str) -> str:
    """The value at the pointer, in one line; "" when there is none, or it has parts of its own."""
    for part in pointer.split("/")[1:]:
        told = _inside(told, part.replace("~1", "/").replace("~0", "~"))
    return text_of(told)


def text_of(told: Json) -> str:
    """A value in words, in one line."""
    if isinstance(told, bool):
        return "ja" if told else "nej"
    if isinstance(told, str | int):
        text = " ".join("".join(c if c.isprintable() else " " for c in str(told)).split())
        return text if len(text) <= LONGEST else ""
    return ""


def leaves(told: Json) -> list[Leaf]:
    """Every value in the answer in order, with the branches that they hang on."""
    found: list[Leaf] = []
    for leaf in _leaves(told, "", "", 0):
        if len(found) == MOST:
            break
        found.append(leaf)
    return found


def _leaves(told: Json, pointer: str, name: str, depth: int) -> Iterator[Leaf]:
    parts = _parts(told)
    if parts is None:
        yield Leaf(pointer, name, depth, text_of(told))
        return
    if depth or not parts:
        yield Leaf(pointer, name, depth, is_branch=True)
    for key, inner in parts:
        escaped = key.replace("~", "~0").replace("/", "~1")
        yield from _leaves(inner, f"{pointer}/{escaped}", key, depth + 1)


def _parts(told: Json) -> list[tuple[str, Json]] | None:
    if isinstance(told, Mapping):
        return list(told.items())
    if isinstance(told, Sequence) and not isinstance(told, str):
        return [(str(place), one) for place, one in enumerate(told)]
    return None


def _inside(told: Json, key: str) -> Json:
    if isinstance(told, Mapping):
        return told.get(key)
    is_list = isinstance(told, Sequence) and not isinstance(told, str)
    if is_list and _PLACE.fullmatch(key) and int(key) < len(told):  # type: ignore[arg-type]
        return told[int(key)]  # type: ignore[index]
    return None
