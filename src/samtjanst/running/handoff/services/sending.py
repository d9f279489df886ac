"""Deliveries: written with the decision, sent by jobs, and their receipts."""

import json
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import event, record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.plugins.services import business_system
from samtjanst.foundation.tenancy.prepared import Prepared, PreparedUpdate
from samtjanst.kernel import clock
from samtjanst.ports.business_system import Package, Receipt
from samtjanst.ports.case_file import CaseFile
from samtjanst.ports.failures import PortError, Rejected, Temporary
from samtjanst.running.cases import services as cases
from samtjanst.running.handoff import mapping, order
from samtjanst.running.handoff.content import Content
from samtjanst.running.handoff.models import Delivery, Redelivery, Route
from samtjanst.running.handoff.types import (
    LATE_AFTER,
    DeliveryState,
    RouteView,
    Step,
    next_state,
)

DELIVER_JOB = "handoff.deliver"
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
MAX_ATTEMPTS = 40  # a receiver that is down for a day is waited for
LATE = "late_receipt"  # has it; has not said so for longer than most take
PROTECTED = "protected"
# A case by its number, packed at a moment, all of it or what has come since another moment;
# raises the port's failures alone.
Whole = Callable[[str, datetime, datetime | None], CaseFile]


@transaction.atomic
def plan(
    *, route_id: uuid.UUID, case_id: uuid.UUID, content: Content, is_protected: bool, by: Actor
) -> None:
    """Write the delivery of a decided case and, in the same transaction, its job.

    What cannot be delivered by itself is parked with the reason; the decision stands all the same.
    """
    route = Route.objects.get(id=route_id)
    row = Delivery(route=route, case_id=case_id, step=route.step, created_at=clock.now())
    _begin(row, content, is_protected=is_protected)
    record("handoff.planned", by=by, subject=("case", case_id), details={"state": row.state})


@transaction.atomic
def plan_change(
    *, route_id: uuid.UUID, case_id: uuid.UUID, content: Content, is_protected: bool, by: Actor
) -> None:
    """Write the delivery of a decision that stands in the place of one on the route already.

    Whatever the new outcome is: a receiver that has the earlier decision must not keep it. It
    waits until the receiver has that one. An archive has it as what comes later
    (:func:`plan_later`).
    """
    rows = Delivery.objects.select_for_update().filter(route_id=route_id, case_id=case_id)
    last, route = rows.order_by("-part").first(), Route.objects.get(id=route_id)
    if order.manner(route.system).takes_later:
        return
    part = last.part + 1 if last else 0
    row = Delivery(route=route, case_id=case_id, step=route.step, part=part, created_at=clock.now())
    _begin(row, content, is_protected=is_protected)
    record("handoff.planned_change", by=by, subject=("case", case_id), details={"part": part})


def _begin(row: Delivery, content: Content, *, is_protected: bool) -> None:
    fill(row, content)
    is_first = order.waits_for(row) is None
    row.state = _first_state(row, is_protected=is_protected, is_first=is_first).value
    row.problem = PROTECTED if is_protected and row.state == DeliveryState.PARKED else row.problem
    row.save(force_insert=True)
    enqueue_attempt(row)


@transaction.atomic
def plan_later(*, route: RouteView, case_id: uuid.UUID, content: Content, by: Actor) -> None:
    """Write a delivery of what has come to a case since it was delivered, where that is taken.

    Nothing while the latest is on its way or parked: it will have what has come by then.
    """
    rows = Delivery.objects.select_for_update().filter(route_id=route.id, case_id=case_id)
    last = rows.order_by("-part").first()
    if last is None or not _is_delivered(last) or not order.manner(route.system).takes_later:
        return
    row = Delivery(route_id=route.id, case_id=case_id, step=last.step, part=last.part + 1)
    row.created_at = clock.now()
    fill(row, content)
    row.state = (DeliveryState.PARKED if row.problem else DeliveryState.QUEUED).value
    row.save(force_insert=True)
    record("handoff.planned_later", by=by, subject=("case", case_id), details={"state": row.state})
    enqueue_attempt(row)


