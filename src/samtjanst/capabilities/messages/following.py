"""Asking channels whether what they took over came through."""

import uuid
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F

from samtjanst.capabilities.messages import services
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.types import MessageState
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.plugins.services import reporting_channel
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.ports.channel import Delivery
from samtjanst.ports.failures import PortError

log = structlog.get_logger(__name__)
ASKED_FOR = timedelta(days=2)  # a phone that has been off for longer is told of as sent
MOST = 100  # in a round; those that were asked about longest ago come first


def follow_deliveries() -> int:
    """Schedule: note what has come through, and let what has not go by the next way.

    Returns how many it was told of. A channel that does not answer is asked in the next round.
    """
    since, told = clock.now() - ASKED_FOR, 0
    rows = Message.objects.filter(state=MessageState.SENT, sent_at__gt=since).exclude(report="")
    found = rows.order_by(F("asked_at").asc(nulls_first=True), "sent_at")
    for row in found[:MOST]:
        try:
            fares = reporting_channel(row.channel).delivery(row.report)
        except PortError as failure:
            log.warning("message.not_followed", code=failure.code, way=row.channel)
            break
        told += _note(row.id, row.report, fares)
    return told


@transaction.atomic
def _note(key: uuid.UUID, report: str, fares: Delivery) -> bool:
    """What the channel has told; nothing where the message has gone another way meanwhile."""
    row = Message.objects.select_for_update().filter(id=key, report=report).first()
    if row is None or row.state != MessageState.SENT:
        return False
    if fares is Delivery.UNDERWAY:
        row.asked_at = clock.now()
        row.save(update_fields=["asked_at"])
        return False
    subject, way = (row.subject_kind, row.subject_id), row.channel
    if fares is Delivery.DELIVERED:
        row.state, row.delivered_at = MessageState.DELIVERED.value, clock.now()
        row.save(update_fields=["state", "delivered_at"])
    else:
        services.go_on(row)
    details = {"template": row.template, "way": way}
    record(f"message.{fares.value}", by=system_actor(scope_id()), subject=subject, details=details)
    return True
