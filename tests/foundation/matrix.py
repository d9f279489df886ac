"""Every verb of the house with arguments made from its own types, and everybody who may try it."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import types
import typing
import uuid
from collections import abc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

import samtjanst
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotAllowedError, NotFoundError

_PLAIN: dict[Any, Callable[[], Any]] = {
    str: lambda: "x",
    bytes: lambda: b"x",
    int: lambda: 1,
    bool: lambda: False,
    float: lambda: 1.0,
    uuid.UUID: uuid.uuid4,
    date: clock.today,
    datetime: clock.now,
    timedelta: lambda: timedelta(days=1),
    Any: lambda: None,
    type(None): lambda: None,
}
_GROUPS = (abc.Collection, abc.Iterable, abc.Sequence, abc.Set, set, frozenset, list)
_MAPPINGS = (dict, abc.Mapping)
_DEEPEST = 4
REFUSED, MISSING, DONE = "refused", "missing", "done"


@dataclass(frozen=True)
class Verb:
    """A public function that says who does it."""

    name: str
    call: Callable[..., Any]

    def arguments(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """One for each parameter without a default: what is known by its name, or made up.

        Raises TypeError for a row or a session, which nobody but the caller can have.
        """
        plain = inspect.unwrap(self.call)
        hints = typing.get_type_hints(plain)
        wanted = inspect.signature(plain).parameters.values()
        return {
            one.name: made(hints.get(one.name, Any), known, one.name)
            for one in wanted
            if one.name != "by" and one.default is one.empty
        }


@dataclass(frozen=True)
class Outcome:
    """How it went: refused for want of a permission, missing, or something else."""

    kind: str
    permission: Any = None


def verbs() -> list[Verb]:
    """All of ``services`` and of the journey, in the order of their names."""
    return sorted(_verbs(), key=lambda verb: verb.name)


def _verbs() -> Iterator[Verb]:
    for info in pkgutil.walk_packages(samtjanst.__path__, "samtjanst."):
        parts = info.name.split(".")
        if parts[1] in {"adapters", "simulators", "project", "web", "ports"}:
            continue
        if parts[1] != "journey" and "services" not in parts:
            continue
        module = importlib.import_module(info.name)
        for name, found in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(found):
                continue
            by = inspect.signature(found).parameters.get("by")
            if found.__module__ == info.name and by and by.kind is by.KEYWORD_ONLY:
                yield Verb(f"{info.name.removeprefix('samtjanst.')}.{name}", found)


def made(  # noqa: PLR0911 - one for each kind of type
    kind: Any, known: Mapping[str, Any], name: str = "", depth: int = 0
) -> Any:
    """A value of a type: the known one of that name, or the plainest there is."""
    if name in known:
        return known[name]
    if kind in _PLAIN:
        return _PLAIN[kind]()
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return None if type(None) in inner else made(inner[0], known, name, depth)
    if origin is tuple:
        return () if Ellipsis in inner else tuple(made(one, {}, "", depth + 1) for one in inner)
    if origin in _MAPPINGS:
        return {}
    if origin in _GROUPS:
        return ()
    if origin is abc.Callable:
        return lambda *_given, **_named: None
    if inspect.isclass(kind) and issubclass(kind, enum.Enum):
        return next(iter(kind))
    if inspect.isclass(kind) and dataclasses.is_dataclass(kind) and depth < _DEEPEST:
        return _record(kind, depth)
    raise TypeError(kind)


def _record(kind: Any, depth: int) -> Any:
    hints = typing.get_type_hints(kind)
    nothing = dataclasses.MISSING
    needed = (
        one
        for one in dataclasses.fields(kind)
        if one.default is nothing and one.default_factory is nothing
    )
    return kind(**{one.name: made(hints[one.name], {}, one.name, depth + 1) for one in needed})


def outcome(verb: Verb, known: Mapping[str, Any], by: Any) -> Outcome:
    """Try it, and let nothing stay that it has done."""
    mark = transaction.savepoint()
    try:
        verb.call(**verb.arguments(known), by=by)
    except NotAllowedError as error:
        return Outcome(REFUSED, error.args[0] if error.args else None)
    except NotFoundError:
        return Outcome(MISSING)
    except Exception as error:  # noqa: BLE001 - what made up arguments lead to
        return Outcome(type(error).__name__)
    finally:
        transaction.savepoint_rollback(mark)
    return Outcome(DONE)
