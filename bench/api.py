"""What connected systems ask for at few and many cases, beside the floor: ``python -m bench.api``.

Starts an installation of its own for each size (the same as bench.work does), makes the cases (see
bench.town), connects a system, measures with one caller, and prints how the 95th percentiles
compare.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import figures
from bench.driver import Result
from bench.instance import Instance, running
from bench.journey import measure, show
from bench.work import make

MOST_QUERIES, MOST_RATIO = 8, 1.5


def connected(made: Instance) -> Instance:
    """The installation, with the credentials of a system in the driver's environment."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.connected"],
        env=dict(made.environment),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return replace(made, environment={**made.environment, "BENCH_CLIENT": told.stdout})


def sized(made: Instance, cases: int, seconds: float) -> tuple[Result, Result]:
    """Floor and interface at so many cases in the system's municipality."""
    make(made, cases)
    with made.product(1, worker=False):
        floor = measure(made, "floor", 1, seconds / 4)
        result = measure(made, "api", 1, seconds)
        show(f"\n== {cases} cases: floor", floor)
        show("interface", result)
    return floor, result


def compare(floor: Result, few: Result, many: Result) -> None:
    """Print step by step what it costs, and what is above the measures."""
    base = figures.percentile(floor.steps["floor"], 95)
    print(f'\n  floor p95 {base:.1f} ms at the same size as "many"')
    print(f"  {'step':42}{'p95 few':>9}{'p95 many':>9}{'ratio':>7}{'SQL':>5}")
    for step, times in many.steps.items():
        before, after = (figures.percentile(one, 95) for one in (few.steps[step], times))
        most = max(*few.queries[step], *many.queries[step])
        told = [f"more than {MOST_RATIO} ×"] if after / before > MOST_RATIO else []
        is_list = step.startswith("api: 100")
        told += [f"more than {MOST_QUERIES} queries"] if is_list and most > MOST_QUERIES else []
        print(f"  {step:42}{before:9.1f}{after:9.1f}{after / before:7.2f}{most:5}  "
              f"{', '.join(told)}")  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--sizes", default="1000,20000")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="samtjanst-bench-"))
    results = []
    for size in given.sizes.split(","):
        with running(folder / size, given.port) as started:
            results.append(sized(connected(started), int(size), given.seconds))
    compare(results[-1][0], results[0][1], results[-1][1])


if __name__ == "__main__":
    main()
