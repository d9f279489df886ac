"""Swish's error codes, each in its place among the port's failures.

Codes of a refusal come in a list with status 422, codes of an outcome in the request itself. A
code that is not here is a refusal like any other: its own name goes with it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary
from samtjanst.ports.payment import PaymentState, Trouble

NAME = "swish"
USED = "RP09"  # the instruction stands already
TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "RP06": Trouble.BUSY,
        "BE18": Trouble.PHONE,
        "ACMT01": Trouble.NOT_ACTIVATED,
        "ACMT03": Trouble.NOT_ENROLLED,
        "AM02": Trouble.AMOUNT,
        "AM06": Trouble.AMOUNT,
        "AM21": Trouble.AMOUNT,
        "VR01": Trouble.PERSON,
        "VR02": Trouble.PERSON,
        "RF07": Trouble.REFUSED,
        "BANKIDCL": Trouble.BROKEN_OFF,
        "BANKIDONGOING": Trouble.EID,
        "BANKIDUNKN": Trouble.EID,
        "TM01": Trouble.LATE,
        "DS24": Trouble.UNCLEAR,
    }
)
_OURS = frozenset({"ACMT07"})  # the municipality's own number is not enrolled
_LATER = frozenset({"FF10", "RF09"})  # the bank failed; another refund is under way
_STATES: Mapping[str, PaymentState] = MappingProxyType(
    {
        "CREATED": PaymentState.OPEN,
        "PENDING": PaymentState.OPEN,
        "INITIATED": PaymentState.OPEN,
        "VALIDATED": PaymentState.OPEN,
        "DEBITED": PaymentState.OPEN,
        "PAID": PaymentState.PAID,
        "DECLINED": PaymentState.DECLINED,
        "CANCELLED": PaymentState.CANCELLED,
        "ERROR": PaymentState.FAILED,
    }
)
_NO_ACCESS, _NOT_FOUND, _TOO_MANY, _SERVER = frozenset({401, 403}), 404, 429, 500


def state(told: str, code: str) -> PaymentState:
    """The state in the port's words.

    Raises:
        Temporary: a word that is not Swish's.
    """
    if told not in _STATES:
        raise Temporary(f"{NAME}:unreadable")
    if code == "DS24":  # timed out after the bank had begun: it may be paid in the end
        return PaymentState.UNCLEAR
    return PaymentState.CANCELLED if code == "RP08" else _STATES[told]


def failure(status: int, code: str) -> PortError:
    """The failure of an answer that is no success; ``code`` is the first of the list, or ""."""
    if status in _NO_ACCESS or status == _NOT_FOUND or code in _OURS:
        return NotConfigured(f"{NAME}:{code or f'http{status}'}")
    if status == _TOO_MANY or status >= _SERVER or code in _LATER:
        return Temporary(f"{NAME}:{code or f'http{status}'}")
    return Rejected(f"{NAME}:{code or f'http{status}'}", TROUBLES.get(code, ""))
