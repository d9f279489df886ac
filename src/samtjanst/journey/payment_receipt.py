"""The receipt of a payment: who paid what to whom, when, and the value-added tax in it.

What a receipt of an authority tells follows bokföringslagen 5 kap. 7 § about a verification.
"""

import uuid
from collections.abc import Iterator

from samtjanst.capabilities.documents.render import render_payment
from samtjanst.capabilities.documents.types import Letterhead, PaymentReceipt
from samtjanst.capabilities.fees import queries
from samtjanst.capabilities.fees.types import OrderView, RefundState
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.money import kronor
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.running.cases.queries import case_of_filing


def made(*, order_id: uuid.UUID, by: Actor) -> tuple[bytes, str]:
    """The receipt of an own payment as PDF, and its number.

    Raises:
        NotFoundError: not the actor's own, or not paid.
    """
    order = queries.order_of(by, order_id)
    if not order.is_paid:
        raise NotFoundError
    municipality = current()
    head = Letterhead(
        municipality=municipality.name,
        colour=municipality.colour,
        title="Kvitto",
        reference=order.reference,
        produced_at=clock.now(),
        contact=(municipality.contact_phone, municipality.contact_email),
    )
    return render_payment(PaymentReceipt(head=head, facts=tuple(_facts(order)))), order.reference


def _facts(order: OrderView) -> Iterator[tuple[str, str]]:
    municipality, case = current(), case_of_filing(order.subject[1])
    yield "Kvittots nummer", order.reference
    yield "Betalt till", municipality.name
    yield "Organisationsnummer", str(OrganisationNumber(municipality.organisation_number))
    yield "Betalt av", identity_of(order.citizen_id).name
    yield "Avser", order.label
    if case:
        yield "Ärende", case.reference
    yield "Belopp", kronor(order.amount)
    yield "Varav moms", f"{kronor(order.vat_amount)} ({order.vat} %)" if order.vat else "Ingen"
    if order.paid_at:
        yield "Betalt", clock.exact(order.paid_at)
    yield "Betalsätt", "Swish"
    yield "Betalningens nummer", order.payment_reference
    for one in order.refunds:
        if one.state is not RefundState.FAILED:
            yield "Betalas tillbaka", f"{kronor(one.amount)}, {clock.exact(one.at)}"
