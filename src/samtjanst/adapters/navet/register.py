"""The register port over Navet: SOAP 1.1 with mutual TLS, one person a call.

Settings: ``base_url`` (the whole service address), ``client_certificate``, ``client_key`` and
``server_root`` (paths to PEM files), ``organisation_number`` (12 digits), ``order_id``
(BestallningsId), ``timeout`` (seconds, 10).
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.navet import envelope
from samtjanst.adapters.navet.envelope import FaultError
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.register import PersonQuery, RegisteredPerson

MAX_HOPS = 2
_HEADERS = {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": '""'}
_PROBE = "189001019802"  # an official test number


class Navet:
    """Looks people up. Names and numbers never reach an exception."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.text(settings, "base_url")
        self._organisation = configuration.text(settings, "organisation_number")
        self._order = configuration.text(settings, "order_id")
        self._timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._breaker = Breaker("navet")
        self._http = client(_tls(settings), headers=_HEADERS)

    def look_up(self, query: PersonQuery) -> RegisteredPerson | None:
        """The person; a replaced number is followed, at most twice.

        Raises:
            Temporary: unreachable, slow or a technical fault.
            Rejected: the register refuses the question.
            NotConfigured: wrong address or no access.
        """
        with self._breaker.call():
            return self._followed(query)

    def _followed(self, query: PersonQuery) -> RegisteredPerson | None:
        number, deadline = query.personal_number, time.monotonic() + self._within(query.within)
        for _ in range(MAX_HOPS + 1):
            found = self._ask(number, deadline - time.monotonic())
            if found is None or found.referred_to is None:
                break
            number = found.referred_to
        else:
            raise Rejected("navet:referrals")
        if found is None:
            return None
        replaced = query.personal_number if number != query.personal_number else None
        return replace(found.person, asked_for=replaced)

    def check(self) -> None:
        """Ask for an official test number; found or not, the register has answered."""
        self._ask(PersonalNumber(_PROBE), self._timeout)

    def _within(self, asked: float | None) -> float:
        return self._timeout if asked is None else min(self._timeout, asked)

    def _ask(self, number: PersonalNumber, within: float) -> envelope.Found | None:
        if within <= 0:
            raise Temporary("navet:timeout")
        content = envelope.request(self._organisation, self._order, number.digits)
        request = self._http.build_request("POST", self._url, content=content)
        limits = Limits(within, envelope.MAX_BYTES)
        found = _judge(*exchange(self._http, request, limits, "navet"))
        # An answer about somebody else, such as one that is left of the question before on the
        # same connection, must never be kept as hers.
        if found is not None and found.person.personal_number != number:
            raise Temporary("navet:another")
        return found


def _judge(status: int, content: bytes) -> envelope.Found | None:
    if status in {401, 403, 404}:
        raise NotConfigured(f"navet:http{status}")
    try:
        return envelope.read(content, today=clock.today())
    except FaultError as fault:
        # The numbers of the fault codes are not public; what is about our own question says so.
        if "inparametrar" in fault.text.lower():
            raise Rejected("navet:parameters") from None
        raise Temporary("navet:fault") from None
    except ValueError:
        raise Temporary(f"navet:unreadable{status}") from None


def _tls(settings: Mapping[str, Any]) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=configuration.text(settings, "server_root"))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(
            configuration.text(settings, "client_certificate"),
            configuration.text(settings, "client_key"),
        )
    except (OSError, ssl.SSLError) as error:
        raise NotConfigured("invalid:certificate") from error
    return context
