"""Reads of fees. A payer reads her own orders; others are read by who may see the subject."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from samtjanst.capabilities.fees.kept import attempt_view, order_view, refund_view
from samtjanst.capabilities.fees.models import Attempt, PaymentOrder, Refund
from samtjanst.capabilities.fees.types import (
    REMIND_BEFORE,
    UNDECIDED,
    AttemptView,
    OrderState,
    OrderView,
    RefundView,
    Subject,
)
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError


def order_of(actor: Actor, order_id: uuid.UUID) -> OrderView:
    """The actor's own order.

    Raises:
        NotFoundError: absent, or somebody else's.
    """
    row = PaymentOrder.objects.filter(id=order_id).first()
    mine = row is not None and row.citizen_id == actor.id and actor.is_citizen
    if row is None or not mine or not can(actor, Permission.FILING_USE):
        raise NotFoundError
    return _with_refunds([row])[0]


def gone_back(order_id: uuid.UUID) -> list[RefundView]:
    """What goes back, or has, of what came for an order; whoever asks has authorised the order.

    Also what came when it was not open any more, which is no part of the order's own money.
    """
    rows = Refund.objects.select_related("staff").filter(attempt__order_id=order_id)
    return [refund_view(row) for row in rows.order_by("at")]


def my_unpaid(actor: Actor) -> list[OrderView]:
    """What the actor has to pay, or did not pay in time; the nearest day first."""
    if actor.id is None or not (actor.is_citizen and can(actor, Permission.FILING_USE)):
        return []
    return [order_view(row) for row in _unpaid_of.all(citizen_id=actor.id)]


@Prepared
def _unpaid_of(citizen_id: uuid.UUID) -> QuerySet[PaymentOrder]:
    states = [OrderState.OPEN.value, OrderState.LAPSED.value]
    rows = PaymentOrder.objects.filter(citizen_id=citizen_id, state__in=states)
    return rows.order_by("until")[:50]


def orders_about(subjects: Iterable[Subject]) -> dict[uuid.UUID, OrderView]:
    """The standing orders of things that the caller may see, by key; two queries."""
    wanted = list(subjects)
    rows = PaymentOrder.objects.filter(
        subject_kind__in={kind for kind, _ in wanted}, subject_id__in={key for _, key in wanted}
    ).exclude(state=OrderState.CANCELLED)
    return {one.subject[1]: one for one in _with_refunds(list(rows))}


def order_about(subject: Subject) -> OrderView | None:
    """The standing order about a thing that the caller may see; None for nothing to pay."""
    return orders_about([subject]).get(subject[1])


def has_orders(subject: Subject) -> bool:
    """Whether anything has ever been to pay for a thing: the accounts keep it (BFL 7 kap. 2 §)."""
    rows = PaymentOrder.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    return rows.exists()


def current_attempt(order_id: uuid.UUID) -> AttemptView | None:
    """The latest attempt to pay an order that the caller may see."""
    row = Attempt.objects.filter(order_id=order_id).order_by("-created_at").first()
    return attempt_view(row) if row else None


def polled(actor: Actor, order_id: uuid.UUID) -> tuple[OrderState, AttemptView | None, datetime]:
    """The state of the actor's own order, its latest attempt and when that was checked; one query.

    Raises:
        NotFoundError: absent, somebody else's, or nobody has tried to pay it.
    """
    if actor.id is None or not actor.is_citizen:
        raise NotFoundError
    row = _latest.first(order_id=order_id, citizen_id=actor.id)
    if row is None:
        raise NotFoundError
    return OrderState(row.order.state), attempt_view(row), row.checked_at


@Prepared
def _latest(order_id: uuid.UUID, citizen_id: uuid.UUID) -> QuerySet[Attempt]:
    rows = Attempt.objects.select_related("order").filter(
        order_id=order_id, order__citizen_id=citizen_id
    )
    return rows.order_by("-created_at")


def attempt_called_about(attempt_id: uuid.UUID, secret: str) -> AttemptView:
    """The attempt that a callback is about, when it brings the attempt's secret.

    Raises:
        NotFoundError: no such attempt, or another secret.
    """
    row = Attempt.objects.filter(id=attempt_id).first()
    if row is None or not secret or row.secret.lower() != secret.lower():
        raise NotFoundError
    return attempt_view(row)


def undecided(since: datetime) -> list[AttemptView]:
    """The attempts since an instant of which it is not known how they end, the oldest first."""
    rows = Attempt.objects.filter(state__in=UNDECIDED, created_at__gte=since)
    return [attempt_view(row) for row in rows.order_by("created_at")[:500]]


def overdue(today: date) -> list[OrderView]:
    """The open orders whose last day has passed."""
    rows = PaymentOrder.objects.filter(state=OrderState.OPEN, until__lt=today)
    return [order_view(row) for row in rows.order_by("until")[:500]]


def due_soon(today: date) -> list[OrderView]:
    """The open orders whose last day is near, of which nobody has been reminded."""
    rows = PaymentOrder.objects.filter(
        state=OrderState.OPEN,
        reminded_at=None,
        until__range=(today, today + REMIND_BEFORE),
        opened_at__lt=clock.starts(today),
    )
    return [order_view(row) for row in rows.order_by("until")[:500]]


def waiting(kind: str) -> QuerySet[PaymentOrder, uuid.UUID]:
    """What the open orders about a kind of thing are about, to be used inside a query."""
    rows = PaymentOrder.objects.filter(subject_kind=kind, state=OrderState.OPEN)
    return rows.values_list("subject_id", flat=True)


def by_day(kind: str) -> QuerySet[PaymentOrder]:
    """The open orders about a kind of thing by their last days, to be used inside a query."""
    rows = PaymentOrder.objects.filter(subject_kind=kind, state=OrderState.OPEN)
    return rows.order_by("until")


def to_look_at(kind: str) -> QuerySet[PaymentOrder, uuid.UUID]:
    """As :func:`waiting`, of the orders that a person has to look at."""
    rows = PaymentOrder.objects.filter(subject_kind=kind).exclude(needs_look="")
    return rows.values_list("subject_id", flat=True)


def open_until(kind: str, key: OuterRef) -> Subquery:
    """The last day to pay for the thing of an outer query, while it waits to be paid."""
    rows = PaymentOrder.objects.filter(subject_kind=kind, subject_id=key, state=OrderState.OPEN)
    return Subquery(rows.values("until")[:1])


def _with_refunds(rows: list[PaymentOrder]) -> list[OrderView]:
    if not any(row.state in {OrderState.PAID, OrderState.REFUNDED} for row in rows):
        return [order_view(row) for row in rows]
    found = Refund.objects.select_related("staff", "attempt").order_by("at")
    # What was paid twice and goes back by itself is no part of the order's own money.
    listed = list(found.filter(attempt__order_id__in=[row.id for row in rows]))
    return [
        order_view(
            row,
            [
                one
                for one in listed
                if one.attempt.order_id == row.id
                and one.attempt.payment_reference == row.payment_reference
            ],
        )
        for row in rows
    ]
