"""Reading a signed answer: nothing is believed before its signature holds.

The signature is over ``protected`` + "." + the canonical JSON (RFC 8785) of the context without
``_sig``: over the JSON itself, not over its base64url form as in a common JWS.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from samtjanst.kernel import clock
from samtjanst.kernel.canonical import canonical_bytes
from samtjanst.ports.failures import Temporary
from samtjanst.ports.mandate import Mandate

NAME = "minaombud"
_HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}
_ACTIVE = "aktiv"
_FRESH = timedelta(seconds=60)
_LEAST_BITS = 2048
Context = Mapping[str, Any]
Key = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the answer has to be about. ``code`` is the register's code of the power."""

    third_party: str
    holder: str = field(repr=False)
    principal: str = field(repr=False)
    code: str


class UnknownKeyError(Exception):
    """Signed with a key that is not in the set: it may be new."""


def contexts(content: bytes) -> tuple[list[Context], int]:
    """The contexts of a page, and how many pages there are.

    Raises:
        Temporary: ``unreadable``.
    """
    try:
        told = json.loads(content)
        listed, pages = told["kontext"], int(told["page"]["totalPages"])
    except (ValueError, KeyError, TypeError):
        raise Temporary(f"{NAME}:unreadable") from None
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise Temporary(f"{NAME}:unreadable")
    return listed, pages


def read(context: Context, keys: list[Key], asked: Asked) -> Mandate | None:
    """The power in a context, when it is one of those asked for.

    Raises:
        UnknownKeyError: its key is not among ``keys``.
        Temporary: ``signature``, ``stale`` or ``unreadable``: it is not to be believed.
    """
    key = _verified(context, keys)
    try:
        return _mandate(context, key, asked)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Temporary(f"{NAME}:unreadable") from None


def _verified(context: Context, keys: list[Key]) -> Key:
    try:
        told = context["_sig"]
        protected, signature = str(told["protected"]), _decoded(str(told["signature"]))
        header = json.loads(_decoded(protected))
        algorithm, kid = _HASHES[header["alg"]], str(header["kid"])
        rest = {name: value for name, value in context.items() if name != "_sig"}
        signed = protected.encode() + b"." + canonical_bytes(rest)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Temporary(f"{NAME}:signature") from None
    if header.get("typ", "JWT") != "JWT":
        raise Temporary(f"{NAME}:signature")
    key = next((one for one in keys if one.get("kid") == kid and _may_verify(one)), None)
    if key is None:
        raise UnknownKeyError
    try:
        _public(key).verify(signature, signed, padding.PKCS1v15(), algorithm)
    except (InvalidSignature, ValueError, KeyError):
        raise Temporary(f"{NAME}:signature") from None
    return key


def _may_verify(key: Key) -> bool:
    operations = key.get("key_ops", ["verify"])
    is_for_it = key.get("use", "sig") == "sig" and "verify" in operations
    return key.get("kty") == "RSA" and is_for_it


def _public(key: Key) -> Any:
    found = RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
    if found.key_size < _LEAST_BITS:
        raise ValueError("key")
    return found


def _mandate(context: Context, key: Key, asked: Asked) -> Mandate | None:
    at = datetime.fromisoformat(context["tidpunkt"]).astimezone(UTC)
    if abs(clock.now() - at) > _FRESH:
        raise Temporary(f"{NAME}:stale")
    principal = context["fullmaktsgivare"]
    holders = [plain(str(one["id"])) for one in context["fullmaktshavare"]]
    is_ours = context["tredjeman"] == asked.third_party and asked.holder in holders
    if not is_ours or plain(str(principal["id"])) != asked.principal:
        return None
    named = next(_powers(context, asked.code), "")
    if not named:
        return None
    return Mandate(_name(principal), named, at, len(holders) > 1, _proof(context, key))


def _powers(context: Context, code: str) -> Iterator[str]:
    for power in context["behorigheter"]:
        if power["kod"] == code and power["typ"] == _ACTIVE:
            yield str(power["fullmakt"])


def plain(number: str) -> str:
    """The number as we write it: an organisation's ten digits come with "16" before them."""
    return number[2:] if number.startswith("16") and len(number) > len("5564372307") else number


def _name(told: Mapping[str, Any]) -> str:
    return " ".join(str(told[name]) for name in ("fornamn", "namn") if told.get(name))


def _proof(context: Context, key: Key) -> bytes:
    return json.dumps({"context": context, "key": key}, ensure_ascii=False).encode()


def _number(text: str) -> int:
    return int.from_bytes(_decoded(text))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("base64url") from None
