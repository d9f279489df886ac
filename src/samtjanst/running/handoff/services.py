"""Changes of routes and deliveries."""

import json
import random
import uuid
from collections.abc import Callable, Sequence
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
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.ports.business_system import PROMPT, Manner, Package, Receipt
from samtjanst.ports.case_file import CaseFile
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary
from samtjanst.running.cases import queries as cases
from samtjanst.running.handoff import mapping, schema
from samtjanst.running.handoff.content import Content
from samtjanst.running.handoff.models import Delivery, Route
from samtjanst.running.handoff.queries import view
from samtjanst.running.handoff.types import (
    LATE_AFTER,
    DeliveryState,
    DeliveryView,
    NewRoute,
    Step,
    next_state,
)

DELIVER_JOB = "handoff.deliver"
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
MAX_ATTEMPTS = 40  # a receiver that is down for a day is waited for
LATE = "late_receipt"  # has it; has not said so for longer than most take
PROTECTED = "protected"
# A case by its number, packed at a moment; raises the port's failures alone.
Whole = Callable[[str, datetime], CaseFile]


@transaction.atomic
def put_route(
    *,
    new: NewRoute,
    sources: Sequence[str],
    by: Actor,
    route_id: uuid.UUID | None = None,
    revision: int = 0,
) -> uuid.UUID:
    """Set up a route, or change one.

    Raises:
        NotFoundError: the actor may not, or there is no such route.
        InvalidInputError: the mapping, by field; or the name is taken.
        ConflictError: somebody else has changed it.
    """
    require(by, Permission.HANDOFF_SET_UP)
    _check(new, sources, route_id)
    row = _route(route_id, revision) if route_id else Route()
    row.e_service, row.name, row.system = new.e_service, new.name.strip(), new.system
    row.step, row.outcomes, row.mapping = new.step.value, list(new.outcomes), dict(new.mapping)
    row.schema = new.schema.strip()
    row.revision += 1
    row.save()
    record("handoff.route_set", by=by, subject=("route", row.id), details={"step": row.step})
    return row.id


@transaction.atomic
def switch_route(*, route_id: uuid.UUID, is_active: bool, by: Actor) -> None:
    """Let decided cases take the route from now on, or no longer."""
    require(by, Permission.HANDOFF_SET_UP)
    row = Route.objects.select_for_update().filter(id=route_id).first()
    if row is None:
        raise NotFoundError
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    record("handoff.route_switched", by=by, subject=("route", row.id), details={"on": is_active})


@transaction.atomic
def plan(
    *, route_id: uuid.UUID, case_id: uuid.UUID, content: Content, is_protected: bool, by: Actor
) -> None:
    """Write the delivery of a decided case and, in the same transaction, its job.

    What cannot be delivered by itself is parked with the reason; the decision stands all the same.
    """
    route = Route.objects.get(id=route_id)
    row = Delivery(route=route, case_id=case_id, step=route.step, created_at=clock.now())
    _fill(row, content)
    row.state = _first_state(route, row.problem, is_protected=is_protected).value
    row.problem = PROTECTED if is_protected and row.state == DeliveryState.PARKED else row.problem
    row.save(force_insert=True)
    record("handoff.planned", by=by, subject=("case", case_id), details={"state": row.state})
    _enqueue(row)


@transaction.atomic
def restart(*, delivery_id: uuid.UUID, content: Content, by: Actor) -> None:
    """Start a parked delivery again, with its fields made anew.

    Raises:
        NotFoundError: no such delivery for this actor.
        TransitionError: it is not parked.
    """
    require(by, Permission.HANDOFF_TEND)
    row = _locked(delivery_id)
    if row.problem == PROTECTED:
        raise NotFoundError
    row.state = next_state(row.state, "retry").value
    _fill(row, content)
    row.attempts += 1  # a new number for the job; the delivery's own key stays
    if row.problem:
        row.state = next_state(row.state, "park").value
    row.save()
    record("handoff.restarted", by=by, subject=("case", row.case_id))
    _enqueue(row)


@transaction.atomic
def take_by_hand(*, reference: str, delivery_id: uuid.UUID, by: Actor) -> None:
    """Turn a parked delivery into a copy card.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it is not parked.
    """
    row = _of_case(reference, delivery_id, by)
    row.state = next_state(row.state, "by_hand").value
    row.save(update_fields=["state"])
    record("handoff.by_hand", by=by, subject=("case", row.case_id))


@transaction.atomic
def open_card(*, reference: str, delivery_id: uuid.UUID, by: Actor) -> None:
    """Note when the card was first opened: copying by hand is timed from here."""
    row = _of_case(reference, delivery_id, by)
    if row.opened_at is None:
        row.opened_at = clock.now()
        row.save(update_fields=["opened_at"])
        record("handoff.card_opened", by=by, subject=("case", row.case_id))


@transaction.atomic
def copy(*, reference: str, delivery_id: uuid.UUID, names: Sequence[str], by: Actor) -> None:
    """Note which fields are copied; all of them ends the card and its time.

    Raises:
        NotFoundError: not a case that the actor may handle.
    """
    row = _of_case(reference, delivery_id, by)
    if row.state != DeliveryState.TO_COPY:
        return
    known = list(json.loads(decrypt(f"delivery:{row.id}", bytes(row.content))))
    row.copied = [name for name in known if name in set(names)]
    row.opened_at = row.opened_at or clock.now()
    if len(row.copied) == len(known):
        row.state, row.ended_at = next_state(row.state, "copy").value, clock.now()
        row.copied_by_id = by.id
        record("handoff.copied", by=by, subject=("case", row.case_id))
    row.save()


