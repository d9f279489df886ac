"""Paying a fee back, or a part of it, and looking after what is not clear about a payment."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.fees.types import LONGEST_REASON, OrderView
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.plugins.services import payment_provider
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import typed
from samtjanst.journey.pay import PATH, callback_path
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.kernel.money import kronor
from samtjanst.ports.failures import Rejected, Temporary
from samtjanst.ports.payment import PaymentState, RefundRequest
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services

MOST_DAYS = 90


@transaction.atomic
def pay_back(*, reference: str, amount: int, reason: str, by: Actor) -> None:
    """Pay ``amount`` öre back to the applicant, for a reason that she reads.

    Raises:
        NotFoundError: no such case for the actor, or nothing has been paid.
        InvalidInputError: no reason, or more than what is left.
    """
    case = cases.get_case(by, reference)
    kept = typed.clean(reason)
    problems: dict[str, list[str]] = {}
    if not kept:
        problems["reason"] = [_("Skriv varför avgiften betalas tillbaka.")]
    elif told := typed.faults(kept, LONGEST_REASON):
        problems["reason"] = told
    if problems:
        raise InvalidInputError(problems)
    subject = ("filing", case.filing_id)
    try:
        order = fees.refund(subject=subject, amount=amount, reason=kept, by=by)
    except ConflictError:
        told = [_("Skriv ett belopp som är större än noll och högst det som finns kvar.")]
        raise InvalidInputError({"amount": told}) from None
    case_services.note_about_parties(
        filing_id=case.filing_id, what="fee_refund", text=f"{kronor(amount)}: {kept}", by=by
    )
    _tell(order, "fee_refunded", by)


def run(payload: dict[str, Any]) -> None:
    """Job: ask the provider for a refund until it says how it ended.

    Raises:
        Temporary: it is not paid yet, or the provider cannot be reached.
        NotConfigured: the municipality's set-up is wrong.
    """
    refund_id = uuid.UUID(payload["refund"])
    told, by = fees.to_refund(refund_id), system_actor(scope_id())
    if not told.is_waiting:
        return
    request = RefundRequest(
        instruction=told.instruction,
        payment_reference=told.payment_reference,
        amount=told.amount,
        reference=told.reference,
        message=told.order.label,
        callback_path=callback_path(told.attempt_id),
        secret=told.secret,
    )
    try:
        status = payment_provider().refund(request)
    except Rejected as failure:
        _ended(refund_id, told.order, by, is_paid=False, code=failure.code)
        return
    if status.state is PaymentState.OPEN:
        raise Temporary("fees:refund_waits")
    is_paid = status.state is PaymentState.PAID and status.amount == told.amount
    _ended(refund_id, told.order, by, is_paid=is_paid, code=status.code)


def _ended(refund_id: uuid.UUID, order: OrderView, by: Actor, *, is_paid: bool, code: str) -> None:
    if not fees.settle_refund(refund_id=refund_id, is_paid=is_paid, code=code, by=by):
        return
    filing_id = order.subject[1]
    if cases.case_of_filing(filing_id) is not None:
        what = "fee_refunded" if is_paid else "fee_refund_failed"
        case_services.note_about_parties(filing_id=filing_id, what=what, text="", by=by)


@transaction.atomic
def nudge(*, reference: str, by: Actor) -> None:
    """A handler reminds who has to pay; at most once a day.

    Raises:
        NotFoundError: no such case for the actor, or nothing has to be paid.
        ConflictError: reminded within a day, or paid.
    """
    case = cases.get_case(by, reference)
    order = fees.nudge(subject=("filing", case.filing_id), by=by)
    _tell(order, "fee_reminder", by)


@transaction.atomic
def give_time(*, reference: str, days: int, by: Actor) -> None:
    """Give the applicant ``days`` more to pay from today, also when the time has passed.

    Raises:
        NotFoundError: no such case for the actor, or nothing has to be paid.
        InvalidInputError: too few days, or too many.
        TransitionError: it is paid.
    """
    case = cases.get_case(by, reference)
    if not 0 < days <= MOST_DAYS:
        told = _("Skriv ett antal dagar från 1 till %(most)s.") % {"most": MOST_DAYS}
        raise InvalidInputError({"days": [told]})
    until = clock.today() + timedelta(days=days)
    order = fees.extend(subject=("filing", case.filing_id), until=until, by=by)
    case_services.note_about_parties(
        filing_id=case.filing_id, what="fee_extended", text=until.isoformat(), by=by
    )
    _tell(order, "fee_reminder", by)


@transaction.atomic
def rule_out(*, reference: str, by: Actor) -> None:
    """A handler has seen at the bank that an unclear payment came to nothing.

    Raises:
        NotFoundError: no such case for the actor, or nothing is unclear.
    """
    case = cases.get_case(by, reference)
    fees.rule_out(subject=("filing", case.filing_id), by=by)
    case_services.note_about_parties(filing_id=case.filing_id, what="fee_ruled_out", text="", by=by)


def _tell(order: OrderView, template: str, by: Actor) -> None:
    notify(
        citizen_id=order.citizen_id,
        template=template,
        subject=(order.subject[0], str(order.subject[1])),
        path=PATH,
        by=by,
    )
