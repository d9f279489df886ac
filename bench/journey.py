"""The whole journey over HTTP, beside the floor: ``python -m bench.journey [--seconds N]``.

Starts its own installation in a folder of its own, measures, prints, and stops everything.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench import figures
from bench.client import Browser
from bench.driver import Plan, Result
from bench.instance import Instance, running
from samtjanst.project.supervisor.child import Child

# Web processes and clients, as the peer was measured.
SIZES = ((1, 1), (1, 4), (2, 2), (2, 6))


def measure(made: Instance, scenario: str, clients: int, seconds: float) -> Result:
    """Run the driver as a process of its own."""
    plan = Plan(made.ports.web, made.ports.bankid_control, scenario, clients, seconds)
    done = subprocess.run(
        [sys.executable, "-m", "bench.driver"],
        input=json.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        env=dict(made.environment),
        check=True,
        text=True,
    )
    return Result(**json.loads(done.stdout))


def show(title: str, result: Result, floor: float = 0.0) -> float:
    """Print one scenario; returns the mean rate of requests a second."""
    count = sum(len(times) for times in result.steps.values())
    rate = count / result.seconds
    beside = f", {rate / floor:.0%} of the floor" if floor else ""
    print(f"{title}: {rate:.1f} requests/s{beside}")
    print(figures.HEAD)
    for step, times in result.steps.items():
        print(figures.line(step, times, result.queries[step], result.cpu[step]))
    return rate


def round_of(made: Instance, web: Child, processes: int, clients: int, seconds: float) -> None:
    """Everything at one size; floor before and after, the better one counts."""
    print(f"\n== {processes} web process(es), {clients} client(s)")
    before = measure(made, "floor", clients, seconds / 2)
    save = measure(made, "save", clients, seconds)
    after = measure(made, "floor", clients, seconds / 2)
    floors = [show("floor", floor) for floor in (before, after)]
    floor = max(floors)
    show("save a page", save, floor)
    whole = measure(made, "submission", clients, seconds * 2)
    show("whole submissions", whole)
    count = len(whole.steps["hand_in"])
    print(f"whole submissions/s: {count / whole.seconds:.1f}", end="; ")
    total = sum(sum(step) for step in whole.queries.values()) / count
    print(f"statements per submission: {total:.0f}")
    times = before.steps["floor"] + after.steps["floor"]
    spent = before.cpu["floor"] + after.cpu["floor"]
    for step in ("save_page", "seal_and_ask", "hand_in"):
        # By processor time, too: what others do on the machine does not change that.
        wall = statistics.mean(times) / statistics.mean(whole.steps[step])
        cpu = statistics.median(spent) / statistics.median(whole.cpu[step])
        print(f"  floor's time / {step}'s: {wall:.0%}; in the processor: {cpu:.0%}")
    show("page with 200 questions and 100 rules", measure(made, "save_wide", clients, seconds / 2))
    show("portal", measure(made, "portal", clients, seconds / 2))
    print("memory per process (MB, PSS):", [round(mb) for mb in figures.memory(web.pid)])


def cold_start(made: Instance) -> None:
    """From nothing running but the database to the first answer of the portal."""
    started = time.perf_counter()
    with made.product(1, worker=False):
        browser = Browser(made.ports.web, "mjolby.localhost")
        browser.get("/")
        print(f"cold start of a web process to the portal's first answer: "
              f"{time.perf_counter() - started:.2f} s")  # fmt: skip


def first_view(made: Instance) -> None:
    """What a browser fetches the first time it comes to the portal, compressed."""
    browser = Browser(made.ports.web, "mjolby.localhost", encoding="gzip, br")
    page = browser.get("/")
    total, names = page.size, {"/": page.size}
    plain = Browser(made.ports.web, "mjolby.localhost").get("/").body.decode()
    for path in sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', plain))):
        names[path] = browser.get(path).size
        total += names[path]
    print("first view of the portal, bytes:", total, names)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8600)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--sizes", default="1x1,1x4,2x2,2x6", help="processes x clients")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="samtjanst-bench-"))
    sizes = [tuple(map(int, size.split("x"))) for size in given.sizes.split(",")]
    with running(folder, given.port) as made:
        made.python("-m", "bench.publish", "jamforelse", "bred")
        cold_start(made)
        for processes, clients in sizes:
            with made.product(processes) as web:
                if (processes, clients) == sizes[0]:
                    first_view(made)
                round_of(made, web, processes, clients, given.seconds)


if __name__ == "__main__":
    main()
