"""Reads of who has a case open to change it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseLease
from samtjanst.running.cases.types import LeaseView


def lease() -> Subquery:
    """Who has the case that the outer query is about open now, to be read by :func:`opened`."""
    found = CaseLease.objects.filter(case_id=OuterRef("id"), until__gt=clock.now())
    whole = JSONObject(
        staff_id=F("staff_id"), name=F("staff__name"), since=F("since"), until=F("until")
    )
    return Subquery(found.values_list(whole, flat=True)[:1])


def opened(value: Mapping[str, Any] | None) -> LeaseView | None:
    """The lease that the query has found."""
    if value is None:
        return None
    since, until = (datetime.fromisoformat(value[name]) for name in ("since", "until"))
    return LeaseView(uuid.UUID(value["staff_id"]), value["name"], since, until)
