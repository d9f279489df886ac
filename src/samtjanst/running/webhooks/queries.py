"""Reads of webhooks, for those who connect systems."""

import uuid

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.running.webhooks.models import Webhook, WebhookCall
from samtjanst.running.webhooks.types import CallState, CallView, WebhookView, type_of

SHOWN = 50
_MASK = "•••"


def webhooks_of(actor: Actor, client_id: uuid.UUID) -> list[WebhookView]:
    """The addresses of a connected system, the newest first."""
    require(actor, Permission.CLIENT_SET_UP)
    rows = Webhook.objects.filter(client_id=client_id).order_by("-created_at", "id")
    return [_view(row) for row in rows[:SHOWN]]


def calls_of(actor: Actor, client_id: uuid.UUID) -> list[CallView]:
    """The latest calls to the addresses of a connected system, bodies masked."""
    require(actor, Permission.CLIENT_SET_UP)
    rows = WebhookCall.objects.filter(webhook__client_id=client_id)
    return [
        CallView(
            id=row.id,
            event=row.event,
            body=f'{{"type": "{type_of(row.event)}", "data": {{"{_named(row)}": "{_MASK}"}}}}',
            state=CallState(row.state),
            attempts=row.attempts,
            problem=row.problem,
            happened_at=row.happened_at,
            ended_at=row.ended_at,
        )
        for row in rows.order_by("-happened_at", "id")[:SHOWN]
    ]


def _named(row: WebhookCall) -> str:
    return "reference" if row.reference else "id"


def _view(row: Webhook) -> WebhookView:
    return WebhookView(
        id=row.id,
        client_id=row.client_id,
        url=row.url,
        events=tuple(row.events),
        stopped_at=row.stopped_at,
        stopped_because=row.stopped_because,
        failing_since=row.failing_since,
    )
