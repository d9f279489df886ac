"""Reading answers that may hold anything: what has not the form becomes nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from samtjanst.adapters.lantmateriet.wire import NAME
from samtjanst.ports.failures import Temporary

Block = Mapping[str, Any]


def block(told: Any, *names: str) -> Block:
    """The object inside objects; empty when it is not there."""
    for name in names:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told if isinstance(told, Mapping) else {}


def blocks(value: Any) -> list[Block]:
    """The objects in a list; some products give a lone object instead of a list of one."""
    if isinstance(value, Mapping):
        return [value]
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def text(told: Any, name: str) -> str:
    """A text, or a number as text."""
    value = told.get(name) if isinstance(told, Mapping) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def listed(told: Any) -> list[Block]:
    """An answer that is a list.

    Raises:
        Temporary: it is something else.
    """
    if not isinstance(told, list):
        raise Temporary(f"{NAME}:unreadable")
    return blocks(told)


def features(told: Any) -> Iterator[Block]:
    """The features of a collection; none when there is no answer.

    Raises:
        Temporary: it is something else.
    """
    if told is None:
        return
    found = told.get("features") if isinstance(told, Mapping) else None
    if not isinstance(found, list):
        raise Temporary(f"{NAME}:unreadable")
    yield from blocks(found)
