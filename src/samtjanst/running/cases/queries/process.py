"""Reads of where cases stand in their e-services' own processes."""

import uuid
from collections.abc import Mapping
from typing import Any

from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, CaseStep, CaseTick, Proposal
from samtjanst.running.cases.queries import supplements
from samtjanst.running.cases.types import ProposalState
from samtjanst.running.cases.types.process import StepView, TickView
from samtjanst.running.filing import queries as filings

MOST_DUE = 500  # in one round; the next one takes the rest


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


def timers_due() -> list[uuid.UUID]:
    """Cases in which a timer's day has come, the longest first.

    None in the trash, nor any in which a decision is proposed or about to leave the house.
    """
    proposed = Proposal.objects.filter(state=ProposalState.OPEN.value).values("case_id")
    rows = Case.objects.filter(status_due__lte=clock.today(), trashed_at=None)
    rows = rows.filter(decision_leaves_at=None).exclude(id__in=proposed)
    found = rows.order_by("status_due", "id")
    return list(found.values_list("id", flat=True)[:MOST_DUE])
