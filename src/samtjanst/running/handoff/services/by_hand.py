"""What is copied by hand, and what a connected system confirms."""

import json
import uuid
from collections.abc import Sequence

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.handoff import order
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.queries import view
from samtjanst.running.handoff.services.sending import let_next_go
from samtjanst.running.handoff.types import (
    DeliveryState,
    DeliveryView,
    next_state,
)


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
    let_next_go(row)


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
    found = list(rows.filter(case_id=case.id, route__name=route).order_by("part"))
    if not found:
        raise NotFoundError
    # The first that is not confirmed; again, when all are, answers the same of the last.
    left = [one for one in found if one.state not in {*order.DONE, DeliveryState.WAITING}]
    row = next(iter(left), found[-1])
    if row.state != DeliveryState.RECEIVED or row.receipt != number:
        row.problem, row.state = "", next_state(row.state, "receive").value
        row.receipt, row.ended_at = number, clock.now()
        row.save(update_fields=["state", "receipt", "problem", "ended_at"])
        record("handoff.confirmed", by=by, subject=("case", row.case_id))
        let_next_go(row)
        if row.case.status:
            case_services.note_receipt(case_id=case.id, by=system_actor(row.municipality_id))
    return view(row)


def _of_case(reference: str, delivery_id: uuid.UUID, by: Actor) -> Delivery:
    case = cases.get_case(by, reference)
    row = Delivery.objects.select_for_update().filter(id=delivery_id, case_id=case.id).first()
    if row is None:
        raise NotFoundError
    require(by, Permission.CASE_HANDLE, case)
    return row
