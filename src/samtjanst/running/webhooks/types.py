"""Values of webhooks."""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

SECRET = "whsec_"  # noqa: S105 - the specification's prefix of every secret
# Times between the attempts; the next one comes up to a fifth later, so that a receiver that
# comes back is not met by everybody at once. Three days in all.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


FILING = "filing."  # how events of filings begin; every other is a case's


class CallState(StrEnum):
    """Where a call stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell of: a case's event by its reference, or a filing's by its key."""

    id: uuid.UUID
    at: datetime
    event: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the administrator sees it: the body is masked."""

    id: uuid.UUID
    event: str
    body: str
    state: CallState
    attempts: int
    problem: str
    happened_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class WebhookView:
    """An address of a connected system."""

    id: uuid.UUID
    client_id: uuid.UUID
    url: str
    events: tuple[str, ...]
    stopped_at: datetime | None
    stopped_because: str
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class Made:
    """A new address with the secret that proves our calls; shown once."""

    id: uuid.UUID
    secret: str = field(repr=False)


def type_of(event: str) -> str:
    """The event's name in what is sent."""
    return event if event.startswith(FILING) else f"case.{event}"


def signature(secret: str, key: str, at: int, body: bytes) -> str:
    """The header ``webhook-signature`` (Standard Webhooks 1.0): over id, seconds and body."""
    signed = f"{key}.{at}.".encode() + body
    made = hmac.new(base64.b64decode(secret.removeprefix(SECRET)), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(made.digest()).decode()}"
