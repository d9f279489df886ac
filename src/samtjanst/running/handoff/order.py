"""Which deliveries of a case wait for which."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from samtjanst.foundation.plugins.services import business_system
from samtjanst.ports.business_system import PROMPT, Manner
from samtjanst.ports.failures import NotConfigured
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import DeliveryState

DONE = frozenset({DeliveryState.RECEIVED.value, DeliveryState.COPIED.value})


def waits_for(row: Delivery) -> Delivery | None:
    """The delivery of the same case that must be done before this one; None when there is none.

    What was delivered earlier on its own route, so that a receiver never has a changed decision
    before the one that it changes; then those on the route that its own comes after.
    """
    before = Delivery.objects.select_related("route").filter(case_id=row.case_id)
    before = before.filter(created_at__lte=row.created_at).exclude(id=row.id)
    left = before.exclude(state__in=DONE).order_by("created_at", "part")
    own = left.filter(route_id=row.route_id, part__lt=row.part)
    if manner(row.route.system).takes_later:  # it has it; its receipt comes when it comes
        own = own.exclude(state=DeliveryState.SENT)
    first = own.first()
    if first is not None or row.route.after_id is None:
        return first
    return left.filter(route_id=row.route.after_id).first()


def waiting_for(row: Delivery) -> QuerySet[Delivery]:
    """The deliveries that may wait for this one, held for the caller."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("route")
    found = rows.filter(case_id=row.case_id, state=DeliveryState.WAITING)
    return found.filter(Q(route__after_id=row.route_id) | Q(route_id=row.route_id))


def is_waited_for() -> Exists:
    """Whether any may wait for a delivery, for a query of deliveries."""
    waiting = Delivery.objects.filter(case_id=OuterRef("case_id"), state=DeliveryState.WAITING)
    of_route = Q(route__after_id=OuterRef("route_id")) | Q(route_id=OuterRef("route_id"))
    return Exists(waiting.filter(of_route))


def manner(system: str) -> Manner:
    """How a receiver behaves; as most do when there is no such system of ours to call."""
    try:
        return business_system(system).manner if system else PROMPT
    except NotConfigured:
        return PROMPT
