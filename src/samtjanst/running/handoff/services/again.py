"""Starting what has stopped again, and sending what was delivered once more."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.handoff import order
from samtjanst.running.handoff.content import Content
from samtjanst.running.handoff.models import Delivery, Redelivery
from samtjanst.running.handoff.rules import reach
from samtjanst.running.handoff.services.sending import PROTECTED, enqueue_attempt, fill
from samtjanst.running.handoff.types import SHORTEST_GROUND, DeliveryState, next_state

LONGEST = 500  # characters of a ground


@transaction.atomic
def restart(*, delivery_id: uuid.UUID, content: Content, by: Actor) -> None:
    """Start a parked delivery again, with its fields made anew. Its fault is the ground.

    Raises:
        NotFoundError: no such delivery for this actor.
        TransitionError: it is not parked.
    """
    row = _locked(delivery_id, by)
    code, row.state = row.problem, next_state(row.state, "retry").value
    fill(row, content)
    _start(row)
    if row.problem:
        row.state = next_state(row.state, "park").value
    elif order.waits_for(row):
        row.state = next_state(DeliveryState.QUEUED, "wait").value
    row.save()
    record("handoff.restarted", by=by, subject=("case", row.case_id), details={"after": code})
    enqueue_attempt(row)


@transaction.atomic
def send_again(*, delivery_id: uuid.UUID, ground: str, by: Actor) -> None:
    """Send what has been delivered once more: the same fields under the same key.

    A receiver that has them does nothing more than answer (ports/business_system.py), so that
    its effect is once. The ground is kept with what the delivery was before.

    Raises:
        NotFoundError: no such delivery for this actor.
        InvalidInputError: under ``ground``.
        TransitionError: it has not been delivered, or is on its way again already.
    """
    row = _locked(delivery_id, by)
    text = " ".join(ground.split())
    if not SHORTEST_GROUND <= len(text) <= LONGEST:
        told = _("Skriv varför, med %(least)s till %(most)s tecken.")
        limits = {"least": SHORTEST_GROUND, "most": LONGEST}
        raise InvalidInputError({"ground": [told % limits]})
    was, row.state = row.state, next_state(row.state, "again").value
    made = Redelivery(delivery=row, was=was, receipt=row.receipt, at=clock.now(), sent_by_id=by.id)
    made.ground = encrypt(f"redelivery:{made.id}", text.encode())
    made.save(force_insert=True)
    _start(row)
    row.ended_at = None
    row.save()
    record("handoff.sent_again", by=by, subject=("case", row.case_id), details={"was": was})
    enqueue_attempt(row)


def _start(row: Delivery) -> None:
    row.starts += 1  # a new number for the job; the delivery's own key stays
    row.attempts = 0
    if row.state == DeliveryState.QUEUED and not row.route.system:
        # The receiver fetches it: there is nothing of ours to call.
        row.state = next_state(row.state, "send").value


def _locked(delivery_id: uuid.UUID, by: Actor) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("route")
    row = rows.filter(reach(by), id=delivery_id).first()
    if row is None or row.problem == PROTECTED:
        raise NotFoundError
    return row
