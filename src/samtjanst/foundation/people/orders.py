"""Following an e-ID order from one browser: asked for, restarted, ended once.

The provider's secrets stay encrypted here; the browser only knows our own key of the order.
Works for identification and for signatures alike.
"""

import contextlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Q

from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people import asking, order_rows
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.sessions import end_session
from samtjanst.foundation.people.types import OrderPurpose
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError, TooManyError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError, Temporary
from samtjanst.ports.identity import IdentifiedPerson, OrderState, Progress, StartedOrder

RESTART_HINTS = frozenset({"RFA17A", "RFA17B"})  # the code was never scanned
MAX_RESTARTS = 9  # about five minutes with the thirty seconds that a code lives
# One browser's starts: whoever tries the e-ID's patience is stopped before it is asked.
MOST_STARTS, START_SPAN = 15, timedelta(minutes=10)
DOUBLE_PRESS = timedelta(seconds=5)
# Waiting for a whole page, or for the poll of a page that is already there.
PAGE_PATIENCE, POLL_PATIENCE = 2.0, 0.25  # seconds
SILENT, FAULT = "SILENT", "RFA5"
CANCELLED, ELSEWHERE = order_rows.CANCELLED, order_rows.ELSEWHERE
UNVERIFIED = "UNVERIFIED"
_LOG_INS = frozenset({OrderPurpose.CITIZEN_SIGN_IN.value, OrderPurpose.STAFF_SIGN_IN.value})
# An order is never pending for longer: thirty seconds to scan and three minutes to answer.
LONGEST_SILENCE = timedelta(minutes=4)

# Gives the order's key, which goes into the address to come back to.
Launch = Callable[[uuid.UUID], StartedOrder]


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
    """The order after a step, and the provider's answer when the order is over."""

    order: EidOrder
    finished: Progress | None = None


@transaction.atomic
def start_order(  # noqa: PLR0913 - all of it is kept with the order
    *,
    session: BrowserSession,
    purpose: OrderPurpose,
    subject: str,
    next_path: str,
    device: str,
    launch: Launch,
) -> EidOrder:
    """Start an order bound to the session; pressed twice, the order is the same.

    Raises what ``launch`` raises, besides:
        TooManyError: the browser has started MOST_STARTS within START_SPAN.
    """
    # The session's lock lets the second press of a double click wait for the first.
    order_rows.locked_session.first(session_id=session.id)
    now = clock.now()
    recent = order_rows.recent.all(session_id=session.id, device=device, since=now - START_SPAN)
    wanted = (session.id, purpose.value, subject, next_path, OrderState.PENDING)
    for order in recent:
        about = (order.session_id, order.purpose, order.subject, order.next_path, order.state)
        if about == wanted and order.first_started_at > now - DOUBLE_PRESS:
            return order
    if sum(order.device == device for order in recent) >= MOST_STARTS:
        raise TooManyError
    row = EidOrder(
        session=session,
        purpose=purpose.value,
        subject=subject,
        next_path=next_path,
        device=device,
        first_started_at=now,
        hint="RFA1",
        show_qr=purpose is not OrderPurpose.CALL,
    )
    launched = launch(row.id)
    row.order, row.started_at = _seal(row, launched), launched.started_at
    row.save(force_insert=True)
    return row


def order_of(*, session: BrowserSession | None, order_id: uuid.UUID, subject: str) -> EidOrder:
    """The order, if it was started in this very session, about ``subject`` ("" is a login).

    Raises:
        NotFoundError: absent, another browser's, or about something else.
    """
    row = session and order_rows.of_session.first(
        order_id=order_id, subject=subject, session_id=session.id
    )
    if not row:
        raise NotFoundError
    return row


def polled_order(*, token: str, order_id: uuid.UUID) -> EidOrder:
    """The order, with its session, if the cookie's secret is that session's; one query.

    Raises:
        NotFoundError: absent, another browser's, or the session has ended.
    """
    row = order_rows.polled.first(
        order_id=order_id, token_hash=digest_bytes(token.encode()), now=clock.now()
    )
    if row is None:
        raise NotFoundError
    return row


