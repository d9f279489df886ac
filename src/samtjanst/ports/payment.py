"""Port for taking a fee: a request to pay, which somebody answers in an app of her own.

Everything is asked for under an *instruction* that we make: asked twice, it is still one request,
however the first attempt ended. What the outside tells of its own accord (a callback) is a hint:
only ``read``, a question of our own, tells how it stands. Amounts are whole öre of Swedish kronor.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

# The header in which a callback brings the request's secret back.
SECRET_HEADER = "callbackIdentifier"  # noqa: S105 - the name of a header
LONGEST_REFERENCE, LONGEST_MESSAGE = 35, 50  # characters


class PaymentState(StrEnum):
    """Where a request stands. ``UNCLEAR``: the money may be on its way, so nobody asks again."""

    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNCLEAR = "unclear"


class Trouble(StrEnum):
    """What the payer can be told; the hint of a failure, or beside a state."""

    BUSY = "busy"  # another request of hers is open
    PHONE = "phone"  # the number is none
    NOT_ACTIVATED = "not_activated"
    NOT_ENROLLED = "not_enrolled"
    REFUSED = "refused"  # limit, funds or block
    BROKEN_OFF = "broken_off"  # she broke off her e-ID
    LATE = "late"  # nobody paid in time
    EID = "eid"  # her e-ID is busy or cannot be used
    AMOUNT = "amount"
    PERSON = "person"  # age, or somebody else's number
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What is to be paid.

    ``instruction`` is 32 hexadecimal digits in capitals, ``reference`` our order's number and
    ``message`` what the payer reads. A callback comes to ``callback_path`` at the address that the
    municipality has given its provider, with ``secret`` in :data:`SECRET_HEADER`. With
    ``payer_phone`` (E.164) the request comes up in that phone; without it, it is opened by its
    launch address or code, and the app goes back to ``return_url``.
    """

    instruction: str
    amount: int
    reference: str
    message: str
    callback_path: str
    secret: str = field(repr=False)
    return_url: str = ""
    payer_phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AskedPayment:
    """A request that stands at the provider.

    ``launch_url`` opens it in the app on this device and ``qr_text`` is the code for another one;
    both are "" with a phone number, and when the request was found to stand already.
    """

    launch_url: str = field(default="", repr=False)
    qr_text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """How a request stands, in the provider's own words about it.

    ``payment_reference`` names the payment at the provider and the bank; "" until it is paid.
    ``trouble`` is a :class:`Trouble`, or "", and ``code`` the provider's own.
    """

    state: PaymentState
    amount: int
    reference: str
    payment_reference: str = ""
    paid_at: datetime | None = None
    trouble: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money that goes back to who paid: all of ``payment_reference`` or a part of it."""

    instruction: str
    payment_reference: str
    amount: int
    reference: str
    message: str
    callback_path: str
    secret: str = field(repr=False)


class PaymentProvider(Protocol):
    """Takes payments. Raises Temporary, Rejected or NotConfigured and nothing else."""

    def ask(self, request: PaymentRequest) -> AskedPayment:
        """Ask for a payment; the same instruction asked again is the same request."""
        ...

    def read(self, instruction: str) -> PaymentStatus | None:
        """How it stands; None when the provider knows no such request."""
        ...

    def cancel(self, instruction: str) -> PaymentStatus | None:
        """Take a request back if nobody has paid; how it stands then, as ``read`` tells."""
        ...

    def refund(self, request: RefundRequest) -> PaymentStatus:
        """Pay back. Called again with the same instruction, it tells how that refund stands."""
        ...

    def check(self) -> None:
        """Raise the failure that a request would meet now, without asking for anything."""
        ...
