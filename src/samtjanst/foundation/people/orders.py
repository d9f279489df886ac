"""Following an e-ID order from one browser: throttled, restarted, ended once.

The provider's secrets stay encrypted here; the browser only knows our own key of the order.
Works for identification and for signatures alike.
"""

import contextlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import transaction

from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.types import OrderPurpose
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError, Rejected, Temporary
from samtjanst.ports.identity import OrderState, Progress, StartedOrder

ASK_EVERY = timedelta(seconds=1)  # the protocol forbids more than one question a second
RESTART_HINTS = frozenset({"RFA17A", "RFA17B"})  # the code was never scanned
MAX_RESTARTS = 9  # about five minutes with the thirty seconds that a code lives
# An answer that is missed while the e-ID is out of reach can still be fetched within this time.
PATIENCE = timedelta(minutes=3)
DOWN, UNVERIFIED, WRONG = "RFA5", "UNVERIFIED", "RFA22"

Launch = Callable[[], StartedOrder]


class Provider(Protocol):
    """What following needs of an e-ID adapter."""

    def collect(self, order: dict[str, Any]) -> Progress:
        """Ask how it goes."""
        ...

    def cancel(self, order: dict[str, Any]) -> None:
        """Stop the order."""
        ...

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """The text of the code to show now."""
        ...


@dataclass(frozen=True, slots=True)
class Follow:
    """The order after a step, and the provider's answer when it has just ended."""

    order: EidOrder
    finished: Progress | None = None


def start_order(
    *, session: BrowserSession, purpose: OrderPurpose, subject: str, next_path: str, launch: Launch
) -> EidOrder:
    """Start an order bound to the session. Raises what ``launch`` raises."""
    started, now = launch(), clock.now()
    row = EidOrder(
        session=session,
        purpose=purpose.value,
        subject=subject,
        next_path=next_path,
        first_started_at=now,
        started_at=started.started_at,
        hint="RFA1",
    )
    row.order = _seal(row, started)
    row.save(force_insert=True)
    return row


def order_of(*, session: BrowserSession | None, order_id: uuid.UUID) -> EidOrder:
    """The order, if it was started in this very session.

    Raises:
        NotFoundError: absent, or another browser's.
    """
    row = session and EidOrder.objects.filter(id=order_id, session_id=session.id).first()
    if not row:
        raise NotFoundError
    return row


@transaction.atomic
def follow_order(*, order: EidOrder, provider: Provider, launch: Launch) -> Follow:
    """Ask the provider at most once a second; restart when the code grew old.

    The row is locked, so that two requests at once cannot both collect the one final answer.
    """
    row = EidOrder.objects.select_for_update().get(id=order.id)
    if row.state != OrderState.PENDING or _asked_just_now(row):
        return Follow(row)
    row.asked_at = clock.now()
    progress = _collect(row, provider)
    if progress.state is OrderState.FAILED and _may_restart(row, progress):
        return Follow(_restart(row, launch))
    row.state, row.hint, row.show_qr = progress.state.value, progress.hint, progress.show_qr
    row.save(update_fields=["state", "hint", "show_qr", "asked_at"])
    return Follow(row, progress if progress.state is not OrderState.PENDING else None)


def cancel_order(*, order: EidOrder, provider: Provider) -> None:
    """Stop the order here, and at the provider if it can be reached."""
    # Unreached, the order dies by itself within minutes; the person has left either way.
    with contextlib.suppress(PortError):
        provider.cancel(_opened(order)["order"])
    EidOrder.objects.filter(id=order.id, state=OrderState.PENDING).update(
        state=OrderState.FAILED.value, hint="RFA6"
    )


def qr_text(*, order: EidOrder, provider: Provider) -> str:
    """The text of the code to show this second."""
    return provider.qr_text(_opened(order)["order"], clock.now())


def launch_url(order: EidOrder) -> str:
    """The address that opens the app on the same device."""
    url: str = _opened(order)["launch_url"]
    return url


def forget_orders() -> int:
    """Delete orders older than a day; returns how many."""
    old = EidOrder.objects.filter(first_started_at__lt=clock.now() - timedelta(days=1))
    return old.delete()[0]


def _collect(row: EidOrder, provider: Provider) -> Progress:
    try:
        return provider.collect(_opened(row)["order"])
    except Temporary:
        is_fresh = abs(clock.now() - row.started_at) < PATIENCE
        state = OrderState.PENDING if is_fresh else OrderState.FAILED
        return Progress(state=state, hint=DOWN, show_qr=row.show_qr)
    except Rejected as failure:
        hint = UNVERIFIED if failure.code.endswith(":unverified") else WRONG
        return Progress(state=OrderState.FAILED, hint=hint)
    except PortError:
        return Progress(state=OrderState.FAILED, hint=DOWN)


def _restart(row: EidOrder, launch: Launch) -> EidOrder:
    try:
        started = launch()
    except PortError:
        row.state, row.hint = OrderState.FAILED.value, DOWN
    else:
        row.order, row.started_at = _seal(row, started), started.started_at
        row.restarts, row.hint, row.show_qr = row.restarts + 1, "RFA1", True
    row.save()
    return row


def _may_restart(row: EidOrder, progress: Progress) -> bool:
    return progress.hint in RESTART_HINTS and row.restarts < MAX_RESTARTS


def _asked_just_now(row: EidOrder) -> bool:
    # Both ways: a clock that has been set back must not silence the order for as long.
    return row.asked_at is not None and abs(clock.now() - row.asked_at) < ASK_EVERY


def _seal(row: EidOrder, started: StartedOrder) -> bytes:
    content = {"order": started.order, "launch_url": started.launch_url}
    return encrypt(f"eid-order:{row.id}", json.dumps(content).encode())


def _opened(row: EidOrder) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(decrypt(f"eid-order:{row.id}", bytes(row.order)))
    return content


def latest_order(*, session: BrowserSession | None, subject: str = "") -> uuid.UUID | None:
    """The key of the order that this browser started last about the subject, or None."""
    if session is None:
        return None
    rows = EidOrder.objects.filter(session_id=session.id, subject=subject)
    return rows.order_by("-first_started_at").values_list("id", flat=True).first()
