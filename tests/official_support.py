"""Members of staff who sign decisions with passkeys in software, over the web."""

import html
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests import cast
from tests.authenticator import Authenticator
from tests.staff_support import browser, staff_token

from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.foundation.people import passkeys
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.people.webauthn import Place
from samtjanst.foundation.tenancy.services import put_unit
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.models import Case

ORIGIN = "http://mjolby.localhost"
GRANTED = {"outcome": "granted", "reasons": "Vägen är lång.", "legal_basis": "sl_10_32_1"}
NUMBERS = {"Kim": "198001012385", "Lo": "198001022392", "Mia": "198001032399"}
SIGN = "/handlaggning/att-skriva-under/"


@dataclass(frozen=True)
class Official:
    """A member of staff, her browser and her passkey."""

    account: StaffAccount
    client: Client
    key: Authenticator

    def request(self) -> uuid.UUID:
        """Her part in the room."""
        rows = SignatureRequest.objects.filter(staff=self.account)
        return rows.latest("room__opened_at").id

    def path(self) -> str:
        """Where she signs."""
        return f"{SIGN}{self.request()}/"

    def show(self, key: Authenticator | None = None) -> HttpResponse:
        """Sign with a passkey: hers, if no other is given."""
        path = f"{self.path()}passkey/"
        told = re.search(r'data-options="([^"]+)"', self.client.get(path).content.decode())
        assert told
        answer = json.dumps((key or self.key).show(html.unescape(told[1])))
        posted: Any = self.client.post(path, {"answer": answer})
        return posted  # type: ignore[no-any-return]


def official(account: StaffAccount) -> Official:
    """Somebody with a passkey of her own; the municipality's scope is open."""
    put_unit(name=cast.UNIT, staff_level=2)
    place, session = Place("mjolby.localhost", ORIGIN, "Mjölby"), cast.session()
    options = passkeys.begin_adding(session=session, staff=account, place=place)
    key = Authenticator(ORIGIN, place.host)
    answer = json.dumps(key.make(options))
    passkeys.add(session=session, staff=account, place=place, answer=answer, name="Nyckel")
    return Official(account, browser(token=staff_token(account)), key)


def colleague(name: str, role: Role = Role.HANDLER) -> Official:
    """A colleague in the same unit."""
    number = PersonalNumber(NUMBERS[name])
    roles, email = {role: cast.unit()}, f"{name.lower()}@exempel.invalid"
    return official(put_staff(number=number, name=f"{name} Kollega", email=email, roles=roles))


def send(hanna: Official, reference: str, *approvers: Official, **more: str) -> HttpResponse:
    """Write the decision and send it to be signed."""
    data: dict[str, Any] = {
        "revision": Case.objects.get(reference=reference).revision,
        "approvers": [str(one.account.id) for one in approvers],
        "send": "1",
    }
    path = f"/handlaggning/arenden/{reference}/beslut/"
    answer: Any = hanna.client.post(path, GRANTED | data | more)
    return answer  # type: ignore[no-any-return]
