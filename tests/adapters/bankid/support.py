"""What the tests of the adapter share: requests, and evidence made in every way."""

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

from samtjanst.adapters.bankid.client import Client
from samtjanst.adapters.bankid.provider import BankIdIdentity, BankIdSigning
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.identity import StartIdentification
from samtjanst.ports.signing import Expected, StartSignature, VerificationReport
from samtjanst.simulators.bankid.orders import Order
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import ANNA, Persona, person

DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
BROWSER = {
    "end_user_ip": "198.51.100.24",
    "return_url": "http://mjolby.localhost/klar",
    "referring_domain": "localhost",
    "device_identifier": "b1946ac92492d234",
}
ANNA_DIGITS = ANNA
TEXT, HIDDEN = "Jag ansöker ☃ åäö", b'{"sha256":"9f"}'
START = StartIdentification(purpose="Logga in hos Mjölby kommun ☃", user_agent=DESKTOP, **BROWSER)
SIGN = StartSignature(
    signatory=PersonalNumber(ANNA),
    visible_text=TEXT,
    hidden_data=HIDDEN,
    user_agent=DESKTOP,
    **BROWSER,
)
EXPECTED = Expected(PersonalNumber(ANNA), TEXT, HIDDEN)
STEPS = (
    "document", "structure", "signature", "chain", "policy", "signatory", "function", "content",
    "ocsp", "ocsp_nonce",
)  # fmt: skip


def the(number: str) -> Persona:
    """The persona, who must exist."""
    found = person(number)
    if found is None:
        raise LookupError(number)
    return found


def order_of(server: Running, started: dict[str, Any]) -> Order:
    """The simulator's side of a started order."""
    return server.bank.orders[started["order_ref"]]


def complete(server: Running, started: dict[str, Any], number: str = ANNA) -> None:
    """Play the app: this person logs in or signs."""
    server.bank.complete(order_of(server, started), the(number))


def started_order(server: Running, operation: str = "sign") -> dict[str, Any]:
    """A started login ("auth") or signature ("sign")."""
    if operation == "auth":
        return BankIdIdentity(server.settings).start(START).order
    return BankIdSigning(server.settings).start(SIGN).order


def evidence_of(server: Running, flaw: str = "none", operation: str = "sign") -> dict[str, Any]:
    """Evidence as BankID delivers it, not judged yet; flawed in one of the simulator's ways."""
    order = started_order(server, operation)
    server.bank.set_fault(flaw, 1)
    complete(server, order)
    server.bank.set_fault("none")
    client = Client(Settings.read(server.settings))
    return {"collect": client.call("collect", {"orderRef": order["order_ref"]})}


def judged(
    server: Running, evidence: dict[str, Any], expected: Expected = EXPECTED, **settings: Any
) -> VerificationReport:
    """The verdict on evidence of a signature."""
    return BankIdSigning(server.settings | settings).verify(evidence, expected)


def failed(report: VerificationReport) -> dict[str, str]:
    """The steps that did not hold, with their reasons."""
    return {check.name: check.detail for check in report.checks if not check.held}


def xml_of(evidence: dict[str, Any]) -> bytes:
    """The signed document."""
    return base64.b64decode(evidence["collect"]["completionData"]["signature"])


def with_xml(evidence: dict[str, Any], xml: bytes) -> dict[str, Any]:
    """The same evidence with another document."""
    return with_data(evidence, signature=base64.b64encode(xml).decode())


def with_data(evidence: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same evidence with other completion data."""
    changed = copy.deepcopy(evidence)
    changed["collect"]["completionData"] |= changes
    return changed


def part(xml: bytes, start: bytes, end: bytes) -> bytes:
    """The bytes from ``start`` to the end of the first ``end`` after it."""
    first = xml.index(start)
    return xml[first : xml.index(end, first) + len(end)]


def info_of(xml: bytes) -> bytes:
    """SignedInfo, which is in canonical form as it stands."""
    return part(xml, b"<SignedInfo", b"</SignedInfo>")


def resigned(xml: bytes, change: Callable[[bytes], bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """The document with SignedInfo changed, and signed anew in the way given."""
    info = change(info_of(xml))
    value = base64.b64encode(sign(info))
    old = part(xml, b"<SignatureValue>", b"</SignatureValue>")
    return xml.replace(info_of(xml), info).replace(
        old, b"<SignatureValue>" + value + b"</SignatureValue>"
    )


def has(value: Any, secret: str) -> bool:
    """Whether the secret stands in the value, shown in any of the usual ways."""
    return secret in repr(value) or secret in str(value) or secret in json.dumps(str(value))
