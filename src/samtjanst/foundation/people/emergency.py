"""Emergency access of the supplier's staff: asked for, answered by the municipality, ended.

The callers have been authorised and write the audit events (``journey.emergency``).
"""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction

from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.models import EmergencyAccess, StaffAccount
from samtjanst.foundation.people.types import (
    EMERGENCY_WAITS,
    Emergency,
    EmergencyState,
    EmergencyView,
    next_emergency,
)
from samtjanst.foundation.tenancy.services import held_unit
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError, TransitionError

STANDING = (EmergencyState.ASKED, EmergencyState.APPROVED)


def emergency_of(staff_id: uuid.UUID, level: int) -> Emergency | None:
    """What a member of staff may read for now, beyond her roles; None otherwise.

    Looked up at every click, so that it ends at once and by itself.
    """
    rows = EmergencyAccess.objects.filter(
        staff_id=staff_id,
        state=EmergencyState.APPROVED,
        until__gt=clock.now(),
        unit__staff_level__lte=level,
    )
    row = rows.select_related("unit").first()
    return Emergency(row.id, row.unit_id, row.unit.name, row.until) if row and row.until else None


def ask(*, staff_id: uuid.UUID, unit_id: uuid.UUID, reason: str, hours: int) -> EmergencyAccess:
    """A request that waits for an answer. In the caller's transaction.

    Raises:
        NotFoundError: no such unit.
        ConflictError: one of the person's waits, or is open, already.
    """
    unit = held_unit(unit_id=unit_id)
    _close_past(staff_id)
    row = EmergencyAccess(staff_id=staff_id, unit=unit, hours=hours, asked_at=clock.now())
    row.reason = encrypt(f"emergency:{row.id}", reason.encode())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ConflictError from error
    return row


def change(*, access_id: uuid.UUID, event: str, by_id: uuid.UUID | None) -> EmergencyAccess:
    """Let something happen to a request. In the caller's transaction.

    Raises:
        NotFoundError: there is none.
        TransitionError: not in the state that it is in, or it has passed.
    """
    row = EmergencyAccess.objects.select_for_update().filter(id=access_id).first()
    if row is None:
        raise NotFoundError
    if _view_state(row) is EmergencyState.PAST:
        raise TransitionError("emergency access", EmergencyState.PAST, event)
    row.state = next_emergency(row.state, event).value
    now = clock.now()
    if row.state == EmergencyState.APPROVED:
        row.until = now + timedelta(hours=row.hours)
    if event in {"approve", "refuse"}:
        row.answered_at, row.answered_by = now, by_id
    else:
        row.ended_at, row.ended_by = now, by_id
    row.save()
    return row


def views(staff_id: uuid.UUID | None = None) -> list[EmergencyView]:
    """The requests of one, or of everybody, newest first; at most fifty."""
    rows = EmergencyAccess.objects.select_related("unit", "staff").order_by("-asked_at")
    found = list((rows.filter(staff_id=staff_id) if staff_id else rows)[:50])
    return [_view(row, _names(found)) for row in found]


def _close_past(staff_id: uuid.UUID) -> None:
    """What has passed by itself stands in nobody's way."""
    for row in EmergencyAccess.objects.filter(staff_id=staff_id, state__in=STANDING):
        if _view_state(row) is EmergencyState.PAST:
            row.state = EmergencyState.PAST.value
            row.save(update_fields=["state"])


def _view_state(row: EmergencyAccess) -> EmergencyState:
    last = row.asked_at + EMERGENCY_WAITS if row.until is None else row.until
    is_past = row.state in STANDING and last <= clock.now()
    return EmergencyState.PAST if is_past else EmergencyState(row.state)


def _names(rows: Iterable[EmergencyAccess]) -> dict[uuid.UUID | None, str]:
    wanted = {key for row in rows for key in (row.answered_by, row.ended_by) if key}
    found = StaffAccount.objects.filter(id__in=wanted).values_list("id", "name")
    return dict(found)


def _view(row: EmergencyAccess, names: dict[uuid.UUID | None, str]) -> EmergencyView:
    return EmergencyView(
        id=row.id,
        staff_id=row.staff_id,
        name=row.staff.name,
        unit_id=row.unit_id,
        unit=row.unit.name,
        reason=decrypt(f"emergency:{row.id}", bytes(row.reason)).decode(),
        hours=row.hours,
        state=_view_state(row),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        answered_by=names.get(row.answered_by, ""),
        until=row.until,
        ended_at=row.ended_at,
        ended_by=names.get(row.ended_by, ""),
    )
