"""One question to one of Lantmäteriet's products, with token, limits and rest after failures."""

import json
import time
from collections.abc import Mapping
from typing import Any

import httpx2

from samtjanst.adapters import configuration
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.oauth import Login, Tokens
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

NAME = "lantmateriet"
_MOST = 2_000_000  # bytes of an answer
_OK, _BAD_REQUEST, _NO_TOKEN, _NO_ACCESS, _ABSENT = 200, 400, 401, 403, 404
Told = Any


class Wire:
    """Asks; texts of questions and answers never reach an exception or a log."""

    def __init__(self, settings: Mapping[str, Any], scope: str) -> None:
        self._url = configuration.web_address(settings, "base_url")
        login = Login(
            configuration.web_address(settings, "token_url"),
            configuration.text(settings, "client_id"),
            configuration.text(settings, "client_secret"),
            scope,
        )
        self.timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._http = client(configuration.trust(settings))
        self._breaker, self._tokens = Breaker(NAME), Tokens(login, self._http, NAME)

    def deadline(self, within: float | None) -> float:
        """When an answer is of no use any more, on the monotonic clock."""
        patience = self.timeout if within is None else min(self.timeout, within)
        return time.monotonic() + patience

    def get(self, path: str, asked: Mapping[str, Any], deadline: float) -> Told:
        """What a product answers; None when it has nothing under the path."""
        request = self._http.build_request("GET", f"{self._url}{path}", params=dict(asked))
        return self._told(request, deadline)

    def post(self, path: str, asked: Mapping[str, Any], body: Any, deadline: float) -> Told:
        """As :meth:`get`, with a question in the body."""
        url = f"{self._url}{path}"
        return self._told(
            self._http.build_request("POST", url, params=dict(asked), json=body), deadline
        )

    def _told(self, request: httpx2.Request, deadline: float) -> Told:
        with self._breaker.call():
            status, content = self._sent(request, deadline)
            return _judge(status, content)

    def _sent(self, request: httpx2.Request, deadline: float) -> tuple[int, bytes]:
        token = self._tokens.valid(deadline)
        status, content = self._once(request, token, deadline)
        if status != _NO_TOKEN:
            return status, content
        self._tokens.drop(token)  # withdrawn before its time
        return self._once(request, self._tokens.valid(deadline), deadline)

    def _once(self, request: httpx2.Request, token: str, deadline: float) -> tuple[int, bytes]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Temporary(f"{NAME}:timeout")
        request.headers["Authorization"] = f"Bearer {token}"
        request.headers["Accept"] = "application/json"
        return exchange(self._http, request, Limits(left, _MOST), NAME)


def _judge(status: int, content: bytes) -> Told:
    if status == _ABSENT:
        return _absent(content)
    if status in {_NO_TOKEN, _NO_ACCESS}:  # not ordered, or another environment's keys
        raise NotConfigured(f"{NAME}:http{status}")
    if status == _BAD_REQUEST:
        raise Rejected(f"{NAME}:refused")
    if status != _OK:
        raise Temporary(f"{NAME}:http{status}")
    try:
        return json.loads(content)
    except ValueError:
        raise Temporary(f"{NAME}:unreadable") from None


def _absent(content: bytes) -> None:
    # "Not found" of a product is JSON; of a wrong address it is a web page.
    try:
        json.loads(content)
    except ValueError:
        raise NotConfigured(f"{NAME}:http404") from None