@transaction.atomic
def note_taken_out(*, count: int, by: Actor) -> None:
    """Leave a trace of how many parked deliveries were taken out as a list."""
    require(by, Permission.HANDOFF_FOLLOW)
    record("handoff.exported", by=by, subject=("staff", by.id or ""), details={"count": count})


def _is_delivered(row: Delivery) -> bool:
    """Now, or before it was sent once more: that is the same again, and not what has come since."""
    delivered = {DeliveryState.SENT.value, DeliveryState.RECEIVED.value}
    return row.state in delivered or Redelivery.objects.filter(delivery=row).exists()


def deliver(payload: dict[str, Any], whole: Whole) -> None:
    """Job: hand one delivery to its system; failures are the delivery's own, never the case's.

    ``whole`` makes the case package for an adapter that asks for it.
    """
    row = _to_deliver.first(delivery_id=uuid.UUID(payload["delivery"]))
    if row is None:
        return
    row.attempts += 1
    try:
        receipt = business_system(row.route.system).deliver(_package(row, whole))
    except PortError as failure:
        _failed(row, failure)
    else:
        _handed_over(row, receipt)
    _tell(row)
    let_next_go(row)


@Prepared
def _to_deliver(delivery_id: uuid.UUID) -> QuerySet[Delivery]:
    """The delivery with its route and case, held; nothing when it is not queued."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("route", "case")
    # Asked for with it: most never are.
    found = rows.annotate(is_waited_for=order.is_waited_for())
    return found.filter(id=delivery_id, state=DeliveryState.QUEUED)


@PreparedUpdate
def _tried(  # noqa: PLR0913, PLR0917 - one per column
    delivery_id: uuid.UUID,
    attempts: int,
    state: str,
    receipt: str,
    problem: str,
    ended_at: datetime,
) -> Any:
    """What came of an attempt."""
    new = {"attempts": attempts, "state": state, "receipt": receipt, "problem": problem}
    return Delivery.objects.filter(id=delivery_id), {**new, "ended_at": ended_at}


def _tell(row: Delivery) -> None:
    """Write what came of an attempt, and its event, with one statement."""
    by = system_actor(row.municipality_id)
    note = event(
        "handoff.tried", by=by, subject=("case", row.case_id), details={"state": row.state}
    )
    columns = ("attempts", "state", "receipt", "problem", "ended_at")
    _tried.run(note=note, delivery_id=row.id, **{name: getattr(row, name) for name in columns})


def collect_receipts() -> int:
    """Schedule: ask for the receipts that have not come; park what has waited too long.

    Receivers that take their time do not keep the others waiting: those are asked first, and of
    these some, whichever, each time.
    """
    rows = Delivery.objects.filter(state=DeliveryState.SENT)
    soon = rows.exclude(problem=LATE).order_by("created_at").values_list("id", flat=True)
    late = rows.filter(problem=LATE).order_by("?").values_list("id", flat=True)
    return sum(_collect(delivery_id) for delivery_id in [*soon[:400], *late[:100]])


@transaction.atomic
def _collect(delivery_id: uuid.UUID) -> bool:
    rows = Delivery.objects.select_for_update(of=("self",), skip_locked=True)
    row = (
        rows.select_related("route", "case")
        .filter(id=delivery_id, state=DeliveryState.SENT)
        .first()
    )
    if row is None:
        return False
    receipt, is_refused = _asked_receipt(row)
    if is_refused:
        row.state = next_state(row.state, "park").value
    elif receipt is None and clock.now() - row.created_at > LATE_AFTER:
        _late(row)
    if receipt is not None:
        _handed_over(row, receipt)
    row.save(update_fields=["state", "receipt", "problem", "ended_at"])
    let_next_go(row)
    return receipt is not None


def _late(row: Delivery) -> None:
    """The owner's, unless the receiver is one that takes its time: then it is told, and waits."""
    within = order.manner(row.route.system).receipt_within
    if within is None:
        row.problem = LATE
    elif clock.now() - row.created_at > within:
        row.state, row.problem = next_state(row.state, "park").value, "no_receipt"


