"""What is kept of a signature with a passkey, and how it is judged again, offline.

The authenticator signs over what the browser says of the page and the challenge; the challenge
ends with the digest of what is signed. The key has nobody's authority over it but the record of
when it was added here: its thumbprint stands in the audit, on the sealed chain.
"""

import base64
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from samtjanst.foundation.people import webauthn
from samtjanst.foundation.people.webauthn import Answer, Place, RefusedError
from samtjanst.kernel import clock
from samtjanst.kernel.account_identity import AccountIdentity
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.ports.signing import Check, Expected, VerificationReport

KIND = "passkey"
VERIFIER = "Web Authentication, python-fido2"
UNGUESSABLE = 32  # bytes with which a challenge begins


def kept(place: Place, said: Answer, public_key: bytes, handle: bytes) -> dict[str, Any]:
    """What was shown, exactly as it came, with the key that it was judged by."""
    return {
        "kind": KIND,
        "answer": said.content,
        "public_key": base64.b64encode(public_key).decode(),
        "host": place.host,
        "origin": place.origin,
        "owner": handle.hex(),
        "received_at": clock.now().isoformat(),
    }


def identity_of(evidence: Mapping[str, Any]) -> AccountIdentity:
    """The account that the proof is of: the owner's key at the host where the passkey is."""
    return AccountIdentity(f"passkey:{evidence.get('host', '')}", str(evidence.get("owner", "")))


def verify(evidence: Mapping[str, Any], expected: Expected) -> VerificationReport:
    """Every step, also after one that did not hold."""
    return VerificationReport(
        checks=tuple(
            Check(name, held=holds, detail="" if holds else why)
            for name, holds, why in _steps(evidence, expected)
        ),
        verifier=VERIFIER,
        signed_at=_received(evidence),
        roots=(digest_bytes(_key(evidence)),),
    )


def _steps(evidence: Mapping[str, Any], expected: Expected) -> Iterator[tuple[str, bool, str]]:
    said, owner = _shown(evidence)
    is_hers = identity_of(evidence) == expected.signatory and owner == evidence.get("owner")
    yield "passkey_signature", said is not None, "does not verify"
    yield "passkey_person", said is not None and is_hers, "another person"
    yield "passkey_content", said is not None and _names(said, expected), "another text"


def _shown(evidence: Mapping[str, Any]) -> tuple[Answer | None, str]:
    """What was shown and whose it is; None when the key has not signed it, at this host."""
    place = Place(str(evidence.get("host", "")), str(evidence.get("origin", "")), "")
    try:
        said = webauthn.read(json.dumps(evidence.get("answer")))
        shown = webauthn.shown(place, said, public_key=_key(evidence))
    except RefusedError:
        return None, ""
    return said, (shown.handle or b"").hex()


def _names(said: Answer, expected: Expected) -> bool:
    about = said.challenge[UNGUESSABLE:]
    return hmac.compare_digest(about, bytes.fromhex(expected.digest))


def _key(evidence: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(str(evidence.get("public_key", "")), validate=True)
    except ValueError:
        return b""


def _received(evidence: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(evidence.get("received_at")))
    except ValueError:
        return None
