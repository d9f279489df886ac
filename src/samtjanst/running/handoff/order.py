"""Which deliveries of a case wait for which."""

import uuid

from django.db.models import QuerySet

from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import DeliveryState

DONE = frozenset({DeliveryState.RECEIVED.value, DeliveryState.COPIED.value})


def waits_for(route_id: uuid.UUID | None, case_id: uuid.UUID) -> Delivery | None:
    """The case's delivery on the route, while its receiver does not have the case yet.

    None when there is no such route, or the case does not take it.
    """
    if route_id is None:
        return None
    rows = Delivery.objects.filter(route_id=route_id, case_id=case_id, part=0)
    return rows.exclude(state__in=DONE).first()


def waiting_for(row: Delivery) -> QuerySet[Delivery]:
    """The deliveries that wait for this one, held for the caller."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("route")
    return rows.filter(
        case_id=row.case_id, route__after_id=row.route_id, state=DeliveryState.WAITING
    )
