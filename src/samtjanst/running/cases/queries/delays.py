"""Reads of how long decisions take, and of what parties have asked for because of it."""

import json
import uuid
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef

from samtjanst.foundation.keys.services import decrypt
from samtjanst.kernel import clock
from samtjanst.running.cases.models import DecisionRequest
from samtjanst.running.cases.queries import decisions
from samtjanst.running.cases.types import RequestState, RequestView, UsualTime

LATELY = timedelta(days=90)
MOST_DECISIONS = 2_000  # the latest ones, when there are more
FEWEST_DECISIONS = 20  # fewer say too much of a single case, and too little of the next

_USUAL = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
FROM (SELECT extract(epoch FROM made - complete) / 86400 AS days FROM ({latest}) AS latest) AS took
"""


def usual_time(slug: str) -> UsualTime | None:
    """How long decisions of an e-service have taken in the last 90 days; None when too few."""
    found = (
        decisions.first_ones()
        .filter(
            decided_at__gte=clock.now() - LATELY,
            case__version__slug=slug,
            case__completed_at__isnull=False,
        )
        .order_by("-decided_at")
    )
    latest = found.values_list("decided_at", "case__completed_at")[:MOST_DECISIONS]
    sql, params = latest.query.sql_with_params()
    with connection.cursor() as cursor:
        named = f"SELECT * FROM ({sql}) AS one(made, complete)"  # noqa: S608 - Django's own SQL
        cursor.execute(_USUAL.format(latest=named), params)
        count, half, most = cursor.fetchone()
    if count < FEWEST_DECISIONS:
        return None
    return UsualTime(max(1, round(half)), max(1, round(most)), count)


def decision_requests_of(case_id: uuid.UUID) -> list[RequestView]:
    """What parties have asked, after six months, in a case that the caller has authorised."""
    rows = DecisionRequest.objects.select_related("refused_by").filter(case_id=case_id)
    return [_view(row) for row in rows.order_by("asked_at", "id")]


def requests_to_alarm() -> list[uuid.UUID]:
    """Requests that have not been answered, oldest first, whatever alarms have gone out."""
    rows = DecisionRequest.objects.filter(state=RequestState.OPEN.value)
    return list(rows.order_by("answer_by", "id").values_list("id", flat=True))


def has_requests() -> Exists:
    """Whether a party of the case that the outer query is about has asked us to decide."""
    return Exists(DecisionRequest.objects.filter(case_id=OuterRef("id")))


def _view(row: DecisionRequest) -> RequestView:
    sealed = bytes(row.refusal)
    value = json.loads(decrypt(f"decision-request:{row.id}", sealed)) if sealed else {}
    return RequestView(
        id=row.id,
        citizen_id=row.citizen_id,
        state=RequestState(row.state),
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        ended_at=row.ended_at,
        refused_by=row.refused_by.name if row.refused_by else "",
        reasons=value.get("reasons", ""),
        appeal_text=value.get("appeal_text", ""),
    )