@transaction.atomic
def confirm(*, reference: str, route: str, number: str, by: Actor) -> DeliveryView:
    """A connected system has the case: its receipt ends the delivery. Again gives the same answer.

    Raises:
        NotFoundError: no such delivery within the system's reach.
        TransitionError: it is copied by hand, or has been received under another number.
    """
    require(by, Permission.HANDOFF_CONFIRM)
    case = cases.get_case(by, reference)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("route", "case")
    row = rows.filter(case_id=case.id, route__name=route).first()
    if row is None:
        raise NotFoundError
    if row.state != DeliveryState.RECEIVED or row.receipt != number:
        row.problem, row.state = "", next_state(row.state, "receive").value
        row.receipt, row.ended_at = number, clock.now()
        row.save(update_fields=["state", "receipt", "problem", "ended_at"])
        record("handoff.confirmed", by=by, subject=("case", row.case_id))
    return view(row)


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


@Prepared
def _to_deliver(delivery_id: uuid.UUID) -> QuerySet[Delivery]:
    """The delivery with its route and case, held; nothing when it is not queued."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("route", "case")
    return rows.filter(id=delivery_id, state=DeliveryState.QUEUED)


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
    row = rows.select_related("route").filter(id=delivery_id, state=DeliveryState.SENT).first()
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
    return receipt is not None


def _late(row: Delivery) -> None:
    """The owner's, unless the receiver is one that takes its time: then it is told, and waits."""
    within = _manner(row).receipt_within
    if within is None:
        row.problem = LATE
    elif clock.now() - row.created_at > within:
        row.state, row.problem = next_state(row.state, "park").value, "no_receipt"


def _manner(row: Delivery) -> Manner:
    try:
        return business_system(row.route.system).manner if row.route.system else PROMPT
    except NotConfigured:
        return PROMPT


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
    _enqueue(row, wait * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing


def _handed_over(row: Delivery, receipt: Receipt | None) -> None:
    row.problem = ""
    row.state = next_state(row.state, "receive" if receipt else "send").value
    if receipt:
        row.receipt, row.ended_at = receipt.number[:100], clock.now()


def _enqueue(row: Delivery, wait: timedelta = timedelta()) -> None:
    if row.state == DeliveryState.QUEUED:
        enqueue(
            DELIVER_JOB,
            key=f"{row.id}:{row.attempts}",
            payload={"delivery": str(row.id)},
            subject=("case", str(row.case_id)),
            run_at=clock.now() + wait,
        )


def _first_state(route: Route, problem: str, *, is_protected: bool) -> DeliveryState:
    if route.step == 1:
        return DeliveryState.TO_COPY
    if problem or is_protected:
        return DeliveryState.PARKED
    # Without a system of ours to call, the receiver fetches the case and confirms it.
    return DeliveryState.QUEUED if route.system else DeliveryState.SENT


def _fill(row: Delivery, content: Content) -> None:
    row.content = encrypt(f"delivery:{row.id}", json.dumps(dict(content.fields)).encode())
    row.problem = content.problem


def _package(row: Delivery, whole: Whole) -> Package:
    content = json.loads(decrypt(f"delivery:{row.id}", bytes(row.content)))
    case = partial(whole, row.case.reference, row.created_at)
    days = mapping.days(row.route.mapping)
    return Package(
        key=_key(row), reference=row.case.reference, content=content, case=case, days=days
    )


def _key(row: Delivery) -> str:
    return row.id.hex


def _check(new: NewRoute, sources: Sequence[str], route_id: uuid.UUID | None) -> None:
    if not new.name.strip():
        raise InvalidInputError({"name": ["Skriv vad mottagaren heter."]})
    if not new.outcomes:
        raise InvalidInputError({"outcomes": ["Välj minst ett utfall."]})
    same = Route.objects.filter(e_service=new.e_service, name=new.name.strip()).first()
    if same is not None and same.id != route_id:
        raise InvalidInputError({"name": ["Det finns redan en överföring med det namnet."]})
    if new.step.is_automatic and (new.system or new.step is Step.FILE):
        _check_system(new.system)
    schema.check(new.schema)
    mapping.check(new.mapping, sources)


def _check_system(name: str) -> None:
    try:
        business_system(name)
    except NotConfigured:
        message = "Verksamhetssystemet är inte anslutet. Anslut det först."
        raise InvalidInputError({"system": [message]}) from None


def _route(route_id: uuid.UUID, revision: int) -> Route:
    row = Route.objects.select_for_update().filter(id=route_id).first()
    if row is None:
        raise NotFoundError
    if row.revision != revision:
        raise ConflictError
    return row


def _locked(delivery_id: uuid.UUID) -> Delivery:
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None:
        raise NotFoundError
    return row


def _of_case(reference: str, delivery_id: uuid.UUID, by: Actor) -> Delivery:
    case = cases.get_case(by, reference)
    row = _locked(delivery_id)
    if row.case_id != case.id:
        raise NotFoundError
    require(by, Permission.CASE_HANDLE, case)
    return row
