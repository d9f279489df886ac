"""Two drafts from one base become one; what cannot be both is told exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.compare.parts import (
    IN,
    LIST,
    MISSING,
    ORDER,
    Parts,
    Path,
    listed,
    owner,
    put_together,
    taken_apart,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides want something different; the result has what they have.

    For a part that one side has removed and the other changed, the values are the part's leaves
    (MISSING on the side that removed it), and the part is kept as changed.
    """

    path: Path
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged document, and what could not be merged."""

    document: dict[str, Any]
    conflicts: tuple[Conflict, ...]


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Both sides' changes since ``base``; each is in the result or in a conflict."""
    names = listed((base, theirs, mine))
    return merged(*(taken_apart(one, names) for one in (base, theirs, mine)))


def merged(base: Parts, theirs: Parts, mine: Parts) -> Merged:
    """As :func:`merge`, of documents that have been taken apart."""
    return _Merge(base, theirs, mine).run()


class _Merge:
    def __init__(self, base: Parts, theirs: Parts, mine: Parts) -> None:
        self.base, self.theirs, self.mine = base, theirs, mine
        self.made = Parts()
        self.conflicts: dict[Path, Conflict] = {}

    def run(self) -> Merged:
        self._leaves()
        for path in sorted(self._half_removed()):
            self._keep(path)
        self._keep_owners()
        self._untangle()
        self._orders()
        found = tuple(self.conflicts[path] for path in sorted(self.conflicts))
        return Merged(put_together(self.made), found)

    def _leaves(self) -> None:
        for path in self.base.leaves | self.theirs.leaves | self.mine.leaves:
            base, theirs, mine = (one.of(path) for one in (self.base, self.theirs, self.mine))
            value = mine if _same(theirs, base) else theirs
            if not (_same(theirs, mine) or _same(theirs, base) or _same(mine, base)):
                self.conflicts[path] = Conflict(path, base, theirs, mine)
            if value is not MISSING:
                self.made.leaves[path] = value

    def _half_removed(self) -> set[Path]:
        """Parts that one side has removed and the other has changed."""
        theirs, mine = self.theirs.parts(), self.mine.parts()
        return {
            path
            for path in self.base.parts() & (theirs ^ mine)
            if self._touched(self.theirs if path in theirs else self.mine, path)
        }

    def _touched(self, side: Parts, path: Path) -> bool:
        ordered = {one for one in self.base.orders | side.orders if one[: len(path)] == path}
        return side.under(path) != self.base.under(path) or any(
            side.orders.get(one) != self.base.orders.get(one) for one in ordered
        )

    def _keep(self, path: Path) -> None:
        """The part as the side that has it wants it; the removal is a conflict."""
        in_theirs, in_mine = (path in side.parts() for side in (self.theirs, self.mine))
        side = self.theirs if in_theirs else self.mine if in_mine else self.base
        for one in self.made.under(path):
            del self.made.leaves[one]
        self.made.leaves |= side.under(path)
        for one in [one for one in self.conflicts if one[: len(path)] == path]:
            del self.conflicts[one]
        self.conflicts[path] = Conflict(
            path,
            self.base.under(path) or MISSING,
            self.theirs.under(path) or MISSING,
            self.mine.under(path) or MISSING,
        )

    def _keep_owners(self) -> None:
        """A part that is kept needs what it stands in."""
        while lost := {
            own
            for path in self.made.parts()
            if (own := owner(self.made.leaves[*path, IN])) and own not in self.made.parts()
        }:
            for path in sorted(lost):
                self._keep(path)

    def _untangle(self) -> None:
        """One side made a value of what the other filled: theirs stands, the rest is told."""
        for path in sorted(self.made.leaves):
            above = [path[:size] for size in range(1, len(path))]
            held = next((one for one in above if self.made.of(one) not in (MISSING, {})), None)
            if held is not None and path in self.made.leaves:
                lost = held if self.theirs.of(held) is MISSING else path
                values = [one.of(lost) for one in (self.base, self.theirs, self.mine)]
                self.conflicts[lost] = Conflict(lost, *values)
                del self.made.leaves[lost]

    def _orders(self) -> None:
        held: dict[Path, set[str]] = {}
        for path in self.made.parts():
            home = self.made.leaves[*path, IN]
            held.setdefault(home, set()).add(path[-1][1:])
            self.made.leaves[*home, LIST] = True
        for home, names in held.items():
            self.made.orders[home] = self._order(home, names)

    def _order(self, home: Path, names: set[str]) -> list[str]:
        base, theirs, mine = (
            [name for name in side.orders.get(home, []) if name in names]
            for side in (self.base, self.theirs, self.mine)
        )
        common = set(theirs) & set(mine)
        known = common & set(base)
        was, one, other = (_only(order, known) for order in (base, theirs, mine))
        if one == other == was:
            chosen = min(_only(theirs, common), _only(mine, common))
        else:
            chosen = _only(mine if one == was else theirs, common)
        if was != one != other != was:
            self.conflicts[*home, ORDER] = Conflict((*home, ORDER), was, one, other)
        rest = [name for name in base if name not in {*theirs, *mine}]
        return filled(chosen, sorted([theirs, mine]), rest)


def filled(chosen: list[str], sides: list[list[str]], rest: list[str]) -> list[str]:
    """The order ``chosen`` with all that is in a side, and ``rest`` last.

    What only one side has stands after what it stood after there.
    """
    after: dict[str, list[str]] = {}
    placed = set(chosen)
    for side in sides:
        anchor = ""
        for name in side:
            if name in chosen:
                anchor = name
            elif name not in placed:
                placed.add(name)
                after.setdefault(anchor, []).append(name)
    made = list(after.get("", []))
    for name in chosen:
        made += [name, *after.get(name, [])]
    return made + [name for name in rest if name not in placed]


def _only(order: list[str], names: set[str]) -> list[str]:
    return [name for name in order if name in names]


def _same(one: Any, other: Any) -> bool:
    # 1 and True are equal in Python, and different in a document.
    return type(one) is type(other) and bool(one == other)
