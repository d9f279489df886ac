"""What the real service refuses in a request, field by field (RP API v6.0)."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any

Rule = Callable[[Any], bool]
_POLICY = re.compile(r"\d+(\.\d+){3,}(\.\*)?")
_DOMAIN = re.compile(r"[a-z0-9.-]{3,253}")
_FORMATS = ("simpleMarkdownV1", "plaintext")


class RefusedError(Exception):
    """What the service answers instead."""

    def __init__(self, status: int, code: str, details: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.details = status, code, details


def start(operation: str, body: Mapping[str, Any]) -> None:
    """Check the body of ``/auth`` or ``/sign``.

    Raises:
        RefusedError: a field is unknown, absent or wrong.
    """
    visible, hidden = _LIMITS[operation]
    rules = _COMMON | {"userVisibleData": _base64(visible), "userNonVisibleData": _base64(hidden)}
    needed = {"endUserIp"} | ({"userVisibleData"} if operation == "sign" else set())
    _check(body, rules, needed)
    if "web" in body and "app" in body:
        raise _invalid("web and app")


def start_call(operation: str, body: Mapping[str, Any]) -> None:
    """Check the body of ``/phone/auth`` or ``/phone/sign``.

    Raises:
        RefusedError: a field is unknown, absent or wrong.
    """
    visible, hidden = _LIMITS[operation]
    rules = _CALL | {"userVisibleData": _base64(visible), "userNonVisibleData": _base64(hidden)}
    needed = {"userVisibleData"} if operation == "sign" else set()
    _check(body, rules, {"personalNumber", "callInitiator"} | needed)


def reference(body: Mapping[str, Any]) -> str:
    """The ``orderRef`` of ``/collect`` or ``/cancel``. Raises RefusedError."""
    _check(body, {"orderRef": _text(1, 100)}, {"orderRef"})
    return str(body["orderRef"])


def _check(body: Mapping[str, Any], rules: Mapping[str, Rule], needed: set[str]) -> None:
    for name in needed - set(body):
        raise _invalid(f"missing {name}")
    for name, value in body.items():
        if name not in rules or not rules[name](value):
            raise _invalid(name)


def _invalid(details: str) -> RefusedError:
    return RefusedError(400, "invalidParameters", f"Invalid parameter: {details}")


def _text(least: int, most: int) -> Rule:
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def _base64(most: int) -> Rule:
    return lambda value: isinstance(value, str) and 1 <= len(value) <= most and _decodes(value)


def _decodes(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _address(value: Any) -> bool:
    try:
        ipaddress.ip_address(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _one_of(*words: str) -> Rule:
    return lambda value: value in words


def _matches(pattern: re.Pattern[str]) -> Rule:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _policies(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_matches(_POLICY)(one) for one in value)


def _object(rules: Mapping[str, Rule]) -> Rule:
    return lambda value: (
        isinstance(value, dict)
        and bool(value)
        and all(name in rules and rules[name](one) for name, one in value.items())
    )


_REQUIREMENT: Mapping[str, Rule] = {
    "pinCode": _flag,
    "mrtd": _flag,
    "cardReader": _one_of("class1", "class2"),
    "certificatePolicies": _policies,
    "personalNumber": _matches(re.compile(r"\d{12}", re.ASCII)),
    "risk": _one_of("LOW", "MODERATE"),
}
_WEB: Mapping[str, Rule] = {
    "referringDomain": _matches(_DOMAIN),
    "userAgent": _text(1, 256),
    "deviceIdentifier": _text(1, 64),
}
_APP: Mapping[str, Rule] = {
    name: _text(1, 256)
    for name in ("appIdentifier", "deviceOS", "deviceModelName", "deviceIdentifier")
}
_COMMON: dict[str, Rule] = {
    "endUserIp": _address,
    "userVisibleDataFormat": _one_of(*_FORMATS),
    "requirement": _object(_REQUIREMENT),
    "returnUrl": _text(1, 512),
    "returnRisk": _flag,
    "web": _object(_WEB),
    "app": _object(_APP),
}
_CALL: dict[str, Rule] = {
    "personalNumber": _REQUIREMENT["personalNumber"],
    "callInitiator": _one_of("user", "RP"),
    "userVisibleDataFormat": _one_of(*_FORMATS),
    "requirement": _object(
        {name: _REQUIREMENT[name] for name in ("cardReader", "certificatePolicies", "pinCode")}
    ),
}
_LIMITS = {"auth": (1_500, 1_500), "sign": (40_000, 200_000)}
