"""Reads of routes and deliveries. A delivery is fetched through its case, or without content."""

import json
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from samtjanst.building.definitions.queries import owned_by
from samtjanst.foundation.access.services import can, require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView
from samtjanst.running.handoff.models import Delivery, FormerMapping, HourCost, Redelivery, Route
from samtjanst.running.handoff.rules import follows, reach
from samtjanst.running.handoff.types import (
    LATE_AFTER,
    CopyCard,
    DeliveryState,
    DeliveryView,
    MappingVersion,
    RedeliveryView,
    RouteView,
    Step,
    Use,
)

PAGE, FEW, MOST_TAKEN_OUT = 100, 20, 10_000


def hour_cost(actor: Actor) -> int | None:
    """What an hour of handling costs, in kronor; None when the municipality has not said.

    Raises:
        NotFoundError: the actor may not.
    """
    require(actor, Permission.HANDOFF_FOLLOW)
    row = HourCost.objects.order_by("-set_at", "-id").first()
    return row.kronor if row else None


def routes(actor: Actor) -> list[RouteView]:
    """The routes of the municipality, or of the actor's own e-services, by e-service and name."""
    return [_route(row) for row in _in_reach(actor).order_by("e_service", "name")]


def get_route(actor: Actor, route_id: uuid.UUID) -> RouteView:
    """One route.

    Raises:
        NotFoundError: absent, or the actor may not.
    """
    row = _in_reach(actor).filter(id=route_id).first()
    if row is None:
        raise NotFoundError
    return _route(row)


def routes_for(e_service: str, outcome: str, taken: Collection[uuid.UUID] = ()) -> list[RouteView]:
    """The active routes that a decided case takes, or has ``taken``.

    For the caller's own transaction.
    """
    rows = Route.objects.filter(e_service=e_service, is_active=True).order_by("name")
    found = (row for row in rows if outcome in row.outcomes or row.id in taken)
    return _in_order([_route(row) for row in found])


