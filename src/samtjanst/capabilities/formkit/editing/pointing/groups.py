"""Conditions inside one another: all, any, none, with lines added, taken away and wrapped.

A condition of the document is drawn as it stands and read back in the same shape, so that what
nobody touches is not changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.editing.pointing import lines
from samtjanst.capabilities.formkit.editing.pointing.controls import (
    At,
    Choice,
    Control,
    Group,
    Line,
    Posted,
)
from samtjanst.capabilities.formkit.editing.pointing.operators import Condition
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope
from samtjanst.capabilities.formkit.texts import Told

MOST_LINES = 50
DEEPEST = 4
ROWS = frozenset({"any_row", "every_row"})
ROOT = "w"
_HOW = Told("Hur delvillkoren hör ihop", "How the parts belong together")
_HOWS: Mapping[str, Told] = MappingProxyType(
    {
        "and": Told("alla delvillkor stämmer", "all the parts are true"),
        "or": Told("minst ett delvillkor stämmer", "at least one part is true"),
        "not_and": Told("inte alla delvillkor stämmer", "not all the parts are true"),
        "not_or": Told("inget delvillkor stämmer", "none of the parts is true"),
    }
)
WHOLE = At(ROOT, "when")


def draw(
    scope: Scope, said: Condition | None, at: At = WHOLE, *, may_be_empty: bool = False
) -> Group:
    """The whole condition as a group; None has no lines."""
    return _group(scope, said, at, is_least=not may_be_empty)


def _group(scope: Scope, said: Condition | None, at: At, *, is_least: bool) -> Group:
    how, held, paths = _opened(said, at.path)
    can_drop = len(held) > 1 or not is_least
    items = tuple(
        _item(scope, one, At(f"{at.name}-{place}", path, at.depth), can_drop=can_drop)
        for place, (one, path) in enumerate(zip(held, paths, strict=True))
    )
    listed = tuple(Choice(key, words) for key, words in _HOWS.items())
    return Group(
        name=at.name,
        path=at.path,
        how=Control(f"{at.name}-h", at.path, _HOW, "one_of", (how,), listed),
        items=items,
        can_add=len(items) < MOST_LINES,
        can_nest=at.depth < DEEPEST,
        is_outermost=at.depth == 0,
    )


def _item(scope: Scope, said: Condition, at: At, *, can_drop: bool) -> Line | Group:
    inside = replace(at, depth=at.depth + 1)
    if not lines.is_line(said):
        return replace(_group(scope, said, inside, is_least=False), can_drop=can_drop)
    before, after = lines.sides(scope, said, at)
    return Line(
        name=at.name,
        path=at.path,
        controls=lines.controls(scope, said, at),
        before=before,
        after=after,
        rows=_rows(scope, said, inside),
        can_drop=can_drop,
        can_wrap=at.depth < DEEPEST,
    )


def _rows(scope: Scope, said: Condition, at: At) -> Group | None:
    """What each row is tried by, of a condition on rows."""
    inner = lines.bare(said)
    if inner.get("op") not in ROWS:
        return None
    path = f"{at.path}.of" if inner is said else f"{at.path}.of.of"
    inside = scope.inside(str(inner.get("group")))
    return _group(
        inside, inner.get("of") or None, At(f"{at.name}-r", path, at.depth), is_least=True
    )


def read(
    scope: Scope, said: Condition | None, posted: Posted, name: str = ROOT
) -> dict[str, Any] | None:
    """The condition as it is pointed out now, or None for none."""
    how, held, _paths = _opened(said, "")
    items: list[Condition] = []
    for place, one in enumerate(held):
        items += _read_item(scope, one, f"{name}-{place}", posted)
    fresh = lines.fresh(_start(scope, posted.start))
    if posted.does("line", name) and len(items) < MOST_LINES:
        items.append(fresh)
    if posted.does("group", name) and len(items) < MOST_LINES:
        items.append({"op": "and", "of": [fresh]})
    how = posted.plain(f"{name}-h", how)
    return _closed(how, items, is_whole=name == ROOT or name.endswith("-r"))


def _read_item(scope: Scope, said: Condition, name: str, posted: Posted) -> Sequence[Condition]:
    if posted.does("drop", name):
        return ()
    is_line = lines.is_line(said)
    reads = _read_line if is_line else read
    now = reads(scope, said, posted, name)
    if now is None:
        return ()
    if posted.does("wrap", name):
        return ({"op": "and", "of": [now]},)
    return _opened(now, "")[1] if posted.does("open", name) and not is_line else (now,)


def _read_line(
    scope: Scope, said: Condition | None, posted: Posted, name: str
) -> dict[str, Any] | None:
    held = said or {}
    inner = lines.bare(held)
    if inner.get("op") in ROWS:
        inside = scope.inside(str(inner.get("group")))
        of = read(inside, inner.get("of") or None, posted, f"{name}-r")
        fresh = {**inner, "of": of or inner.get("of")}
        held = fresh if inner is held else {"op": "not", "of": fresh}
    return lines.read(scope, held, name, posted)


def _start(scope: Scope, start: str) -> str:
    own = [str(one.get("id")) for one in scope.own()]
    return start if start in own or not own else own[0]


def _opened(said: Condition | None, path: str) -> tuple[str, list[Condition], list[str]]:
    """How conditions are joined, each of them, and where it stands."""
    if not said:
        return "and", [], []
    is_not = said.get("op") == "not" and not lines.is_line(said)
    inner, at = (said.get("of"), f"{path}.of") if is_not else (said, path)
    if not isinstance(inner, Mapping):
        return "and", [], []
    prefix = "not_" if is_not else ""
    listed = inner.get("of")
    if inner.get("op") in {"and", "or"} and isinstance(listed, list):
        paths = [f"{at}.of[{place}]" for place in range(len(listed))]
        return f"{prefix}{inner['op']}", list(listed), paths
    return f"{prefix}or" if is_not else "and", [inner], [at]


def _closed(how: str, items: Sequence[Condition], *, is_whole: bool) -> dict[str, Any] | None:
    if not items:
        return None
    several: dict[str, Any] = {"op": "or" if how.endswith("or") else "and", "of": list(items)}
    only = dict(items[0])
    is_one = len(items) == 1 and lines.is_line(only)
    if how.startswith("not_"):
        is_bare = is_one and not lines.is_line({"op": "not", "of": only})
        return {"op": "not", "of": only if is_bare else several}
    return only if is_one and is_whole else several
