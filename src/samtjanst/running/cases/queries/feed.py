"""The feed of changes that connected systems follow."""

import uuid
from datetime import datetime, timedelta

from django.db.models import Q

from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseEvent
from samtjanst.running.cases.queries.lists import in_reach
from samtjanst.running.cases.types import Change

HELD_BACK = timedelta(seconds=10)
Place = tuple[datetime, uuid.UUID]


def changes(actor: Actor, after: Place | None, limit: int) -> list[Change]:
    """What has happened to cases in reach since a place in the feed, oldest first.

    The last seconds are held back: a change that is being written now could otherwise end up
    before one that has been told already.
    """
    rows = CaseEvent.objects.filter(case__in=in_reach(actor), at__lt=clock.now() - HELD_BACK)
    if after:
        rows = rows.filter(Q(at__gt=after[0]) | Q(at=after[0], id__gt=after[1]))
    found = rows.select_related("case").order_by("at", "id")[:limit]
    return [Change(row.id, row.at, row.what, row.case.reference, row.case.title) for row in found]
