"""What runs in a cluster: found by /proc, so that a stale file cannot fool us."""

import os
import signal
import time
from pathlib import Path

_GRACE_SECONDS = 30.0


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but is not yet fetched counts as ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] not in ("Z", "X")


def works_in(pid: int, cluster: Path) -> bool:
    """Whether the process has the cluster as its working folder, as all of PostgreSQL's do."""
    try:
        return is_alive(pid) and Path(f"/proc/{pid}/cwd").readlink() == cluster
    except OSError:
        return False


def in_cluster(cluster: Path) -> list[int]:
    """Every process that works in the cluster."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [pid for pid in numbers if works_in(pid, cluster)]


def wait_gone(pid: int, seconds: float = _GRACE_SECONDS) -> bool:
    """Wait until the process has ended, fetching it if it is our child."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        fetch(pid)
        if not is_alive(pid):
            return True
        time.sleep(0.01)
    return False


def fetch(pid: int) -> None:
    """Take leave of an ended child, so that it does not stay as a zombie."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def end(pid: int, *signals: signal.Signals) -> None:
    """Send the signals one after the other until the process has ended."""
    for number in signals:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_gone(pid):
            return


def clear(cluster: Path) -> None:
    """End what is left of a server whose first process was killed.

    Its other processes notice that within moments; a second server must not start before.
    """
    for pid in in_cluster(cluster):
        if not wait_gone(pid, 2.0):
            end(pid, signal.SIGQUIT, signal.SIGKILL)
