"""How many cases have come in and been decided, without personal data."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Max, Q, QuerySet

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.queries import decisions
from samtjanst.running.cases.queries.delays import FEWEST_DECISIONS
from samtjanst.running.cases.types import OVER, Numbers


class _Median(Aggregate):
    name = "Median"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def numbers(actor: Actor, since: datetime) -> list[Numbers]:
    """Per e-service: cases that have come in, and decisions that have been made; two queries."""
    require(actor, Permission.STATISTICS_READ)
    came = _reached(Case.objects.filter(arrived_at__gte=since, trashed_at=None), actor, "")
    made = _reached(decisions.first_ones().filter(decided_at__gte=since), actor, "case__")
    counted = came.values("version__slug").annotate(
        all=Count("id"), waiting=Count("id", filter=~Q(state__in=OVER))
    )
    took = _Median(F("decided_at") - F("case__completed_at"))
    ended = made.values("case__version__slug").annotate(all=Count("id"), took=took)
    decided = {row["case__version__slug"]: row for row in ended.order_by()}
    arrived = {row["version__slug"]: row for row in counted.order_by()}
    return [
        _numbers(slug, arrived.get(slug, {}), decided.get(slug, {}))
        for slug in sorted(arrived.keys() | decided.keys())
    ]


def decided_in(
    slugs: QuerySet[Any, str], since: datetime, without: QuerySet[Any]
) -> dict[str, tuple[str, int]]:
    """Title and number of decided cases of each e-service, but of those that ``without`` names.

    For a step that has authorised the reader; numbers only.
    """
    made = decisions.first_ones().filter(decided_at__gte=since, case__version__slug__in=slugs)
    rows = made.exclude(case_id__in=without).order_by().values("case__version__slug")
    counted = rows.annotate(all=Count("case_id", distinct=True), title=Max("case__title"))
    return {row["case__version__slug"]: (row["title"], row["all"]) for row in counted}


def _reached(rows: QuerySet[Any], actor: Actor, case: str) -> QuerySet[Any]:
    reached = {f"{case}unit_id__in": units_with(actor, Permission.STATISTICS_READ)}
    if actor.client_services:
        reached[f"{case}version__slug__in"] = actor.client_services
    return rows.filter(**reached)


def _numbers(slug: str, came: dict[str, Any], made: dict[str, Any]) -> Numbers:
    decided, took = made.get("all", 0), made.get("took")
    # Of a few decisions a time would say something of a single case.
    days = took / timedelta(days=1) if took is not None and decided >= FEWEST_DECISIONS else None
    return Numbers(
        e_service=slug,
        arrived=came.get("all", 0),
        waiting=came.get("waiting", 0),
        decided=decided,
        days=None if days is None else round(days, 1),
    )
