"""Reads of what applicants, and others for them, have been asked for.

The rows come as JSON, so that they can be fetched inside the query of their case.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as DbCase
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, JSONObject

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseParty, Supplement
from samtjanst.running.cases.types import (
    Asked,
    AskedOf,
    Reason,
    SupplementState,
    SupplementView,
    WhyAsked,
)
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot


def supplements_of(case_id: uuid.UUID) -> list[SupplementView]:
    """What has been asked for in a case that the caller has authorised, first to last."""
    return supplements_in(Supplement.objects.filter(case_id=case_id))


def supplements_in(rows: QuerySet[Supplement]) -> list[SupplementView]:
    """The requests, first to last, for a caller who has authorised them."""
    return opened(list(_as_json(rows)))


def supplement_by_id(supplement_id: uuid.UUID) -> SupplementView | None:
    """A request, for a step of the system's own; nobody reads it here."""
    return next(iter(supplements_in(Supplement.objects.filter(id=supplement_id))), None)


def inside() -> ArraySubquery:
    """The requests of the case that the outer query is about, to be read by :func:`opened`."""
    return ArraySubquery(_as_json(Supplement.objects.filter(case_id=OuterRef("id"))))


def opened(rows: list[Mapping[str, Any]]) -> list[SupplementView]:
    """The rows decrypted; the caller has authorised their case.

    The names of citizens who are asked take one query more, where there are any.
    """
    asked = {row["citizen_id"] for row in rows} - {None}
    known = identities_of(uuid.UUID(one) for one in asked) if asked else {}
    names = {str(key): "" if who.is_protected else who.name for key, who in known.items()}
    return [_view(row, names) for row in rows]


def asked_parties(case_id: uuid.UUID) -> list[AskedOf]:
    """The parties that are asked now in a case that the caller has authorised; names left out."""
    rows = waiting_supplements().filter(case_id=case_id, is_of_party=True)
    return [AskedOf(citizen_id=key) for key in rows.values_list("citizen_id", flat=True)]


def waiting_supplements() -> QuerySet[Supplement]:
    """The requests that are not answered."""
    return Supplement.objects.filter(state=SupplementState.OPEN.value)


def until(**which: Any) -> Subquery:
    """The nearest day of what is asked for now in the case that the outer query is about."""
    rows = waiting_supplements().filter(case_id=OuterRef("id"), **which)
    return Subquery(rows.order_by("due").values("due")[:1])


def asked_of() -> Subquery:
    """As :func:`until`, of whom: "applicant", "party", "person", or the unit's name after "="."""
    rows = waiting_supplements().filter(case_id=OuterRef("id"))
    whom = DbCase(
        When(unit__isnull=False, then=Concat(Value("="), F("unit__name"))),
        When(is_of_party=False, then=Value("person")),
        When(citizen__isnull=False, then=Value("party")),
        default=Value("applicant"),
        output_field=CharField(),
    )
    return Subquery(rows.annotate(whom=whom).order_by("due").values("whom")[:1])


def until_for(citizen_id: uuid.UUID) -> Subquery:
    """As :func:`until`, of what is asked of the citizen as a party."""
    applies = CaseParty.objects.filter(
        case_id=OuterRef("case_id"), citizen_id=citizen_id, role="applicant"
    )
    rows = waiting_supplements().filter(case_id=OuterRef("id"), is_of_party=True)
    mine = rows.filter(Q(citizen_id=citizen_id) | (Q(citizen=None) & Exists(applies)))
    return Subquery(mine.order_by("due").values("due")[:1])


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
_PLAIN = ("id", "case_id", "state", "content", "due", "asked_at", "filing_id", "snapshot_id")
_WHOM = ("citizen_id", "unit_id", "colleague_id", "is_of_party")
_TIMES = ("answered_at", "passed_at", "reminded_at", "ended_at")


def _as_json(rows: QuerySet[Supplement]) -> QuerySet[Supplement, Any]:
    whole = JSONObject(
        **{name: F(name) for name in (*_PLAIN, *_WHOM, *_TIMES)},
        asked_by=F("asked_by__name"),
        unit=F("unit__name"),
        colleague=F("colleague__name"),
        sealed=F("snapshot__content"),
        sha256=F("snapshot__sha256"),
        sealed_at=F("snapshot__sealed_at"),
    )
    return rows.order_by("asked_at", "id").values_list(whole, flat=True)


def _view(row: Mapping[str, Any], names: Mapping[str, str]) -> SupplementView:
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
            hidden=value.get("hidden", ""),
        ),
        case_id=uuid.UUID(row["case_id"]),
        of=_whom(row, names),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        asked_by=row["asked_by"],
        filing_id=uuid.UUID(row["filing_id"]) if row["filing_id"] else None,
        snapshot=_sealed(row) if row["snapshot_id"] else None,
        **{name: datetime.fromisoformat(row[name]) if row[name] else None for name in _TIMES},
    )


def _whom(row: Mapping[str, Any], names: Mapping[str, str]) -> AskedOf:
    keys = {name: uuid.UUID(row[name]) if row[name] else None for name in _WHOM[:3]}
    of_unit = ", ".join(part for part in (row["colleague"], row["unit"]) if part)
    name = of_unit or names.get(row["citizen_id"] or "", "")
    return AskedOf(**keys, is_of_party=row["is_of_party"], name=name)


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
