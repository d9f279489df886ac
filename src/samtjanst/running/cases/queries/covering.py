"""Whose cases somebody looks after: her own, and those of colleagues who are away."""

import uuid
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.queries import herself_and
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Absence


def looked_after(staff_id: uuid.UUID | None) -> QuerySet[StaffAccount, Any]:
    """The keys of a member of staff and of those, away today, whom she covers; for a query."""
    her = staff_id or uuid.UUID(int=0)
    return herself_and(her, _away(clock.today()).filter(cover_id=her).values("staff_id"))


def covers(staff_id: uuid.UUID | None, handler_id: uuid.UUID | None) -> bool:
    """Whether the member of staff covers today for the handler, who is away; one query."""
    if staff_id is None or handler_id is None:
        return False
    return _away(clock.today()).filter(staff_id=handler_id, cover_id=staff_id).exists()


def acts_in(actor: Actor, handler_id: uuid.UUID | None) -> bool:
    """Whether a case with this handler is the actor's to act in: hers, or one she covers.

    Asked anew at each step, so that it ends with the cover, also while a page is open.
    """
    if not actor.is_staff or actor.id is None or handler_id is None:
        return False
    return actor.id == handler_id or covers(actor.id, handler_id)


def covered_until(staff_id: uuid.UUID, today: date) -> Subquery:
    """Until when a member of staff covers for the handler of an outer query's case."""
    rows = _away(today).filter(staff_id=OuterRef("handler_id"), cover_id=staff_id)
    return Subquery(rows.order_by("-last").values("last")[:1])


def _away(today: date) -> QuerySet[Absence]:
    return Absence.objects.filter(first__lte=today, last__gte=today)
