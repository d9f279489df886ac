"""The wire: POST with JSON over mutual TLS, and every error code in its place."""

import json
from typing import Any

import httpx2

from samtjanst.adapters.bankid.settings import Settings
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

MAX_BYTES = 2 * 1024 * 1024
_TEMPORARY = {"requestTimeout", "tooManyRequests", "internalError", "maintenance"}
_NOT_CONFIGURED = {"unauthorized", "notFound", "methodNotAllowed", "unsupportedMediaType"}


class Client:
    """Calls the RP API. Nothing personal reaches an exception or a log."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = httpx2.Client(verify=settings.tls(), timeout=settings.timeout)

    def call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST and return the JSON object.

        Raises:
            Temporary: unreachable, slow, rate-limited, under maintenance, or not JSON.
            Rejected: BankID refuses this order; the code is BankID's own.
            NotConfigured: no access, wrong address.
        """
        try:
            answer = self._http.post(
                f"{self._settings.base_url}/{operation}",
                content=json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
            )
        except httpx2.HTTPError as error:
            raise Temporary(f"bankid:{type(error).__name__}") from error
        return _read(answer)


def _read(answer: httpx2.Response) -> dict[str, Any]:
    content = _json(answer.content)
    if answer.status_code == 200:
        if content is None:
            raise Temporary("bankid:unreadable")
        return content
    code = str((content or {}).get("errorCode", f"http{answer.status_code}"))
    raise _failure(answer.status_code, code)


def _failure(status: int, code: str) -> Exception:
    known = {name.lower(): name for name in _TEMPORARY | _NOT_CONFIGURED}.get(code.lower(), "")
    if known in _NOT_CONFIGURED or status in {401, 403, 404, 405, 415}:
        return NotConfigured(f"bankid:{code[:40]}")
    if known in _TEMPORARY or status in {408, 429} or status >= 500:
        return Temporary(f"bankid:{code[:40]}")
    return Rejected(f"bankid:{code[:40]}")


def _json(content: bytes) -> dict[str, Any] | None:
    if len(content) > MAX_BYTES:
        return None
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
