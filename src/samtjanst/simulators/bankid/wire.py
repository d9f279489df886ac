"""The RP API itself: strict about method, type, fields and the client's certificate."""

import base64
import binascii
import ipaddress
import json
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

from samtjanst.simulators.bankid.orders import Bank, Order

_COMMON = {
    "endUserIp", "userVisibleData", "userVisibleDataFormat", "userNonVisibleData", "requirement",
    "returnUrl", "returnRisk", "web", "app",
}  # fmt: skip
_REQUIREMENT = {"pinCode", "mrtd", "cardReader", "certificatePolicies", "personalNumber", "risk"}
_LIMITS = {"auth": (1_500, 1_500), "sign": (40_000, 200_000)}
_FAULTS = {
    "down": (500, "internalError"),
    "maintenance": (503, "Maintenance"),
    "too_many": (429, "tooManyRequests"),
}


class RefusedError(Exception):
    """What the service answers instead."""

    def __init__(self, status: int, code: str, details: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.details = status, code, details


def handler(  # noqa: C901 - one class made around one bank
    bank: Bank, root: str
) -> type[BaseHTTPRequestHandler]:
    """A request handler for the bank below the path ``root``."""

    class Wire(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            try:
                self._answer(200, self._act())
            except RefusedError as refusal:
                self._answer(
                    refusal.status, {"errorCode": refusal.code, "details": refusal.details}
                )

        def do_GET(self) -> None:
            self._answer(405, {"errorCode": "methodNotAllowed", "details": ""})

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Quiet: the addresses of orders are not for a log."""

        def _act(self) -> dict[str, Any]:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0") or 0))
            if bank.fault == "slow":
                time.sleep(6)
            if bank.fault in _FAULTS:
                raise RefusedError(*_FAULTS[bank.fault])
            if self.headers.get("Content-Type") != "application/json":
                raise RefusedError(415, "unsupportedMediaType")
            if not self.path.startswith(f"{root}/"):
                raise RefusedError(404, "notFound")
            operation = self.path.removeprefix(f"{root}/")
            body = _object(content)
            bank.requests.append({"operation": operation, "body": body})
            return self._operate(operation, body)

        def _operate(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
            if operation in {"auth", "sign"}:
                _check_start(operation, body)
                return _started(bank.start(operation, body, self._relying_party()))
            if operation == "collect":
                answer = bank.collect(str(body.get("orderRef")))
                if answer is None:
                    raise RefusedError(400, "invalidParameters", "No such order")
                return answer
            if operation == "cancel":
                if not bank.cancel(str(body.get("orderRef"))):
                    raise RefusedError(400, "invalidParameters", "No such order")
                return {}
            raise RefusedError(404, "notFound")

        def _relying_party(self) -> str:
            certificate = self.connection.getpeercert() or {}
            parts = dict(pair for group in certificate.get("subject", ()) for pair in group)
            return str(parts.get("serialNumber", ""))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            if bank.fault == "malformed":
                content = b'{"orderRef": '
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Wire


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise RefusedError(400, "invalidParameters", "Not a JSON object")
    return value


def _check_start(operation: str, body: dict[str, Any]) -> None:
    _only(body, _COMMON)
    _only(body.get("requirement") or {}, _REQUIREMENT)
    try:
        ipaddress.ip_address(str(body.get("endUserIp")))
    except ValueError:
        raise RefusedError(400, "invalidParameters", "Invalid endUserIp") from None
    if operation == "sign" and not body.get("userVisibleData"):
        raise RefusedError(400, "invalidParameters", "Missing userVisibleData")
    for name, limit in zip(
        ("userVisibleData", "userNonVisibleData"), _LIMITS[operation], strict=True
    ):
        _check_data(name, body.get(name), limit)
    if body.get("web") and body.get("app"):
        raise RefusedError(400, "invalidParameters", "web or app, not both")


def _check_data(name: str, value: Any, limit: int) -> None:
    if value is None:
        return
    try:
        base64.b64decode(str(value), validate=True)
    except binascii.Error:
        raise RefusedError(400, "invalidParameters", f"Invalid {name}") from None
    if not 1 <= len(str(value)) <= limit:
        raise RefusedError(400, "invalidParameters", f"Invalid {name}")


def _only(body: Any, allowed: set[str]) -> None:
    if not isinstance(body, dict) or set(body) - allowed:
        raise RefusedError(400, "invalidParameters", "Unknown field")


def _started(order: Order) -> dict[str, Any]:
    return {
        "orderRef": order.ref,
        "autoStartToken": order.auto_start_token,
        "qrStartToken": order.qr_token,
        "qrStartSecret": order.qr_secret,
    }
