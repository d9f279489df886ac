"""Who has a case open to change it: seen by others, ends by itself, can be taken over.

It keeps two people from writing the same thing; what must never happen twice is refused by the
revision of the case, lease or not.
"""

from datetime import timedelta

from django.db import transaction

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import CaseLease
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import LeaseView

LEASE = timedelta(minutes=10)


@transaction.atomic
def open_to_change(*, reference: str, by: Actor, take_over: bool = False) -> LeaseView | None:
    """Have the case open for ten minutes from now; None when the actor has it.

    When a colleague has it open, it stays hers, and is returned, unless it is taken over.

    Raises:
        NotFoundError: not a case that the actor may handle.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if by.id is None:
        raise NotFoundError
    now = clock.now()
    lease = CaseLease.objects.select_related("staff").filter(case=row).first()
    is_others = lease is not None and lease.staff_id != by.id and lease.until > now
    if lease is not None and is_others and not take_over:
        return LeaseView(lease.staff_id, lease.staff.name, lease.since, lease.until)
    if lease is not None and lease.staff_id == by.id and lease.until > now:
        lease.until = now + LEASE
        lease.save(update_fields=["until"])
        return None
    CaseLease.objects.filter(case=row).delete()
    fresh = CaseLease(case=row, staff_id=by.id, since=now, until=now + LEASE)
    fresh.save(force_insert=True)
    what = "case.lease_taken_over" if is_others else "case.lease_begun"
    record(what, by=by, subject=("case", row.id))
    return None


@transaction.atomic
def let_go(*, reference: str, by: Actor) -> None:
    """Have the case open no longer; nothing when the actor has not.

    Raises:
        NotFoundError: not a case that the actor may handle.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if CaseLease.objects.filter(case=row, staff_id=by.id).delete()[0]:
        record("case.lease_ended", by=by, subject=("case", row.id))
