"""Which function does which job, and what runs by the clock; filled in by the wiring."""

from collections.abc import Callable
from typing import Any

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_schedules: dict[str, tuple[str, Callable[[], Any]]] = {}


def register(name: str, handler: Handler) -> None:
    """Let ``handler`` do the jobs called ``name``."""
    _handlers[name] = handler


def unregister(name: str) -> None:
    """Forget a job, if it is known; for what is registered for a while only."""
    _handlers.pop(name, None)


def handler_for(name: str) -> Handler:
    """The handler of a name. Raises KeyError when the wiring lacks it."""
    return _handlers[name]


def schedule(name: str, cron: str, act: Callable[[], Any]) -> None:
    """Run ``act`` for every municipality by the clock; ``cron`` may start with seconds."""
    _schedules[name] = (cron, act)


def names() -> list[str]:
    """The names of all jobs, sorted."""
    return sorted(_handlers)


def schedules() -> dict[str, tuple[str, Callable[[], Any]]]:
    """Name to pattern and act."""
    return dict(_schedules)
