"""What lies in the trash, and what has been disposed of."""

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, CaseEvent, Disposal
from samtjanst.running.cases.queries.reach import within
from samtjanst.running.cases.queries.reading import event_text, views
from samtjanst.running.cases.types import CaseView, Disposed, TrashedView, TrashGround

MOST_TRASHED = 200
MOST_A_NIGHT = 1_000


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
    ground = TrashGround(row.trash_ground)
    return TrashedView(case, put.at, ground, event_text(put), put.who, row.trash_until)


def time_over() -> list[str]:
    """The numbers of cases whose last day in the trash has passed; for the platform's own schedule.

    Those whose day came latest first: what something stands in the way of is asked about again
    every night, and never keeps others from going.
    """
    found = Case.objects.filter(trash_until__lt=clock.today()).order_by("-trash_until", "id")
    return list(found.values_list("reference", flat=True)[:MOST_A_NIGHT])


def disposed(actor: Actor) -> tuple[list[Disposed], int]:
    """The latest lines of the protocol of the actor's units, and how many there are in all."""
    require(actor, Permission.CASE_TRASH)
    rows = Disposal.objects.filter(unit_id__in=units_with(actor, Permission.CASE_TRASH))
    return [_line(row) for row in rows.order_by("-at", "-id")[:MOST_TRASHED]], rows.count()


def _line(row: Disposal) -> Disposed:
    return Disposed(
        reference=row.reference,
        title=row.title,
        arrived_at=row.arrived_at,
        trashed_at=row.trashed_at,
        ground=TrashGround(row.ground),
        until=row.stayed_until,
        files=row.files,
        at=row.at,
    )
