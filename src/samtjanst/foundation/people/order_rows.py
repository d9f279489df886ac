"""What is asked of the database about e-ID orders again and again."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.tenancy.prepared import Prepared, PreparedUpdate
from samtjanst.ports.identity import OrderState

CANCELLED, ELSEWHERE = "RFA6", "ELSEWHERE"
STOPPED = frozenset({CANCELLED, ELSEWHERE})  # nothing that comes later changes it


@Prepared
def locked_session(session_id: uuid.UUID) -> QuerySet[BrowserSession]:
    """The session, locked."""
    return BrowserSession.objects.select_for_update().filter(id=session_id)


@Prepared
def recent(session_id: uuid.UUID, device: str, since: datetime) -> QuerySet[EidOrder]:
    """What this session or this browser has started since then."""
    mine = Q(session_id=session_id) | Q(device=device)
    return EidOrder.objects.filter(mine, first_started_at__gt=since)


@Prepared
def of_session(order_id: uuid.UUID, subject: str, session_id: uuid.UUID) -> QuerySet[EidOrder]:
    """The order, if the session started it about the subject."""
    return EidOrder.objects.filter(id=order_id, subject=subject, session_id=session_id)


@Prepared
def polled(order_id: uuid.UUID, token_hash: str, now: datetime) -> QuerySet[EidOrder]:
    """The order with its living session, by the cookie's secret."""
    return EidOrder.objects.select_related("session").filter(
        id=order_id,
        session__token_hash=token_hash,
        session__ended_at=None,
        session__expires_at__gt=now,
    )


@PreparedUpdate
def end(order_id: uuid.UUID) -> Any:
    """Complete an order that is neither complete nor stopped.

    In one statement: a second request waits for the first, and then finds nothing to end.
    """
    rows = EidOrder.objects.filter(id=order_id).exclude(state=OrderState.COMPLETE)
    ended = {"state": OrderState.COMPLETE.value, "hint": "DONE", "show_qr": False}
    return rows.exclude(hint__in=STOPPED), ended


@PreparedUpdate
def put(order_id: uuid.UUID, content: bytes) -> Any:
    """Replace what is kept of the order at the provider."""
    return EidOrder.objects.filter(id=order_id), {"order": content}
