"""Reads of how much paper e-services still make."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, Sum

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import PaperCount
from samtjanst.running.cases.types import PaperKind, PaperMonth

MONTHS = 12


def paper(actor: Actor) -> dict[str, list[PaperMonth]]:
    """The last twelve months, latest first, by e-service; under "" lists over several.

    Of the e-services that the actor's units handle; one query.
    """
    require(actor, Permission.STATISTICS_READ)
    months = list(_months(clock.today()))
    mine = Q(unit_id__in=units_with(actor, Permission.STATISTICS_READ)) | Q(unit_id=None)
    rows = PaperCount.objects.filter(mine, month__gte=months[-1]).values("slug", "month", "kind")
    pages = {
        (row["slug"], row["month"], row["kind"]): row["total"]
        for row in rows.annotate(total=Sum("pages"))
    }
    return {
        slug: [_month(pages, slug, month) for month in months]
        for slug in sorted({slug for slug, _, _ in pages})
    }


def _month(pages: dict[tuple[str, date, str], int], slug: str, month: date) -> PaperMonth:
    return PaperMonth(month, *(pages.get((slug, month, kind), 0) for kind in PaperKind))


def _months(today: date) -> Iterator[date]:
    count = today.year * 12 + today.month - 1
    for back in range(MONTHS):
        year, month = divmod(count - back, 12)
        yield date(year, month + 1, 1)
