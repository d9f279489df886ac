"""Starting, reusing and stopping the server."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from samtjanst.project import tether
from samtjanst.project.postgres import content, processes
from samtjanst.project.postgres.account import Account, DatabaseStartError, server_account
from samtjanst.project.postgres.binaries import Binaries, find
from samtjanst.project.postgres.place import SPARE, Place, place_for, prepare

_PATIENCE_SECONDS = 60.0
_PLAIN = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # What people wrote must not end up in the log with a failing statement.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "autovacuum_naptime": "1h",
}


@dataclass(frozen=True)
class Server:
    """A running server. ``started`` is False when it already ran and was reused."""

    place: Place
    pid: int
    started: bool

    @property
    def dsn_owner(self) -> str:
        """The address for migrations: the role that owns the tables."""
        return content.dsn(content.OWNER, self.place.socket)

    @property
    def dsn_app(self) -> str:
        """The address for web and worker: owns nothing, cannot pass row-level security."""
        return content.dsn(content.APP, self.place.socket)

    @property
    def is_running(self) -> bool:
        """Whether the server's first process is alive."""
        processes.fetch(self.pid)
        return processes.works_in(self.pid, self.place.cluster)

    def stop(self) -> None:
        """Disconnect everybody, write everything down and end; does nothing when ended."""
        if self.is_running:
            # SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT its "immediate" one.
            processes.end(self.pid, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)


def ensure(data_dir: Path, *, fast: bool = False) -> Server:
    """Start the server that keeps its data in ``data_dir``, or reuse the one that runs.

    The first time, the cluster, the roles ``samtjanst_owner`` and ``samtjanst_app`` and the
    database ``samtjanst`` are made. Call it from the main thread: the server ends with the
    thread that started it. ``fast`` gives up durability, for tests.

    Raises:
        DatabaseStartError: the server cannot start; the text says why.
    """
    account = server_account()
    place = place_for(data_dir, account)
    prepare(place, account)
    with _alone(place):
        pid = _running(place)
        return Server(place, pid, started=False) if pid else _start(place, account, fast=fast)


def cluster_of(data_dir: Path) -> Path:
    """PostgreSQL's own folder for ``data_dir``, wherever it had to be put."""
    return place_for(data_dir, server_account()).cluster


def remove(data_dir: Path) -> None:
    """Stop the server of ``data_dir`` if it runs and delete its data for good."""
    place = place_for(data_dir, server_account())
    if not place.home.exists():
        return
    with _alone(place):
        pid = _running(place)
        if pid:
            Server(place, pid, started=False).stop()
        processes.clear(place.cluster)
        place.remove()


@contextmanager
def temporary() -> Iterator[Server]:
    """A fast server with an empty database, deleted afterwards; for tests and measurements."""
    folder = Path(tempfile.mkdtemp(prefix="samtjanst-pg-"))
    folder.chmod(0o711)
    server = ensure(folder, fast=True)
    try:
        yield server
    finally:
        server.stop()
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    with place.lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _running(place: Place) -> int | None:
    pid = _noted_pid(place)
    if pid is None or not processes.works_in(pid, place.cluster):
        return None
    # One that is about to end (with the process that started it) is of no use any more.
    return None if _state(place) == "stopping" and processes.wait_gone(pid) else pid


def _noted_pid(place: Place) -> int | None:
    try:
        first = place.pid_file.read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return None
    return int(first) if first.strip().isdecimal() else None


def _start(place: Place, account: Account, *, fast: bool) -> Server:
    binaries = find(place.cluster, account, SPARE)
    _sweep(place)
    if not place.cluster.exists():
        content.initialise(place.cluster, binaries, account, fast=fast)
    content.write_doors(place.cluster, account)
    server = Server(place, _launch(place, binaries, account, fast=fast), started=True)
    content.furnish(place.socket)
    return server


def _sweep(place: Place) -> None:
    """Remove what a killed server left, which could name a process of somebody else by now."""
    processes.clear(place.cluster)
    place.pid_file.unlink(missing_ok=True)
    for leftover in place.socket.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)


def _launch(place: Place, binaries: Binaries, account: Account, *, fast: bool) -> int:
    settings = _PLAIN | (_FAST if fast else {}) | {"unix_socket_directories": str(place.socket)}
    options = [part for item in settings.items() for part in ("-c", "=".join(item))]
    program = [binaries.program("postgres"), "-D", str(place.cluster), *options]
    with place.log.open("ab") as log:
        process = subprocess.Popen(
            tether.command(program, signal=signal.SIGINT, run_as=account.run_as),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
        )
    # The number is all that is needed from here on; without a code of its own, subprocess
    # would complain about a child that goes on living.
    process.returncode = 0
    _await_ready(place, process.pid)
    return process.pid


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **kept}


def _await_ready(place: Place, pid: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        processes.fetch(pid)
        if not processes.is_alive(pid):
            raise DatabaseStartError(f"PostgreSQL ended at once. Its log:\n{_tail(place)}")
        if _says_ready(place, pid):
            return
        time.sleep(0.01)
    processes.end(pid, signal.SIGINT, signal.SIGKILL)
    raise DatabaseStartError(f"PostgreSQL did not get ready. Its log:\n{_tail(place)}")


def _says_ready(place: Place, pid: int) -> bool:
    return _noted_pid(place) == pid and _state(place) == "ready"


def _state(place: Place) -> str:
    try:
        lines = place.pid_file.read_text().splitlines()
    except FileNotFoundError:
        return ""
    return lines[7].strip() if len(lines) > 7 else ""


def _tail(place: Place) -> str:
    return "\n".join(place.log.read_text(errors="replace").splitlines()[-8:])
