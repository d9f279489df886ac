"""The same call twice has one effect: answers are kept under a key of the caller's own."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from samtjanst.foundation.people.models import ApiAnswer
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes

KEPT_FOR = timedelta(days=1)
FAILED = 400


class ReusedKeyError(Exception):
    """The key already stands for another call."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; ``is_repeated`` when it was done before. Without personal data."""

    status: int
    content: dict[str, Any]
    is_repeated: bool = False


def told_before(*, client_id: uuid.UUID, key: str, call: bytes) -> Answer | None:
    """What the call has been answered already; None when it has not, or is being answered now.

    For what takes long to prepare: it is looked at first, and then done with :func:`once`.

    Raises:
        ReusedKeyError: the key stands for another call than ``call``.
    """
    hashed = digest_bytes(key.encode())
    row = ApiAnswer.objects.filter(client_id=client_id, key_hash=hashed).first()
    return _told(row, digest_bytes(call)) if row else None


@transaction.atomic
def once(*, client_id: uuid.UUID, key: str, call: bytes, act: Callable[[], Answer]) -> Answer:
    """What ``act`` answers, done at most once for a key within a day.

    A second call at the same time waits for the first. What fails is not kept.

    Raises:
        ReusedKeyError: the key stands for another call than ``call``.
    """
    hashed = digest_bytes(key.encode())
    made = {"call_hash": digest_bytes(call), "made_at": clock.now()}
    new = ApiAnswer(client_id=client_id, key_hash=hashed, **made)
    ApiAnswer.objects.bulk_create([new], ignore_conflicts=True)
    row = ApiAnswer.objects.select_for_update().get(client_id=client_id, key_hash=hashed)
    if told := _told(row, new.call_hash):
        return told
    answer = act()
    if answer.status >= FAILED:
        row.delete()
        return answer
    row.status, row.content = answer.status, answer.content
    row.save(update_fields=["status", "content"])
    return answer


def _told(row: ApiAnswer, call_hash: str) -> Answer | None:
    if row.call_hash != call_hash:
        raise ReusedKeyError
    return Answer(row.status, row.content, is_repeated=True) if row.status else None


def forget_answers() -> int:
    """Schedule: delete answers older than a day."""
    return ApiAnswer.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()[0]
