"""Reads of messages. The caller has authorised the subject."""

from collections.abc import Iterable

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.types import MessageState, MessageView


def of_subject(subject: tuple[str, str]) -> list[MessageView]:
    """The notices about a thing, oldest first."""
    return of_subjects(subject[0], [subject[1]]).get(subject[1], [])


def of_subjects(kind: str, keys: Iterable[str]) -> dict[str, list[MessageView]]:
    """The notices about several things, by key, in one query."""
    found: dict[str, list[MessageView]] = {}
    rows = Message.objects.filter(subject_kind=kind, subject_id__in=set(keys))
    for row in rows.order_by("created_at"):
        view = MessageView(
            row.template, row.citizen_id, MessageState(row.state), row.created_at, row.sent_at
        )
        found.setdefault(row.subject_id, []).append(view)
    return found
