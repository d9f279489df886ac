"""The invented powers, and how the register tells and signs them."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from samtjanst.kernel.canonical import canonical_bytes
from samtjanst.simulators.bolagsverket.companies import BANKRUPT, PROVCYKEL, TRAVAROR
from samtjanst.simulators.personas import BERI, EVERT, PETRA, TEOFIL, people

CODE = "11111111-2222-4333-8444-555555555555"  # what the demo's municipalities take
ANOTHER_CODE = "22222222-3333-4444-8555-666666666666"
_COMPANIES = {
    PROVCYKEL: "Provcykel AB",
    TRAVAROR: "Provträ Handelsbolag",
    BANKRUPT: "Provbygg i Östergötland AB",
}


@dataclass(frozen=True, slots=True)
class Power:
    """One power; several holders hold it together."""

    principal: str
    holders: tuple[str, ...]
    label: str  # what it shows, in Swedish
    code: str = CODE
    kind: str = "aktiv"

    @property
    def mandate_id(self) -> str:
        """The document's id, the same each time."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.principal}:{self.holders}:{self.code}"))


@cache
def powers() -> tuple[Power, ...]:
    """Every power in the register. Petra has protected identity, Evert is dead."""
    return (
        Power(TEOFIL, (BERI,), "Beri för Teofil"),
        Power(PROVCYKEL, (BERI,), "Beri för Provcykel AB"),
        Power(TRAVAROR, (BERI, TEOFIL), "Beri och Teofil tillsammans för Provträ HB"),
        Power(BANKRUPT, (BERI,), "Beri för ett företag i konkurs"),
        Power(PETRA, (BERI,), "Beri för någon med skyddade uppgifter"),
        Power(EVERT, (BERI,), "Beri för någon som har avlidit"),
        Power(BERI, (TEOFIL,), "Teofil för Beri, men i något annat", ANOTHER_CODE),
        Power(BERI, (TEOFIL,), "Teofil för Beri, bara för att ge vidare", kind="passiv"),
    )


def found(asked: Mapping[str, Any]) -> list[Power]:
    """Those that a question is about."""
    holder, principal = _id(asked.get("fullmaktshavare")), _id(asked.get("fullmaktsgivare"))
    codes = asked.get("behorigheter") or [CODE, ANOTHER_CODE]
    return [
        power
        for power in powers()
        if holder in power.holders and power.code in codes and principal in {"", power.principal}
    ]


def context(power: Power, third_party: str, mode: str) -> dict[str, Any]:
    """A power as the register tells it, without its signature."""
    told = replace(power, principal=TEOFIL, code=CODE) if mode == "another" else power
    at = datetime.now(UTC) - timedelta(minutes=10 if mode == "stale" else 0)
    return {
        "tredjeman": third_party,
        "fullmaktsgivare": _party(told.principal),
        "fullmaktsgivarroll": "ORGANISATION" if told.principal in _COMPANIES else "PRIVAT",
        "fullmaktshavare": [_party(one) for one in told.holders],
        "behorigheter": [{"kod": told.code, "typ": told.kind, "fullmakt": told.mandate_id}],
        "tidpunkt": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }


def signed(told: dict[str, Any], key: rsa.RSAPrivateKey, kid: str, mode: str) -> dict[str, Any]:
    """With its signature: over the canonical JSON itself, not over its base64url form."""
    header = {"alg": "none" if mode == "no_algorithm" else "RS256", "kid": kid}
    protected = _encoded(json.dumps(header).encode())
    over = protected.encode() + b"." + canonical_bytes(told)
    made = key.sign(over, padding.PKCS1v15(), hashes.SHA256())
    if mode == "tampered":
        told = {**told, "tredjeman": told["tredjeman"], "fullmaktsgivarroll": "PRIVAT "}
    return {**told, "_sig": {"protected": protected, "signature": _encoded(made)}}


def public(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    """The key as it is published."""
    numbers = key.public_key().public_numbers()
    parts = {"n": numbers.n, "e": numbers.e}
    shown = {
        name: _encoded(value.to_bytes((value.bit_length() + 7) // 8))
        for name, value in parts.items()
    }
    return {"kty": "RSA", "use": "sig", "kid": kid, **shown}


def _party(number: str) -> dict[str, str]:
    if number in _COMPANIES:
        return {"id": f"16{number}", "typ": "orgnr", "namn": _COMPANIES[number]}
    person = next(one for one in people() if one.personal_number == number)
    return {"id": number, "typ": "pnr", "namn": person.surname, "fornamn": person.given_name}


def _id(told: Any) -> str:
    value = told.get("id") if isinstance(told, Mapping) else ""
    return value if isinstance(value, str) else ""


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
