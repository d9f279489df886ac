"""Fifty people wait for BankID: ``python -m bench.polling [--people N] [--seconds N]``.

Each open screen asks for its code every second and for its state every other, as the page's
script does, first while BankID answers at once, then while it takes longer than we wait for it.
Beside them somebody else reads the portal: what that costs in either case is what the waiting
people cost everybody else. Run in a process of its own; the web server is another.
"""

import argparse
import http.client
import random
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import figures
from bench.client import Answer, Browser
from bench.instance import running

HOST = "mjolby.localhost"
SLOW = 4.5  # seconds; the adapter gives up after five


@dataclass(slots=True)
class Figures:
    """Milliseconds and statements by step."""

    times: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, list[int]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, step: str, answer: Answer) -> None:
        """Note one answer, which must be a good one."""
        if answer.status != 200:
            raise RuntimeError(f"{step} answered {answer.status}")
        with self.lock:
            self.times.setdefault(step, []).append(answer.took)
            self.queries.setdefault(step, []).append(answer.queries)


class Waiting:
    """Somebody with the e-ID screen open."""

    def __init__(self, port: int) -> None:
        self.browser = Browser(port, HOST)
        self.browser.get("/logga-in/")
        page = self.browser.post("/logga-in/", {"next": ""}).location
        self.key = page.rstrip("/").rsplit("/", 1)[-1]

    def wait(self, until: float, found: Figures) -> None:
        """Ask like the page's script."""
        time.sleep(random.random())
        beat = 0
        while time.monotonic() < until:
            due = time.monotonic() + 1
            found.add("code", self.browser.get(f"/eid/{self.key}/kod.svg"))
            if beat % 2 == 0:
                found.add("state", self.browser.get(f"/eid/{self.key}/status/"))
            beat += 1
            time.sleep(max(0, due - time.monotonic()))


def read_portal(port: int, until: float, found: Figures, step: str) -> None:
    """Somebody who has nothing to do with BankID."""
    browser = Browser(port, HOST)
    while time.monotonic() < until:
        found.add(step, browser.get("/"))
        time.sleep(0.05)


def tell(control: int, action: str, **form: str) -> None:
    """Set the simulated BankID."""
    connection = http.client.HTTPConnection("127.0.0.1", control)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/_sim/{action}", urlencode(form), kind)
    if connection.getresponse().status != 200:
        raise RuntimeError(action)
    connection.close()


def phase(title: str, web: int, port: int, people: list[Waiting], seconds: float) -> None:
    """Let them wait for so long, beside one reader; print what it took of the process ``web``."""
    found, until = Figures(), time.monotonic() + seconds
    threads = [threading.Thread(target=one.wait, args=(until, found)) for one in people]
    threads.append(threading.Thread(target=read_portal, args=(port, until, found, "portal")))
    for thread in threads:
        thread.start()
    most = 0
    while time.monotonic() < until:
        most = max(most, *figures.threads(web))
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    print(f"\n== {title}, {len(people)} waiting")
    print(figures.HEAD)
    for step, times in found.times.items():
        print(figures.line(step, times, found.queries[step]))
    for step in {"code", "state"} & set(found.queries):
        told = found.queries[step]
        print(f"statements for {step}: {max(told)} at most, one or none in {_few(told):.0%}")
    print("threads of the web process, at most:", most)


def _few(told: list[int]) -> float:
    return sum(one <= 1 for one in told) / len(told)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15.0)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="samtjanst-bench-"))
    with running(folder, given.port) as made, made.product(1, worker=False) as web:
        control = made.ports.bankid_control
        tell(control, "lifetimes", pickup="3600", delay=str(SLOW))
        Browser(made.ports.web, HOST).get("/")
        phase("nobody", web.pid, made.ports.web, [], given.seconds / 3)
        people = [Waiting(made.ports.web) for _ in range(given.people)]
        phase("BankID answers at once", web.pid, made.ports.web, people, given.seconds)
        tell(control, "fault", fault="slow")
        phase(f"BankID takes {SLOW} s", web.pid, made.ports.web, people, given.seconds)
        tell(control, "fault", fault="none")
        print("memory per process (MB, PSS):", [round(mb) for mb in figures.memory(web.pid)])


if __name__ == "__main__":
    main()
