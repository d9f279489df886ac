"""Places in a JSON answer (RFC 6901), and the leaves that can be pointed at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samtjanst.ports.lookup import Json

LONGEST = 300  # characters of a pointer, and of a value
MOST = 200  # leaves that are shown, and entries of a list that are read
MOST_CHOICES = 50
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


def texts_at(told: Json, pointer: str) -> tuple[str, ...]:
    """What there is to choose among: the values that stand where the pointer says, in each entry.

    Whoever points at a value of one entry means the same value of every entry in the list that
    it stands in (the innermost); without a list it is the one value. At most ``MOST_CHOICES``,
    each once.
    """
    parts, ways = pointer.split("/"), list(_lists_on(told, pointer))
    if not ways:
        found = [text_at(told, pointer)]
    else:
        place, size = ways[-1]
        found = [
            text_at(told, "/".join((*parts[:place], str(number), *parts[place + 1 :])))
            for number in range(min(size, MOST))
        ]
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_CHOICES]


def entries_at(told: Json, fields: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Values that belong together: those of one entry of a list, by the names of the pointers.

    ``fields`` are the pointers by name. What stands in no list is an entry of its own.
    """
    grouped: dict[tuple[str, ...], list[str]] = {}
    for name, pointer in fields.items():
        ways, parts = list(_lists_on(told, pointer)), pointer.split("/")
        held = tuple(parts[: ways[-1][0]]) if ways else ()
        grouped.setdefault(held, []).append(name)
    found = (
        entry
        for held, names in grouped.items()
        for entry in _entries(told, held, {name: fields[name].split("/") for name in names})
    )
    return tuple(one for one in found if any(one.values()))[:MOST]


def _entries(
    told: Json, held: tuple[str, ...], parts: Mapping[str, list[str]]
) -> Iterator[dict[str, str]]:
    ways = list(_lists_on(told, "/".join((*held, "0")))) if held else []
    size = min(ways[-1][1], MOST) if ways else 1
    for number in range(size):
        places = {
            name: "/".join((*held, str(number), *one[len(held) + 1 :])) if held else "/".join(one)
            for name, one in parts.items()
        }
        yield {name: text_at(told, place) for name, place in places.items()}


def _lists_on(told: Json, pointer: str) -> Iterator[tuple[int, int]]:
    """Each list that the pointer goes through: the place of its index, and how long it is."""
    for place, part in enumerate(pointer.split("/")):
        if place == 0:
            continue
        if isinstance(told, Sequence) and not isinstance(told, str):
            yield place, len(told)
        told = _inside(told, part.replace("~1", "/").replace("~0", "~"))


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
