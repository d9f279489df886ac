"""Reads of who has a case open to change it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseLease
from samtjanst.running.cases.types import CaseView, LeaseView


def lease(now: datetime) -> Subquery:
    """Who has the case that the outer query is about open, to be read by :func:`opened`."""
    found = CaseLease.objects.filter(case_id=OuterRef("id"), until__gt=now)
    whole = JSONObject(
        staff_id=F("staff_id"), name=F("staff__name"), since=F("since"), until=F("until")
    )
    return Subquery(found.values_list(whole, flat=True)[:1])


def lease_of(case: CaseView, actor: Actor) -> LeaseView | None:
    """The colleague who has a case that the caller has authorised open now; None for nobody."""
    found = CaseLease.objects.select_related("staff").filter(case_id=case.id, until__gt=clock.now())
    row = found.exclude(staff_id=actor.id).first()
    return LeaseView(row.staff_id, row.staff.name, row.since, row.until) if row else None


def opened(value: Mapping[str, Any] | None) -> LeaseView | None:
    """The lease that the query has found."""
    if value is None:
        return None
    since, until = (datetime.fromisoformat(value[name]) for name in ("since", "until"))
    return LeaseView(uuid.UUID(value["staff_id"]), value["name"], since, until)
