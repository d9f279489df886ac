"""Percentiles and tables."""

import statistics
from collections.abc import Sequence
from pathlib import Path


def percentile(times: Sequence[float], part: float) -> float:
    """The value that so many per cent of the times are at or below."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


def line(
    name: str, times: Sequence[float], queries: Sequence[int], cpu: Sequence[float] = ()
) -> str:
    """One step: count, mean, p50, p95, p99 (milliseconds), statements, processor's milliseconds."""
    told = [f"{percentile(times, part):8.2f}" for part in (50, 95, 99)]
    counts = "–" if not queries or max(queries) < 0 else _span(queries)
    spent = f"{statistics.median(cpu):8.2f}" if cpu else ""
    return (
        f"  {name:22}{len(times):6}{statistics.mean(times):9.2f}{''.join(told)}{counts:>8}  {spent}"
    )


HEAD = f"  {'step':22}{'n':>6}{'mean':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'SQL':>8}{'CPU':>10}"


def memory(pid: int) -> list[float]:
    """MB that each process of the group under ``pid`` alone holds (USS), and shares in part."""
    return [_unique(one) for one in _family(pid)]


def threads(pid: int) -> list[int]:
    """How many threads each process of the group under ``pid`` has now."""
    return [_threads(one) for one in _family(pid)]


def _threads(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir()))
    except OSError:
        return 0


def _family(pid: int) -> list[int]:
    found = [pid]
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += _family(int(place.parent.name))
    return found


def _unique(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    rows = [row.split() for row in text.splitlines()[1:]]
    return sum(int(row[1]) for row in rows if row[0] == "Pss:") / 1024


def _span(values: Sequence[int]) -> str:
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low}–{high}"
