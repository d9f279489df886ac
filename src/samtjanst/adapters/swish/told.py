"""Reading what Swish tells: about the request that was asked about, in Swedish kronor, or not."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from samtjanst.adapters.swish import codes
from samtjanst.adapters.swish.codes import NAME
from samtjanst.ports.failures import Temporary
from samtjanst.ports.payment import PaymentState, PaymentStatus

CURRENCY = "SEK"
_ORE = 100


def kronor(ore: int) -> str:
    """As Swish takes an amount: kronor with two decimals."""
    return f"{ore // _ORE}.{ore % _ORE:02d}"


def code(content: bytes) -> str:
    """The first error code of a refusal, which comes as a list; "" when there is none."""
    try:
        listed = json.loads(content)
        return str(listed[0]["errorCode"])[:20]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""


def is_about_a_request(content: bytes) -> bool:
    """Whether a 404 comes from Swish (empty or JSON), and not from a wrong address (a page)."""
    return not content.lstrip().startswith(b"<")


def status(content: bytes, instruction: str, payee: str | None) -> PaymentStatus:
    """How the request stands.

    Raises:
        Temporary: not readable, about another request, to another payee or in another currency:
            nothing of it is believed.
    """
    told = _object(content)
    if told.get("id") != instruction or (payee and told.get("payeeAlias") != payee):
        raise Temporary(f"{NAME}:another")
    if told.get("currency") != CURRENCY:
        raise Temporary(f"{NAME}:currency")
    try:
        return _status(told)
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise Temporary(f"{NAME}:unreadable") from None


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise Temporary(f"{NAME}:unreadable") from None
    if not isinstance(told, Mapping):
        raise Temporary(f"{NAME}:unreadable")
    return told


def _status(told: Mapping[str, Any]) -> PaymentStatus:
    named = str(told.get("errorCode") or "")[:20]
    state = codes.state(str(told["status"]), named)
    reference = str(told.get("paymentReference") or "")
    if state is PaymentState.PAID and "payeePaymentReference" in told and not reference:
        raise Temporary(f"{NAME}:unreadable")
    return PaymentStatus(
        state=state,
        amount=_ore(told["amount"]),
        reference=str(told.get("payeePaymentReference") or told.get("payerPaymentReference") or ""),
        payment_reference=reference,
        paid_at=_instant(told.get("datePaid")),
        trouble=codes.TROUBLES.get(named, ""),
        code=named,
    )


def _ore(amount: Any) -> int:
    if isinstance(amount, bool):
        raise TypeError
    exact = Decimal(amount) * _ORE
    if exact != exact.to_integral_value():
        raise ValueError
    return int(exact)


def _instant(text: Any) -> datetime | None:
    if not text:
        return None
    at = datetime.fromisoformat(str(text))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
