"""The fee of a case, for whoever may read the case; nothing is asked where there is none."""

from collections.abc import Iterator
from typing import Any

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.fees import queries
from samtjanst.capabilities.fees.types import CURRENCY, OrderState, OrderView, RefundState
from samtjanst.journey import fee_due
from samtjanst.kernel import clock
from samtjanst.kernel.money import kronor
from samtjanst.running.cases.types import CaseView
from samtjanst.running.filing.types import SealedSnapshot

_STATES = {
    OrderState.OPEN: "Väntar på betalning",
    OrderState.PAID: "Betald",
    OrderState.REFUNDED: "Tillbakabetald",
    OrderState.LAPSED: "Inte betald i tid",
}


def of_case(case: CaseView) -> OrderView | None:
    """What is to be paid in a case that the caller may read; None for nothing."""
    if definition_of(case.version_id).fee is None:
        return None
    return queries.order_about(("filing", case.filing_id))


def of_sealed(case: CaseView, snapshot: SealedSnapshot) -> OrderView | None:
    """As :func:`of_case`, without asking where nothing to pay was sealed with the application."""
    return of_case(case) if fee_due.has_fee(snapshot) else None


def told(case: CaseView) -> dict[str, Any] | None:
    """The same as data, for a connected system; without personal data."""
    order = of_case(case)
    if order is None:
        return None
    return {
        "reference": order.reference,
        "state": order.state.value,
        "amount": order.amount,
        "currency": CURRENCY,
        "vat": order.vat_amount,
        "until": order.until,
        "paid_at": clock.local(order.paid_at) if order.paid_at else None,
        "refunded": order.amount - order.left if order.is_paid else 0,
    }


def facts(case: CaseView) -> Iterator[tuple[str, str]]:
    """The same in words, for a document about the case."""
    order = of_case(case)
    if order is None:
        return
    when = f" {clock.exact(order.paid_at)}, kvitto {order.reference}" if order.paid_at else ""
    yield "Avgift", f"{order.label}: {kronor(order.amount)}. {_STATES[order.state]}{when}."
    for one in order.refunds:
        if one.state is not RefundState.FAILED:
            yield "Avgift tillbaka", f"{kronor(one.amount)}, {clock.exact(one.at)}"
