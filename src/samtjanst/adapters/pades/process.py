"""The other end of :mod:`work`: a process beside ours that is asked, and stopped when it is slow.

pyHanko takes a second and 50 MB to load, which is no business of a web process; and what
strangers upload is taken apart where nothing of ours is.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from samtjanst.ports.failures import PortError, Rejected, Temporary

_COMMAND = (sys.executable, "-P", "-m", "samtjanst.adapters.pades.work")
# The process finds the product's code and nothing else of ours.
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")
Ask = Callable[[bytes], bytes]
IDLE = 60.0  # seconds after which a process that nobody asks is let go


class Process:
    """One process, started when it is first asked and again when it has ended."""

    def __init__(self, timeout: float, ask: Ask | None = None) -> None:
        """``ask`` answers what the process wants to know of the world; None lets it ask nothing."""
        self._timeout, self._lock, self._ask = timeout, threading.Lock(), ask
        self._running: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None

    def ask(self, order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer to an order; one at a time.

        Raises:
            Temporary: no answer in time, or the process went away.
            Rejected: the content could not be worked with.
        """
        with self._lock:
            was_running = self._running is not None
            try:
                answer, given = self._asked(order, content)
            except Temporary:
                if not was_running:
                    raise
                # It can have ended since it was last asked: a fresh one is asked, once.
                answer, given = self._asked(order, content)
        if failed := answer.get("failed"):
            raise Rejected(f"pades:{failed}")
        return answer, given

    def close(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._end()

    def _asked(self, order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        running = self._started()
        late = threading.Timer(self._timeout, running.kill)
        late.daemon = True
        late.start()
        try:
            answer = _exchange(running, order, content, self._ask)
        except (OSError, ValueError) as error:
            self._end()
            raise Temporary("pades:no_answer") from error
        finally:
            late.cancel()
        self._let_go_later()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._idle:
            self._idle.cancel()
        if self._running is None or self._running.poll() is not None:
            self._end()
            kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
            self._running = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=kept,
                close_fds=True,
            )
        return self._running

    def _let_go_later(self) -> None:
        self._idle = threading.Timer(IDLE, self.close)
        self._idle.daemon = True
        self._idle.start()

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        running.kill()
        for pipe in (running.stdin, running.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        running.wait()


def _exchange(
    running: subprocess.Popen[bytes], order: dict[str, Any], content: bytes, ask: Ask | None
) -> tuple[dict[str, Any], bytes]:
    _told(running, order, content)
    answer, given = _read(running)
    while "ask" in answer:
        if ask is None:
            raise ValueError("asks what it must not")
        _told(running, *_answered(ask, given))
        answer, given = _read(running)
    return answer, given


def _answered(ask: Ask, question: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return {}, ask(question)
    except PortError as error:
        return {"failed": error.code}, b""


def _told(running: subprocess.Popen[bytes], told: dict[str, Any], content: bytes) -> None:
    if running.stdin is None:
        raise ValueError("no pipe")
    running.stdin.write(json.dumps({**told, "length": len(content)}).encode() + b"\n")
    running.stdin.write(content)
    running.stdin.flush()


def _read(running: subprocess.Popen[bytes]) -> tuple[dict[str, Any], bytes]:
    if running.stdout is None:
        raise ValueError("no pipe")
    answer = json.loads(running.stdout.readline())
    given = running.stdout.read(answer["length"])
    if len(given) != answer["length"]:
        raise ValueError("cut short")
    return answer, given
