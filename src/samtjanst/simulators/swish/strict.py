"""What Swish refuses in a request, field by field, with its own codes."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

# What a message can be, to be refused with that code at once or to end with it, as MSS does.
CREATE_CODES = frozenset(
    {"FF08", "RP01", "RP02", "RP03", "RP06", "PA02", "AM02", "AM06", "AM03", "BE18", "ACMT01",
     "ACMT03", "ACMT07", "VR01", "VR02"}
)  # fmt: skip
OUTCOMES = frozenset({"RF07", "BANKIDCL", "BANKIDONGOING", "BANKIDUNKN", "TM01", "DS24", "FF10"})
REFUND_CODES = frozenset({"RF02", "RF03", "RF04", "RF06", "RF08", "RF09", "AM04", "PA01"})
_REFERENCE = re.compile(r"[A-Za-z0-9_.+*/-]{1,35}", re.ASCII)
_MESSAGE = re.compile(r"[A-Za-zÅÄÖåäö0-9 :;.,?!()-]{0,50}")
_PHONE = re.compile(r"[1-9]\d{7,14}", re.ASCII)
_SECRET = re.compile(r"[0-9A-Fa-f-]{32,36}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
_LEAST, _MOST = Decimal(1), Decimal("999999999999.99")
_LOOPBACK = (".localhost", "localhost", "127.0.0.1")
COMMON = {"amount", "currency", "callbackUrl", "callbackIdentifier", "message"}
PAYMENT = COMMON | {"payeeAlias", "payerAlias", "payeePaymentReference", "payerSSN", "ageLimit"}
REFUND = COMMON | {
    "originalPaymentReference", "payerAlias", "payeeAlias", "payerPaymentReference"
}  # fmt: skip


def payment(body: Mapping[str, Any]) -> str:
    """The code with which a request to pay is refused; "" for none."""
    if not set(body) <= PAYMENT:
        return "PA02"
    if not body.get("payeeAlias"):
        return "RP01"
    if not _fits(_REFERENCE, body.get("payeePaymentReference", "-")):
        return "FF08"
    if "payerAlias" in body and not _fits(_PHONE, body["payerAlias"]):
        return "BE18"
    return _common(body)


def refund(body: Mapping[str, Any]) -> str:
    """The same of a refund."""
    if not set(body) <= REFUND or not body.get("originalPaymentReference"):
        return "PA01"
    return _common(body)


def kronor(told: Any) -> Decimal | None:
    """The amount; None when it is none."""
    if not _fits(_AMOUNT, str(told)):
        return None
    try:
        return Decimal(str(told))
    except InvalidOperation:
        return None


def _common(body: Mapping[str, Any]) -> str:
    amount, message = kronor(body.get("amount")), body.get("message", "")
    if amount is None:
        return "PA02"
    if not _LEAST <= amount <= _MOST:
        return "AM06" if amount < _LEAST else "AM02"
    if body.get("currency") != "SEK":
        return "AM03"
    if not _is_reached(str(body.get("callbackUrl", ""))):
        return "RP03"
    if not _fits(_SECRET, body.get("callbackIdentifier", "0" * 32)):
        return "PA02"
    return "" if _fits(_MESSAGE, message) else "RP02"


def _is_reached(url: str) -> bool:
    parts = urlsplit(url)
    # The real one takes https and port 443 only; on this machine there is no certificate for it.
    is_here = (parts.hostname or "").endswith(_LOOPBACK)
    return parts.scheme == "https" or (parts.scheme == "http" and is_here)


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
