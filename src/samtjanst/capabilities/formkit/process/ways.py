"""Every way in which a case can come to a status, by the steps that conditions hold."""

from collections.abc import Collection

from samtjanst.capabilities.formkit.process import graph
from samtjanst.capabilities.formkit.process.model import Base, Process

# The held steps that all have to be open for one way.
Way = frozenset[str]
MOST_WAYS = 64  # to one status; where there are more, nothing is said of it


def ways(process: Process, held: Collection[str]) -> dict[str, frozenset[Way]]:
    """The least sets of held steps by which each status is reached from the beginning.

    A status that every case can come to has the empty set alone. One that no step leads to is
    left out, and so is one with more than ``MOST_WAYS``, with what lies behind it.
    """
    first = process.entry(Base.RECEIVED)
    found: dict[str, frozenset[Way]] = {first.id: frozenset({Way()})} if first else {}
    too_many: set[str] = set()
    left = [*found]
    while left:
        here = left.pop()
        for step, to in _onward(process, here):
            more = {way | ({step} & set(held)) for way in found[here]}
            every = _least({*found.get(to, ()), *more})
            if len(every) > MOST_WAYS:
                too_many.add(to)
            elif every != found.get(to):
                found[to] = every
                left.append(to)
    unknown = _behind(process, too_many, {name for name, every in found.items() if Way() in every})
    return {name: every for name, every in found.items() if name not in unknown}


def _behind(process: Process, names: set[str], free: set[str]) -> set[str]:
    """What is come to from some, but by a status that every case can come to anyway."""
    left, found = list(names - free), set[str]()
    while left:
        here = left.pop()
        found.add(here)
        left += [to for _step, to in _onward(process, here) if to not in free | found]
    return found


def _onward(process: Process, here: str) -> list[tuple[str, str]]:
    """Each step, and where it leads; "" for a step that is taken as the state changes."""
    status = process.status(here)
    steps = [(one.id, one.to) for one in status.outward if one.to and process.find(one.to)]
    return [*steps, *(("", to) for to in graph.entered(process, status))]


def _least(every: set[Way]) -> frozenset[Way]:
    """Without those that another is a part of."""
    return frozenset(one for one in every if not any(other < one for other in every))
