"""The requests that stand, how they end, and the callbacks about them."""

import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from samtjanst.simulators.swish import strict

OPEN, PAID = "CREATED", "PAID"
STATES = {"RP08": "CANCELLED", "RF07": "DECLINED"}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Order:
    """One request to pay, or one refund (``original`` is what it pays back)."""

    id: str
    told: Mapping[str, Any]
    token: str = ""
    original: "Order | None" = None
    status: str = OPEN
    code: str = ""
    payment_reference: str = ""
    created: str = field(default_factory=_now)
    paid: str | None = None

    @property
    def amount(self) -> Decimal:
        """Kronor."""
        return strict.kronor(self.told["amount"]) or Decimal(0)

    def shown(self) -> dict[str, Any]:
        """As GET and callbacks tell it."""
        hidden = {"callbackIdentifier", "payerSSN", "ageLimit"}
        return {
            "id": self.id,
            **{name: value for name, value in self.told.items() if name not in hidden},
            "amount": float(self.amount),
            "paymentReference": self.payment_reference or None,
            "status": self.status,
            "dateCreated": self.created,
            "datePaid": self.paid,
            "errorCode": self.code or None,
            "errorMessage": self.code or None,
        }


@dataclass(slots=True)
class Swish:
    """How it behaves now and what it has been asked.

    ``delay`` is what "slow" waits and ``again`` what lies between callbacks, both in seconds;
    ``calls`` is how often a callback is tried.
    """

    mode: str = "up"
    delay: float = 12
    again: float = 10
    calls: int = 20
    orders: dict[str, Order] = field(default_factory=dict)
    refunds: dict[str, Order] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    called: list[int] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def open_orders(self) -> list[Order]:
        """Those that wait for somebody, the newest first."""
        return [one for one in reversed(self.orders.values()) if one.status == OPEN]

    def by_token(self, token: str) -> Order | None:
        """The request that a code or a launch is for."""
        return next((one for one in self.orders.values() if token and one.token == token), None)

    def is_busy(self, payer: str) -> bool:
        """Whether the payer has another request open (RP06)."""
        return any(one.told.get("payerAlias") == payer for one in self.open_orders())

    def create(self, instruction: str, body: Mapping[str, Any]) -> Order:
        """Keep a new request."""
        token = "" if "payerAlias" in body else secrets.token_hex(16)
        made = self.orders[instruction] = Order(instruction, dict(body), token)
        return made

    def end(self, order: Order, code: str = "") -> bool:
        """Paid, or ended with a code; False when it had ended."""
        with self.lock:
            if order.status != OPEN:
                return False
            message = str(order.told.get("message", ""))
            code = code or (message if message in strict.OUTCOMES else "")
            order.code, order.status = code, STATES.get(code, "ERROR") if code else PAID
            if not code:
                order.payment_reference, order.paid = secrets.token_hex(16).upper(), _now()
        self.tell(order)
        return True

    def left(self, order: Order) -> Decimal:
        """What has not been paid back."""
        back = (one.amount for one in self.refunds.values() if one.original is order)
        return order.amount - sum(back, Decimal(0))

    def paid_as(self, reference: str) -> Order | None:
        """The paid request with the reference."""
        found = (one for one in self.orders.values() if one.payment_reference == reference)
        return next(found, None) if reference else None

    def tell(self, order: Order, **lies: Any) -> None:
        """Call back in the background, until it is answered 200."""
        if self.mode == "no_callback":
            return
        times = 2 if self.mode == "twice" else 1
        body = json.dumps({**order.shown(), **lies}).encode()
        secret = str(order.told.get("callbackIdentifier", ""))
        for _ in range(times):
            _later(lambda: self._call(str(order.told["callbackUrl"]), secret, body))

    def _call(self, url: str, secret: str, body: bytes) -> None:
        for _ in range(self.calls):
            status = post(url, secret, body)
            self.called.append(status)
            if status == http.HTTPStatus.OK:
                break
            time.sleep(self.again)


def post(url: str, secret: str, body: bytes) -> int:
    """POST a callback; the status, or 0 when nobody answers."""
    parts = urlsplit(url)
    # A name under localhost is this machine, whatever its resolver says.
    here = (parts.hostname or "").endswith("localhost")
    host = "127.0.0.1" if here else parts.hostname or ""
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, parts.port, timeout=10)
    headers = {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "callbackIdentifier": secret,
    }
    try:
        connection.request("POST", parts.path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _later(act: Callable[[], None]) -> None:
    threading.Thread(target=act, daemon=True).start()
