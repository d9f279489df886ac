"""A document that anybody shows us: is it ours, and is it as we sealed it? Nothing is kept."""

import json
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from samtjanst.foundation.plugins.services import document_seal
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey.contents import CONTENTS, FORM
from samtjanst.kernel.errors import TooManyError
from samtjanst.ports.seal import SealState

LARGEST = 25 * 1024 * 1024  # bytes
AT_ONCE = 2  # in a web process: each takes a process beside it
PER_MINUTE = 30  # in a municipality and web process
_slots = threading.BoundedSemaphore(AT_ONCE)
_lock = threading.Lock()
_times: dict[uuid.UUID, deque[float]] = {}


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that the document tells of."""

    name: str = field(repr=False)
    role: str
    signed_at: str  # in words, as the document has it


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be said. All but the state is empty unless the document is ours and unchanged."""

    state: SealState
    sealed_at: datetime | None = None
    title: str = field(default="", repr=False)
    signatures: tuple[Signature, ...] = field(default=(), repr=False)
    decided_by: str = field(default="", repr=False)
    decided_on: str = ""  # ISO 8601
    stamped_at: datetime | None = None  # as an outside authority says


def examine(*, content: bytes) -> Finding:
    """Judge a document. It is read in memory, and nothing of it is stored, logged or counted.

    Raises:
        TooManyError: too many at once, or in a minute.
        Temporary, NotConfigured: it cannot be judged; the municipality may have no seal.
    """
    seal = document_seal()
    with _one_of_few():
        found = seal.examine(content, CONTENTS)
    told = _told(found.enclosed)
    decided = told.get("decided", {})
    return Finding(
        found.state,
        found.sealed_at,
        found.title,
        tuple(Signature(o["name"], o["role"], o["signed_at"]) for o in told.get("signatures", ())),
        decided_by=decided.get("by", ""),
        decided_on=decided.get("on", ""),
        stamped_at=found.stamped_at,
    )


def _told(enclosed: bytes) -> dict[str, Any]:
    """A list of contents that we have made ourselves, in this form; else nothing."""
    told: dict[str, Any] = json.loads(enclosed) if enclosed else {}
    return told if told.get("form") == FORM else {}


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _slots.acquire(blocking=False):
        raise TooManyError
    try:
        _count()
        yield
    finally:
        _slots.release()


def _count() -> None:
    with _lock:
        recent, now = _times.setdefault(scope_id(), deque()), time.monotonic()
        while recent and recent[0] <= now - 60:
            recent.popleft()
        if len(recent) >= PER_MINUTE:
            raise TooManyError
        recent.append(now)