def follow_order(
    *, order: EidOrder, provider: Provider, launch: Launch, patience: float = PAGE_PATIENCE
) -> Follow:
    """Ask the provider, or go on with what it has said; restart when the code grew old.

    A completed order is not ended by this: see :func:`end_order`. What BankID says at last it
    says once, so that is kept before anything is done with it. Not for use in a transaction:
    the provider may take its time.
    """
    if order.state == OrderState.COMPLETE or order.hint in order_rows.STOPPED:
        return Follow(order)
    content = _opened(order)
    answer = _kept(content)
    if answer is None and order.state == OrderState.PENDING:
        answer = _ask(order, content, provider, patience)
    if answer is None:
        return Follow(order)
    if answer.state is OrderState.FAILED and _may_restart(order, answer):
        return Follow(_restart(order, launch))
    return _noted(order, content, answer)


def end_order(*, order: EidOrder) -> bool:
    """Mark the order as completed, in the caller's transaction, which does all that follows.

    False when another request has done so, or when the person has stopped it.
    """
    if not order_rows.end.run(order_id=order.id):
        return False
    order.state, order.hint, order.show_qr = OrderState.COMPLETE.value, "DONE", False
    return True


def fail_order(*, order: EidOrder, hint: str) -> None:
    """End the order without success."""
    order.state, order.hint, order.show_qr = OrderState.FAILED.value, hint, False
    order.save(update_fields=["state", "hint", "show_qr"])


def remember_opened(*, order: EidOrder, opened: BrowserSession) -> None:
    """Note which session the order has logged in."""
    order.opened = opened.id
    order.save(update_fields=["opened"])


def is_of(*, session: BrowserSession, order_id: uuid.UUID) -> bool:
    """Whether the browser's session started the order, or was opened by it."""
    rows = EidOrder.objects.filter(id=order_id)
    return rows.filter(Q(session_id=session.id) | Q(opened=session.id)).exists()


def take_back(*, order_id: uuid.UUID) -> EidOrder | None:
    """Stop a login that was finished in another browser, and end what it has opened.

    Returns the order; None when there is none, or when it is not a login.
    """
    row = EidOrder.objects.select_for_update().filter(id=order_id).first()
    if row is None or row.purpose not in _LOG_INS:
        return None  # only the person herself can have done it, wherever she was
    fail_order(order=row, hint=ELSEWHERE)
    if row.opened:
        end_session(session_id=row.opened)
    return row


def cancel_order(*, order: EidOrder, provider: Provider) -> None:
    """Stop the order here, and at the provider if it can be reached."""
    secrets = _opened(order)["order"]
    EidOrder.objects.filter(id=order.id, state=OrderState.PENDING).update(
        state=OrderState.FAILED.value, hint=CANCELLED
    )
    # Whoever starts again at once should not be told that an order is going on. Unreached, it
    # dies by itself within minutes; the person has left either way.
    asking.later(partial(_stop, provider, secrets), patience=POLL_PATIENCE)


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


def _ask(
    row: EidOrder, content: dict[str, Any], provider: Provider, patience: float
) -> Progress | None:
    is_late = abs(clock.now() - row.started_at) > LONGEST_SILENCE
    silence = Progress(
        OrderState.FAILED if is_late else OrderState.PENDING,
        FAULT if is_late else SILENT,
        show_qr=row.show_qr and not is_late,
    )
    return asking.ask(
        row.id,
        partial(_collect, content["order"], provider, silence),
        partial(_keep_late, row.id),
        silence,
        patience=patience,
    )


def _collect(order: dict[str, Any], provider: Provider, silence: Progress) -> Progress:
    try:
        return provider.collect(order)
    except Temporary:
        return silence  # harmless: the order lives on at the provider
    except PortError as failure:
        return Progress(state=OrderState.FAILED, hint=failure.hint or FAULT)


def _stop(provider: Provider, secrets: dict[str, Any]) -> None:
    with contextlib.suppress(PortError):
        provider.cancel(secrets)


