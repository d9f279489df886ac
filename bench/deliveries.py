"""Deliveries drained by one worker and by several: ``python -m bench.deliveries``.

Starts its own installation, makes as many cases as deliveries, and lets so many workers empty the
queue: to the demo's pupil register, which runs on the same machine, or with ``--wait`` to one that
takes so many milliseconds for each. Prints deliveries a second and how it scales; more workers than
processors cannot be faster than the processors, when they do not wait.
"""

import argparse
import contextlib
import json
import os
import tempfile
import time
from pathlib import Path

import psycopg

from bench.instance import Instance, running
from bench.receiver import waiting
from samtjanst.project.supervisor import plan
from samtjanst.project.supervisor.child import Child

_LEFT = "SELECT count(*) FROM handoff_delivery WHERE state = 'queued'"
_ENDED = "SELECT state, count(*) FROM handoff_delivery GROUP BY state ORDER BY state"
PUPILS = "elevregister"  # as the demo connects it
_PAUSE = 0.2  # seconds between two looks


def drained(made: Instance, system: str, count: int, workers: int) -> float:
    """Deliveries a second with so many workers, from the first ones until nothing is left."""
    made.python("-m", "bench.parcels", f"{system} {workers}", str(count), system)
    program = next(one for one in plan.product(made.ports) if one.name == "worker")
    children = [
        Child(program, made.folder.log(f"worker-{place}"), made.environment)
        for place in range(workers)
    ]
    try:
        for child in children:
            child.start()
        return _rate(made, count)
    finally:
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end()


def _rate(made: Instance, count: int) -> float:
    # The time that a worker takes to start is no part of it.
    first, begun = count, 0.0
    with psycopg.connect(made.dsn_owner, autocommit=True) as owner:
        while True:
            row = owner.execute(_LEFT).fetchone()
            left = row[0] if row else 0
            if first == count and left < count:
                first, begun = left, time.monotonic()
            if not left:
                return first / (time.monotonic() - begun)
            time.sleep(_PAUSE)


def connected(made: Instance, wait: float | None, stack: contextlib.ExitStack) -> str:
    """The name of the system to deliver to; one that waits is connected as an operator does it."""
    if wait is None:
        return PUPILS
    values = made.folder.root / "receiver.json"
    values.write_text(json.dumps(stack.enter_context(waiting(wait / 1000))))
    connect = ("connect", "mjolby", "business_system", "rest", "--name", "waits")
    made.manage(*connect, "--values", str(values))
    return "waits"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", default="1,4")
    parser.add_argument("--wait", type=float, help="milliseconds that the receiver takes")
    given = parser.parse_args()
    sizes = [int(size) for size in given.workers.split(",")]
    folder = Path(tempfile.mkdtemp(prefix="samtjanst-bench-"))
    with running(folder, given.port) as made, contextlib.ExitStack() as stack:
        made.python("-m", "bench.town", "--cases", str(given.count))
        system = connected(made, given.wait, stack)
        rates = [drained(made, system, given.count, size) for size in sizes]
        with psycopg.connect(made.dsn_owner) as owner:
            print("\nended as:", dict(owner.execute(_ENDED).fetchall()))
    print(f"{given.count} deliveries, {os.cpu_count()} processors")
    for size, rate in zip(sizes, rates, strict=True):
        print(f"  {size:2} workers {rate:8.1f} deliveries/s  {rate / rates[0]:5.2f} ×")


if __name__ == "__main__":
    main()
