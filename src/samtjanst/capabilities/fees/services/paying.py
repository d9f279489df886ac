"""Attempts to pay, and what the provider's answers make of them."""

import uuid
from datetime import timedelta

from django.db import transaction

from samtjanst.capabilities.fees.kept import attempt_view, order_view, sealed_opening
from samtjanst.capabilities.fees.models import Attempt, PaymentOrder
from samtjanst.capabilities.fees.services.orders import locked_about
from samtjanst.capabilities.fees.services.refunds import give_back
from samtjanst.capabilities.fees.types import (
    UNCLEAR,
    UNDECIDED,
    WRONG_AMOUNT,
    AttemptState,
    AttemptView,
    OrderState,
    Settled,
    Subject,
    next_attempt,
    next_order,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError, TooManyError, TransitionError
from samtjanst.ports.payment import AskedPayment, PaymentState, PaymentStatus

_EVENTS = {
    PaymentState.DECLINED: "decline",
    PaymentState.CANCELLED: "cancel",
    PaymentState.FAILED: "fail",
    PaymentState.UNCLEAR: "doubt",
}
MOST_ATTEMPTS, _SPAN = 10, timedelta(hours=1)  # of one order
_ON_ITS_WAY = timedelta(minutes=2)  # longer than anybody waits for an answer


@transaction.atomic
def begin(*, order_id: uuid.UUID, to_phone: bool, by: Actor) -> AttemptView:
    """The open attempt to pay an own order, or a new one where there is none.

    Pressed twice it is one attempt: the second press meets the first one's.

    Raises:
        NotFoundError: not the actor's own.
        TransitionError: it is paid, or nothing has to be paid any more.
        TooManyError: begun and broken off time and again: whose phone it rings in is not known.
    """
    require(by, Permission.FILING_USE)
    order = PaymentOrder.objects.select_for_update().filter(id=order_id).first()
    if order is None or not by.is_citizen or order.citizen_id != by.id:
        raise NotFoundError
    if order.state != OrderState.OPEN or order.needs_look == WRONG_AMOUNT:
        raise TransitionError("payment order", order.state, "pay")
    row = Attempt.objects.filter(order=order, state__in=UNDECIDED).first()
    if row is None and _is_too_often(order):
        raise TooManyError
    return attempt_view(row or _new(order, by, to_phone=to_phone))


def _is_too_often(order: PaymentOrder) -> bool:
    since = clock.now() - _SPAN
    return Attempt.objects.filter(order=order, created_at__gt=since).count() >= MOST_ATTEMPTS


def _new(order: PaymentOrder, by: Actor, *, to_phone: bool) -> Attempt:
    now = clock.now()
    row = Attempt(
        order=order,
        instruction=uuid.uuid4().hex.upper(),
        secret=uuid.uuid4().hex.upper(),
        to_phone=to_phone,
        created_at=now,
        checked_at=now,
    )
    row.save(force_insert=True)
    record("fee.attempted", by=by, subject=(order.subject_kind, order.subject_id))
    return row


@transaction.atomic
def asked(*, attempt_id: uuid.UUID, told: AskedPayment, by: Actor) -> AttemptView:
    """The request stands at the provider. What opens it is kept, and never lost to an empty one."""
    require(by, Permission.FILING_USE)
    row = _locked(attempt_id)
    if row.state in {AttemptState.CREATED, AttemptState.ASKED}:
        row.state = next_attempt(row.state, "ask").value
        row.opening = sealed_opening(row, told.launch_url, told.qr_text) or row.opening
        row.save(update_fields=["state", "opening"])
    return attempt_view(row)


@transaction.atomic
def refused(*, attempt_id: uuid.UUID, code: str, trouble: str, by: Actor) -> None:
    """The provider will not take the request: the attempt is over, and another can be made."""
    require(by, Permission.FILING_USE)
    row = _locked(attempt_id)
    if row.state == AttemptState.CREATED:
        _end(row, "fail", code, trouble)
        record("fee.refused", by=by, subject=_subject(row), details={"code": code})


@together
def settle(*, attempt_id: uuid.UUID, status: PaymentStatus | None, by: Actor) -> Settled:
    """What the provider has answered about an attempt, to a question of ours.

    None says that it knows no such request. Twice the same answer changes nothing the second time.
    Money of another amount, or under another reference, pays nothing: a person looks at it.
    """
    row = _locked(attempt_id)
    if status is None:
        return _unknown(row, by)
    if status.state is PaymentState.PAID:
        return _paid(row, status, by)
    if status.state in _EVENTS and row.state in UNDECIDED and row.state != _as(status):
        _end(row, _EVENTS[status.state], status.code, status.trouble)
        record("fee.not_paid", by=by, subject=_subject(row), details={"code": status.code})
        if status.state is PaymentState.UNCLEAR:
            _to_look_at(row.order, UNCLEAR)
    return _told(row)


@transaction.atomic
def rule_out(*, subject: Subject, by: Actor) -> None:
    """A handler has looked at what was not clear: it paid nothing, and it can be paid anew.

    Raises:
        NotFoundError: nothing of the kind, or the actor may not.
    """
    require(by, Permission.CASE_HANDLE)
    order = locked_about(subject)
    if order.needs_look not in {WRONG_AMOUNT, UNCLEAR}:
        raise NotFoundError
    for row in Attempt.objects.filter(order=order, state=AttemptState.UNCLEAR):
        _end(row, "fail", row.code, row.trouble)
    _to_look_at(order, "")
    record("fee.ruled_out", by=by, subject=subject)


def _as(status: PaymentStatus) -> str:
    return AttemptState.UNCLEAR.value if status.state is PaymentState.UNCLEAR else ""


def _locked(attempt_id: uuid.UUID) -> Attempt:
    """The attempt, with the lock of its order, which is always taken first."""
    found = Attempt.objects.filter(id=attempt_id).values_list("order_id", flat=True).first()
    if found is None:
        raise NotFoundError
    order = PaymentOrder.objects.select_for_update().get(id=found)
    row = Attempt.objects.select_for_update().get(id=attempt_id)
    row.order = order
    return row


def _unknown(row: Attempt, by: Actor) -> Settled:
    # It never got there, unless it is on its way this very moment.
    if row.state == AttemptState.CREATED and row.created_at < clock.now() - _ON_ITS_WAY:
        _end(row, "fail", "", "")
        record("fee.not_asked", by=by, subject=_subject(row))
    return _told(row)


def _paid(row: Attempt, status: PaymentStatus, by: Actor) -> Settled:
    if row.state == AttemptState.PAID:
        return _told(row)
    order = row.order
    row.payment_reference, row.amount = status.payment_reference, status.amount
    _end(row, "pay", status.code, "")
    if status.amount != order.amount or status.reference != order.reference:
        _to_look_at(order, WRONG_AMOUNT)
        record("fee.wrong_amount", by=by, subject=_subject(row), details={"paid": status.amount})
        return _told(row)
    if order.state != OrderState.OPEN:
        return _extra(row, by)
    order.state = next_order(order.state, "pay").value
    order.paid_at = status.paid_at or clock.now()
    order.payment_reference, order.needs_look = status.payment_reference, ""
    order.save(update_fields=["state", "paid_at", "payment_reference", "needs_look"])
    record("fee.paid", by=by, subject=_subject(row), details={"amount": order.amount})
    return Settled(order_view(order), attempt_view(row), became_paid=True)


def _extra(row: Attempt, by: Actor) -> Settled:
    """Paid twice, or for what is not to be paid: all of it goes back by itself."""
    record("fee.paid_extra", by=by, subject=_subject(row), details={"amount": row.amount})
    refund = give_back(row, row.amount or 0, "", by=by)
    return Settled(order_view(row.order), attempt_view(row), refund_id=refund.id)


def _end(row: Attempt, event: str, code: str, trouble: str) -> None:
    row.state = next_attempt(row.state, event).value
    row.code, row.trouble, row.opening = code[:20], trouble[:20], b""
    row.save()


def _to_look_at(order: PaymentOrder, why: str) -> None:
    order.needs_look = why
    order.save(update_fields=["needs_look"])


def _subject(row: Attempt) -> Subject:
    return row.order.subject_kind, row.order.subject_id


def _told(row: Attempt) -> Settled:
    return Settled(order_view(row.order), attempt_view(row))
