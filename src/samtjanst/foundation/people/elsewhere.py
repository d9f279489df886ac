"""Browsers that log in at another provider: sent away once, and taken back once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.models import BrowserSession, LoginElsewhere
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.login import StartedLogin

GOOD_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SentAway:
    """What was kept when the browser left."""

    next_path: str
    kept: dict[str, Any] = field(repr=False)
    subject: str = ""  # what is confirmed by it
    answer: dict[str, str] = field(default_factory=dict, repr=False)  # what was posted meanwhile


def send_away(
    *,
    session: BrowserSession,
    provider: str,
    started: StartedLogin,
    next_path: str,
    subject: str = "",
) -> None:
    """Keep what the provider's adapter needs when the browser comes back.

    ``subject`` is the key of what somebody who is logged in already confirms by it.
    """
    row = LoginElsewhere(
        session=session,
        provider=provider,
        handle_hash=_hash(started.handle),
        next_path=next_path,
        subject=subject,
        started_at=clock.now(),
    )
    row.kept = encrypt(_context(row), json.dumps(started.kept).encode())
    row.save(force_insert=True)


def leave(*, provider: str, handle: str, answer: Mapping[str, str]) -> None:
    """Keep an answer that was posted, until the browser itself comes. The first one stands.

    Raises:
        NotFoundError: no log-in is waiting for it here.
    """
    row = _waiting(provider, handle).filter(answer=b"").first()
    if row is None:
        raise NotFoundError
    content = encrypt(f"{_context(row)}:answer", json.dumps(dict(answer)).encode())
    if not _waiting(provider, handle).filter(id=row.id, answer=b"").update(answer=content):
        raise NotFoundError


def take_back(*, session: BrowserSession | None, provider: str, handle: str) -> SentAway:
    """What was kept for this browser; the second time there is nothing.

    Raises:
        NotFoundError: it was another browser, provider or municipality, it was long ago, or it
            has been used.
    """
    rows = _waiting(provider, handle)
    row = rows.filter(session_id=session.id).first() if session else None
    # One statement decides who was first.
    if row is None or not rows.filter(id=row.id).update(used_at=clock.now(), answer=b""):
        raise NotFoundError
    kept = json.loads(decrypt(_context(row), bytes(row.kept)))
    left = bytes(row.answer)
    answer = json.loads(decrypt(f"{_context(row)}:answer", left)) if left else {}
    return SentAway(row.next_path, kept, row.subject, answer)


def forget() -> int:
    """Schedule: delete what was started more than a day ago; returns how many."""
    old = LoginElsewhere.objects.filter(started_at__lt=clock.now() - timedelta(days=1))
    return old.delete()[0]


def _waiting(provider: str, handle: str) -> QuerySet[LoginElsewhere]:
    since = clock.now() - GOOD_FOR
    return LoginElsewhere.objects.filter(
        handle_hash=_hash(handle), provider=provider, used_at=None, started_at__gt=since
    )


def _context(row: LoginElsewhere) -> str:
    return f"login-elsewhere:{row.id}"


def _hash(handle: str) -> str:
    return digest_bytes(handle.encode())
