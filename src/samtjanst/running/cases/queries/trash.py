"""What lies in the trash."""

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.models import Case, CaseEvent
from samtjanst.running.cases.queries.lists import within
from samtjanst.running.cases.queries.reading import event_text, views
from samtjanst.running.cases.types import CaseView, TrashedView, TrashGround

MOST_TRASHED = 200


def trash(actor: Actor) -> list[TrashedView]:
    """The latest cases in the trash of the actor's units, and why; three queries."""
    require(actor, Permission.CASE_TRASH)
    units = units_with(actor, Permission.CASE_TRASH)
    rows = within(actor).filter(trashed_at__isnull=False, unit_id__in=units)
    found = list(rows.select_related("handler").order_by("-trashed_at", "-id")[:MOST_TRASHED])
    put = CaseEvent.objects.filter(case__in=[row.id for row in found], what="trashed")
    latest = {event.case_id: event for event in put.order_by("at", "id")}
    return [
        _view(case, row, latest[row.id])
        for case, row in zip(views(found, actor), found, strict=True)
    ]


def _view(case: CaseView, row: Case, put: CaseEvent) -> TrashedView:
    return TrashedView(case, put.at, TrashGround(row.trash_ground), event_text(put), put.who)
