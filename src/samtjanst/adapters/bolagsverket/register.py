"""The company register port over Bolagsverket's valuable data sets: JSON over HTTPS, OAuth 2.0.

Settings: ``base_url`` (ends with ``/vardefulla-datamangder/v1``), ``token_url``, ``client_id``,
``client_secret``, ``trusted_authorities`` (path to a PEM file; else the system's), ``timeout``
(seconds, 10).

The number stands in the body, so that it is in nobody's log. The token is kept until a minute
before it expires; a 401 fetches a new one once.
"""

import json
import time
from collections.abc import Mapping
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.adapters.bolagsverket import answer
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.oauth import Login, Tokens
from samtjanst.ports.company_register import CompanyQuery, RegisteredCompany
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

_SCOPE = "vardefulla-datamangder:read vardefulla-datamangder:ping"
_PROBE = "5299999994"  # the example of the official description
_MOST = 500_000  # bytes of an answer
_OK, _BAD_REQUEST, _NO_TOKEN, _NO_ACCESS, _ABSENT = 200, 400, 401, 403, 404


class Bolagsverket:
    """Looks companies up. Names and numbers never reach an exception."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.web_address(settings, "base_url")
        login = Login(
            configuration.web_address(settings, "token_url"),
            configuration.text(settings, "client_id"),
            configuration.text(settings, "client_secret"),
            _SCOPE,
        )
        self._timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._http = client(configuration.trust(settings))
        self._breaker = Breaker("bolagsverket")
        self._tokens = Tokens(login, self._http, "bolagsverket")

    def look_up(self, query: CompanyQuery) -> tuple[RegisteredCompany, ...]:
        """What is registered under the number.

        Raises:
            Temporary: unreachable, slow, overloaded, or no part of the register could answer.
            Rejected: the register refuses the question, such as a wrong check digit.
            NotConfigured: wrong address, or no access to the interface.
        """
        patience = self._timeout if query.within is None else min(self._timeout, query.within)
        deadline = time.monotonic() + patience
        with self._breaker.call():
            status, content = self._asked(query.number, deadline)
            return _judge(status, content)

    def check(self) -> None:
        """Ask for the example number; found or not, the register has answered."""
        self.look_up(CompanyQuery(_PROBE, "check", ""))

    def _asked(self, number: str, deadline: float) -> tuple[int, bytes]:
        token = self._tokens.valid(deadline)
        status, content = self._post(number, token, deadline)
        if status != _NO_TOKEN:
            return status, content
        self._tokens.drop(token)  # withdrawn before its time
        return self._post(number, self._tokens.valid(deadline), deadline)

    def _post(self, number: str, token: str, deadline: float) -> tuple[int, bytes]:
        request = self._http.build_request(
            "POST",
            f"{self._url}/organisationer",
            json={"identitetsbeteckning": number},
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        )
        return exchange(self._http, request, _limits(deadline), "bolagsverket")


def _judge(status: int, content: bytes) -> tuple[RegisteredCompany, ...]:
    if status in {_NO_TOKEN, _NO_ACCESS}:
        raise NotConfigured(f"bolagsverket:http{status}")
    if status == _ABSENT:
        return _absent(content)
    if status == _BAD_REQUEST:
        raise Rejected("bolagsverket:refused")
    if status != _OK:
        raise Temporary(f"bolagsverket:http{status}")
    try:
        return answer.read(content)
    except ValueError:
        raise Temporary("bolagsverket:unreadable") from None


def _absent(content: bytes) -> tuple[RegisteredCompany, ...]:
    # "Not found" of the interface is a problem document; of a wrong address it is a web page.
    try:
        json.loads(content)
    except ValueError:
        raise NotConfigured("bolagsverket:http404") from None
    return ()


def _limits(deadline: float) -> Limits:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Temporary("bolagsverket:timeout")
    return Limits(left, _MOST)
