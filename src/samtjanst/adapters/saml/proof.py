"""What is kept of a log-in that somebody confirms something by."""

import base64
from typing import Any

from samtjanst.kernel import clock

KIND = "saml"
SEPARATOR = "."  # between what cannot be guessed and what is confirmed


def request_id_of(secret: str, binding: str) -> str:
    """The ID of a question: what nobody can guess, and the digest of what is confirmed."""
    return f"{secret}{SEPARATOR}{binding}" if binding else secret


def kept(signed: bytes) -> dict[str, Any]:
    """The assertion with its signature exactly as it came; nothing of one that has none."""
    if not signed:
        return {}
    return {
        "kind": KIND,
        "signed": base64.b64encode(signed).decode(),
        "received_at": clock.now().isoformat(),
    }
