"""A handler's lists, search and case page at few and many cases: ``python -m bench.work``.

Starts an installation of its own for each size, makes the cases (see bench.town), measures with
one visitor, and prints how the 95th percentiles compare. The folder can be given, and is then
kept with a folder for each size in it: made on one day (``--make``), measured on a calm one.
"""

import argparse
import tempfile
from pathlib import Path

import psycopg

from bench import figures
from bench.driver import Result
from bench.instance import Instance, running
from bench.journey import measure, show

MOST_QUERIES, MOST_RATIO = 12, 1.5


def make(made: Instance, cases: int) -> None:
    """So many cases in the handler's municipality."""
    made.python("-m", "bench.town", "--cases", str(cases))
    with psycopg.connect(made.dsn_owner, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")  # what autovacuum does within minutes by itself


def sized(made: Instance, cases: int, seconds: float) -> Result:
    """Measure at so many cases in the handler's municipality."""
    make(made, cases)
    with made.product(1, worker=False) as web:
        result = measure(made, "work", 1, seconds)
        show(f"\n== {cases} cases", result)
        print("memory per process (MB, PSS):", [round(mb) for mb in figures.memory(web.pid)])
    return result


def compare(few: Result, many: Result) -> None:
    """Print step by step how much longer it takes, and what is above the measures.

    A page that has fewer cases at the smaller size is not the same page: how many are told.
    """
    print(f"\n  {'step':32}{'p95 few':>9}{'p95 many':>9}{'ratio':>7}{'SQL':>5}{'rows':>9}")
    for step, times in many.steps.items():
        before, after = (figures.percentile(one, 95) for one in (few.steps[step], times))
        most = max(*few.queries[step], *many.queries[step])
        told = [f"more than {MOST_RATIO} ×"] if after / before > MOST_RATIO else []
        told += [f"more than {MOST_QUERIES} queries"] if most > MOST_QUERIES else []
        rows = f"{few.rows[step]}–{many.rows[step]}" if step in few.rows else ""
        print(f"  {step:32}{before:9.1f}{after:9.1f}{after / before:7.2f}{most:5}{rows:>9}  "
              f"{', '.join(told)}")  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--sizes", default="100,100000")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--make", action="store_true", help="the cases, and measure nothing")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="samtjanst-bench-"))
    results = []
    for size in given.sizes.split(","):
        with running(folder / size, given.port) as made:
            if given.make:
                make(made, int(size))
            else:
                results.append(sized(made, int(size), given.seconds))
    if results:
        compare(results[0], results[-1])


if __name__ == "__main__":
    main()
