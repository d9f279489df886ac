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
from samtjanst.simulators.bankid import completion
from samtjanst.simulators.bankid.faults import FAIL_HINTS, NONE, PENDING_HINTS
from samtjanst.simulators.bankid.trust import SignatureAuthority
from samtjanst.simulators.personas import Persona

RISKS = ("LOW", "MODERATE", "HIGH")


@dataclass(slots=True)
class Order:
    """One order as BankID keeps it."""

    operation: str  # auth or sign
    body: Mapping[str, Any]
    relying_party: str
    created: datetime
    ref: str = field(default_factory=lambda: str(uuid.uuid4()))
    auto_start_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_secret: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "pending"
    hint: str = "outstandingTransaction"
    picked_up: datetime | None = None
    ended: datetime | None = None
    completion: dict[str, Any] | None = None

    @property
    def signatory(self) -> str:
        """The only person who may complete it, or ""."""
        called = self.body.get("personalNumber")
        return str(called or (self.body.get("requirement") or {}).get("personalNumber", ""))

    @property
    def is_call(self) -> bool:
        """Whether the person is on the telephone with the relying party."""
        return "callInitiator" in self.body

    def is_too_risky(self, risk: str) -> bool:
        """Whether the relying party wants nothing of this risk."""
        highest = (self.body.get("requirement") or {}).get("risk", RISKS[-1])
        return RISKS.index(risk) > RISKS.index(str(highest))

    @property
    def return_url(self) -> str:
        """Where the app sends the browser afterwards, or ""."""
        return str(self.body.get("returnUrl", ""))

    def end(self, status: str, hint: str, at: datetime) -> None:
        """End once; a second end changes nothing."""
        if self.status == "pending":
            self.status, self.hint, self.ended = status, hint, at


@dataclass(slots=True)
class Lifetimes:
    """How long things live, in seconds; ``delay`` is how slow "slow" is."""

    pickup: float = 30
    answer: float = 180
    keep_complete: float = 180
    keep_failed: float = 300
    qr_window: float = 10
    delay: float = 6


class Bank:
    """All orders, and what the operator of the simulator has asked for.

    ``shift`` moves the simulator's own clock, so that nobody needs to wait for a lifetime.
    """

    def __init__(self, signers: SignatureAuthority) -> None:
        self.lock = threading.RLock()
        self.signers = signers
        self.reset()

    def reset(self) -> None:
        """Forget every order and request; no faults; the real lifetimes and time."""
        with self.lock:
            self.orders: dict[str, Order] = {}
            self.requests: list[dict[str, Any]] = []
            self.lifetimes, self.shift = Lifetimes(), timedelta()
            self.fault, self.fault_times, self.risk = NONE, 0, RISKS[0]

    def now(self) -> datetime:
        """The simulator's time."""
        return clock.now() + self.shift

    def set_fault(self, fault: str, times: int = 0) -> None:
        """Let ``fault`` happen from now on, or the next ``times`` times only."""
        with self.lock:
            self.fault, self.fault_times = fault, times

    def meet_fault(self, among: Mapping[str, str]) -> str:
        """The present fault when it is one of these, else ""; counts it as having happened."""
        with self.lock:
            if self.fault not in among:
                return ""
            met = self.fault
            if self.fault_times:
                self.fault_times -= 1
                self.fault = self.fault if self.fault_times else NONE
            return met

    def start(self, operation: str, body: Mapping[str, Any], relying_party: str) -> Order | None:
        """A new order; None when the person has one already, which is stopped too."""
        with self.lock:
            order = Order(operation, body, relying_party, self.now())
            for other in self.waiting():
                if order.signatory and other.signatory == order.signatory:
                    other.end("failed", "cancelled", self.now())
                    return None
            self.orders[order.ref] = order
            return order

    def collect(self, ref: str) -> dict[str, Any] | None:
        """The answer of ``/collect``; an ended order is told once and then unknown."""
        with self.lock:
            self._age()
            order = self.orders.get(ref)
            if order is None:
                return None
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
            self._age()
            order = self.orders.get(ref)
            if order is None or order.status != "pending":
                return False
            del self.orders[ref]
            return True

    def waiting(self) -> list[Order]:
        """Orders that somebody can still act on, newest first."""
        with self.lock:
            self._age()
            pending = [order for order in self.orders.values() if order.status == "pending"]
            return sorted(pending, key=lambda order: order.created, reverse=True)

    def find(self, key: str) -> Order | None:
        """The waiting order with the reference or start token; the newest for "latest"."""
        waiting = self.waiting()
        if key == "latest":
            return waiting[0] if waiting else None
        return next((one for one in waiting if key in {one.ref, one.auto_start_token}), None)

    def scan(self, text: str) -> Order | None:
        """The order of a scanned code, when it is genuine and fresh."""
        try:
            prefix, token, seconds, code = text.strip().split(".")
            order = next(one for one in self.waiting() if one.qr_token == token)
            drift = abs((self.now() - order.created).total_seconds() - int(seconds))
        except (ValueError, StopIteration):
            return None
        mac = hmac.new(order.qr_secret.encode(), seconds.encode(), hashlib.sha256).hexdigest()
        is_genuine = prefix == "bankid" and hmac.compare_digest(mac.encode(), code.encode())
        return order if is_genuine and drift <= self.lifetimes.qr_window else None

    def pick_up(self, order: Order, hint: str = "userSign") -> None:
        """The app has been opened; ``hint`` says how far it has come."""
        with self.lock:
            if order.status == "pending" and hint in PENDING_HINTS:
                order.picked_up, order.hint = order.picked_up or self.now(), hint

    def fail(self, order: Order, hint: str) -> None:
        """End without success."""
        if hint in FAIL_HINTS:
            with self.lock:
                order.end("failed", hint, self.now())

    def complete(self, order: Order, person: Persona) -> None:
        """The person identifies herself or signs; somebody else's BankID makes it fail."""
        with self.lock:
            self._age()
            if order.status != "pending":
                return
            if order.signatory and order.signatory != person.personal_number:
                order.end("failed", "certificateErr", self.now())
                return
            if order.is_too_risky(self.risk):
                order.end("failed", "transactionRiskBlocked", self.now())
                return
            flaw = self.meet_fault(completion.FLAWS)
            order.completion = completion.make(
                self.signers, person, order.operation, order.body, order.relying_party, flaw
            )
            if order.completion.get("risk"):
                order.completion["risk"] = self.risk
            order.end("complete", "", self.now())

    def _age(self) -> None:
        now, lives = self.now(), self.lifetimes
        for order in list(self.orders.values()):
            if order.picked_up is None and now - order.created > _seconds(lives.pickup):
                order.end("failed", "startFailed", now)
            elif order.picked_up and now - order.picked_up > _seconds(lives.answer):
                order.end("failed", "expiredTransaction", now)
            kept = lives.keep_complete if order.status == "complete" else lives.keep_failed
            if order.ended and now - order.ended > _seconds(kept):
                del self.orders[order.ref]


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def person(number: str) -> Persona | None:
    """The persona with the number."""
    return personas.person(number)
