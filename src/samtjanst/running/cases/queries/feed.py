"""The feed of changes, and the list of cases, that connected systems follow."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseEvent, CaseRemoval
from samtjanst.running.cases.queries.reach import in_reach
from samtjanst.running.cases.types import CaseState, Change, Listed

# What is being written now could otherwise end up before what has been told already: nothing is
# told that is younger than this, nor than the oldest transaction that is still writing.
HELD_BACK = timedelta(seconds=10)
_OLDEST_WRITING = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""
REMOVED = "removed"
Place = tuple[datetime, uuid.UUID]
_LISTED = ("id", "reference", "title", "version__slug", "state", "status", "revision", "arrived_at",
           "completed_at", "due")  # fmt: skip


def changes(
    actor: Actor, after: Place | None, limit: int, until: datetime | None = None
) -> list[Change]:
    """What has happened to cases in reach since a place in the feed, oldest first; three queries.

    A case that has been erased, or has gone out of reach, is told of once as ``removed``.
    ``until`` is :func:`certain_until`, for who follows more than this feed.
    """
    until = until or certain_until()
    events = CaseEvent.objects.filter(case__in=in_reach(actor)).select_related("case")
    told = [
        Change(row.id, row.at, row.what, row.case.reference, row.case.title)
        for row in since(events, "at", after, until)[:limit]
    ]
    gone = [
        Change(row.id, row.at, REMOVED, row.reference, row.title)
        for row in since(_removals(actor), "at", after, until)[:limit]
    ]
    return sorted([*told, *gone], key=lambda one: (one.at, one.id))[:limit]


def listed(
    actor: Actor,
    after: Place | None,
    limit: int,
    *,
    e_service: str = "",
    state: CaseState | None = None,
) -> list[Listed]:
    """Cases in reach in the order in which they came in; two queries."""
    wanted = {"version__slug": e_service, "state": state}
    rows = in_reach(actor).filter(**{name: value for name, value in wanted.items() if value})
    found = since(rows, "arrived_at", after, certain_until()).values_list(*_LISTED)[:limit]
    return [
        Listed(key, reference, title, slug, CaseState(state), status, *rest)
        for key, reference, title, slug, state, status, *rest in found
    ]


def certain_until() -> datetime:
    """Before when nothing more can be written; asked for before the rows, never with them.

    A transaction that ended between the two is then told of, and one that has begun since writes
    later times. Sessions of other database roles are not seen: the web's and the workers' is one.
    """
    held_back = clock.now() - HELD_BACK
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WRITING)
        row = cursor.fetchone()
    return min(held_back, row[0]) if row and row[0] else held_back


def since(rows: QuerySet[Any], time: str, after: Place | None, until: datetime) -> QuerySet[Any]:
    """The rows after a place and before an instant, in the order of time."""
    rows = rows.filter(**{f"{time}__lt": until})
    if after:
        later, same = {f"{time}__gt": after[0]}, {time: after[0], "id__gt": after[1]}
        rows = rows.filter(Q(**later) | Q(**same))
    return rows.order_by(time, "id")


def _removals(actor: Actor) -> QuerySet[CaseRemoval]:
    rows = CaseRemoval.objects.filter(unit_id__in=units_with(actor, Permission.CASE_READ))
    return rows.filter(slug__in=actor.client_services) if actor.client_services else rows
