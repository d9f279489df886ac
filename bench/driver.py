"""The load: a process of its own that visits the product like people do; run by bench.journey.

Reads one JSON plan on standard input, writes one JSON result on standard output.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from bench import visits
from bench.visits import Samples, Visitor


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be driven."""

    port: int
    control: int  # where the simulated BankID app is played
    scenario: str
    clients: int
    seconds: float
    host: str = "mjolby.localhost"


@dataclass(slots=True)
class Result:
    """Milliseconds (in all, and of processor time) and statements of every request, by step.

    Of lists also how many cases were on the page.
    """

    seconds: float
    steps: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def drive(plan: Plan) -> Result:
    """So many visitors at the same time, for so long, after a warm-up that is not counted."""
    act: Callable[[Visitor], None] = visits.SCENARIOS[plan.scenario]
    visitors = [Visitor(plan.port, plan.host, plan.control, n) for n in range(plan.clients)]
    for visitor in visitors:
        visitor.prepare(plan.scenario)
    gate = threading.Barrier(plan.clients + 1)
    failures: list[Exception] = []

    def loop(visitor: Visitor) -> None:
        try:
            for _ in range(3):
                act(visitor)
            visitor.samples = Samples()
            gate.wait(60)
            end = time.perf_counter() + plan.seconds
            while time.perf_counter() < end:
                act(visitor)
        except Exception as error:  # noqa: BLE001 - told to the one who waits
            failures.append(error)
            gate.abort()

    threads = [threading.Thread(target=loop, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    started = _opened(gate)
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return _joined(visitors, time.perf_counter() - started)


def _opened(gate: threading.Barrier) -> float:
    try:
        gate.wait(60)
    except threading.BrokenBarrierError:
        return 0.0
    return time.perf_counter()


def _joined(visitors: list[Visitor], seconds: float) -> Result:
    result = Result(seconds)
    for visitor in visitors:
        result.rows |= visitor.samples.rows
        for step, times in visitor.samples.times.items():
            result.steps.setdefault(step, []).extend(times)
            result.cpu.setdefault(step, []).extend(visitor.samples.cpu[step])
            result.queries.setdefault(step, []).extend(visitor.samples.queries[step])
    return result


def main() -> None:
    """Drive one plan."""
    wanted: dict[str, Any] = json.load(sys.stdin)
    json.dump(asdict(drive(Plan(**wanted))), sys.stdout)


if __name__ == "__main__":
    main()