def receipts_of(case_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The latest receipt of each route that the case has taken ("" for none yet), by route."""
    rows = Delivery.objects.filter(case_id=case_id).order_by("part")
    found: dict[uuid.UUID, str] = {}
    for route_id, receipt in rows.values_list("route_id", "receipt"):
        found[route_id] = receipt or found.get(route_id, "")
    return found


def _in_order(found: list[RouteView]) -> list[RouteView]:
    """Each after the one that it waits for; otherwise by name."""
    placed: list[RouteView] = []
    while found:
        names = {one.id for one in found}
        free = [one for one in found if one.after not in names] or found
        placed += free
        found = [one for one in found if one not in free]
    return placed


def former_mappings(actor: Actor, route_id: uuid.UUID) -> list[MappingVersion]:
    """The mappings that a route has had, newest first.

    Raises:
        NotFoundError: absent, or the actor may not.
    """
    get_route(actor, route_id)
    return [_former(row) for row in _formers(route_id)]


def mapping_before(route: RouteView) -> MappingVersion | None:
    """The mapping that the one in force has replaced; for a caller that has the route."""
    row = _formers(route.id).first()
    return _former(row) if row else None


def _formers(route_id: uuid.UUID) -> QuerySet[FormerMapping]:
    return FormerMapping.objects.filter(route_id=route_id).order_by("-number")


def _former(row: FormerMapping) -> MappingVersion:
    return MappingVersion(row.number, row.mapping, row.schema, row.until)


def lately_taken(actor: Actor, route_id: uuid.UUID, most: int) -> list[str]:
    """Numbers of the cases that have taken the route, the latest first.

    Raises:
        NotFoundError: none are the actor's to follow.
    """
    rows = Delivery.objects.filter(reach(actor), route_id=route_id, part=0)
    latest = rows.order_by("-created_at", "-id").values_list("case__reference", flat=True)
    return list(latest[:most])


def routes_taken(case_id: uuid.UUID) -> list[RouteView]:
    """The routes that a case has taken by itself; for a step of the system's own."""
    rows = Delivery.objects.filter(case_id=case_id, part=0, step__gt=Step.COPY_CARD)
    return [_route(row.route) for row in rows.exclude(route__system="").select_related("route")]


def has_routes(e_service: str) -> bool:
    """Whether the e-service has any route here, active or not."""
    return Route.objects.filter(e_service=e_service).exists()


def of_case(case_id: uuid.UUID) -> list[DeliveryView]:
    """The deliveries of a case that the caller has authorised."""
    rows = Delivery.objects.filter(case_id=case_id).select_related("route__after", "case")
    return _views(rows.order_by("created_at", "id"))


def copy_card(actor: Actor, reference: str, delivery_id: uuid.UUID) -> CopyCard:
    """The fields to copy.

    Raises:
        NotFoundError: not a case that the actor may read, or nothing to copy.
    """
    case = cases.read_case(actor, reference)
    row = Delivery.objects.select_related("route", "case").filter(id=delivery_id).first()
    by_hand = {DeliveryState.TO_COPY.value, DeliveryState.COPIED.value}
    if row is None or row.case_id != case.id or row.state not in by_hand:
        raise NotFoundError
    content = json.loads(decrypt(f"delivery:{row.id}", bytes(row.content)))
    return CopyCard(view(row), tuple((name, str(value)) for name, value in content.items()))


def parked(actor: Actor) -> list[DeliveryView]:
    """Deliveries that the actor has to see to, oldest first; reference and reason only.

    Raises:
        NotFoundError: none are the actor's to follow.
    """
    return _views(_parked(actor)[:PAGE])


def stopped_of_own(actor: Actor) -> int | None:
    """How many deliveries of the actor's own e-services have stopped; None when she has none."""
    if not can(actor, Permission.HANDOFF_FOLLOW):
        return None
    owned = list(owned_by(actor))
    rows = Delivery.objects.filter(route__e_service__in=owned, state=DeliveryState.PARKED)
    return rows.count() if owned else None


def every_parked(actor: Actor) -> list[DeliveryView]:
    """As :func:`parked`, to be taken out: at most :data:`MOST_TAKEN_OUT` of them."""
    return _views(_parked(actor)[:MOST_TAKEN_OUT])


def late(actor: Actor) -> list[DeliveryView]:
    """Deliveries that their receivers have and have not confirmed for long, oldest first."""
    waiting = Delivery.objects.filter(
        reach(actor), state=DeliveryState.SENT, created_at__lt=clock.now() - LATE_AFTER
    )
    return _views(waiting.select_related("route", "case").order_by("created_at", "id")[:PAGE])


def delivered(actor: Actor, reference: str = "") -> list[DeliveryView]:
    """Deliveries that have left by themselves, newest first; of one case when ``reference``.

    Raises:
        NotFoundError: none are the actor's to follow.
    """
    done = [DeliveryState.SENT, DeliveryState.RECEIVED]
    rows = Delivery.objects.filter(reach(actor), state__in=done).select_related("route", "case")
    rows = rows.filter(case__reference=reference) if reference else rows
    return _views(rows.order_by("-created_at", "-id")[:FEW])


def to_send_again(actor: Actor, delivery_id: uuid.UUID) -> DeliveryView:
    """A delivery that can be sent once more, without what it holds.

    Raises:
        NotFoundError: none such for this actor, or it has not been delivered.
    """
    rows = Delivery.objects.filter(reach(actor), id=delivery_id)
    row = rows.select_related("route", "case").first()
    found = view(row) if row else None
    if found is None or found.is_protected or not found.can_be_sent_again:
        raise NotFoundError
    return found


def sent_again(delivery_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[RedeliveryView]]:
    """By delivery, when they were sent once more and why; for a caller that may read the case."""
    rows = Redelivery.objects.filter(delivery_id__in=list(delivery_ids)).select_related("sent_by")
    found: dict[uuid.UUID, list[RedeliveryView]] = {}
    for row in rows.order_by("at"):
        ground = decrypt(f"redelivery:{row.id}", bytes(row.ground)).decode()
        who = row.sent_by.name if row.sent_by else ""
        told = RedeliveryView(at=row.at, who=who, ground=ground, receipt=row.receipt)
        found.setdefault(row.delivery_id, []).append(told)
    return found


def use(actor: Actor, since: datetime) -> list[Use]:
    """Per route: copied by hand and for how long, delivered by itself, parked; one query."""
    counted = Delivery.objects.filter(created_at__gte=since)
    if not can(actor, Permission.STATISTICS_READ):
        counted = counted.filter(reach(actor))
    if actor.is_client:
        counted = counted.filter(case__unit_id__in=units_with(actor, Permission.STATISTICS_READ))
    if actor.client_services:
        counted = counted.filter(route__e_service__in=actor.client_services)
    is_copied = Q(state=DeliveryState.COPIED)
    done = [DeliveryState.SENT, DeliveryState.RECEIVED]
    rows = (
        counted.values("route__name", "route__step")
        .order_by("route__name")
        .annotate(
            hand=Count("id", filter=is_copied),
            time=Sum(F("ended_at") - F("opened_at"), filter=is_copied),
            auto=Count("id", filter=Q(state__in=done)),
            stuck=Count("id", filter=Q(state=DeliveryState.PARKED)),
        )
    )
    return [
        Use(
            route=row["route__name"],
            step=Step(row["route__step"]),
            copied=row["hand"],
            seconds=int(row["time"].total_seconds()) if row["time"] else 0,
            delivered=row["auto"],
            parked=row["stuck"],
        )
        for row in rows
    ]


def _in_reach(actor: Actor) -> QuerySet[Route]:
    if can(actor, Permission.HANDOFF_TEND):
        return Route.objects.all()
    return Route.objects.filter(e_service__in=follows(actor))


def _route(row: Route) -> RouteView:
    return RouteView(
        id=row.id,
        e_service=row.e_service,
        name=row.name,
        system=row.system,
        step=Step(row.step),
        outcomes=tuple(row.outcomes),
        mapping=row.mapping,
        is_active=row.is_active,
        revision=row.revision,
        schema=row.schema,
        version=row.version,
        after=row.after_id,
    )


def _parked(actor: Actor) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(reach(actor), state=DeliveryState.PARKED)
    rows = rows.select_related("route", "case")
    return rows.order_by("created_at", "id")


def _views(rows: Iterable[Delivery]) -> list[DeliveryView]:
    return [view(row) for row in rows]


def view(row: Delivery) -> DeliveryView:
    """A delivery whose route and case are loaded, for a caller that has been authorised."""
    return DeliveryView(
        id=row.id,
        case_id=row.case_id,
        reference=row.case.reference,
        route=row.route.name,
        step=Step(row.step),
        state=DeliveryState(row.state),
        receipt=row.receipt,
        problem=row.problem,
        attempts=row.attempts,
        created_at=row.created_at,
        ended_at=row.ended_at,
        copied=tuple(row.copied),
        part=row.part,
        is_protected=row.case.is_protected,
        version=row.version,
        waits_for=_waits_for(row),
    )


def _waits_for(row: Delivery) -> str:
    # A later part can wait for what was delivered before on its own route.
    if row.state != DeliveryState.WAITING or row.part or row.route.after is None:
        return ""
    return str(row.route.after.name)


def to_restart(actor: Actor, delivery_id: uuid.UUID) -> tuple[CaseView, RouteView]:
    """The case and the route of a parked delivery; for the caller's own transaction.

    Raises:
        NotFoundError: no such delivery for this actor.
    """
    rows = Delivery.objects.select_related("route").filter(reach(actor))
    row = rows.filter(id=delivery_id, state=DeliveryState.PARKED).first()
    case = cases.case_by_id(row.case_id) if row else None
    if row is None or case is None:
        raise NotFoundError
    return case, _route(row.route)


def receivers(e_service: str) -> list[str]:
    """The names of the systems that the e-service's decisions are sent to; names only."""
    rows = Route.objects.filter(e_service=e_service, is_active=True)
    return list(rows.order_by("name").values_list("name", flat=True))
