"""Rows as what others see of them."""

import json
from collections.abc import Iterable

from samtjanst.capabilities.fees.models import Attempt, PaymentOrder, Refund
from samtjanst.capabilities.fees.types import (
    AttemptState,
    AttemptView,
    OrderState,
    OrderView,
    RefundState,
    RefundView,
    vat_of,
)
from samtjanst.foundation.keys.services import decrypt, encrypt


def order_view(row: PaymentOrder, refunds: Iterable[Refund] = ()) -> OrderView:
    """An order, with those of ``refunds`` that are of it."""
    return OrderView(
        id=row.id,
        subject=(row.subject_kind, row.subject_id),
        citizen_id=row.citizen_id,
        unit_id=row.unit_id,
        label=row.label,
        reference=row.reference,
        amount=row.amount,
        vat=row.vat,
        vat_amount=vat_of(row.amount, row.vat),
        state=OrderState(row.state),
        opened_at=row.opened_at,
        until=row.until,
        paid_at=row.paid_at,
        payment_reference=row.payment_reference,
        reminded_at=row.reminded_at,
        needs_look=row.needs_look,
        refunds=tuple(refund_view(one) for one in refunds),
    )


def attempt_view(row: Attempt) -> AttemptView:
    """An attempt, with what opens it."""
    opening = json.loads(decrypt(f"attempt:{row.id}", bytes(row.opening))) if row.opening else {}
    return AttemptView(
        id=row.id,
        order_id=row.order_id,
        instruction=row.instruction,
        secret=row.secret,
        state=AttemptState(row.state),
        created_at=row.created_at,
        trouble=row.trouble,
        to_phone=row.to_phone,
        **opening,
    )


def refund_view(row: Refund) -> RefundView:
    """A refund, with its reason."""
    return RefundView(
        id=row.id,
        amount=row.amount,
        reason=decrypt(f"refund:{row.id}", bytes(row.reason)).decode() if row.reason else "",
        state=RefundState(row.state),
        at=row.at,
        by_name=row.staff.name if row.staff else "",
        code=row.code,
    )


def sealed_opening(row: Attempt, launch_url: str, qr_text: str) -> bytes:
    """What opens an attempt, encrypted; nothing where nothing does."""
    if not (launch_url or qr_text):
        return b""
    told = {"launch_url": launch_url, "qr_text": qr_text}
    return encrypt(f"attempt:{row.id}", json.dumps(told).encode())