def _noted(row: EidOrder, content: dict[str, Any], answer: Progress) -> Follow:
    if answer.state is OrderState.COMPLETE:
        if "answer" not in content:
            _keep(row, content, answer)
        return Follow(row, answer)
    if answer.state is OrderState.FAILED:
        return _failed(row, answer)
    if (row.hint, row.show_qr) != (answer.hint, answer.show_qr):
        row.hint, row.show_qr = answer.hint, answer.show_qr
        if row.hint == SILENT:
            return Follow(row)  # nothing that the provider has said: nothing to keep
        waiting = EidOrder.objects.filter(id=row.id, state=OrderState.PENDING)
        waiting.update(hint=row.hint, show_qr=row.show_qr)
    return Follow(row)


@transaction.atomic
def _failed(row: EidOrder, answer: Progress) -> Follow:
    """End a pending order, unless another window was first with the provider's only answer.

    BankID tells of a finished order once; whoever asks after that is told that there is none.
    """
    fresh = EidOrder.objects.select_for_update().get(id=row.id)
    if fresh.state != OrderState.PENDING:
        return Follow(fresh)
    kept = _kept(_opened(fresh))
    if kept is not None:
        return Follow(fresh, kept)
    fail_order(order=fresh, hint=answer.hint)
    return Follow(fresh, answer)


def _restart(row: EidOrder, launch: Launch) -> EidOrder:
    try:
        started = launch(row.id)
    except PortError as failure:
        return _failed(row, Progress(OrderState.FAILED, failure.hint or FAULT)).order
    row.order, row.started_at = _seal(row, started), started.started_at
    row.restarts, row.hint, row.show_qr = row.restarts + 1, "RFA1", True
    # Two windows can meet the same old code: the second to restart lets the first one's stand.
    changed = EidOrder.objects.filter(
        id=row.id, state=OrderState.PENDING, restarts=row.restarts - 1
    ).update(
        order=row.order,
        started_at=row.started_at,
        restarts=row.restarts,
        hint=row.hint,
        show_qr=True,
    )
    if not changed:
        row.refresh_from_db()
    return row


def _may_restart(row: EidOrder, answer: Progress) -> bool:
    has_code = row.purpose != OrderPurpose.CALL
    return has_code and answer.hint in RESTART_HINTS and row.restarts < MAX_RESTARTS


def _keep_late(key: uuid.UUID, answer: Progress) -> None:
    """Keep an answer that came when its request had gone; in a thread of its own."""
    try:
        row = EidOrder.objects.filter(id=key).first()
        if row is not None and answer.state is OrderState.COMPLETE:
            _keep(row, _opened(row), answer)
    finally:
        connection.close()  # this thread has no request that would give it back


def _keep(row: EidOrder, content: dict[str, Any], answer: Progress) -> None:
    row.order = _sealed(row, {**content, "answer": _packed(answer)})
    order_rows.put.run(order_id=row.id, content=row.order)


def _kept(content: dict[str, Any]) -> Progress | None:
    answer = content.get("answer")
    return _unpacked(answer) if answer else None


def _packed(answer: Progress) -> dict[str, Any]:
    person = answer.person
    return {
        "evidence": answer.evidence,
        "person": person
        and {
            "personal_number": person.personal_number.digits,
            "name": person.name,
            "given_name": person.given_name,
            "surname": person.surname,
            "assurance_level": person.assurance_level,
            "method": person.method,
        },
    }


def _unpacked(value: dict[str, Any]) -> Progress:
    told = value["person"]
    number = PersonalNumber(told["personal_number"]) if told else None
    person = IdentifiedPerson(**{**told, "personal_number": number}) if told else None
    return Progress(OrderState.COMPLETE, person=person, evidence=value["evidence"])


def _seal(row: EidOrder, started: StartedOrder) -> bytes:
    return _sealed(row, {"order": started.order, "launch_url": started.launch_url})


def _sealed(row: EidOrder, content: dict[str, Any]) -> bytes:
    return encrypt(f"eid-order:{row.id}", json.dumps(content).encode())


def _opened(row: EidOrder) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(decrypt(f"eid-order:{row.id}", bytes(row.order)))
    return content
