"""The interface itself: requests, refunds and every code in its place."""

import json
import re
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from samtjanst.simulators import page
from samtjanst.simulators.swish import strict
from samtjanst.simulators.swish.orders import OPEN, Order, Swish

ROOT = "/swish-cpcapi/api"
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "late": "Tar emot, men svarar för sent",
    "dropped": "Förbindelsen bryts",
    "busy": "För många anrop (429)",
    "nonsense": "Svarar något helt annat",
    "refuses": "Certifikatet tas inte emot (401)",
    "another": "Svarar om en annan betalning",
    "other_payee": "Svarar om en annan mottagare",
    "other_amount": "Säger ett annat belopp",
    "other_currency": "Säger en annan valuta",
    "no_callback": "Hör aldrig av sig självt",
    "twice": "Hör av sig två gånger",
}
_PATH = re.compile(rf"{ROOT}/(v[12])/(paymentrequests|refunds)/([0-9A-F]{{32}})", re.ASCII)
_MOST = 20_000
_LIES: Mapping[str, Mapping[str, Any]] = {
    "another": {"id": "0" * 32},
    "other_payee": {"payeeAlias": "1230000000"},
    "other_amount": {"amount": 1.0},
    "other_currency": {"currency": "EUR"},
}


class Wire(page.PageHandler):
    """Answers the merchant."""

    swish: ClassVar[Swish]
    timeout = 30

    def do_PUT(self) -> None:  # noqa: N802 - the library's name
        """Ask for a payment or a refund."""
        content = self.body(_MOST)
        if self._disturbed() or not (found := self._path("v2")):
            return
        kind, instruction = found
        self.swish.asked.append(f"PUT {kind}")
        body = self._object(content)
        if body is None:
            return
        with self.swish.lock:
            self._create(kind, instruction, body)

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        """Read one."""
        if self._disturbed() or not (found := self._path("v1")):
            return
        kind, instruction = found
        self.swish.asked.append(f"GET {kind}")
        held = self.swish.orders if kind == "paymentrequests" else self.swish.refunds
        if instruction not in held:
            self.answer(b"", "application/json", 404)
            return
        order = held[instruction]
        if order.original and order.status == OPEN:
            order.status = "PAID"  # the second time somebody asks
        self.json({**order.shown(), **_LIES.get(self.swish.mode, {})})

    def do_PATCH(self) -> None:  # noqa: N802 - the library's name
        """Cancel one."""
        content = self.body(_MOST)
        if self._disturbed() or not (found := self._path("v1")):
            return
        order = self.swish.orders.get(found[1])
        if order is None:
            self.answer(b"", "application/json", 404)
        elif json.loads(content)[0].get("value") != "cancelled":
            self._refuse("PA01")
        elif self.swish.end(order, "RP08"):
            self.json(order.shown())
        else:
            self._refuse("RP07")

    def _create(self, kind: str, instruction: str, body: Mapping[str, Any]) -> None:
        ours = body.get("payeeAlias" if kind == "paymentrequests" else "payerAlias")
        if ours != self._certified():
            self.answer(b"", "application/json", 403)
        elif instruction in self.swish.orders or instruction in self.swish.refunds:
            self._refuse("RP09")
        elif kind == "refunds":
            self._refund(instruction, body)
        else:
            self._payment(instruction, body)

    def _payment(self, instruction: str, body: Mapping[str, Any]) -> None:
        message, payer = str(body.get("message", "")), str(body.get("payerAlias", ""))
        told = message if message in strict.CREATE_CODES else strict.payment(body)
        if told or (payer and self.swish.is_busy(payer)):
            self._refuse(told or "RP06")
            return
        order = self.swish.create(instruction, body)
        if self.swish.mode == "late":
            time.sleep(self.swish.delay)
        self._created("paymentrequests", order)

    def _refund(self, instruction: str, body: Mapping[str, Any]) -> None:
        message = str(body.get("message", ""))
        told = message if message in strict.REFUND_CODES else strict.refund(body)
        original = self.swish.paid_as(str(body.get("originalPaymentReference", "")))
        if told or original is None:
            self._refuse(told or "RF02")
        elif (strict.kronor(body["amount"]) or 0) > self.swish.left(original):
            self._refuse("RF08")
        else:
            order = Order(instruction, dict(body), original=original)
            self.swish.refunds[instruction] = order
            self._created("refunds", order)

    def _created(self, kind: str, order: Order) -> None:
        self.send_response(201)
        self.send_header("Location", f"https://{self.headers['Host']}{ROOT}/v1/{kind}/{order.id}")
        if order.token:
            self.send_header("PaymentRequestToken", order.token)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _certified(self) -> str:
        """The number that the caller's certificate is for."""
        subject = self.connection.getpeercert()["subject"]
        return str({name: value for ((name, value),) in subject}.get("commonName", ""))

    def _path(self, version: str) -> tuple[str, str] | None:
        found = _PATH.fullmatch(self.path)
        if found is None or found[1] != version:
            self.page("Not found", "", 404)
            return None
        return found[2], found[3]

    def _object(self, content: bytes) -> Mapping[str, Any] | None:
        if self.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            self.answer(b"", "application/json", 415)
            return None
        try:
            told = json.loads(content)
        except ValueError:
            told = None
        if not isinstance(told, Mapping):
            self.answer(b"", "application/json", 400)
            return None
        return told

    def _disturbed(self) -> bool:
        mode = self.swish.mode
        if mode == "slow":
            time.sleep(self.swish.delay)
        if mode == "dropped":
            self.close_connection = True
        elif mode == "nonsense":
            self.answer(b"<html>Underhall</html>", "text/html", 200)
        elif mode in {"down", "busy", "refuses"}:
            status = {"down": 503, "busy": 429, "refuses": 401}[mode]
            self.answer(b"", "application/json", status)
        return mode in {"dropped", "nonsense", "down", "busy", "refuses"}

    def _refuse(self, code: str) -> None:
        told = {"errorCode": code, "errorMessage": code, "additionalInformation": None}
        self.json([told], 422)
