"""The RP API itself: strict about method, type, fields and the client's certificate."""

import json
import ssl
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

from samtjanst.simulators.bankid import faults, strict
from samtjanst.simulators.bankid.orders import Bank, Order
from samtjanst.simulators.bankid.strict import RefusedError

ROOT = "/rp/v6.0"
MAX_BODY = 500_000
HUGE = 3 * 1024 * 1024
_ERRORS = {
    "maintenance": (503, "Maintenance"),  # in this spelling it has been seen in earnest
    "internal": (500, "internalError"),
    "timeout": (408, "requestTimeout"),
    "too_many": (429, "tooManyRequests"),
    "unauthorized": (403, "unauthorized"),
}
_OPERATIONS = ("auth", "sign", "phone/auth", "phone/sign", "collect", "cancel")
_LIMIT_HEADERS = {"RateLimit-Limit": "10", "RateLimit-Remaining": "0", "RateLimit-Reset": "1"}


class Wire(BaseHTTPRequestHandler):
    """Answers the relying party; :func:`handler` gives it its bank."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    # Head and body leave together, at once: apart, the second would wait 40 ms for the first.
    wbufsize, disable_nagle_algorithm = -1, True
    bank: Bank

    def do_POST(self) -> None:
        """Every operation is a POST."""
        content = self._content()
        try:
            if not self._meets_fault():
                self._answer(200, self._act(content))
        except RefusedError as refusal:
            self._refuse(refusal)

    def do_GET(self) -> None:
        """No operation is a GET."""
        is_known = self.path in {f"{ROOT}/{name}" for name in _OPERATIONS}
        known, unknown = (405, "methodNotAllowed"), (404, "notFound")
        try:
            if not self._meets_fault():
                self._refuse(RefusedError(*(known if is_known else unknown)))
        except RefusedError as refusal:
            self._refuse(refusal)

    do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet: what orders are about is not for a log."""

    def _content(self) -> bytes:
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))

    def _act(self, content: bytes) -> dict[str, Any]:
        operation = self.path.removeprefix(f"{ROOT}/")
        if operation not in _OPERATIONS or not self.path.startswith(ROOT):
            raise RefusedError(404, "notFound")
        if self.headers.get("Content-Type") != "application/json":
            raise RefusedError(415, "unsupportedMediaType")
        body = _object(content)
        self.bank.requests.append({"operation": operation, "body": body})
        if operation in {"auth", "sign"}:
            strict.start(operation, body)
            return _started(self._order(operation, body))
        if operation.startswith("phone/"):
            what = operation.removeprefix("phone/")
            strict.start_call(what, body)
            return {"orderRef": self._order(what, body).ref}
        return self._follow(operation, strict.reference(body))

    def _order(self, operation: str, body: dict[str, Any]) -> Order:
        order = self.bank.start(operation, body, self._relying_party())
        if order is None:
            raise RefusedError(400, "alreadyInProgress", "Order already in progress for pno")
        return order

    def _follow(self, operation: str, ref: str) -> dict[str, Any]:
        answer = self.bank.collect(ref) if operation == "collect" else None
        if answer is None and not (operation == "cancel" and self.bank.cancel(ref)):
            raise RefusedError(400, "invalidParameters", "No such order")
        return answer or {}

    def _relying_party(self) -> str:
        connection = self.connection
        told = connection.getpeercert() if isinstance(connection, ssl.SSLSocket) else None
        subject: Any = (told or {}).get("subject", ())
        return str({key: value for group in subject for key, value in group}.get("serialNumber"))

    def _meets_fault(self) -> bool:
        """Let the present fault happen; False when the request is to be answered after all."""
        fault = self.bank.meet_fault(faults.SERVICE)
        if fault in _ERRORS:
            raise RefusedError(*_ERRORS[fault])
        if fault == "slow":
            time.sleep(self.bank.lifetimes.delay)
        elif fault == "dropped":
            self.close_connection = True
        elif fault:
            self._send(*_STRANGE[fault])
        return fault not in {"", "slow"}

    def _refuse(self, refusal: RefusedError) -> None:
        self._answer(refusal.status, {"errorCode": refusal.code, "details": refusal.details})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in _LIMIT_HEADERS.items() if status == 429 else ():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


_STRANGE = {
    "down": (503, "text/html", b"<html><body>503 Service Unavailable</body></html>"),
    "malformed": (200, "application/json", b'{"orderRef": '),
    "huge": (200, "application/json", b'{"orderRef": "' + b"x" * HUGE + b'"}'),
}


def handler(bank: Bank) -> type[Wire]:
    """The request handler for one bank."""
    return type("WireOfBank", (Wire,), {"bank": bank})


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise RefusedError(400, "invalidParameters", "Not a JSON object")
    return value


def _started(order: Order) -> dict[str, Any]:
    return {
        "orderRef": order.ref,
        "autoStartToken": order.auto_start_token,
        "qrStartToken": order.qr_token,
        "qrStartSecret": order.qr_secret,
    }
