"""The wire: POST with JSON over mutual TLS, and every error code in its place."""

import json
from typing import Any

from samtjanst.adapters.bankid import texts
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary

MAX_BYTES = 2 * 1024 * 1024
# Without a charset: BankID answers 415 to one (RP API v6.0).
_HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
_TEMPORARY = ("requestTimeout", "tooManyRequests", "internalError", "maintenance")
_NOT_CONFIGURED = ("unauthorized", "notFound", "methodNotAllowed", "unsupportedMediaType")
_REJECTED = ("alreadyInProgress", "invalidParameters", "canceled")
_KNOWN = {code.lower(): code for code in (*_TEMPORARY, *_NOT_CONFIGURED, *_REJECTED)}
_BY_STATUS = {
    401: "unauthorized",
    403: "unauthorized",
    404: "notFound",
    405: "methodNotAllowed",
    408: "requestTimeout",
    415: "unsupportedMediaType",
    429: "tooManyRequests",
    503: "maintenance",
}


class Client:
    """Calls the RP API. Nothing personal reaches an exception or a log."""

    def __init__(self, settings: Settings) -> None:
        self._base_url = settings.base_url
        self._limits = Limits(settings.timeout, MAX_BYTES)
        self._http = client(settings.tls(), headers=_HEADERS)

    def call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST and return the JSON object.

        Raises:
            Temporary: unreachable, slow, rate-limited, under maintenance, or not readable.
            Rejected: BankID refuses this order.
            NotConfigured: no access, or a server that is not BankID's.
        """
        status, content = self._exchange("POST", operation, json.dumps(body).encode())
        answer = _json(content)
        if status != 200:
            raise _failure(status, answer or {})
        if answer is None:
            raise Temporary("bankid:unreadable")
        return answer

    def probe(self) -> None:
        """Ask in a way that is always refused, which tells that everything is in order.

        BankID's own sample code looks after the service so: GET on ``/auth`` answers 405.

        Raises:
            Temporary: see :meth:`call`.
            NotConfigured: see :meth:`call`.
        """
        status, content = self._exchange("GET", "auth", None)
        if status < 400:
            raise Temporary("bankid:unreadable")
        if status != 405:
            raise _failure(status, _json(content) or {})

    def _exchange(self, method: str, operation: str, body: bytes | None) -> tuple[int, bytes]:
        request = self._http.build_request(method, f"{self._base_url}/{operation}", content=body)
        return exchange(self._http, request, self._limits, "bankid")


def _failure(status: int, answer: dict[str, Any]) -> PortError:
    told = str(answer.get("errorCode", "")).lower()
    code = _KNOWN.get(told) or _BY_STATUS.get(status) or "unknown"
    hint = texts.refused(f"bankid:{code}")
    if code in _NOT_CONFIGURED:
        return NotConfigured(f"bankid:{code}", hint)
    if code in _TEMPORARY or (code == "unknown" and status >= 500):
        return Temporary(f"bankid:{code}", hint)
    return Rejected(f"bankid:{code}", hint)


def _json(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
