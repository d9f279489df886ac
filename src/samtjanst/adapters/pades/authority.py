"""Asking an authority for a time-stamp (RFC 3161 over HTTP, section 3.4).

The process that seals calls nobody: it hands its question to us. One address is called, that of
the settings, and nobody is followed to another.
"""

import httpx2

from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.pades.settings import Stamp
from samtjanst.ports.failures import Temporary

_LARGEST = 64 * 1024  # bytes; a time-stamp with its certificates takes 4 to 8 thousand
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class Authority:
    """An authority for time-stamps, as the settings name it."""

    def __init__(self, settings: Stamp) -> None:
        self._settings = settings
        self._breaker = Breaker("tsa")  # every document would wait for one that is down
        self._http = client(settings.trust)

    def ask(self, question: bytes) -> bytes:
        """The answer, as it came: nobody has looked at what is in it.

        Raises:
            Temporary, NotConfigured: there is none.
        """
        request = self._http.build_request(
            "POST", self._settings.url, content=question, headers=_HEADERS
        )
        limits = Limits(self._settings.timeout, _LARGEST, plain=True)
        with self._breaker.call():
            status, content = exchange(self._http, request, limits, "tsa")
            if status != httpx2.codes.OK:
                raise Temporary(f"tsa:{status}")
        return content
