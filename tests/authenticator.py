"""A passkey in software: real keys and signatures, and a browser that says what it is told."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import CoseKey

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def content(told: str) -> bytes:
    """The reverse."""
    return base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))


def _cose(key: ec.EllipticCurvePublicKey) -> CoseKey:
    numbers = key.public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return CoseKey({1: 2, 3: -7, -1: 1, -2: x, -3: y})


@dataclass
class Authenticator:
    """One passkey, and the page that it is shown on. ``counter`` None: it does not count."""

    origin: str
    host: str
    counter: int | None = None
    verifies: bool = True
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> dict[str, Any]:
        """Answer to what is asked for when a passkey is made."""
        asked = json.loads(options)["publicKey"]
        self.handle = content(asked["user"]["id"])
        public = cbor.encode(_cose(self.key.public_key()))
        size = len(self.credential).to_bytes(2, "big")
        data = self._data(ATTESTED) + bytes(16) + size + self.credential + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": said, "attestationObject": attestation})

    def show(self, options: str) -> dict[str, Any]:
        """Answer to what is asked for when somebody logs in."""
        said = self._said("webauthn.get", json.loads(options)["publicKey"]["challenge"])
        data = self._data(0)
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": data, "signature": signed}
        return self._answer(parts | {"userHandle": self.handle})

    def but(self, **changes: Any) -> "Authenticator":
        """The same passkey, lying in some way."""
        return replace(self, **changes)

    def _data(self, flags: int) -> bytes:
        if self.counter is not None:
            self.counter += 1
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        place = hashlib.sha256(self.host.encode()).digest()
        return place + bytes([flags]) + (self.counter or 0).to_bytes(4, "big")

    def _said(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _answer(self, parts: dict[str, bytes]) -> dict[str, Any]:
        told = {name: text(part) for name, part in parts.items()}
        known = text(self.credential)
        shape = {"id": known, "rawId": known, "type": "public-key", "clientExtensionResults": {}}
        return shape | {"response": told}
