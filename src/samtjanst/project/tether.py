"""Starts a program that cannot outlive the process that started it.

Run as a script with nothing but the standard library, so that it costs a few milliseconds:

    python -I -S tether.py PARENT_PID SIGNAL UID:GID|- PROGRAM ARGUMENT…

It becomes the leader of a new session (a Ctrl-C in the terminal does not reach it), gives up
root if a user is named, asks the kernel to send SIGNAL when PARENT_PID's starting thread ends
(prctl(2), PR_SET_PDEATHSIG) and then becomes PROGRAM. Linux only.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def command(program: Sequence[str], *, signal: int, run_as: tuple[int, int] | None) -> list[str]:
    """The command line that runs ``program`` tied to the calling process."""
    user = f"{run_as[0]}:{run_as[1]}" if run_as else "-"
    script = str(Path(__file__).resolve())
    lead = [sys.executable, "-I", "-S", script, str(os.getpid()), str(int(signal)), user]
    return [*lead, *program]


def tie(parent: int, signal: int) -> None:
    """Let the kernel send ``signal`` to this process when ``parent`` ends; end now if it has.

    A process inherits no tie: whoever starts processes of its own must let them call this.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the starting process is gone")


def _become(user: str) -> None:
    uid, gid = (int(part) for part in user.split(":"))
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    os.umask(0o077)


def _main(arguments: Sequence[str]) -> None:
    parent, signal, user, *program = arguments
    os.setsid()
    if user != "-":
        _become(user)
    tie(int(parent), int(signal))  # after the change of user, which would undo it
    os.execv(program[0], list(program))  # noqa: S606 - a program of ours, no shell wanted


if __name__ == "__main__":
    _main(sys.argv[1:])
