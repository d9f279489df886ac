"""The supervisor keeps its children alive and leaves none behind."""

import dataclasses
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from samtjanst.project import postgres
from samtjanst.project.postgres import processes
from samtjanst.project.supervisor import health, plan, run, screen
from samtjanst.project.supervisor.child import Child, Program
from samtjanst.project.supervisor.folder import CannotStartError, DataFolder

pytestmark = pytest.mark.enable_socket
FOREVER = "import time\ntime.sleep(100)"


def _child(tmp_path: Path, code: str, grace: float = 1.0) -> Child:
    program = Program("test", "Test", ("-c", code), health.at_once, grace)
    return Child(program, tmp_path / "test.log", os.environ)


def _until(condition: Callable[[], object], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_child_that_crashes_is_started_again_later_each_time(tmp_path: Path) -> None:
    child = _child(tmp_path, "raise SystemExit(3)")
    child.start()
    assert _until(lambda: child.code == 3)
    assert "code 3" in child.tend()
    assert "in 1 s" in child.tend() or child.tend() == ""
    assert _until(lambda: "started again" in child.tend())
    assert _until(lambda: child.code == 3)
    assert "in 2 s" in child.tend()


def test_child_that_lives_is_left_alone(tmp_path: Path) -> None:
    child = _child(tmp_path, FOREVER)
    child.start()
    assert child.tend() == ""
    child.end()
    assert child.code == -signal.SIGTERM


def test_end_takes_grandchildren_and_the_unwilling(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    child = _child(
        tmp_path,
        "import pathlib, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(inner.pid))\n"
        "time.sleep(100)",
    )
    child.start()
    assert _until(lambda: note.exists() and note.read_text())
    child.end()
    assert child.code == -signal.SIGKILL
    assert _until(lambda: not processes.is_alive(int(note.read_text())), 5)


def test_child_ends_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, time\n"
        "from samtjanst.project.supervisor.child import Child, Program\n"
        f"child = Child(Program('t', 'T', ('-c', {FOREVER!r}), lambda: True),"
        f" pathlib.Path({str(tmp_path / 'log')!r}), os.environ)\n"
        "child.start()\nprint(child.pid, flush=True)\ntime.sleep(100)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline()) if parent.stdout else 0
        assert processes.is_alive(pid)
        parent.kill()
    assert _until(lambda: not processes.is_alive(pid), 5)


def test_what_a_child_says_goes_to_its_log(tmp_path: Path) -> None:
    child = _child(tmp_path, "print('hej')")
    child.start()
    assert child.await_end() == 0
    assert child.last_words() == "hej"


def test_folder_is_for_one_instance(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path / "var"), DataFolder(tmp_path / "var")
    with first.claimed(), pytest.raises(CannotStartError, match=str(os.getpid())):
        second.claimed().__enter__()
    with second.claimed():
        pass


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    made = folder.secrets()
    assert set(made) == {"SAMTJANST_MASTER_KEY", "SAMTJANST_SECRET_KEY"}
    assert folder.secrets() == made
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_fresh_refuses_a_folder_that_holds_other_things(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(CannotStartError, match="other things"):
        run.run(DataFolder(tmp_path), 8000, fresh=True)
    assert (tmp_path / "thesis.odt").exists()


def test_empty_keeps_nothing(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "var")
    with folder.claimed():
        folder.secrets()
        folder.simulator("bankid")
        folder.log("web").write_text("line")
        folder.empty()
        assert [entry.name for entry in folder.root.iterdir()] == ["instance.lock"]


def test_large_logs_are_set_aside(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.log("web").write_bytes(b"x" * 10_000_001)
    folder.set_aside_large_logs()
    assert [path.name for path in (tmp_path / "log").iterdir()] == ["web.log.1"]


def test_a_taken_port_gives_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert plan.choose_ports(port).web > port
    assert len(set(vars(plan.choose_ports(port)).values())) == len(dataclasses.fields(plan.Ports))


def test_summary_names_places_and_people() -> None:
    ports = plan.Ports(8000, *range(1, len(dataclasses.fields(plan.Ports))))
    shown = screen.summary(ports, [("Mjölby kommun", "mjolby.localhost")], "var/log")
    assert "http://mjolby.localhost:8000/" in shown
    assert "Anna Provsson" in shown
    assert "Hanna Handläggare" in shown
    assert len({len(line) for line in shown.strip().splitlines()}) == 1


class Instance:
    """The whole product, started as a person would."""

    def __init__(self, var: Path, *options: str) -> None:
        ports = health.free_ports(18_000 + os.getpid() % 9_000, 1)
        # Without what the test run itself has been told.
        kept = {name: value for name, value in os.environ.items() if not _is_told(name)}
        self.var = var
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "samtjanst.project.supervisor",
                "--port",
                str(ports[0]),
                *options,
            ],
            env={**kept, "SAMTJANST_VAR": str(var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""

    def await_line(self, part: str) -> str:
        for line in self.process.stdout or ():
            self.said += line
            if part in line:
                return line
        raise AssertionError(f"{part!r} was never said:\n{self.said}")

    def everyone(self) -> list[int]:
        mark = f"SAMTJANST_VAR={self.var}".encode()
        numbers = [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        found = [int(entry.name) for entry in numbers if mark in _environ(entry)]
        return found + processes.in_cluster(postgres.cluster_of(self.var / "postgres"))


def _is_told(name: str) -> bool:
    return name.startswith(("SAMTJANST_", "DATABASE_", "MIGRATION_", "DJANGO_"))


def _environ(entry: Path) -> bytes:
    try:
        return (entry / "environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="samtjanst-s-"))
    folder.chmod(0o711)
    yield folder / "var"
    with DataFolder(folder / "var").claimed():
        DataFolder(folder / "var").empty()
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_whole_product_starts_keeps_its_data_and_leaves_nothing(var: Path) -> None:
    first = Instance(var)
    try:
        portal = re.search(r"http://mjolby\.localhost:(\d+)/", first.await_line("mjolby.localhost"))
        port = int(portal[1]) if portal else 0
        first.await_line("╰")
        assert _status(port, "/halsa") == 200
        assert _status(port, "/") == 200
        _is_refused_a_second_instance(var)
        _is_restarted_when_it_crashes(first)
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(60) == 0
        assert _until(lambda: first.everyone() == [], 5), first.everyone()
        _keeps_data_and_dies_whole(var, (var / "secrets.env").read_text())
    finally:
        first.process.kill()


def _is_refused_a_second_instance(var: Path) -> None:
    second = Instance(var, "--fresh")
    assert second.process.wait(60) == 1
    assert "already runs" in (second.process.stdout.read() if second.process.stdout else "")


def _is_restarted_when_it_crashes(instance: Instance) -> None:
    worker = next(pid for pid in instance.everyone() if b"worker" in _command(pid))
    os.kill(worker, signal.SIGKILL)
    instance.await_line("Worker ended")
    instance.await_line("Worker started again")


def _keeps_data_and_dies_whole(var: Path, secrets: str) -> None:
    again = Instance(var)
    again.await_line("╰")
    assert (var / "secrets.env").read_text() == secrets
    again.process.kill()
    again.process.wait(60)
    assert _until(lambda: again.everyone() == []), [_command(pid) for pid in again.everyone()]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": f"mjolby.localhost:{port}"})
    status = connection.getresponse().status
    connection.close()
    return status
