"""One process of ours: started, waited for, restarted, ended with all that it started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from samtjanst.project import tether

_SLOWEST_RESTART = 30.0  # seconds
_PROVEN = 60.0  # after so many seconds of life a crash counts as the first


@dataclass(frozen=True)
class Program:
    """How to run one process and how to see that it is ready."""

    name: str
    title: str
    arguments: tuple[str, ...]  # for our own Python
    is_ready: Callable[[], bool]
    grace: float = 8.0  # seconds to end by itself


class Child:
    """A running program and its log."""

    def __init__(self, program: Program, log: Path, environment: Mapping[str, str]) -> None:
        self.program, self.log = program, log
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._crashes = 0
        self._begun = 0.0
        self._again_at: float | None = None

    def start(self) -> None:
        """Start it, tied to this process.

        When this process ends without having ended it, nobody is left to wait for a graceful
        end and then insist: it is killed at once, which all of it has to survive anyway.
        """
        command = [sys.executable, *self.program.arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                tether.command(command, signal=signal.SIGKILL, run_as=None),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
            )
        self._begun, self._again_at = time.monotonic(), None

    @property
    def pid(self) -> int:
        """The process's number, 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def code(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.poll() if self._process else None

    def await_end(self) -> int:
        """Wait for its exit code."""
        return self._process.wait() if self._process else 1

    def tend(self) -> str:
        """Restart it when it has crashed, later for each crash; returns what to tell, or ""."""
        if self._again_at is not None:
            return self._restart_when_due()
        if self.code is None:
            return ""
        self._kill_group()
        self._crashes = 1 if self._age() > _PROVEN else self._crashes + 1
        delay = min(2.0 ** (self._crashes - 1), _SLOWEST_RESTART)
        self._again_at = time.monotonic() + delay
        return f"{self.program.title} ended (code {self.code}); starting it again in {delay:.0f} s"

    def ask_to_end(self) -> None:
        """Send SIGTERM without waiting."""
        if self._process and self.code is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait for the end for a while, then take it down with everything that it started."""
        if self._process is None:
            return
        self.ask_to_end()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self.program.grace)
        self._kill_group()
        self._process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def _restart_when_due(self) -> str:
        if self._again_at is None or time.monotonic() < self._again_at:
            return ""
        self.start()
        return f"{self.program.title} started again"

    def _age(self) -> float:
        return time.monotonic() - self._begun

    def _kill_group(self) -> None:
        # The tether made it the leader of its own session, so its children share its number.
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
