"""A harness and the ways in which its simulator is disturbed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.ports.listed import adapter

Settings = dict[str, Any]
Disturbances = dict[str, Callable[[], AbstractContextManager[None]]]
_LASTING = {"up", "refuses", "twice"}  # no disturbance of an answer, or one that is meant
PATIENT = 20  # seconds: what is not about slowness must hold on a busy machine


@dataclass(slots=True)
class Harness:
    """One adapter with what is at its other end.

    ``complete`` plays the person in the app: the order as the adapter keeps it, and who.
    ``come_back`` logs the person in where the browser was sent, and gives what it brings back;
    in each of ``lies`` what is then vouched for is not true. ``break_off`` is the same of somebody
    who changes her mind, ``bent`` are answers that somebody has meddled with, and ``hidden`` is
    what the browser must not see of what is kept.
    ``received`` tells what has come out at the other end of a channel.
    """

    port: str
    name: str
    settings: Settings
    disturbances: Disturbances
    misconfigured: dict[str, Settings]
    complete: Callable[[dict[str, Any], str], None] = lambda _order, _person: None
    come_back: Callable[[str, str], dict[str, str]] = lambda _url, _person: {}
    break_off: Callable[[Any], dict[str, str]] = lambda _started: {}
    bent: tuple[dict[str, str], ...] = ()
    hidden: Callable[[dict[str, Any]], list[str]] = lambda _kept: []
    lies: dict[str, Callable[[], AbstractContextManager[None]]] = field(default_factory=dict)
    received: Callable[[], list[dict[str, str]]] = list
    addressed: str = "anna@example.se"  # somebody whom a channel reaches
    outside: str = ""  # the address of somebody who is told
    secret: str = ""  # what lets one in there
    largest: int | None = None  # bytes that a scanner takes
    closed: list[Callable[[], None]] = field(default_factory=list)

    def make(self, **changes: Any) -> Any:
        """The adapter, with the settings changed."""
        return adapter(self.port, self.name)(self.settings | changes)

    def hasty(self) -> Any:
        """The adapter that gives up before the other end does when it is told to be slow."""
        return self.make(timeout=0.5) if "timeout" in self.settings else self.make()


@contextmanager
def _mode(simulator: Any, kind: str) -> Iterator[None]:
    simulator.mode = kind
    yield
    simulator.mode = "up"


def modes(simulator: Any, kinds: Iterable[str]) -> Disturbances:
    return {kind: partial(_mode, simulator, kind) for kind in kinds if kind not in _LASTING}
