"""A document as leaves by path, with stable ids in the paths instead of places in lists.

A part is something with an id in a list: its path ends with ``#id``. Questions have a path of
their own wherever they stand, so that they can move. Each part has the leaf ``@in`` (the path
of its list), each list of parts the leaf ``@list``. Order is kept beside.
"""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str, ...]
IN, LIST, ORDER, QUESTIONS = "@in", "@list", "@order", "questions"
# Taken or left whole: half of one condition and half of another mean something else.
WHOLE = frozenset({"when", "value", "calculate", "target", "from", "keywords", "accept", "names"})


class Missing:
    """Nothing stands there."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(slots=True)
class Parts:
    """``leaves`` by path and ``orders``: the ids of each list, by the list's path."""

    leaves: dict[Path, Any] = field(default_factory=dict)
    orders: dict[Path, list[str]] = field(default_factory=dict)

    def of(self, path: Path) -> Any:
        """The leaf, or MISSING."""
        return self.leaves.get(path, MISSING)

    def under(self, path: Path) -> dict[Path, Any]:
        """The leaves of a part."""
        return {one: leaf for one, leaf in self.leaves.items() if one[: len(path)] == path}

    def parts(self) -> set[Path]:
        """The paths of everything that has an id."""
        return {path[:-1] for path in self.leaves if path[-1] == IN}


def listed(documents: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Names of lists that are lists of parts in every one of the documents."""
    found: dict[str, bool] = {}
    for document in documents:
        seen: set[str] = set()
        _look(document, found, seen)
    return frozenset(name for name, is_sound in found.items() if is_sound)


def _look(value: Any, found: dict[str, bool], seen: set[str]) -> None:
    if not isinstance(value, Mapping):
        return
    for name, item in value.items():
        if name in WHOLE or (name == "options" and "effect" in value):
            continue
        if isinstance(item, list) and item:
            found[name] = found.get(name, True) and _has_ids(item)
            if name == QUESTIONS and _has_ids(item):  # their ids are one for the document
                ids = {one["id"] for one in item}
                found[name] = found[name] and not ids & seen
                seen |= ids
            for one in item:
                _look(one, found, seen)
        _look(item, found, seen)


def _has_ids(items: list[Any]) -> bool:
    ids = [one.get("id") if isinstance(one, Mapping) else None for one in items]
    return all(isinstance(one, str) for one in ids) and len(set(ids)) == len(ids)


def taken_apart(document: Mapping[str, Any], names: frozenset[str]) -> Parts:
    """The document by path; ``names`` are the lists of parts."""
    found = Parts()
    _apart(document, (), names, found)
    return found


def _apart(value: Mapping[str, Any], path: Path, names: frozenset[str], found: Parts) -> None:
    for name, item in value.items():
        here = (*path, name)
        if isinstance(item, list) and name in names and (not item or _has_ids(item)):
            _list(item, here, names, found)
        elif isinstance(item, Mapping) and item and name not in WHOLE:
            _apart(item, here, names, found)
        else:
            found.leaves[here] = item


def _list(items: list[Any], here: Path, names: frozenset[str], found: Parts) -> None:
    found.leaves[*here, LIST] = True
    found.orders[here] = [one["id"] for one in items]
    for one in items:
        own = part_path(here, one["id"])
        found.leaves[*own, IN] = here
        _apart({key: item for key, item in one.items() if key != "id"}, own, names, found)


def part_path(container: Path, part_id: str) -> Path:
    """The path of a part in a list."""
    home = (QUESTIONS,) if container[-1] == QUESTIONS else container
    return (*home, f"#{part_id}")


def owner(container: Path) -> Path:
    """The part that a list belongs to, or () for the document."""
    places = [number for number, name in enumerate(container) if name.startswith("#")]
    return container[: places[-1] + 1] if places else ()


def put_together(parts: Parts) -> dict[str, Any]:
    """The document again."""
    return _together((), _tree(parts), parts)


def _tree(parts: Parts) -> dict[Path, dict[Path, Any]]:
    """The leaves of each part, without its path."""
    found: dict[Path, dict[Path, Any]] = {}
    for path, leaf in parts.leaves.items():
        own = owner(path)
        found.setdefault(own, {})[path[len(own) :]] = leaf
    return found


def _together(own: Path, tree: dict[Path, dict[Path, Any]], parts: Parts) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for path, leaf in sorted(tree.get(own, {}).items(), key=lambda pair: len(pair[0])):
        if path[-1] == IN:
            continue
        at = made
        for name in path[:-1] if path[-1] != LIST else path[:-2]:
            at = at.setdefault(name, {})
        if path[-1] != LIST:
            at[path[-1]] = copy.deepcopy(leaf)
            continue
        here = (*own, *path[:-1])
        at[path[-2]] = [
            {"id": name, **_together(part_path(here, name), tree, parts)}
            for name in parts.orders.get(here, [])
        ]
    return made
