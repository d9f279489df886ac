"""Reads of where cases stand in their e-services' own processes."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection

from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, CaseStep, CaseTick, Proposal
from samtjanst.running.cases.queries import supplements
from samtjanst.running.cases.types import ProposalState
from samtjanst.running.cases.types.process import StepView, TickView
from samtjanst.running.filing import queries as filings

MOST_DUE = 500  # in one round; the next one takes the rest
LATELY = timedelta(days=180)
FEWEST_TIMES = 20  # fewer say too much of a single case
_TIMES = """
SELECT status, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM (
    SELECT status, extract(epoch FROM lead(at) OVER (PARTITION BY case_id ORDER BY at, id) - at)
           / 86400 AS days FROM ({steps}) AS one(case_id, at, id, status)
) AS took WHERE days IS NOT NULL GROUP BY status HAVING count(*) >= {fewest}
"""


def answers_of(row: Case) -> Mapping[str, Any]:
    """The answers that stand in a case, with every supplement laid over them; nobody reads them."""
    answers = dict(filings.snapshot(row.snapshot_id).content["answers"])
    for one in supplements.supplements_of(row.id):
        answers |= one.snapshot.content["answers"] if one.snapshot else {}
    return answers


def steps_of(case_id: uuid.UUID) -> list[StepView]:
    """The statuses that a case which the caller has authorised has had, first to last."""
    rows = CaseStep.objects.select_related("staff").filter(case_id=case_id).order_by("at", "id")
    return [
        StepView(row.at, row.status, row.step, row.staff.name if row.staff else "") for row in rows
    ]


def ticks_of(case_id: uuid.UUID) -> dict[str, TickView]:
    """What is ticked off in a case that the caller has authorised, by the line's id."""
    rows = CaseTick.objects.select_related("staff").filter(case_id=case_id)
    return {row.line: TickView(row.at, row.staff.name) for row in rows}


def times_in_statuses(slug: str) -> dict[str, tuple[int, float]]:
    """How often cases of an e-service have left a status, and the days that half of them took.

    Of the last half year; none that has been left too few times to say anything.
    """
    rows = CaseStep.objects.filter(case__version__slug=slug, at__gte=clock.now() - LATELY)
    sql, params = rows.values_list("case_id", "at", "id", "status").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_TIMES.format(steps=sql, fewest=FEWEST_TIMES), params)
        return {status: (count, float(days)) for status, count, days in cursor.fetchall()}


def timers_due() -> list[uuid.UUID]:
    """Cases in which a timer's day has come, the longest first.

    None in the trash, nor any in which a decision is proposed or about to leave the house.
    """
    proposed = Proposal.objects.filter(state=ProposalState.OPEN.value).values("case_id")
    rows = Case.objects.filter(status_due__lte=clock.today(), trashed_at=None)
    rows = rows.filter(decision_leaves_at=None).exclude(id__in=proposed)
    found = rows.order_by("status_due", "id")
    return list(found.values_list("id", flat=True)[:MOST_DUE])
