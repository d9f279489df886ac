"""A business system of the older kind: SOAP 1.1, a session, and a receipt that comes later.

Settings: ``url``, ``namespace`` (of the messages), ``user``, ``password``,
``trusted_authorities`` (path to a PEM file; else the system's), ``timeout`` (seconds, 10).

Three messages: ``LoggaIn`` gives a session; ``TaEmotArende`` puts the fields, by name and value,
in the system's own queue under our key; ``HamtaStatus`` tells what has become of them. Every
answer is HTTP 200 with a ``Resultatkod``; the session ends when it suits the system.
"""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
from lxml import etree

from samtjanst.adapters import configuration
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.ports.business_system import PROMPT, Package, Receipt
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_MOST = 200_000  # bytes of an answer
_LONGEST_NUMBER = 100
_OK, _NO_SESSION, _NO_LOGIN, _REFUSED = "0", "10", "11", "20"
_DONE, _WAITING, _FAILED, _ABSENT = "KLAR", "KO", "FEL", "SAKNAS"
_NAME = "soap"


class SoapSystem:
    """The business system port over SOAP. What is sent and answered never reaches an exception."""

    manner = PROMPT

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.web_address(settings, "url")
        self._space = configuration.text(settings, "namespace")
        self._user = configuration.text(settings, "user")
        self._password = configuration.text(settings, "password")
        self._timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._http = client(configuration.trust(settings))
        self._lock, self._session = threading.Lock(), ""

    def deliver(self, package: Package) -> Receipt | None:
        """Put the fields in the system's queue; the receipt comes later.

        Raises:
            Temporary: unreachable, slow, busy, or an answer that cannot be read.
            Rejected: refused for good; the code carries the system's own code only.
            NotConfigured: wrong address or login.
        """
        fields = [("Nyckel", package.key), ("Referens", package.reference)]
        told = self._asked("TaEmotArende", fields, package.content)
        return self._receipt(told)

    def receipt(self, key: str) -> Receipt | None:
        """What has become of a delivery; None while it waits in the system's queue.

        Raises:
            Temporary, Rejected, NotConfigured: as :meth:`deliver`.
        """
        return self._receipt(self._asked("HamtaStatus", [("Nyckel", key)], {}))

    def check(self) -> None:
        """Ask for a delivery that does not exist: found or not, the system has answered."""
        self.receipt("check")

    def _receipt(self, told: "_Answer") -> Receipt | None:
        state, number = told.text("Status"), told.text("Diarienr")
        if state == _FAILED:
            raise Rejected(f"{_NAME}:{told.code('Felkod')}")
        if state in {_WAITING, _ABSENT}:
            return None
        if state != _DONE or not 0 < len(number) <= _LONGEST_NUMBER:
            raise Temporary(f"{_NAME}:unreadable")
        return Receipt(number, _moment(told.text("Mottagen")))

    def _asked(
        self, name: str, fields: list[tuple[str, str]], content: Mapping[str, Any]
    ) -> "_Answer":
        told = self._sent(name, [("SessionId", self._current()), *fields], content)
        if told.text("Resultatkod") == _NO_SESSION:
            self._forget()
            told = self._sent(name, [("SessionId", self._current()), *fields], content)
        return _judged(told)

    def _current(self) -> str:
        with self._lock:
            if not self._session:
                login = [("Anvandare", self._user), ("Losenord", self._password)]
                told = _judged(self._sent("LoggaIn", login, {}))
                self._session = told.text("SessionId")
            return self._session

    def _forget(self) -> None:
        with self._lock:
            self._session = ""

    def _sent(
        self, name: str, fields: list[tuple[str, str]], content: Mapping[str, Any]
    ) -> "_Answer":
        request = self._http.build_request(
            "POST",
            self._url,
            content=_message(self._space, name, fields, content),
            headers={"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{name}"'},
        )
        status, answer = exchange(self._http, request, Limits(self._timeout, _MOST), _NAME)
        if status in {401, 403, 404, 405}:
            raise NotConfigured(f"{_NAME}:http{status}")
        if status != httpx2.codes.OK:  # a fault of SOAP says nothing of what was stored
            raise Temporary(f"{_NAME}:http{status}")
        return _Answer(_parsed(answer), self._space, name)


class _Answer:
    def __init__(self, root: Any, space: str, name: str) -> None:
        found = root.find(f"{{{_ENVELOPE}}}Body/{{{space}}}{name}Svar")
        if found is None:
            raise Temporary(f"{_NAME}:unreadable")
        self._found, self._space = found, space

    def text(self, name: str) -> str:
        """The text of a part; "" when it is not there."""
        value = self._found.findtext(f"{{{self._space}}}{name}")
        return (value or "").strip()

    def code(self, name: str) -> str:
        """A code that may be shown: letters and digits only."""
        return "".join(sign for sign in self.text(name)[:20] if sign.isalnum())


def _judged(told: _Answer) -> _Answer:
    result = told.text("Resultatkod")
    if result == _OK:
        return told
    if result in {_NO_LOGIN, _NO_SESSION}:
        raise NotConfigured(f"{_NAME}:login")
    if result == _REFUSED:
        raise Rejected(f"{_NAME}:{told.code('Felkod')}")
    raise Temporary(f"{_NAME}:{told.code('Resultatkod') or 'unreadable'}")


def _message(
    space: str, name: str, fields: list[tuple[str, str]], content: Mapping[str, Any]
) -> bytes:
    root = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"s": _ENVELOPE, "a": space})
    asked = etree.SubElement(etree.SubElement(root, f"{{{_ENVELOPE}}}Body"), f"{{{space}}}{name}")
    for part, value in fields:
        etree.SubElement(asked, f"{{{space}}}{part}").text = value
    for part, value in content.items():
        field = etree.SubElement(asked, f"{{{space}}}Falt")
        etree.SubElement(field, f"{{{space}}}Namn").text = part
        try:
            etree.SubElement(field, f"{{{space}}}Varde").text = _written(value)
        except ValueError:  # signs that XML cannot hold
            raise Rejected(f"{_NAME}:signs") from None
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "J" if value else "N"
    if isinstance(value, list):
        return ";".join(_written(one) for one in value)
    return "" if value is None else str(value)


def _parsed(content: bytes) -> Any:
    if b"<!DOCTYPE" in content:
        raise Temporary(f"{_NAME}:unreadable")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Temporary(f"{_NAME}:unreadable") from None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
