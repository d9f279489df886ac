"""Reads of messages. The caller has authorised the subject."""

import uuid
from collections.abc import Iterable

from samtjanst.capabilities.messages.models import Message, PostChoice
from samtjanst.capabilities.messages.templates import TEMPLATES, Template
from samtjanst.capabilities.messages.types import MessageState, MessageView, Way
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.types import Port


def of_subject(subject: tuple[str, str]) -> list[MessageView]:
    """The notices about a thing, oldest first."""
    return of_subjects(subject[0], [subject[1]]).get(subject[1], [])


def told(subject: tuple[str, str]) -> set[uuid.UUID]:
    """The citizens to whom something about a thing has been sent, or is on its way."""
    return {view.citizen_id for view in of_subject(subject) if view.is_told}


def of_subjects(kind: str, keys: Iterable[str]) -> dict[str, list[MessageView]]:
    """The notices about several things, by key, in one query."""
    found: dict[str, list[MessageView]] = {}
    rows = Message.objects.filter(subject_kind=kind, subject_id__in=set(keys))
    for row in rows.order_by("created_at"):
        view = MessageView(
            template=row.template,
            citizen_id=row.citizen_id,
            state=MessageState(row.state),
            created_at=row.created_at,
            sent_at=row.sent_at,
            way=Way(row.channel),
        )
        found.setdefault(row.subject_id, []).append(view)
    return found


def wording(template: str) -> Template:
    """What a notice by the template says."""
    return TEMPLATES[template]


def ways_here() -> tuple[Way, ...]:
    """The ways by which the municipality can reach people now, in the order they are tried."""
    bound = {*names_of(Port.CHANNEL), Way.EMAIL.value}
    if PostChoice.objects.filter(is_printing=True).exists():
        bound.add(Way.LETTER.value)
    return tuple(way for way in Way if way.value in bound)
