"""A token by OAuth 2.0 client credentials, kept until a minute before it expires."""

import base64
import json
import threading
import time
from dataclasses import dataclass, field

import httpx2

from samtjanst.adapters.exchange import Limits, exchange
from samtjanst.ports.failures import NotConfigured, Temporary

_MARGIN = 60  # seconds before a token's end
_MOST = 100_000  # bytes of an answer
_REFUSED = frozenset({400, 401, 403, 404})


@dataclass(frozen=True, slots=True)
class Login:
    """Where a token is had, and with what."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = ""


class Tokens:
    """One living token for all threads; ``name`` begins the codes of failures."""

    def __init__(self, login: Login, http: httpx2.Client, name: str) -> None:
        self._login, self._http, self._name = login, http, name
        self._lock, self._token, self._ends = threading.Lock(), "", 0.0

    def valid(self, deadline: float) -> str:
        """A token that holds; ``deadline`` on the monotonic clock.

        Raises:
            NotConfigured: ``token<status>``, the login is refused.
            Temporary: there is none to be had now.
        """
        with self._lock:
            if not self._token or time.monotonic() > self._ends:
                self._token, lasts = self._new(deadline)
                self._ends = time.monotonic() + max(0.0, lasts - _MARGIN)
            return self._token

    def drop(self, token: str) -> None:
        """Forget a token that was withdrawn before its time."""
        with self._lock:
            if self._token == token:
                self._token = ""

    def _new(self, deadline: float) -> tuple[str, float]:
        login, left = self._login, deadline - time.monotonic()
        if left <= 0:
            raise Temporary(f"{self._name}:timeout")
        form = {"grant_type": "client_credentials"}
        request = self._http.build_request(
            "POST",
            login.url,
            data=form | ({"scope": login.scope} if login.scope else {}),
            headers={"Authorization": basic(login.client_id, login.client_secret)},
        )
        status, content = exchange(self._http, request, Limits(left, _MOST), self._name)
        return read(status, content, self._name)


def read(status: int, content: bytes, name: str) -> tuple[str, float]:
    """The token in an answer, and the seconds that it lasts.

    Raises:
        NotConfigured: refused.
        Temporary: no token in it.
    """
    if status in _REFUSED:
        raise NotConfigured(f"{name}:token{status}")
    try:
        told = json.loads(content)
        return str(told["access_token"]), float(told.get("expires_in", 0))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Temporary(f"{name}:token{status}") from None


def basic(name: str, secret: str) -> str:
    """The header of RFC 7617."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()
