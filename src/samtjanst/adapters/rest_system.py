"""A business system behind a JSON interface over HTTP.

Settings: ``url`` (deliveries are put to ``url/KEY`` and receipts read there), ``token`` (sent as
a bearer token; may be absent), ``receipt_field`` (the field of the answer that names what was
stored; ``id``), ``trusted_authorities`` (path to a PEM file; else the system's), ``timeout``
(seconds for the whole exchange, 10).

A PUT to an address made of the key is idempotent by the protocol itself (RFC 9110, 9.2.2): a
delivery whose answer was lost is simply put again.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from samtjanst.adapters import configuration
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.ports.business_system import PROMPT, Package, Receipt
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

_NAME = "rest"
_LONGEST_ANSWER = 100_000  # bytes
_LONGEST_NUMBER = 100
_LATER = {408, 409, 423, 425, 429}
_NO_ACCESS = {401, 403, 404, 405}


class RestSystem:
    """The business system port over HTTP."""

    manner = PROMPT

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.text(settings, "url").rstrip("/")
        if urlsplit(self._url).scheme not in {"http", "https"}:
            raise NotConfigured("invalid:url")
        self._field = configuration.text(settings, "receipt_field", "id")
        token = configuration.text(settings, "token", "")
        self._timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._http = client(
            configuration.trust(settings),
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    def deliver(self, package: Package) -> Receipt | None:
        """Put the package at its own address.

        Raises:
            Temporary: unreachable, slow, overloaded, or an answer that cannot be read.
            Rejected: refused for good; the code carries the status only.
            NotConfigured: wrong address or no access.
        """
        headers = {"Idempotency-Key": package.key}
        sent = dict(package.content)
        _status, answer = self._send("PUT", self._place(package.key), headers, sent)
        return self._read(answer)

    def receipt(self, key: str) -> Receipt | None:
        """What is stored under the key, if anything is.

        Raises:
            Temporary, Rejected, NotConfigured: as :meth:`deliver`.
        """
        status, answer = self._send("GET", self._place(key), {}, None, absent_is_fine=True)
        return None if status == httpx2.codes.NOT_FOUND else self._read(answer)

    def check(self) -> None:
        """Ask for a delivery that does not exist: found or not, the system has answered."""
        self.receipt("check")

    def _place(self, key: str) -> str:
        return f"{self._url}/{quote(key, safe='')}"

    def _send(
        self, method: str, url: str, headers: dict[str, str], content: Any, *,
        absent_is_fine: bool = False,
    ) -> tuple[int, bytes]:  # fmt: skip
        request = self._http.build_request(method, url, headers=headers, json=content)
        limits = Limits(self._timeout, _LONGEST_ANSWER)
        status, answer = exchange(self._http, request, limits, _NAME)
        if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status in _LATER:
            raise Temporary(f"status:{status}")
        if status in _NO_ACCESS and not (absent_is_fine and status == httpx2.codes.NOT_FOUND):
            raise NotConfigured(f"status:{status}")
        if status >= httpx2.codes.MULTIPLE_CHOICES and status != httpx2.codes.NOT_FOUND:
            raise Rejected(f"status:{status}")
        return status, answer

    def _read(self, answer: bytes) -> Receipt:
        # An answer that makes no sense says nothing about what was stored: ask again later.
        try:
            number = json.loads(answer)[self._field]
        except (ValueError, KeyError, TypeError):
            raise Temporary("answer") from None
        if not isinstance(number, str | int) or not 0 < len(str(number)) <= _LONGEST_NUMBER:
            raise Temporary("answer")
        return Receipt(number=str(number))
