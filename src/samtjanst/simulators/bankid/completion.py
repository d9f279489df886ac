"""What a completed order consists of, sound or flawed in one way."""

import base64
from collections.abc import Mapping
from typing import Any

from samtjanst.simulators import personas
from samtjanst.simulators.bankid import seal, trust
from samtjanst.simulators.bankid.faults import PROOF
from samtjanst.simulators.bankid.seal import SignRequest
from samtjanst.simulators.bankid.trust import SignatureAuthority
from samtjanst.simulators.personas import Persona

FLAWS = PROOF
DISPLAY_NAME = "Test av BankID"
_FUNCTIONS = {"sign": "Signing", "auth": "Identification"}


def make(  # noqa: PLR0913, PLR0917 - all of it is what was ordered
    signers: SignatureAuthority,
    person: Persona,
    operation: str,
    body: Mapping[str, Any],
    relying_party: str,
    flaw: str = "",
) -> dict[str, Any]:
    """The ``completionData`` of RP API v6.0."""
    who = _somebody_else(person) if flaw == "wrong_person" else person
    request = _request(operation, body, relying_party, flaw)
    user = signers.of(who, _FUNCTIONS[operation], flaw)
    signature = seal.sign(user, (signers.customers, signers.bank), request)
    if flaw == "tampered":
        signature = _tampered(signature)
    made = {
        "user": {
            "personalNumber": who.personal_number,
            "name": who.name,
            "givenName": who.given_name,
            "surname": who.surname,
        },
        "device": {
            "ipAddress": str(body.get("endUserIp", "")),
            "uhi": "OZvYM9VvyiAmG7NA5jU5zqGcVpo=",
        },
        "bankIdIssueDate": "2025-02-01Z",
        "signature": signature,
        "ocspResponse": trust.answer(signers, user, signature, flaw),
    }
    return made | ({"risk": "LOW"} if body.get("returnRisk") else {})


def _request(operation: str, body: Mapping[str, Any], relying_party: str, flaw: str) -> SignRequest:
    visible = str(body.get("userVisibleData", ""))
    function = _FUNCTIONS[operation]
    if flaw == "wrong_function":
        function = next(other for other in _FUNCTIONS.values() if other != function)
    return SignRequest(
        visible=_b64("En annan text") if flaw == "other_text" else visible,
        hidden=str(body.get("userNonVisibleData", "")),
        function=function,
        relying_party="2021000001" if flaw == "wrong_party" else relying_party,
        display_name=DISPLAY_NAME,
        text_format=str(body.get("userVisibleDataFormat") or ""),
        conditions=_conditions(body.get("requirement") or {}),
    )


def _conditions(requirement: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    known = {"personalNumber": "PersonalNumber", "pinCode": "PinCode"}
    return tuple(
        (title, str(requirement[name])) for name, title in known.items() if name in requirement
    )


def _tampered(signature: str) -> str:
    xml = base64.b64decode(signature).replace(b"<uauth>pw</uauth>", b"<uauth>bm</uauth>")
    return base64.b64encode(xml).decode()


def _somebody_else(person: Persona) -> Persona:
    return next(one for one in personas.people() if one != person)


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
