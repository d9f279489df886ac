"""Counts and times, without personal data."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from samtjanst.foundation.people.types import Scope
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.handoff import queries as handoff
from samtjanst.web.api import schemas
from samtjanst.web.api.auth import Bearer
from samtjanst.web.api.support import FAILS, caller

SINCE = timedelta(days=90)
router = Router(tags=["statistics"])


@router.get(
    "/statistics/deliveries",
    response={200: list[schemas.Count], **FAILS},
    auth=Bearer(Scope.STATISTICS),
    operation_id="delivery_statistics",
)
def deliveries(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """The last 90 days per receiver; no personal data."""
    return [
        {
            "route": one.route,
            "delivered": one.delivered,
            "copied_by_hand": one.copied,
            "minutes_by_hand": one.seconds // 60,
            "stopped": one.parked,
        }
        for one in handoff.use(caller(request, response), clock.now() - SINCE)
    ]


@router.get(
    "/statistics/cases",
    response={200: list[schemas.Numbers], **FAILS},
    auth=Bearer(Scope.STATISTICS),
    operation_id="case_statistics",
)
def numbers(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """The last 90 days per e-service: came in, of these not ended, decided, and days to decide.

    `days` is what every second decision took at most; null when there are fewer than twenty.
    """
    found = cases.numbers(caller(request, response), clock.now() - SINCE)
    return [asdict(one) for one in found]
