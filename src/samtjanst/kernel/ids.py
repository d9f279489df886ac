"""Identifiers: random keys for rows, secrets for links, numbers that people can read out."""

import secrets
import uuid

# No 0/O, 1/I/L, 5/S, 8/B, U/V: read aloud on the phone without mistakes.
READABLE = "234679ACDEFGHJKMNPQRTWXYZ"
TOKEN_BYTES = 32


def new_id() -> uuid.UUID:
    """A random key for a row or an element; says nothing about order or number."""
    return uuid.uuid4()


def new_token() -> str:
    """A secret of 256 random bits for a link or a cookie, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def reference_number(prefix: str, year: int, serial: int) -> str:
    """A reference number such as ``SKJ-2026-000123-K``; the last letter is a check letter."""
    body = f"{prefix}-{year:04d}-{serial:06d}"
    return f"{body}-{_check_letter(body)}"


def is_reference_number(text: str) -> bool:
    """Whether ``text`` has the form and the check letter of a reference number."""
    body, dash, letter = text.rpartition("-")
    return bool(dash) and body.count("-") == 2 and letter == _check_letter(body)


def error_reference() -> str:
    """A short number (``F-7KQ2-M9XA``) that ties an error page to the operator's log."""
    letters = "".join(secrets.choice(READABLE) for _ in range(8))
    return f"F-{letters[:4]}-{letters[4:]}"


def _check_letter(body: str) -> str:
    total = sum(place * ord(character) for place, character in enumerate(body, start=1))
    return READABLE[total % len(READABLE)]
