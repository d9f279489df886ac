"""What has been added, removed, moved and changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samtjanst.capabilities.formkit.compare.parts import IN, LIST, Parts, Path, listed, taken_apart


class ChangeKind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # to another list
    ORDERED = "ordered"  # the parts of a list stand in another order
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``before`` and ``after`` are MISSING where there is nothing.

    For a part that is added or removed they are True, for one that has moved the paths of the
    lists, for an order the ids.
    """

    kind: ChangeKind
    path: Path
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every change, by path. A part that is added or removed is one change, with all in it."""
    names = listed((before, after))
    return between(taken_apart(before, names), taken_apart(after, names))


def between(old: Parts, new: Parts) -> list[Change]:
    """The changes from one to the other."""
    was, has = old.parts(), new.parts()
    gone, come = was - has, has - was
    found = [Change(ChangeKind.REMOVED, path, True, new.of(path)) for path in _tops(gone)]
    found += [Change(ChangeKind.ADDED, path, old.of(path), True) for path in _tops(come)]
    for path in old.leaves | new.leaves:
        one, other = old.of(path), new.of(path)
        if (one == other and type(one) is type(other)) or _inside(path, gone | come):
            continue
        if path[-1] == LIST:
            continue
        kind = ChangeKind.MOVED if path[-1] == IN else ChangeKind.CHANGED
        found.append(Change(kind, path[:-1] if path[-1] == IN else path, one, other))
    return sorted(found + _orders(old, new), key=lambda change: (change.path, change.kind))


def _orders(old: Parts, new: Parts) -> list[Change]:
    found = []
    for path in sorted(old.orders.keys() & new.orders.keys()):
        both = set(old.orders[path]) & set(new.orders[path])
        before = [name for name in old.orders[path] if name in both]
        after = [name for name in new.orders[path] if name in both]
        if before != after:
            found.append(Change(ChangeKind.ORDERED, path, before, after))
    return found


def _tops(paths: set[Path]) -> list[Path]:
    """Without those that stand in another of them."""
    return sorted(path for path in paths if not _inside(path[:-1], paths))


def _inside(path: Path, parts: set[Path]) -> bool:
    return any(path[:size] in parts for size in range(1, len(path) + 1))
