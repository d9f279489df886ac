"""Paying a fee: asked for, followed, and what follows when it is paid.

What a browser or a callback says is never believed: the provider is asked, and its answer is held
against the order. Nothing here is done in a transaction while somebody outside is asked.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.fees import queries
from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.fees.types import (
    AttemptState,
    AttemptView,
    OrderState,
    OrderView,
    Settled,
)
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.audit.services import one_insert
from samtjanst.foundation.jobs.services import one_batch
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.plugins.services import payment_provider
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import hand_in
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.kernel.money import kronor
from samtjanst.kernel.phone import PhoneNumber
from samtjanst.ports.failures import NotConfigured, PortError, Rejected
from samtjanst.ports.payment import PaymentRequest

POLL_EVERY = timedelta(seconds=2)  # the provider is asked no more often about one attempt
FOLLOW_FOR = timedelta(days=7)  # an attempt of which nobody has said how it ended
PATH = "/mina-arenden/"


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody wants to pay: by a request to a telephone, or by the app, here or elsewhere."""

    to_phone: bool = False
    phone: str = ""
    origin: str = ""  # the site's own address, to come back to


def begin(*, order_id: uuid.UUID, way: Way, by: Actor) -> AttemptView:
    """Ask the provider to let somebody pay an own order; pressed twice it is one request.

    Raises:
        NotFoundError: not the actor's own.
        TransitionError: it is paid, or nothing has to be paid any more.
        InvalidInputError: the number is none.
        Temporary, Rejected, NotConfigured: the provider cannot be reached, or will not.
    """
    number = _number(way)
    attempt = fees.begin(order_id=order_id, to_phone=way.to_phone, by=by)
    if attempt.to_phone != way.to_phone and attempt.is_open:
        # She changes her mind: what stands is taken back first, so that it cannot be paid too.
        cancel(order_id=order_id, by=by)
        attempt = fees.begin(order_id=order_id, to_phone=way.to_phone, by=by)
    return _ask(attempt, number, way, by) if attempt.state is AttemptState.CREATED else attempt


def _number(way: Way) -> str:
    if not way.to_phone:
        return ""
    try:
        return PhoneNumber.parse(way.phone).e164
    except ValueError:
        told = _("Skriv mobilnumret som är kopplat till Swish, till exempel 070-174 06 05.")
        raise InvalidInputError({"phone": [told]}) from None


def _ask(attempt: AttemptView, number: str, way: Way, by: Actor) -> AttemptView:
    order = queries.order_of(by, attempt.order_id)
    try:
        told = payment_provider().ask(
            PaymentRequest(
                instruction=attempt.instruction,
                amount=order.amount,
                reference=order.reference,
                message=order.label,
                callback_path=callback_path(attempt.id),
                secret=attempt.secret,
                return_url=f"{way.origin}/betalning/{order.id}/",
                payer_phone=number,
            )
        )
    except (Rejected, NotConfigured) as failure:
        fees.refused(attempt_id=attempt.id, code=failure.code, trouble=failure.hint, by=by)
        raise
    return fees.asked(attempt_id=attempt.id, told=told, by=by)


def callback_path(attempt_id: uuid.UUID) -> str:
    """Where the provider tells of an attempt."""
    return f"/betalning/svar/{attempt_id}/"


def follow(*, attempt: AttemptView, by: Actor) -> Settled:
    """Ask the provider how an attempt stands, and do what follows from that, once.

    Raises:
        Temporary, Rejected, NotConfigured: the provider cannot be reached, or will not.
    """
    status = payment_provider().read(attempt.instruction)
    with transaction.atomic(), one_insert(), one_batch():
        settled = fees.settle(attempt_id=attempt.id, status=status, by=by)
        if settled.became_paid:
            _paid(settled.order)
    return settled


def _paid(order: OrderView) -> None:
    by = system_actor(scope_id())
    hand_in.paid(filing_id=order.subject[1], amount=kronor(order.amount), by=by)
    _tell(order, "fee_paid", by)


