"""What came in another way than through the platform: registered, placed in a case, or ended."""

import json
import uuid
from datetime import date

from django.db import transaction
from django.db.models import F

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import Stray, StrayCount
from samtjanst.running.cases.types import StrayInput, StrayState, next_stray


@transaction.atomic
def register_stray(*, told: StrayInput, by: Actor) -> uuid.UUID:
    """Register what came to a unit; returns its key.

    Raises:
        NotFoundError: not a unit whose cases the actor handles.
    """
    require(by, Permission.CASE_HANDLE)
    if by.id is None or told.unit_id not in units_with(by, Permission.CASE_HANDLE):
        raise NotFoundError
    row = Stray(
        unit_id=told.unit_id,
        slug=told.slug,
        channel=told.channel.value,
        came_on=told.came_on,
        staff_id=by.id,
        registered_at=clock.now(),
    )
    _keep(row, sender=told.sender, email=told.email, text=told.text)
    row.save(force_insert=True)
    details = {"channel": row.channel}
    record("stray.registered", by=by, subject=("stray", row.id), details=details)
    return row.id


@transaction.atomic
def place_stray(
    *, stray_id: uuid.UUID, slug: str, unit_id: uuid.UUID, address: str = "", by: Actor
) -> None:
    """Note that it is a message in a case of the e-service and unit now; it is counted there.

    What it says is the case's from now on, and is not kept here; nor is the sender's ``address``
    when she has been told (:func:`forget_address`).

    Raises:
        NotFoundError: not of a unit whose cases the actor handles.
        TransitionError: it has been placed or ended already.
    """
    row = _locked(stray_id, by)
    _end(row, "place")
    _keep(row, sender="", email=address, text="")
    row.save(update_fields=["state", "ended_at", "content"])
    _count(slug, unit_id, row.channel, row.came_on)
    record("stray.placed", by=by, subject=("stray", row.id))


@transaction.atomic
def end_stray(*, stray_id: uuid.UUID, by: Actor) -> None:
    """Note that it belongs to no case; it is kept as it is, and counted.

    Raises:
        NotFoundError, TransitionError: as :func:`place_stray`.
    """
    row = _locked(stray_id, by)
    _end(row, "end")
    row.save(update_fields=["state", "ended_at"])
    _count(row.slug, row.unit_id, row.channel, row.came_on)
    record("stray.ended", by=by, subject=("stray", row.id))


def address_of_stray(*, stray_id: uuid.UUID, by: Actor) -> str:
    """Where the sender is told how to do it the next time; "" when nowhere."""
    require(by, Permission.CASE_INDEX)
    row = Stray.objects.filter(id=stray_id).first()
    if row is None:
        return ""
    return str(json.loads(decrypt(f"stray:{row.id}", bytes(row.content)))["email"])


@transaction.atomic
def forget_address(*, stray_id: uuid.UUID, by: Actor) -> None:
    """Keep the address no longer of something that lies in a case."""
    require(by, Permission.CASE_INDEX)
    row = Stray.objects.select_for_update().filter(id=stray_id, state=StrayState.PLACED).first()
    if row:
        _keep(row, sender="", email="", text="")
        row.save(update_fields=["content"])
    record("stray.answered", by=by, subject=("stray", stray_id))


def _locked(stray_id: uuid.UUID, by: Actor) -> Stray:
    require(by, Permission.CASE_HANDLE)
    units = units_with(by, Permission.CASE_HANDLE)
    row = Stray.objects.select_for_update().filter(id=stray_id, unit_id__in=units).first()
    if row is None:
        raise NotFoundError
    return row


def _end(row: Stray, event: str) -> None:
    row.state, row.ended_at = next_stray(row.state, event).value, clock.now()


def _keep(row: Stray, **content: str) -> None:
    row.content = encrypt(f"stray:{row.id}", json.dumps(content).encode())


def _count(slug: str, unit_id: uuid.UUID, channel: str, came_on: date) -> None:
    key = {
        "slug": slug,
        "unit_id": unit_id,
        "month": came_on.replace(day=1),
        "channel": channel,
    }
    StrayCount.objects.bulk_create([StrayCount(**key)], ignore_conflicts=True)
    StrayCount.objects.filter(**key).update(count=F("count") + 1)
