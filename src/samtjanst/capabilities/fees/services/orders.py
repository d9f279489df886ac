"""Opening a payment order, and its end without a payment."""

import secrets
import uuid
from datetime import date, timedelta

from django.db import transaction

from samtjanst.capabilities.fees.kept import order_view
from samtjanst.capabilities.fees.models import Attempt, PaymentOrder
from samtjanst.capabilities.fees.types import (
    CURRENCY,
    UNDECIDED,
    NewOrder,
    OrderState,
    OrderView,
    Subject,
    next_order,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import ConflictError, NotFoundError

_LETTERS = 8


@together
def open_order(*, new: NewOrder, by: Actor) -> OrderView:
    """Somebody has to pay for something. A part of a step with a permission of its own."""
    row = PaymentOrder(
        subject_kind=new.subject[0],
        subject_id=new.subject[1],
        citizen_id=new.citizen_id,
        unit_id=new.unit_id,
        label=new.label[:200],
        reference=_reference(),
        amount=new.amount,
        currency=CURRENCY,
        vat=new.vat,
        opened_at=clock.now(),
        until=new.until,
    )
    row.save(force_insert=True)
    record("fee.ordered", by=by, subject=new.subject, details={"amount": new.amount})
    return order_view(row)


def locked_about(subject: Subject) -> PaymentOrder:
    """The standing order about a thing, with its lock. Raises NotFoundError."""
    rows = PaymentOrder.objects.select_for_update().exclude(state=OrderState.CANCELLED)
    row = rows.filter(subject_kind=subject[0], subject_id=subject[1]).first()
    if row is None:
        raise NotFoundError
    return row


def has_undecided(row: PaymentOrder) -> bool:
    """Whether it is not known of some attempt how it ends."""
    return Attempt.objects.filter(order=row, state__in=UNDECIDED).exists()


@together
def cancel_order(*, subject: Subject, by: Actor) -> bool:
    """Nothing has to be paid any more; False where nothing had to, or all has been paid.

    Money that comes all the same goes back (see ``settle``). A part of a step with a permission of
    its own.
    """
    try:
        row = locked_about(subject)
    except NotFoundError:
        return False
    if row.state not in {OrderState.OPEN, OrderState.LAPSED}:
        return False
    row.state = next_order(row.state, "cancel").value
    row.save(update_fields=["state"])
    record("fee.cancelled", by=by, subject=subject)
    return True


@transaction.atomic
def lapse(*, order_id: uuid.UUID, by: Actor) -> OrderView | None:
    """The time to pay has passed; None where it has been paid, moved or is not clear meanwhile."""
    row = PaymentOrder.objects.select_for_update().filter(id=order_id).first()
    if row is None or row.state != OrderState.OPEN or row.until >= clock.today():
        return None
    if row.needs_look or has_undecided(row):
        return None
    row.state = next_order(row.state, "lapse").value
    row.save(update_fields=["state"])
    record("fee.lapsed", by=by, subject=(row.subject_kind, row.subject_id))
    return order_view(row)


@transaction.atomic
def extend(*, subject: Subject, until: date, by: Actor) -> OrderView:
    """Give more time to pay, also when the time has passed; for a step with its own permission.

    Raises:
        NotFoundError: nothing has to be paid, or the actor may not.
        TransitionError: it is paid.
    """
    require(by, Permission.CASE_HANDLE)
    row = locked_about(subject)
    if row.state != OrderState.OPEN:
        row.state = next_order(row.state, "reopen").value
    row.until = until
    row.save(update_fields=["state", "until"])
    record("fee.extended", by=by, subject=subject, details={"until": until.isoformat()})
    return order_view(row)


@transaction.atomic
def nudge(*, subject: Subject, by: Actor) -> OrderView:
    """A handler reminds who has to pay; at most once a day. Returns whom to tell.

    Raises:
        NotFoundError: nothing has to be paid, or the actor may not.
        ConflictError: reminded within a day, or paid.
    """
    require(by, Permission.CASE_REMIND)
    row = locked_about(subject)
    if not order_view(row).can_be_reminded(clock.now()):
        raise ConflictError
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    record("fee.nudged", by=by, subject=subject)
    return order_view(row)


@transaction.atomic
def remind(*, order_id: uuid.UUID, by: Actor) -> OrderView | None:
    """An automatic reminder of an order, once; None where it has been given, or is paid."""
    row = PaymentOrder.objects.select_for_update().filter(id=order_id).first()
    if row is None or row.state != OrderState.OPEN or row.reminded_at:
        return None
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    record("fee.reminded", by=by, subject=(row.subject_kind, row.subject_id))
    return order_view(row)


def claim(*, attempt_id: uuid.UUID, every: timedelta) -> bool:
    """Whether it is the caller's to ask the provider about an attempt now: nobody has just now."""
    now = clock.now()
    rows = Attempt.objects.filter(id=attempt_id, checked_at__lte=now - every)
    return bool(rows.update(checked_at=now))


def _reference() -> str:
    letters = "".join(secrets.choice(ids.READABLE) for _ in range(_LETTERS))
    return f"BET-{clock.today().year}-{letters}"