def poll(*, order_id: uuid.UUID, by: Actor) -> bool:
    """Whether the page of an own order has something new to show; one query while it has not.

    Raises:
        NotFoundError: not the actor's own, or nobody has tried to pay it.
    """
    state, attempt, checked_at = queries.polled(by, order_id)
    if state is not OrderState.OPEN or attempt is None or not attempt.is_open:
        return True
    if checked_at + POLL_EVERY > clock.now() or not _is_claimed(attempt):
        return False
    return not _followed(attempt, by).is_open


def refresh(*, order_id: uuid.UUID, by: Actor) -> tuple[OrderView, AttemptView | None]:
    """An own order as it stands now, with the latest attempt; the provider is asked about that.

    Raises:
        NotFoundError: not the actor's own.
    """
    order, attempt = queries.order_of(by, order_id), queries.current_attempt(order_id)
    if attempt is None or not attempt.is_open or not _is_claimed(attempt):
        return order, attempt
    attempt = _followed(attempt, by)
    return queries.order_of(by, order_id), attempt


def shown(*, order_id: uuid.UUID, by: Actor) -> tuple[OrderView, AttemptView | None]:
    """An own order with its latest attempt, as they are known here; nobody is asked.

    Raises:
        NotFoundError: not the actor's own.
    """
    return queries.order_of(by, order_id), queries.current_attempt(order_id)


def _is_claimed(attempt: AttemptView) -> bool:
    return fees.claim(attempt_id=attempt.id, every=POLL_EVERY)


def _followed(attempt: AttemptView, by: Actor) -> AttemptView:
    try:
        return follow(attempt=attempt, by=by).attempt
    except PortError:
        return attempt  # nothing is known: it is asked again in a moment


def cancel(*, order_id: uuid.UUID, by: Actor) -> AttemptView | None:
    """Take the open attempt to pay an own order back; if it has been paid meanwhile, it is paid.

    Raises:
        NotFoundError: not the actor's own.
        Temporary, Rejected, NotConfigured: the provider cannot be reached, or will not.
    """
    queries.order_of(by, order_id)
    attempt = queries.current_attempt(order_id)
    if attempt is None or not attempt.is_open:
        return attempt
    payment_provider().cancel(attempt.instruction)
    return follow(attempt=attempt, by=by).attempt


def called_back(*, attempt_id: uuid.UUID, secret: str) -> None:
    """A callback has come, from whomever: the provider is asked.

    Raises:
        NotFoundError: no such attempt, or not its secret.
        Temporary, Rejected, NotConfigured: the provider cannot be asked now; it will call again.
    """
    attempt = queries.attempt_called_about(attempt_id, secret)
    follow(attempt=attempt, by=system_actor(scope_id()))


def follow_due() -> int:
    """Schedule: ask about every attempt of which it is not known how it ends; how many were."""
    by, told = system_actor(scope_id()), 0
    for attempt in queries.undecided(clock.now() - FOLLOW_FOR):
        if _is_claimed(attempt):
            _followed(attempt, by)
            told += 1
    return told


def lapse_due() -> int:
    """Schedule: end what has not been paid in time; how many orders ended.

    What stands at the provider is taken back first: somebody may be paying this very moment.
    """
    by, ended = system_actor(scope_id()), 0
    for order in queries.overdue(clock.today()):
        attempt = queries.current_attempt(order.id)
        if attempt and attempt.is_open and not _is_taken_back(attempt, by):
            continue
        with transaction.atomic():
            if fees.lapse(order_id=order.id, by=by):
                hand_in.unpaid(filing_id=order.subject[1], by=by)
                ended += 1
    return ended


def _is_taken_back(attempt: AttemptView, by: Actor) -> bool:
    try:
        payment_provider().cancel(attempt.instruction)
        return not follow(attempt=attempt, by=by).attempt.is_open
    except PortError:
        return False  # tomorrow, or when it answers


def remind_due() -> int:
    """Schedule: remind, once, of what has to be paid within a few days; how many were told."""
    by, told = system_actor(scope_id()), 0
    for order in queries.due_soon(clock.today()):
        with transaction.atomic():
            if reminded := fees.remind(order_id=order.id, by=by):
                _tell(reminded, "fee_reminder", by)
                told += 1
    return told


def _tell(order: OrderView, template: str, by: Actor) -> None:
    notify(
        citizen_id=order.citizen_id,
        template=template,
        subject=(order.subject[0], str(order.subject[1])),
        path=PATH,
        by=by,
    )