def _asked_receipt(row: Delivery) -> tuple[Receipt | None, bool]:
    """The receipt, and whether the receiver has said no for good to what it had taken."""
    if not row.route.system:
        return None, False
    try:
        return business_system(row.route.system).receipt(_key(row)), False
    except PortError as failure:
        row.problem = failure.code[:200]
        return None, isinstance(failure, Rejected)


def _failed(row: Delivery, failure: PortError) -> None:
    row.problem = failure.code[:200]
    if not isinstance(failure, Temporary) or row.attempts >= MAX_ATTEMPTS:
        row.state = next_state(row.state, "park").value
        return
    wait = min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT)
    # Spread out, so that a receiver that comes back is not met by everybody at once.
    enqueue_attempt(row, wait * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing


def _handed_over(row: Delivery, receipt: Receipt | None) -> None:
    row.problem = ""
    row.state = next_state(row.state, "receive" if receipt else "send").value
    if receipt:
        row.receipt, row.ended_at = receipt.number[:100], clock.now()
        if row.case.status:
            cases.note_receipt(case_id=row.case_id, by=system_actor(row.municipality_id))


def let_next_go(row: Delivery) -> None:
    """Start what has waited for this delivery, when its receiver has the case."""
    if row.state not in order.DONE or not getattr(row, "is_waited_for", True):
        return
    for later in order.waiting_for(row):
        if order.waits_for(later) is not None:
            continue
        is_copied = later.step == Step.COPY_CARD
        later.state = next_state(later.state, "show" if is_copied else "go").value
        if later.state == DeliveryState.QUEUED and not later.route.system:
            later.state = next_state(later.state, "send").value
        later.save(update_fields=["state"])
        enqueue_attempt(later)


def enqueue_attempt(row: Delivery, wait: timedelta = timedelta()) -> None:
    """The job of the next attempt, when the delivery is to be sent; in the caller's transaction."""
    if row.state == DeliveryState.QUEUED:
        enqueue(
            DELIVER_JOB,
            key=f"{row.id}:{row.starts}:{row.attempts}",
            payload={"delivery": str(row.id)},
            subject=("case", str(row.case_id)),
            run_at=clock.now() + wait,
        )


def _first_state(row: Delivery, *, is_protected: bool, is_first: bool) -> DeliveryState:
    if row.step != Step.COPY_CARD and (row.problem or is_protected):
        return DeliveryState.PARKED
    if not is_first:
        return DeliveryState.WAITING
    if row.step == Step.COPY_CARD:
        return DeliveryState.TO_COPY
    # Without a system of ours to call, the receiver fetches the case and confirms it.
    return DeliveryState.QUEUED if row.route.system else DeliveryState.SENT


def fill(row: Delivery, content: Content) -> None:
    """Keep the fields, and what is wrong with them, with the delivery; it is not saved."""
    row.content = encrypt(f"delivery:{row.id}", json.dumps(dict(content.fields)).encode())
    row.problem, row.version = content.problem, content.version


def _package(row: Delivery, whole: Whole) -> Package:
    content = json.loads(decrypt(f"delivery:{row.id}", bytes(row.content)))
    first, since = _earlier(row)
    return Package(
        key=_key(row),
        reference=row.case.reference,
        content=content,
        case=partial(whole, row.case.reference, row.created_at, since),
        days=mapping.days(row.route.mapping),
        supplements=first,
    )


def _earlier(row: Delivery) -> tuple[str, datetime | None]:
    """The key of the case's first delivery on the route and the moment of the one before this."""
    if not row.part:
        return "", None
    rows = Delivery.objects.filter(route_id=row.route_id, case_id=row.case_id, part__lt=row.part)
    found = list(rows.order_by("part"))
    return _key(found[0]), found[-1].created_at


def _key(row: Delivery) -> str:
    return row.id.hex
