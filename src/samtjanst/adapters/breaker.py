"""Lets a system that has failed several times in a row rest, instead of waiting for it again."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

AFTER = 5  # failures in a row
REST = 15.0  # seconds


class Breaker:
    """Closed until ``after`` temporary failures in a row; then open for ``rest`` seconds.

    After the rest one call is let through: its outcome closes it, or opens it again. A system
    that refuses has answered, and needs no rest.
    """

    def __init__(self, name: str, after: int = AFTER, rest: float = REST) -> None:
        self._name, self._after, self._rest = name, after, rest
        self._failures, self._until = 0, 0.0
        self._lock = threading.Lock()

    @contextmanager
    def call(self) -> Iterator[None]:
        """Around one call.

        Raises:
            Temporary: ``<name>:resting`` without a call being made.
        """
        self._enter()
        try:
            yield
        except Temporary:
            self._failed()
            raise
        except (Rejected, NotConfigured):
            self._failures = 0
            raise
        self._failures = 0

    def _enter(self) -> None:
        with self._lock:
            now = time.monotonic()
            if self._failures >= self._after and now < self._until:
                raise Temporary(f"{self._name}:resting")
            self._until = now + self._rest  # the others wait for the outcome of this one

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._until = time.monotonic() + self._rest
