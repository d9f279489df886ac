"""Reads of what came in another way than through the platform."""

import json
import uuid
from datetime import timedelta

from django.db.models import Sum

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import Stray, StrayCount
from samtjanst.running.cases.types import StrayInput, StrayState, StrayView, WrongWay
from samtjanst.running.filing.types import Channel

MOST_STRAYS = 100
_YEAR = timedelta(days=365)


def strays_waiting(actor: Actor) -> list[StrayView]:
    """What waits to be placed in the actor's units, first come first; one query."""
    require(actor, Permission.CASE_HANDLE)
    rows = Stray.objects.select_related("staff").filter(
        unit_id__in=units_with(actor, Permission.CASE_HANDLE), state=StrayState.WAITING
    )
    return [_view(row) for row in rows.order_by("registered_at", "id")[:MOST_STRAYS]]


def stray(actor: Actor, stray_id: uuid.UUID) -> StrayView:
    """One that waits in a unit of the actor's; the reading is recorded.

    Raises:
        NotFoundError: absent, placed or ended, or another unit's.
    """
    require(actor, Permission.CASE_HANDLE)
    rows = Stray.objects.select_related("staff").filter(
        unit_id__in=units_with(actor, Permission.CASE_HANDLE), state=StrayState.WAITING
    )
    row = rows.filter(id=stray_id).first()
    if row is None:
        raise NotFoundError
    record_read("stray", by=actor, subject=("stray", row.id))
    return _view(row)


def wrong_ways(actor: Actor) -> list[WrongWay]:
    """How many came the wrong way in the last twelve months, most first; one query.

    Of the e-services that the actor's units handle; under "" where nobody could tell which.
    """
    require(actor, Permission.STATISTICS_READ)
    rows = StrayCount.objects.filter(
        unit_id__in=units_with(actor, Permission.STATISTICS_READ),
        month__gte=(clock.today() - _YEAR).replace(day=1),
    )
    found: dict[str, list[tuple[Channel, int]]] = {}
    summed = rows.values("slug", "channel").annotate(total=Sum("count"))
    for row in summed.order_by("slug", "channel"):
        found.setdefault(row["slug"], []).append((Channel(row["channel"]), row["total"]))
    listed = [WrongWay(slug, tuple(counts)) for slug, counts in found.items()]
    return sorted(listed, key=lambda one: (-one.whole, one.slug))


def _view(row: Stray) -> StrayView:
    held = json.loads(decrypt(f"stray:{row.id}", bytes(row.content)))
    told = StrayInput(
        unit_id=row.unit_id,
        channel=Channel(row.channel),
        came_on=row.came_on,
        sender=held["sender"],
        text=held["text"],
        email=held["email"],
        slug=row.slug,
    )
    return StrayView(row.id, StrayState(row.state), told, row.registered_at, row.staff.name)
