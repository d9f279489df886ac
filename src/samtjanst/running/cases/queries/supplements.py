"""Reads of what applicants have been asked for.

The rows come as JSON, so that they can be fetched inside the query of their case.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Supplement
from samtjanst.running.cases.types import Asked, Reason, SupplementState, SupplementView, WhyAsked
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot


def supplements_of(case_id: uuid.UUID) -> list[SupplementView]:
    """What has been asked for in a case that the caller has authorised, first to last."""
    rows = _as_json(Supplement.objects.filter(case_id=case_id))
    return opened(list(rows))


def inside() -> ArraySubquery:
    """The requests of the case that the outer query is about, to be read by :func:`opened`."""
    return ArraySubquery(_as_json(Supplement.objects.filter(case_id=OuterRef("id"))))


def opened(rows: list[Mapping[str, Any]]) -> list[SupplementView]:
    """The rows decrypted; the caller has authorised their case."""
    return [_view(row) for row in rows]


def until() -> Subquery:
    """The last day of what is asked for now in the case that the outer query is about."""
    rows = Supplement.objects.filter(case_id=OuterRef("id"), state=SupplementState.OPEN.value)
    return Subquery(rows.values("due")[:1])


def supplements_to_remind(until: date) -> list[uuid.UUID]:
    """Requests whose day is near, about which nobody has been reminded."""
    rows = Supplement.objects.filter(state=SupplementState.OPEN.value, reminded_at=None)
    found = rows.filter(due__gte=clock.today(), due__lte=until)
    return list(found.values_list("id", flat=True))


def why_asked(actor: Actor) -> list[WhyAsked]:
    """Why the actor's units have asked for supplements, in twelve months; one query.

    A request has each of its reasons once. Without personal data.
    """
    require(actor, Permission.STATISTICS_READ)
    rows = Supplement.objects.filter(
        case__unit_id__in=units_with(actor, Permission.STATISTICS_READ),
        asked_at__gte=clock.now() - _YEAR,
    )
    each: dict[str, Any] = {
        reason.value: Count("id", filter=Q(reasons__contains=[reason.value])) for reason in Reason
    }
    counted: Any = rows.values("case__version__slug").annotate(whole=Count("id"), **each)
    return [
        WhyAsked(
            row["case__version__slug"],
            row["whole"],
            tuple((reason, row[reason.value]) for reason in Reason),
        )
        for row in counted.order_by("-whole", "case__version__slug")
    ]


def supplements_passed() -> list[uuid.UUID]:
    """Requests whose day is over, without that anything has come of it."""
    rows = Supplement.objects.filter(state=SupplementState.OPEN.value, passed_at=None)
    return list(rows.filter(due__lt=clock.today()).values_list("id", flat=True))


_YEAR = timedelta(days=365)
_PLAIN = ("id", "state", "content", "due", "asked_at", "filing_id", "snapshot_id")
_TIMES = ("answered_at", "passed_at", "reminded_at", "ended_at")


def _as_json(rows: QuerySet[Supplement]) -> QuerySet[Supplement, Any]:
    whole = JSONObject(
        **{name: F(name) for name in (*_PLAIN, *_TIMES)},
        asked_by=F("asked_by__name"),
        sealed=F("snapshot__content"),
        sha256=F("snapshot__sha256"),
        sealed_at=F("snapshot__sealed_at"),
    )
    return rows.order_by("asked_at", "id").values_list(whole, flat=True)


def _view(row: Mapping[str, Any]) -> SupplementView:
    value = json.loads(decrypt(f"supplement:{row['id']}", _bytes(row["content"])))
    return SupplementView(
        id=uuid.UUID(row["id"]),
        state=SupplementState(row["state"]),
        asked=Asked(
            due=date.fromisoformat(row["due"]),
            text=value["text"],
            questions=tuple(value["questions"]),
            extras=tuple((kind, text) for kind, text in value["extras"]),
            is_order=value["is_order"],
            reasons={name: Reason(why) for name, why in value.get("reasons", {}).items()},
        ),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        asked_by=row["asked_by"],
        filing_id=uuid.UUID(row["filing_id"]) if row["filing_id"] else None,
        snapshot=_sealed(row) if row["snapshot_id"] else None,
        **{name: datetime.fromisoformat(row[name]) if row[name] else None for name in _TIMES},
    )


def _sealed(row: Mapping[str, Any]) -> SealedSnapshot:
    return filings.unsealed(
        snapshot_id=uuid.UUID(row["snapshot_id"]),
        filing_id=uuid.UUID(row["filing_id"]),
        content=_bytes(row["sealed"]),
        sha256=row["sha256"],
        sealed_at=datetime.fromisoformat(row["sealed_at"]),
    )


def _bytes(text: str) -> bytes:
    """PostgreSQL writes bytes in JSON as hexadecimal digits behind two signs of its own."""
    return bytes.fromhex(text[2:])
