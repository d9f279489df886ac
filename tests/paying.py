"""A town where an application costs something, and a Swish to pay it with."""

import copy
import re
from pathlib import Path
from typing import Any

from django.test import Client
from tests.journey_support import DOCUMENT
from tests.town import ANNA, Town, fill_in, found, page_text

from samtjanst.capabilities.fees.models import Attempt, PaymentOrder
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.swish.server import Running as Swish

FEE = {"purpose": {"sv": "Avgift för prövning", "en": "Fee for examination"}, "amount": 300}
KRONOR = "300\N{NO-BREAK SPACE}kr"


def document(*, signed: bool = False, **fee: Any) -> dict[str, Any]:
    """School transport with a fee, handed in without a signature or with the applicant's own."""
    made = copy.deepcopy(DOCUMENT)
    made["signing"] |= {"signatories": {}, "confirmation": "signature" if signed else "login"}
    return made | {"fee": FEE | fee}


def town(slug: str, bank: Bank, folder: Path, swish: Swish, **fee: Any) -> Town:
    """The town, whose fees are paid over Swish."""
    return opened(slug, bank, folder, swish, document(**fee))


def opened(slug: str, bank: Bank, folder: Path, swish: Swish, wanted: dict[str, Any]) -> Town:
    """As :func:`town`, with just this e-service."""
    made = found(slug, bank, folder, document=wanted)
    swish.swish.mode, swish.swish.calls = "no_callback", 1
    made.bind(Port.PAYMENT, "swish", swish.settings | {"callback_base": "http://localhost"})
    return made


def handed_in(at: Town, anna: Client) -> str:
    """Hand in; the path of the page to pay on."""
    filing = fill_in(anna, at.answers())
    seen = re.search(r'name="seen" value="(\w+)"', page_text(anna, f"{filing}kontrollera/"))
    assert seen
    done = anna.post(f"{filing}kontrollera/", {"seen": seen[1]})
    assert done.status_code == 302
    return str(anna.get(done["Location"])["Location"])


def applied(at: Town) -> tuple[Client, str]:
    """Anna's browser, and her page to pay on."""
    anna = at.login(ANNA)
    return anna, handed_in(at, anna)


def order(at: Town) -> PaymentOrder:
    with open_scope(at.row):
        return PaymentOrder.objects.get()


def attempt(at: Town) -> Attempt:
    """The latest."""
    with open_scope(at.row):
        return Attempt.objects.order_by("-created_at")[0]


def old(at: Town) -> None:
    """Let Swish be asked again: some seconds have passed."""
    with open_scope(at.row):
        for one in Attempt.objects.all():
            one.checked_at = one.created_at.replace(year=one.created_at.year - 1)
            one.save()


def pay(at: Town, swish: Swish, code: str = "") -> None:
    """The payer answers in her app."""
    assert swish.swish.end(swish.swish.orders[attempt(at).instruction], code)
    old(at)
