"""Telling people that something waits for them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.templates import ENDING, TEMPLATES
from samtjanst.capabilities.messages.types import MessageState
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import channel
from samtjanst.foundation.tenancy.queries import current, host_of
from samtjanst.kernel import clock
from samtjanst.ports.channel import Outgoing

SEND_JOB = "messages.send"


@transaction.atomic
def notify(
    *, citizen_id: uuid.UUID, template: str, subject: tuple[str, str], path: str, by: Actor
) -> None:
    """Write the notice and, in the same transaction, the job that sends it.

    Somebody who has given no address is marked unreachable, for the handler to see.
    """
    has_address = bool(identity_of(citizen_id).email)
    row = Message(
        citizen_id=citizen_id,
        template=template,
        subject_kind=subject[0],
        subject_id=subject[1],
        path=path,
        state=(MessageState.QUEUED if has_address else MessageState.UNREACHABLE).value,
        created_at=clock.now(),
    )
    row.save(force_insert=True)
    record("message.written", by=by, subject=subject, details={"template": template})
    if has_address:
        enqueue(SEND_JOB, key=str(row.id), payload={"message": str(row.id)}, subject=subject)


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
    municipality, template = current(), TEMPLATES[row.template]
    ending = str(ENDING) % {"url": _url(row), "name": municipality.name}
    return Outgoing(
        key=str(row.id),
        to=identity_of(row.citizen_id).email,
        subject=str(template.subject),
        text=f"{template.text}\n\n{ending}",
        sender_name=municipality.name,
        sender_address=municipality.contact_email,
    )


def _url(row: Message) -> str:
    scheme = "https" if settings.SECURE_COOKIES else "http"
    port = "" if settings.SECURE_COOKIES else f":{settings.PORT}"
    return f"{scheme}://{host_of(row.municipality_id)}{port}{row.path}"
