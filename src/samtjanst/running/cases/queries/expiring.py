"""Decisions whose time runs out."""

from datetime import timedelta

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Decision
from samtjanst.running.cases.queries.decisions import opened_content
from samtjanst.running.cases.queries.reach import in_reach
from samtjanst.running.cases.types import DecisionKind, Expiring

MOST_EXPIRING = 200
LONGEST_AHEAD = 366  # days
LATELY = 30  # days


def expiring(actor: Actor, days: int) -> list[Expiring]:
    """Decisions in force of the actor's units whose last day is within some days, or was lately.

    The first day first; one query beside what says which cases are hers.
    """
    require(actor, Permission.CASE_LIST)
    today = clock.today()
    last = today + timedelta(days=min(max(days, 1), LONGEST_AHEAD))
    rows = Decision.objects.select_related("case").filter(
        kind=DecisionKind.MATTER.value,
        valid_to__range=(today - timedelta(days=LATELY), last),
        case__in=in_reach(actor),
    )
    replaced = Decision.objects.exclude(replaces=None).values("replaces_id")
    found = rows.exclude(id__in=replaced).order_by("valid_to", "id")[:MOST_EXPIRING]
    return [
        Expiring(
            reference=row.case.reference,
            title=row.case.title,
            outcome=opened_content(row)["title"],
            valid_to=row.valid_to or today,
            is_past=(row.valid_to or today) < today,
        )
        for row in found
    ]
