"""Codes that change every thirty seconds (RFC 6238 with HMAC-SHA-1 and six digits).

That is what every authenticator app reads; SHA-256 is ignored in silence by some of them.
"""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30  # seconds
DIGITS = 6
# A clock that is half a minute wrong, or a slow typist, is let in.
DRIFT = 1  # steps


def new_secret() -> bytes:
    """A secret of 160 random bits, as long as the hash."""
    return secrets.token_bytes(20)


def readable(secret: bytes) -> str:
    """The secret in base 32 and groups of four, for whoever cannot scan."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """What the picture says to the app."""
    label = quote(f"{issuer}:{account}", safe="")
    asked = {"secret": base64.b32encode(secret).decode(), "issuer": issuer}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"


def code(secret: bytes, step: int) -> str:
    """The code of a step (counted in half minutes since 1970)."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    place = mac[-1] & 15
    number = int.from_bytes(mac[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_at(at: datetime) -> int:
    """The step that an instant lies in."""
    return int(at.timestamp()) // STEP


def matching_step(secret: bytes, given: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was given, if it is about now and later than the last used one."""
    now = step_at(at)
    found = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(code(secret, step).encode(), given.encode())
    ]
    return next((step for step in found if step > after), None)
