"""Values and state tables of fees. Amounts are whole öre of Swedish kronor."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from samtjanst.kernel.errors import TransitionError

CURRENCY = "SEK"
Subject = tuple[str, uuid.UUID]
REMIND_EVERY = timedelta(days=1)  # nobody is harassed
REMIND_BEFORE = timedelta(days=3)
LONGEST_REASON = 500  # characters
WRONG_AMOUNT, UNCLEAR = "wrong_amount", "unclear"  # why a person looks at an order
_PERCENT = 100


class OrderState(StrEnum):
    """Where a payment order stands."""

    OPEN = "open"
    PAID = "paid"
    REFUNDED = "refunded"  # all of it
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class AttemptState(StrEnum):
    """Where one attempt to pay stands. ``UNCLEAR``: it may be paid, and is not asked again."""

    CREATED = "created"  # the provider may have heard of it, or not
    ASKED = "asked"
    PAID = "paid"
    DECLINED = "declined"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNCLEAR = "unclear"


class RefundState(StrEnum):
    """Where money that goes back stands."""

    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"


ORDER_TRANSITIONS: dict[tuple[OrderState, str], OrderState] = {
    (OrderState.OPEN, "pay"): OrderState.PAID,
    (OrderState.OPEN, "cancel"): OrderState.CANCELLED,
    (OrderState.OPEN, "lapse"): OrderState.LAPSED,
    (OrderState.LAPSED, "reopen"): OrderState.OPEN,
    (OrderState.LAPSED, "cancel"): OrderState.CANCELLED,
    (OrderState.PAID, "refund"): OrderState.PAID,  # a part of it
    (OrderState.PAID, "refund_all"): OrderState.REFUNDED,
    (OrderState.REFUNDED, "refund_failed"): OrderState.PAID,
}
_OPEN = (AttemptState.CREATED, AttemptState.ASKED, AttemptState.UNCLEAR)
ATTEMPT_TRANSITIONS: dict[tuple[AttemptState, str], AttemptState] = {
    (AttemptState.CREATED, "ask"): AttemptState.ASKED,
    (AttemptState.ASKED, "ask"): AttemptState.ASKED,
    **{(state, "decline"): AttemptState.DECLINED for state in _OPEN},
    **{(state, "fail"): AttemptState.FAILED for state in _OPEN},
    **{(state, "cancel"): AttemptState.CANCELLED for state in _OPEN},
    **{(state, "doubt"): AttemptState.UNCLEAR for state in _OPEN},
    # Money that comes is money that has come, whatever was thought of the attempt.
    **{(state, "pay"): AttemptState.PAID for state in AttemptState if state != AttemptState.PAID},
}
REFUND_TRANSITIONS: dict[tuple[RefundState, str], RefundState] = {
    (RefundState.WAITING, "pay"): RefundState.PAID,
    (RefundState.WAITING, "fail"): RefundState.FAILED,
}
UNDECIDED = frozenset(_OPEN)


def next_order(state: str, event: str) -> OrderState:
    """The order's state after an event. Raises TransitionError when it is not possible."""
    try:
        return ORDER_TRANSITIONS[OrderState(state), event]
    except KeyError:
        raise TransitionError("payment order", state, event) from None


def next_attempt(state: str, event: str) -> AttemptState:
    """The attempt's state after an event. Raises TransitionError when it is not possible."""
    try:
        return ATTEMPT_TRANSITIONS[AttemptState(state), event]
    except KeyError:
        raise TransitionError("payment attempt", state, event) from None


def next_refund(state: str, event: str) -> RefundState:
    """The refund's state after an event. Raises TransitionError when it is not possible."""
    try:
        return REFUND_TRANSITIONS[RefundState(state), event]
    except KeyError:
        raise TransitionError("refund", state, event) from None


def vat_of(amount: int, percent: int) -> int:
    """The value-added tax that is part of ``amount``, half an öre upwards; 0 where none is."""
    exact = Decimal(amount) * percent / (_PERCENT + percent)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What is to be paid, by whom. ``until`` is the last day; ``vat`` per cent in the amount."""

    subject: Subject
    citizen_id: uuid.UUID
    unit_id: uuid.UUID
    label: str
    amount: int
    vat: int
    until: date


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money that goes back, or has gone."""

    id: uuid.UUID
    amount: int
    reason: str = field(repr=False)
    state: RefundState
    at: datetime
    by_name: str  # "" for the platform itself
    code: str = ""


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt to pay. ``launch_url`` and ``qr_text`` open it, where it can be opened."""

    id: uuid.UUID
    order_id: uuid.UUID
    instruction: str
    secret: str = field(repr=False)
    state: AttemptState
    created_at: datetime
    trouble: str = ""
    to_phone: bool = False
    launch_url: str = field(default="", repr=False)
    qr_text: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether somebody can pay it, as far as is known."""
        return self.state in {AttemptState.CREATED, AttemptState.ASKED}


@dataclass(frozen=True, slots=True)
class OrderView:
    """A payment order, with its refunds."""

    id: uuid.UUID
    subject: Subject
    citizen_id: uuid.UUID
    unit_id: uuid.UUID
    label: str
    reference: str
    amount: int
    vat: int
    vat_amount: int
    state: OrderState
    opened_at: datetime
    until: date
    paid_at: datetime | None = None
    payment_reference: str = ""
    reminded_at: datetime | None = None
    needs_look: str = ""  # a short code: what a person has to look at; "" for nothing
    refunds: tuple[RefundView, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits to be paid."""
        return self.state is OrderState.OPEN

    @property
    def is_paid(self) -> bool:
        """Whether it has been paid, also when some has gone back since."""
        return self.state in {OrderState.PAID, OrderState.REFUNDED}

    @property
    def left(self) -> int:
        """What can still go back."""
        gone = sum(one.amount for one in self.refunds if one.state is not RefundState.FAILED)
        return self.amount - gone if self.is_paid else 0

    def can_be_reminded(self, now: datetime) -> bool:
        """Whether a handler can remind the payer now."""
        since = self.reminded_at or self.opened_at
        return self.is_open and since + REMIND_EVERY <= now


@dataclass(frozen=True, slots=True)
class Settled:
    """What followed from an answer of the provider about an attempt.

    ``became_paid`` says that the order was paid by this, which is so once. ``refund_id`` is what
    goes back because it was paid too much of, or too late.
    """

    order: OrderView
    attempt: AttemptView
    became_paid: bool = False
    refund_id: uuid.UUID | None = None
