"""Money that goes back: decided here, asked for by a job, until the provider says how it ended."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from samtjanst.capabilities.fees.kept import order_view
from samtjanst.capabilities.fees.models import Attempt, PaymentOrder, Refund
from samtjanst.capabilities.fees.types import (
    LONGEST_REASON,
    AttemptState,
    OrderState,
    OrderView,
    RefundState,
    Subject,
    next_order,
    next_refund,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError

REFUND_JOB = "fees.refund"
REFUND_FAILED = "refund_failed"


@dataclass(frozen=True, slots=True)
class ToRefund:
    """What the provider is told of a refund."""

    attempt_id: uuid.UUID
    instruction: str
    secret: str
    payment_reference: str
    amount: int
    reference: str
    order: OrderView
    is_waiting: bool


@transaction.atomic
def refund(*, subject: Subject, amount: int, reason: str, by: Actor) -> OrderView:
    """Pay back a part of what was paid, or all of it; the reason is the caller's to demand.

    Raises:
        NotFoundError: nothing has been paid, or the actor may not.
        ConflictError: more than what is left.
    """
    require(by, Permission.FEE_REFUND)
    order = _locked_paid(subject)
    row = Attempt.objects.get(
        order=order, state=AttemptState.PAID, payment_reference=order.payment_reference
    )
    left = order.amount - _given_back(row)
    if not 0 < amount <= left or len(reason) > LONGEST_REASON:
        raise ConflictError
    give_back(row, amount, reason, by=by)
    order.state = next_order(order.state, "refund_all" if amount == left else "refund").value
    order.save(update_fields=["state"])
    return order_view(order, Refund.objects.select_related("staff").filter(attempt=row))


def give_back(row: Attempt, amount: int, reason: str, *, by: Actor) -> Refund:
    """Keep that money goes back and let a job ask for it, in the caller's transaction."""
    made = Refund(
        attempt=row,
        instruction=uuid.uuid4().hex.upper(),
        amount=amount,
        staff_id=by.id if by.is_staff else None,
        at=clock.now(),
    )
    made.reason = encrypt(f"refund:{made.id}", reason.encode()) if reason else b""
    made.save(force_insert=True)
    subject = row.order.subject_kind, row.order.subject_id
    record("fee.refund_asked", by=by, subject=subject, details={"amount": amount})
    payload = {"refund": str(made.id)}
    told = subject[0], str(subject[1])
    enqueue(REFUND_JOB, key=f"refund:{made.id}", payload=payload, subject=told)
    return made


def to_refund(refund_id: uuid.UUID) -> ToRefund:
    """What is to be asked of the provider; for the job."""
    row = Refund.objects.select_related("attempt__order").get(id=refund_id)
    attempt = row.attempt
    return ToRefund(
        attempt_id=attempt.id,
        instruction=row.instruction,
        secret=attempt.secret,
        payment_reference=attempt.payment_reference,
        amount=row.amount,
        reference=attempt.order.reference,
        order=order_view(attempt.order),
        is_waiting=row.state == RefundState.WAITING,
    )


@transaction.atomic
def settle_refund(*, refund_id: uuid.UUID, is_paid: bool, code: str, by: Actor) -> bool:
    """How a refund ended; False when that was known. One that failed is for a person to look at."""
    found = Refund.objects.values_list("attempt__order_id", flat=True).get(id=refund_id)
    order = PaymentOrder.objects.select_for_update().get(id=found)
    row = Refund.objects.select_for_update().get(id=refund_id)
    if row.state != RefundState.WAITING:
        return False
    row.state = next_refund(row.state, "pay" if is_paid else "fail").value
    row.code, row.ended_at = code[:20], clock.now()
    row.save(update_fields=["state", "code", "ended_at"])
    if not is_paid:
        _failed(order)
    subject = order.subject_kind, order.subject_id
    what = "fee.refunded" if is_paid else "fee.refund_failed"
    record(what, by=by, subject=subject, details={"amount": row.amount, "code": row.code})
    return True


def _failed(order: PaymentOrder) -> None:
    order.needs_look = REFUND_FAILED
    if order.state == OrderState.REFUNDED:
        order.state = next_order(order.state, "refund_failed").value
    order.save(update_fields=["state", "needs_look"])


def _given_back(row: Attempt) -> int:
    gone = Refund.objects.filter(attempt=row).exclude(state=RefundState.FAILED)
    return sum(gone.values_list("amount", flat=True))


def _locked_paid(subject: Subject) -> PaymentOrder:
    rows = PaymentOrder.objects.select_for_update().filter(
        subject_kind=subject[0], subject_id=subject[1]
    )
    row = rows.exclude(payment_reference="").first()
    if row is None:
        raise NotFoundError
    return row
