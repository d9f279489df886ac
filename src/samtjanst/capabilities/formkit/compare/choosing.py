"""A merge in which somebody has said, place by place, whose change counts."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from samtjanst.capabilities.formkit.compare.merging import Merged, filled, merged
from samtjanst.capabilities.formkit.compare.parts import (
    IN,
    ORDER,
    Parts,
    Path,
    listed,
    taken_apart,
)


class Side(StrEnum):
    """Whose change counts."""

    THEIRS = "theirs"
    MINE = "mine"


def choose(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    choices: Mapping[Path, Side],
) -> Merged:
    """As ``merge``, with the other side's change taken back wherever one was chosen."""
    names = listed((base, theirs, mine))
    was, one, other = (taken_apart(side, names) for side in (base, theirs, mine))
    for path, side in choices.items():
        _take_back(was, other if side is Side.THEIRS else one, path)
    return merged(was, one, other)


def _take_back(base: Parts, side: Parts, path: Path) -> None:
    """The side as if it had not changed anything at the path."""
    if path[-1] == ORDER:
        home = path[:-1]
        held = side.orders.get(home, [])
        was = [name for name in base.orders.get(home, []) if name in held]
        side.orders[home] = filled(was, [held], [])
        return
    for one in side.under(path):
        del side.leaves[one]
    side.leaves |= base.under(path)
    _rehouse(base, side)


def _rehouse(base: Parts, side: Parts) -> None:
    """Let each part stand in the list that it says it stands in."""
    homes = {path: side.leaves[*path, IN] for path in side.parts()}
    for home in {*side.orders, *homes.values()}:
        inside = {path[-1][1:] for path, where in homes.items() if where == home}
        held = [name for name in side.orders.get(home, []) if name in inside]
        was = [name for name in base.orders.get(home, []) if name in inside]
        side.orders[home] = filled(held, [was], sorted(inside - {*held, *was}))
