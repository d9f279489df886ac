"""Orders and their lives: started, picked up, completed or failed, collected once."""

import hashlib
import hmac
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from samtjanst.kernel import clock
from samtjanst.simulators import personas
from samtjanst.simulators.bankid import seal
from samtjanst.simulators.bankid.seal import SignatureAuthority, SignRequest
from samtjanst.simulators.personas import Persona

FAULTS = (
    "none", "down", "maintenance", "too_many", "malformed", "slow", "tampered", "revoked",
)  # fmt: skip
FAIL_HINTS = (
    "userCancel", "cancelled", "expiredTransaction", "certificateErr", "startFailed",
    "userDeclinedCall", "notSupportedByUserApp", "transactionRiskBlocked", "somethingNew",
)  # fmt: skip


@dataclass(slots=True)
class Order:
    """One order as BankID keeps it."""

    operation: str
    body: Mapping[str, Any]
    relying_party: str
    ref: str = field(default_factory=lambda: str(uuid.uuid4()))
    auto_start_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_secret: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: datetime = field(default_factory=clock.now)
    status: str = "pending"
    hint: str = "outstandingTransaction"
    picked_up: datetime | None = None
    ended: datetime | None = None
    completion: dict[str, Any] | None = None

    @property
    def signatory(self) -> str:
        """The only person who may complete it, or ""."""
        return str((self.body.get("requirement") or {}).get("personalNumber", ""))

    def fail(self, hint: str) -> None:
        """End without success."""
        if self.status == "pending":
            self.status, self.hint, self.ended = "failed", hint, clock.now()


class Bank:
    """All orders, and what the operator of the simulator has asked for."""

    def __init__(self, signers: SignatureAuthority) -> None:
        self.lock = threading.RLock()
        self.signers = signers
        self.orders: dict[str, Order] = {}
        self.pickup_within = timedelta(seconds=30)
        self.answer_within = timedelta(minutes=3)
        self.fault = "none"
        self.requests: list[dict[str, Any]] = []

    def start(self, operation: str, body: Mapping[str, Any], relying_party: str) -> Order:
        """A new order."""
        with self.lock:
            order = Order(operation, body, relying_party)
            self.orders[order.ref] = order
            return order

    def collect(self, ref: str) -> dict[str, Any] | None:
        """The answer of ``/collect``; an ended order is told once and then unknown."""
        with self.lock:
            order = self.orders.get(ref)
            if order is None:
                return None
            self._age(order)
            answer: dict[str, Any] = {"orderRef": ref, "status": order.status}
            if order.status == "complete":
                answer["completionData"] = order.completion
            else:
                answer["hintCode"] = order.hint
            if order.status != "pending":
                del self.orders[ref]
            return answer

    def cancel(self, ref: str) -> bool:
        """Stop an order; False when there is none to stop."""
        with self.lock:
            return self.orders.pop(ref, None) is not None

    def waiting(self) -> list[Order]:
        """Orders that somebody can still act on, newest first."""
        with self.lock:
            for order in self.orders.values():
                self._age(order)
            pending = [order for order in self.orders.values() if order.status == "pending"]
            return sorted(pending, key=lambda order: order.created, reverse=True)

    def find(self, key: str) -> Order | None:
        """The waiting order with the reference or start token; the newest for "latest"."""
        waiting = self.waiting()
        if key == "latest":
            return waiting[0] if waiting else None
        return next((o for o in waiting if key in {o.ref, o.auto_start_token}), None)

    def scan(self, text: str) -> Order | None:
        """The order of a scanned code, when it is genuine and at most ten seconds old."""
        try:
            prefix, token, seconds, code = text.strip().split(".")
            order = next(o for o in self.waiting() if o.qr_token == token)
            age = (clock.now() - order.created).total_seconds()
            mac = hmac.new(order.qr_secret.encode(), seconds.encode(), hashlib.sha256)
            good = prefix == "bankid" and abs(age - int(seconds)) <= 10
        except (ValueError, StopIteration):
            return None
        if not (good and hmac.compare_digest(mac.hexdigest(), code)):
            return None
        return order

    def pick_up(self, order: Order) -> None:
        """The app has been opened."""
        with self.lock:
            if order.status == "pending" and order.picked_up is None:
                order.picked_up, order.hint = clock.now(), "userSign"

    def complete(self, order: Order, person: Persona) -> None:
        """The person identifies herself or signs; somebody else's BankID makes it fail."""
        with self.lock:
            self._age(order)
            if order.status != "pending":
                return
            if order.signatory and order.signatory != person.personal_number:
                order.fail("certificateErr")
                return
            order.completion = self._completion(order, person)
            order.status, order.ended = "complete", clock.now()

    def _completion(self, order: Order, person: Persona) -> dict[str, Any]:
        request = SignRequest(
            visible=str(order.body.get("userVisibleData", "")),
            hidden=str(order.body.get("userNonVisibleData", "")),
            function="Signing" if order.operation == "sign" else "Identification",
            relying_party=order.relying_party,
            display_name="Samtjänst test",
            text_format=str(order.body.get("userVisibleDataFormat", "")),
        )
        signature = seal.sign(self.signers, person, request)
        answer = seal.ocsp_answer(
            self.signers, person, signature, is_revoked=self.fault == "revoked"
        )
        if self.fault == "tampered":
            other = SignRequest("YW5uYXQ=", "", request.function, request.relying_party, "x")
            signature = seal.sign(self.signers, person, other)
        return {
            "user": {
                "personalNumber": person.personal_number,
                "name": person.name,
                "givenName": person.given_name,
                "surname": person.surname,
            },
            "device": {"ipAddress": str(order.body.get("endUserIp", "")), "uhi": "c2ltdWxhdG9y"},
            "bankIdIssueDate": "2025-02-01Z",
            "signature": signature,
            "ocspResponse": answer,
        }

    def _age(self, order: Order) -> None:
        now = clock.now()
        if order.status != "pending":
            return
        if order.picked_up is None and now - order.created > self.pickup_within:
            order.fail("startFailed")
        elif order.picked_up and now - order.picked_up > self.answer_within:
            order.fail("expiredTransaction")


def person(number: str) -> Persona | None:
    """The persona with the number."""
    return personas.person(number)
