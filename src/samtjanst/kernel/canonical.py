"""Canonical JSON: one value, one sequence of bytes, one SHA-256.

The form follows RFC 8785 (JSON Canonicalization Scheme) for the values that
the product allows: objects with text keys, arrays, text, integers, booleans
and null. Fractions are refused: money is integer öre and other decimals are text.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

_SCALARS = (str, int, bool, type(None))
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
MAX_SAFE_INTEGER = 2**53 - 1


def canonical_bytes(value: Any) -> bytes:
    """The canonical UTF-8 bytes of ``value``.

    Raises:
        TypeError: the value holds something outside the allowed types.
        ValueError: an integer is outside ±(2^53 - 1), or a text holds a lone surrogate.
    """
    return _encoded(_ordered(value)).encode()


def digest(value: Any) -> str:
    """SHA-256 over :func:`canonical_bytes`, in lower-case hexadecimal (64 characters)."""
    return digest_bytes(canonical_bytes(value))


def digest_bytes(content: bytes) -> str:
    """SHA-256 of bytes, in lower-case hexadecimal (64 characters)."""
    return hashlib.sha256(content).hexdigest()


def _ordered(value: Any) -> Any:
    if type(value) is str:
        return value  # by far the most
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in _sorted(value)}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [_ordered(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> str | int | bool | None:
    if not isinstance(value, _SCALARS):
        message = f"{type(value).__name__} has no canonical form"
        raise TypeError(message)
    if isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER:
        message = "integer outside the range that JSON readers agree on"
        raise ValueError(message)
    return value


def _key(key: Any) -> str:
    if not isinstance(key, str):
        message = "object keys must be text"
        raise TypeError(message)
    return key


def _sorted(keys: Mapping[Any, Any]) -> list[str]:
    # In ASCII all orders are the same.
    return sorted(keys) if "".join(map(_key, keys)).isascii() else sorted(keys, key=_utf16)


def _utf16(key: Any) -> bytes:
    # RFC 8785 section 3.2.3 sorts keys by UTF-16 code units, not by code points.
    return _key(key).encode("utf-16-be", "surrogatepass")
