"""What is to be paid for a filing: sealed with it, and asked for when it is handed in."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from samtjanst.building.definitions.queries import definition_of, unit_of
from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.fees.types import CURRENCY, NewOrder
from samtjanst.capabilities.formkit.fees import FeeWhen
from samtjanst.capabilities.formkit.following import FEE_DUE
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor
from samtjanst.journey.answer import Work
from samtjanst.journey.sealed import code_of
from samtjanst.kernel import clock
from samtjanst.kernel.identity import read_identity
from samtjanst.running.filing.types import SealedSnapshot

PATH = "/mina-arenden/"
FEE = "fee"  # in what is sealed: what is to be paid


def sealed(work: Work) -> Mapping[str, Any]:
    """What is to be paid, for the content that is sealed; {} for nothing."""
    rule, amount = work.definition.fee, work.definition.to_pay(work.evaluation.values)
    if rule is None or not amount:
        return {}
    told = {"amount": amount, "currency": CURRENCY, "vat": rule.vat}
    return {FEE: {**told, "when": rule.when.value, "days": rule.days}}


def has_fee(snapshot: SealedSnapshot) -> bool:
    """Whether there was something to pay for what is sealed."""
    return bool(_of(snapshot))


def is_first(snapshot: SealedSnapshot) -> bool:
    """Whether it comes in when it is paid, and not before."""
    return bool(_of(snapshot).get("when") == FeeWhen.BEFORE.value)


def days(snapshot: SealedSnapshot) -> int:
    """How many days there are to pay; 0 for nothing to pay."""
    return int(_of(snapshot).get("days", 0))


def ask(snapshot: SealedSnapshot, *, tells: bool, by: Actor) -> None:
    """Open the payment order of what has just been handed in, where there is something to pay.

    ``tells`` is whether the payer gets a notice of it: not where another notice says so.
    """
    fee = _of(snapshot)
    if not fee:
        return
    payer = _payer(snapshot)
    fees.open_order(new=_order(snapshot, payer, fee), by=by)
    if tells:
        subject = ("filing", str(snapshot.filing_id))
        notify(citizen_id=payer, template=FEE_DUE, subject=subject, path=PATH, by=by)


def _order(snapshot: SealedSnapshot, payer: uuid.UUID, fee: Mapping[str, Any]) -> NewOrder:
    definition = definition_of(uuid.UUID(snapshot.content["version"]["id"]))
    return NewOrder(
        subject=("filing", snapshot.filing_id),
        citizen_id=payer,
        unit_id=unit_of(snapshot.content["e_service"]),
        label=(definition.fee.purpose if definition.fee else definition.title).to("sv"),
        amount=fee["amount"],
        vat=fee["vat"],
        until=clock.today() + timedelta(days=fee["days"]),
    )


def _payer(snapshot: SealedSnapshot) -> uuid.UUID:
    """The applicant, whose filing it is."""
    told = snapshot.content["applicant"]
    name = told["name"]
    identity = read_identity(code_of(told))
    return remember_citizen(identity=identity, name=name, given_name=name.split(" ")[0]).id


def _of(snapshot: SealedSnapshot) -> Mapping[str, Any]:
    found: Mapping[str, Any] = snapshot.content.get(FEE) or {}
    return found
