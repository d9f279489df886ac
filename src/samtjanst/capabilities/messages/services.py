"""Telling people that something waits for them."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import translation

from samtjanst.capabilities.messages import ladder
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.templates import ENDING, SHORT, TEMPLATES
from samtjanst.capabilities.messages.types import MessageState, Way
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
from samtjanst.ports.failures import Rejected

SEND_JOB = "messages.send"


@together
def notify(  # noqa: PLR0913 - to whom, what, about what, where to, which time
    *,
    citizen_id: uuid.UUID,
    template: str,
    subject: tuple[str, str],
    path: str,
    by: Actor,
    step: int = 0,
    about: uuid.UUID | None = None,
) -> None:
    """As :func:`notify_all`, for one person and one notice; ``step`` as :func:`ladder.first`.

    ``about`` is the decision that it tells of, which a letter can carry.
    """
    who = identity_of(citizen_id)
    row = _row(who, template, subject, path, ladder.first(who, template, step))
    row.about = about
    _write([row], by)


@together
def notify_all(
    *,
    notices: Sequence[tuple[CitizenIdentity, str]],
    subject: tuple[str, str],
    path: str,
    by: Actor,
) -> None:
    """Write notices (to whom, by which template) and the jobs that send them: all or none.

    Each goes by the first way that reaches the person; somebody whom none reaches is marked
    unreachable, for the handler to see.
    """
    rows = [
        _row(who, template, subject, path, ladder.first(who, template)) for who, template in notices
    ]
    _write(rows, by)


def forget(*, subject: tuple[str, str], by: Actor) -> list[uuid.UUID]:
    """Delete the notices about a thing that is disposed of; what is still to be sent is not.

    Returns their keys, for what else was kept by them.
    """
    del by  # the caller's transaction names who
    found = Message.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    keys = list(found.values_list("id", flat=True))
    found.delete()
    return keys


def send(payload: dict[str, Any]) -> None:
    """Job: hand the message to its channel; the same Message-ID however often it is tried.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    row = Message.objects.filter(id=payload["message"], state=MessageState.QUEUED).first()
    if row is None:
        return
    who = identity_of(row.citizen_id)
    try:
        accepted = channel(row.channel).send(_outgoing(row, who))
    except Rejected:
        if not _goes_further(row, who):
            raise
        return
    row.receipt, row.report = accepted.receipt[:200], accepted.report[:100]
    row.state, row.sent_at = MessageState.SENT.value, clock.now()
    row.save(update_fields=["state", "sent_at", "receipt", "report"])


def go_on(row: Message) -> None:
    """Let a message go by the next way, when its channel has told that it did not come through."""
    if not _goes_further(row, identity_of(row.citizen_id)):
        row.state = MessageState.FAILED.value
        row.save(update_fields=["state"])


def _goes_further(row: Message, who: CitizenIdentity) -> bool:
    """Let a message that did not reach her go by the next way; whether there is one."""
    way = ladder.after(Way(row.channel), who, row.template)
    if way is None:
        return False
    row.channel, row.state = way.value, _state(way).value
    row.report, row.sent_at, row.asked_at = "", None, None
    row.save(update_fields=["channel", "state", "report", "sent_at", "asked_at"])
    subject = (row.subject_kind, row.subject_id)
    if way is not Way.LETTER:
        enqueue_all([_job(row, subject)])
    return True


def _row(
    who: CitizenIdentity, template: str, subject: tuple[str, str], path: str, way: Way | None
) -> Message:
    return Message(
        citizen_id=who.id,
        channel=(way or Way.EMAIL).value,
        template=template,
        subject_kind=subject[0],
        subject_id=subject[1],
        path=path,
        state=_state(way).value,
        created_at=clock.now(),
    )


def _state(way: Way | None) -> MessageState:
    if way is None:
        return MessageState.UNREACHABLE
    return MessageState.TO_PRINT if way is Way.LETTER else MessageState.QUEUED


def _write(rows: list[Message], by: Actor) -> None:
    Message.objects.bulk_create(rows)
    for row in rows:
        subject = (row.subject_kind, row.subject_id)
        record("message.written", by=by, subject=subject, details={"template": row.template})
    queued = [row for row in rows if row.state == MessageState.QUEUED]
    enqueue_all([_job(row, (row.subject_kind, row.subject_id)) for row in queued])


def _job(row: Message, subject: tuple[str, str]) -> Request:
    key = str(row.id) if row.channel == Way.EMAIL else f"{row.id}:{row.channel}"
    return Request(SEND_JOB, key, {"message": str(row.id)}, subject)


def _outgoing(row: Message, who: CitizenIdentity) -> Outgoing:
    municipality = current()
    subject, text = _worded(row, municipality.name, who.language)
    return Outgoing(
        key=str(row.id),
        to=_address(Way(row.channel), who),
        subject=subject,
        text=text,
        sender_name=municipality.name,
        sender_address=municipality.contact_email,
        language=who.language,
    )


def _address(way: Way, who: CitizenIdentity) -> str:
    if way is Way.EMAIL:
        return who.email
    if way is Way.SMS:
        return who.phone
    if who.personal_number is None:
        raise Rejected("no_number")  # no mailbox is found without one
    return who.personal_number.digits


def _worded(row: Message, name: str, language: str) -> tuple[str, str]:
    template, url = TEMPLATES[row.template], address_of(row.path)
    with translation.override(language):
        subject = str(template.subject)
        if row.channel == Way.SMS:
            return subject, str(SHORT) % {"subject": subject, "url": url, "name": name}
        ending = str(ENDING) % {"url": url, "name": name}
        return subject, f"{template.text}\n\n{ending}"
