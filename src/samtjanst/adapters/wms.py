"""A map service by OGC Web Map Service 1.3.0 (ISO 19128).

Settings: ``url`` (the service's, without a query), ``layers`` (names, commas between), ``source``
(whose the map is, told beside it), ``format`` (``image/png`` or ``image/jpeg``), ``user`` and
``password`` (both or none), ``trusted_authorities`` (path to a PEM file; else the system's),
``timeout`` (seconds, 3).

No more than four squares are asked for at a time: a slow service holds no more of our threads.
In this version the axes of EPSG:3006 come as the system has them: north before east.
"""

import threading
from collections.abc import Mapping
from typing import Any

import httpx2

from samtjanst.adapters import configuration
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Answer, Limits, answer_to, client
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.map_ground import Picture, Square

_NAME = "wms"
_AT_A_TIME = 4
_MOST = 1_000_000  # bytes of a picture
_SIGNS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_MIDDLE_OF_SWEDEN = Square(500_000, 6_500_000, 256, 16)


class Wms:
    """The port of the ground over WMS."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.web_address(settings, "url")
        self._layers = configuration.text(settings, "layers")
        self._format = configuration.choice(settings, "format", tuple(_SIGNS), "image/png")
        self._source = configuration.text(settings, "source")
        self._timeout = configuration.number(settings, "timeout", 3, least=0.1, most=30)
        self._breaker, self._few = Breaker(_NAME), threading.BoundedSemaphore(_AT_A_TIME)
        self._http = client(configuration.trust(settings), auth=_login(settings))

    def source(self) -> str:
        """As the settings say."""
        return self._source

    def picture(self, square: Square) -> Picture:
        """Ask for the square.

        Raises:
            Temporary, Rejected, NotConfigured: as the port says.
        """
        request = self._http.build_request("GET", self._url, params=self._wish(square))
        if not self._few.acquire(timeout=self._timeout):
            raise Temporary(f"{_NAME}:busy")
        try:
            with self._breaker.call():
                limits = Limits(self._timeout, _MOST, plain=True)
                return self._read(answer_to(self._http, request, limits, _NAME))
        finally:
            self._few.release()

    def check(self) -> None:
        """Ask for a small square."""
        self.picture(_MIDDLE_OF_SWEDEN)

    def _wish(self, square: Square) -> dict[str, str]:
        south, west = square.south, square.west
        bounds = (south, west, south + square.side, west + square.side)
        return {
            "SERVICE": "WMS",
            "VERSION": "1.3.0",
            "REQUEST": "GetMap",
            "LAYERS": self._layers,
            "STYLES": "",
            "CRS": "EPSG:3006",
            "BBOX": ",".join(f"{one:.3f}" for one in bounds),
            "WIDTH": str(square.pixels),
            "HEIGHT": str(square.pixels),
            "FORMAT": self._format,
        }

    def _read(self, answer: Answer) -> Picture:
        _refuse(answer.status)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if "xml" in kind:  # a service tells what is wrong with a good status
            raise _said_wrong(answer.content)
        if not answer.content.startswith(_SIGNS.get(kind, b"\0")):
            raise Temporary(f"{_NAME}:unreadable")
        return Picture(answer.content, kind)


def _login(settings: Mapping[str, Any]) -> tuple[str, str] | None:
    user = configuration.text(settings, "user", "")
    password = configuration.text(settings, "password", "")
    if bool(user) is not bool(password):
        raise NotConfigured("invalid:password")
    return (user, password) if user else None


def _refuse(status: int) -> None:
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status in {408, 425, 429}:
        raise Temporary(f"{_NAME}:http{status}")
    if status != httpx2.codes.OK:
        raise NotConfigured(f"{_NAME}:http{status}")


def _said_wrong(content: bytes) -> NotConfigured | Rejected:
    # The codes of the standard (table E.1); the text may quote what was asked.
    wrong = (b"LayerNotDefined", b"InvalidFormat", b"InvalidCRS", b"LayerNotQueryable")
    found = next((one.decode() for one in wrong if one in content), "")
    return NotConfigured(f"{_NAME}:{found}") if found else Rejected(f"{_NAME}:refused")
