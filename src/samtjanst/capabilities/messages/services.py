"""Telling people that something waits for them."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import translation

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.templates import ENDING, TEMPLATES
from samtjanst.capabilities.messages.types import MessageState
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue_all
from samtjanst.foundation.jobs.types import Request
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.plugins.services import channel
from samtjanst.foundation.tenancy.queries import address_of, current
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock
from samtjanst.ports.channel import Outgoing

SEND_JOB = "messages.send"


@together
def notify(
    *, citizen_id: uuid.UUID, template: str, subject: tuple[str, str], path: str, by: Actor
) -> None:
    """As :func:`notify_all`, for one person and one notice."""
    notify_all(notices=[(identity_of(citizen_id), template)], subject=subject, path=path, by=by)


@together
def notify_all(
    *,
    notices: Sequence[tuple[CitizenIdentity, str]],
    subject: tuple[str, str],
    path: str,
    by: Actor,
) -> None:
    """Write notices (to whom, by which template) and the jobs that send them: all or none.

    Somebody who has given no address is marked unreachable, for the handler to see.
    """
    rows = [
        Message(
            citizen_id=who.id,
            template=template,
            subject_kind=subject[0],
            subject_id=subject[1],
            path=path,
            state=(MessageState.QUEUED if who.email else MessageState.UNREACHABLE).value,
            created_at=clock.now(),
        )
        for who, template in notices
    ]
    Message.objects.bulk_create(rows)
    for row in rows:
        record("message.written", by=by, subject=subject, details={"template": row.template})
    queued = [str(row.id) for row in rows if row.state == MessageState.QUEUED]
    enqueue_all([Request(SEND_JOB, key, {"message": key}, subject) for key in queued])


def send(payload: dict[str, Any]) -> None:
    """Job: hand the message to its channel; the same Message-ID however often it is tried.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    row = Message.objects.filter(id=payload["message"], state=MessageState.QUEUED).first()
    if row is None:
        return
    row.receipt = channel(row.channel).send(_outgoing(row)).receipt[:200]
    row.state, row.sent_at = MessageState.SENT.value, clock.now()
    row.save(update_fields=["state", "sent_at", "receipt"])


def _outgoing(row: Message) -> Outgoing:
    municipality, who = current(), identity_of(row.citizen_id)
    subject, text = _worded(row, municipality.name, who.language)
    return Outgoing(
        key=str(row.id),
        to=who.email,
        subject=subject,
        text=text,
        sender_name=municipality.name,
        sender_address=municipality.contact_email,
        language=who.language,
    )


def _worded(row: Message, name: str, language: str) -> tuple[str, str]:
    template = TEMPLATES[row.template]
    with translation.override(language):
        ending = str(ENDING) % {"url": address_of(row.path), "name": name}
        return str(template.subject), f"{template.text}\n\n{ending}"
