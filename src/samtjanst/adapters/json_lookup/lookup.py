"""A question to a service that an administrator has named, within what the operator allows.

Settings: ``allowed_hosts`` (the hosts that may be asked, separated by spaces: a name, a name with
a port, or an address with a port, which is the only way to an inner network and the only one that
may be asked without TLS), ``timeout`` (seconds, 5), ``trusted_authorities`` (path to a PEM file;
else the system's).

The name of a host is asked for once, every address that it has must be public, and the connection
goes to the one that was checked. No redirect is followed. Everything, the name's look-up and the
token included, has one limit of time together.
"""

import re
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from samtjanst.adapters import configuration, guard
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Answer, Limits, answer_to, client
from samtjanst.adapters.json_lookup import address
from samtjanst.adapters.json_lookup.address import Place
from samtjanst.adapters.json_lookup.limited import Held, within
from samtjanst.adapters.json_lookup.reading import NAME, judged
from samtjanst.adapters.oauth import basic, read
from samtjanst.ports.failures import NotConfigured, Temporary
from samtjanst.ports.lookup import Access, AccessKind, Json, LookupQuery

_MOST = 200_000  # bytes of an answer
_MARGIN = 60  # seconds before a token's end
_NO_TOKEN = 401
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}", re.ASCII)
_PRINTABLE = re.compile(r"[\x21-\x7e]{1,500}", re.ASCII)
_OURS = {"host", "content-length", "transfer-encoding", "connection", "accept", "accept-encoding"}
_Login = tuple[str, str, str, str]


class HttpLookup:
    """The look-up port over HTTP."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._hosts = address.hosts(configuration.text(settings, "allowed_hosts"))
        self._timeout = configuration.number(settings, "timeout", 5, least=0.1, most=30)
        self._trust = configuration.trust(settings)
        self._breakers = {host: Breaker(NAME) for host in self._hosts}
        self._lock = threading.Lock()
        self._tokens: dict[_Login, tuple[str, float]] = {}

    def ask(self, query: LookupQuery) -> Json:
        """Ask once.

        Raises:
            Temporary: no name, unreachable, slow, too large, too deep, or no JSON.
            Rejected: ``address`` must not be called; ``value`` cannot be asked about.
            NotConfigured: no access, a redirect, another type of content, or no such login.
        """
        patience = min(self._timeout, query.within or self._timeout)
        place = address.place(address.filled(query.address, query.value), self._hosts)
        deadline = time.monotonic() + patience

        def act(held: Held) -> Json:
            return self._told(_Call(self._trust, held, deadline), place, query.access)

        with self._breaker(place).call():
            return within(patience, act, NAME)

    def hosts(self) -> tuple[str, ...]:
        """As the operator has written them."""
        return self._hosts

    def check(self) -> None:
        """Nothing can be said before somebody is asked."""

    def _breaker(self, place: Place) -> Breaker:
        return self._breakers.get(place.named) or self._breakers[f"{place.named}:{place.port}"]

    def _told(self, call: "_Call", place: Place, access: Access) -> Json:
        answer = call.sent("GET", place, self._login(call, access))
        if answer.status == _NO_TOKEN and access.kind is AccessKind.OAUTH:
            self._drop(access)  # withdrawn before its time
            answer = call.sent("GET", place, self._login(call, access))
        return judged(answer)

    def _login(self, call: "_Call", access: Access) -> dict[str, str]:
        if access.kind is AccessKind.NONE:
            return {}
        if access.kind is AccessKind.BASIC:
            return {"Authorization": _basic(access)}
        if access.kind is AccessKind.OAUTH:
            return {"Authorization": f"Bearer {self._token(call, access)}"}
        is_header = _HEADER.fullmatch(access.name) and access.name.lower() not in _OURS
        if not is_header or not _PRINTABLE.fullmatch(access.secret):
            raise NotConfigured(f"{NAME}:login")
        return {access.name: access.secret}

    def _token(self, call: "_Call", access: Access) -> str:
        with self._lock:
            token, ends = self._tokens.get(_key(access), ("", 0.0))
        if token and time.monotonic() < ends:
            return token
        place = address.place(access.token_url, self._hosts)
        form = {"grant_type": "client_credentials"}
        form |= {"scope": access.scope} if access.scope else {}
        answer = call.sent("POST", place, {"Authorization": _basic(access)}, form)
        token, lasts = read(answer.status, answer.content, NAME)
        if not _PRINTABLE.fullmatch(token):
            raise Temporary(f"{NAME}:token")
        with self._lock:
            self._tokens[_key(access)] = token, time.monotonic() + max(0.0, lasts - _MARGIN)
        return token

    def _drop(self, access: Access) -> None:
        with self._lock:
            self._tokens.pop(_key(access), None)


@dataclass(frozen=True, slots=True)
class _Call:
    """What is sent for one question, all of it before ``deadline`` on the monotonic clock."""

    trust: ssl.SSLContext
    held: Held
    deadline: float

    def sent(
        self,
        method: str,
        place: Place,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Go to the address that the name has now, and to no other."""
        found = guard.address_of(place.host, place.port, place.inner)
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Temporary(f"{NAME}:timeout")
        to = httpx2.URL(place.url).copy_with(host=str(found), port=place.port)
        ours = {"Host": place.named, "Accept": "application/json", "Accept-Encoding": "identity"}
        request = httpx2.Request(method, to, headers={**headers, **ours}, data=form)
        request.extensions = {"sni_hostname": place.host}
        # One connection for one question: another name at the same address is somebody else.
        with client(self.trust) as http:
            self.held.hold(http)
            return answer_to(http, request, Limits(left, _MOST, plain=True), NAME)


def _basic(access: Access) -> str:
    if not access.name or ":" in access.name:
        raise NotConfigured(f"{NAME}:login")
    return basic(access.name, access.secret)


def _key(access: Access) -> _Login:
    return access.token_url, access.name, access.secret, access.scope
