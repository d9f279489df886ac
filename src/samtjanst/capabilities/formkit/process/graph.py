"""Which statuses a case can come to, and where it goes round by itself."""

from collections.abc import Container, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from samtjanst.capabilities.formkit.process.model import (
    Automatic,
    Base,
    Process,
    Status,
    Trigger,
)

_NEXT: Mapping[Base, tuple[Base, ...]] = {
    Base.RECEIVED: (Base.IN_PROGRESS,),
    Base.IN_PROGRESS: (Base.RECEIVED, Base.WAITING_FOR_APPLICANT, Base.DECIDED),
    Base.WAITING_FOR_APPLICANT: (Base.IN_PROGRESS,),
    Base.DECIDED: (),
}


def reached(
    process: Process, start: Iterable[str] = (), *, closed: Container[str] = ()
) -> frozenset[str]:
    """The ids of the statuses that can be reached from some, by default from the first.

    No step among the ``closed`` is taken.
    """
    first = process.entry(Base.RECEIVED)
    left = list(start) or ([first.id] if first else [])
    found: set[str] = set()
    while left:
        status = process.find(left.pop())
        if status is None or status.id in found:
            continue
        found.add(status.id)
        ways = (one.to for one in status.outward if one.to and one.id not in closed)
        left += [*ways, *entered(process, status)]
    return frozenset(found)


def leads_to_decision(process: Process, status: Status) -> bool:
    """Whether a case with the status can still be decided."""
    return any(
        one.base in {Base.IN_PROGRESS, Base.DECIDED} and process.decides(one.id)
        for one in (process.status(name) for name in reached(process, [status.id]))
    )


def loop(process: Process) -> tuple[str, ...]:
    """Statuses that lead round to each other by timers alone, in order; () for none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for status in process.statuses():
        sorter.add(status.id, *(one.to for one in status.automatic if _is_timed(one)))
    try:
        sorter.prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def _is_timed(one: Automatic) -> bool:
    return bool(one.to) and one.trigger is not Trigger.ON


def entered(process: Process, status: Status) -> list[str]:
    """Where a case comes to from a status when its state changes, by no step."""
    entries = (
        process.entry(base)
        for base in _NEXT[status.base]
        if base is not Base.DECIDED or process.decides(status.id)
    )
    return [one.id for one in entries if one]
