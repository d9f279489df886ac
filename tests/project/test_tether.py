"""Nothing of ours outlives what started it, however that ends."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from samtjanst.project.postgres import processes

# As a web server does it: a process that forks another, which loads the application and
# neither listens to SIGTERM nor ends by itself.
STARTER = """
import multiprocessing, os, signal, sys, time

def serve():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.argv[1] == "late":
        while os.getppid() == multiprocessing.parent_process().pid:
            time.sleep(0.01)
    import samtjanst.project.wsgi
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    time.sleep(100)

process = multiprocessing.get_context("fork").Process(target=serve)
process.start()
sys.stdout.write(f"{process.pid}\\n")
sys.stdout.flush()
process.join()
"""


def _starter(when: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."}
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, when],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )


def _line(starter: subprocess.Popen[str]) -> str:
    return starter.stdout.readline().strip() if starter.stdout else ""


def _ends(pid: int, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while processes.is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes.is_alive(pid)


@pytest.mark.parametrize("when", ["serving", "late"])
def test_server_process_ends_with_its_killed_starter(when: str) -> None:
    with _starter(when) as starter:
        pid = int(_line(starter))
        if when == "serving":
            assert _line(starter) == "ready"
        starter.kill()
    assert _ends(pid)


def test_application_is_loaded_without_a_starter() -> None:
    assert multiprocessing.parent_process() is None
    code = "import samtjanst.project.wsgi as w; print(callable(w.application))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "True"


def test_supervisors_child_that_ignores_sigterm_ends_with_it(tmp_path: Path) -> None:
    unwilling = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(100)"
    program = (
        "import os, pathlib, time\n"
        "from samtjanst.project.supervisor.child import Child, Program\n"
        f"child = Child(Program('t', 'T', ('-c', {unwilling!r}), lambda: True),"
        f" pathlib.Path({str(tmp_path / 'log')!r}), os.environ)\n"
        "child.start()\nprint(child.pid, flush=True)\ntime.sleep(100)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(_line(parent))
        time.sleep(0.5)
        os.kill(pid, signal.SIGTERM)
        assert processes.is_alive(pid)
        parent.kill()
    assert _ends(pid)
