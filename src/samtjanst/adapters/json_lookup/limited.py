"""One limit of time around everything, whatever it is that takes its time."""

import queue
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from samtjanst.ports.failures import PortError, Temporary

_Told = TypeVar("_Told")


class Closable(Protocol):
    """Something whose connections can be broken off by another thread."""

    def close(self) -> None:
        """Break them off."""


class Held:
    """What the act holds open; broken off when its time is out."""

    def __init__(self) -> None:
        self._open: list[Closable] = []
        self._lock, self._is_over = threading.Lock(), False

    def hold(self, one: Closable) -> None:
        """Break this off, too, when the time is out.

        Raises:
            OSError: it is out already.
        """
        with self._lock:
            if self._is_over:
                raise OSError
            self._open.append(one)

    def close(self) -> None:
        """The time is out."""
        with self._lock:
            self._is_over, held = True, self._open
        for one in held:
            one.close()


def within(seconds: float, act: Callable[[Held], _Told], name: str) -> _Told:
    """What ``act`` gives, when it does so in time.

    A name server that is silent and headers that come byte by byte have no limit in the
    libraries. When the time is out, nobody waits any more, and what the act holds is broken off.

    Raises:
        Temporary: ``<name>:timeout``.
        PortError: whatever ``act`` raises; anything else is ``<name>:unreachable``.
    """
    told: queue.SimpleQueue[tuple[_Told | None, PortError | None]] = queue.SimpleQueue()

    held = Held()

    def run() -> None:
        try:
            told.put((act(held), None))
        except PortError as failure:
            told.put((None, failure))
        except Exception:  # noqa: BLE001 - a thread's error must reach the one who waits
            told.put((None, Temporary(f"{name}:unreachable")))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, failure = told.get(timeout=seconds)
    except queue.Empty:
        held.close()
        raise Temporary(f"{name}:timeout") from None
    if failure is not None:
        raise failure
    return result  # type: ignore[return-value]  # no failure: the act's own result
