"""Text messages over an HTTP interface of the kind that 46elks has.

Settings: ``url`` (of the interface, as ``https://api.46elks.com/a1``), ``user``, ``password``,
``sender`` (what the phone shows: up to eleven letters and digits, the first a letter),
``trusted_authorities`` (path to a PEM file; else the system's), ``timeout`` (seconds, 10).

``POST url/sms`` with ``from``, ``to`` (E.164) and ``message`` as a form; ``dontlog=message`` keeps
the text out of the service's own log. The interface knows no key: a message whose answer was lost
is sent again when it is tried again. Its history tells number and time only, so that two texts to
the same phone could not be told apart by it.

``GET url/sms/<id>`` tells how one fares: ``created``, ``sent``, ``delivered`` or ``failed``.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import httpx2

from samtjanst.adapters import configuration
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.written import refuse_unwritable
from samtjanst.ports.channel import Accepted, Delivery, Outgoing
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

_NAME = "sms"
_MOST = 20_000  # bytes of an answer
_SENDER = re.compile(r"[A-Za-z][A-Za-z0-9]{2,10}")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_FARES = {
    "created": Delivery.UNDERWAY,
    "sent": Delivery.UNDERWAY,
    "delivered": Delivery.DELIVERED,
    "failed": Delivery.FAILED,
}
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")
_MOBILE = re.compile(r"0(7[02369][0-9]{7})")


class Sms:
    """The channel port over text messages."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.web_address(settings, "url")
        self._sender = configuration.text(settings, "sender")
        if not _SENDER.fullmatch(self._sender):
            raise NotConfigured("invalid:sender")
        self._timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        user = configuration.text(settings, "user")
        self._http = client(
            configuration.trust(settings),
            auth=(user, configuration.text(settings, "password")),
        )

    def send(self, message: Outgoing) -> Accepted:
        """Hand the text over; the receipt is ours, the same for every attempt.

        Raises:
            Rejected: no mobile number, or the service refused it.
            Temporary: unreachable, slow, overloaded, or an answer that cannot be read.
            NotConfigured: wrong address or login, or nothing left to pay with.
        """
        refuse_unwritable(message)
        wish = {"from": self._sender, "to": mobile(message.to), "message": message.text}
        told = self._asked("POST", "/sms", {**wish, "dontlog": "message"})
        if not isinstance(told, dict) or told.get("status") not in {"created", "sent", "delivered"}:
            raise Temporary(f"{_NAME}:unreadable")
        key = told.get("id")
        report = key if isinstance(key, str) and _ID.fullmatch(key) else ""
        receipt = hashlib.sha256(f"sms:{message.key}".encode()).hexdigest()[:32]
        return Accepted(receipt, report)

    def delivery(self, report: str) -> Delivery:
        """How the text fares; one that the service has forgotten is as on its way."""
        if not _ID.fullmatch(report):
            return Delivery.UNDERWAY
        try:
            told = self._asked("GET", f"/sms/{report}", None)
        except NotConfigured as failure:
            if failure.code == f"{_NAME}:http404":
                return Delivery.UNDERWAY
            raise
        status = told.get("status") if isinstance(told, dict) else None
        if isinstance(told, dict) and told.get("id") != report:
            raise Temporary(f"{_NAME}:another")
        if status not in _FARES:
            raise Temporary(f"{_NAME}:unreadable")
        return _FARES[status]

    def check(self) -> None:
        """Ask about the account."""
        self._asked("GET", "/me", None)

    def _asked(self, method: str, path: str, form: Mapping[str, str] | None) -> Any:
        request = self._http.build_request(method, f"{self._url}{path}", data=form)
        status, content = exchange(self._http, request, Limits(self._timeout, _MOST), _NAME)
        if status in {401, 402, 403, 404, 405}:
            raise NotConfigured(f"{_NAME}:http{status}")
        if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status in {408, 425, 429}:
            raise Temporary(f"{_NAME}:http{status}")
        if status != httpx2.codes.OK:
            raise Rejected(f"{_NAME}:http{status}")
        try:
            return json.loads(content)
        except ValueError:
            raise Temporary(f"{_NAME}:unreadable") from None


def mobile(written: str) -> str:
    """A mobile number as people write it, in the form of E.164.

    Raises:
        Rejected: it is none that a text message can go to.
    """
    bare = re.sub(r"[\s()./-]", "", written)
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    if bare.startswith("+46"):
        bare = f"0{bare[3:].removeprefix('0')}"
    if found := _MOBILE.fullmatch(bare):
        return f"+46{found[1]}"
    if _ABROAD.fullmatch(bare):
        return bare
    raise Rejected(f"{_NAME}:number")
