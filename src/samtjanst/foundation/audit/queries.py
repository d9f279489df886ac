"""Reads of the audit. Whoever asks has authorised the thing that it is about."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from samtjanst.foundation.audit.models import AuditEvent

MOST_READINGS, MOST_CHANGES = 500, 1000
_READ = ".read"
NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody has read something on one day: how often, and when last."""

    actor_kind: str
    actor_id: uuid.UUID | None
    what: str
    day: date
    count: int
    last: datetime
    in_emergency: bool
    subject_id: str = ""  # of what was read


@dataclass(frozen=True, slots=True)
class FieldChange:
    """That somebody has changed a field of a thing: from what to what, as keys and plain values."""

    at: datetime
    actor_kind: str
    actor_id: uuid.UUID | None
    field: str
    before: str
    after: str


def changes_of(subject: tuple[str, uuid.UUID]) -> list[FieldChange]:
    """Every change of a field of a thing that has been recorded, first to last; one query."""
    rows = AuditEvent.objects.filter(
        subject_kind=subject[0], subject_id=str(subject[1]), details__has_key="changed"
    )
    return [
        FieldChange(row.at, row.actor_kind, row.actor_id, field, before, after)
        for row in rows.order_by("id")[:MOST_CHANGES]
        for field, (before, after) in row.details["changed"].items()
    ]


def keys_of(subject: tuple[str, uuid.UUID], action: str) -> frozenset[str]:
    """The keys that were noted with an act about a thing, by their thumbprints; one query."""
    rows = AuditEvent.objects.filter(
        subject_kind=subject[0], subject_id=str(subject[1]), action=action
    )
    return frozenset(key for row in rows for key in row.details.get("keys", ()))


def readings_of(
    subject: tuple[str, uuid.UUID], parts: Mapping[str, Collection[str]] = NOTHING
) -> list[Reading]:
    """Who has read a thing, by person, day and what, the latest first; one query.

    ``parts`` are things that lie in it, by kind: their keys.
    """
    about = Q(subject_kind=subject[0], subject_id=str(subject[1]))
    for kind, keys in parts.items():
        about |= Q(subject_kind=kind, subject_id__in=keys)
    rows = AuditEvent.objects.filter(about, action__endswith=_READ).exclude(actor_kind="system")
    grouped = rows.annotate(day=TruncDate("at")).values(
        "actor_kind", "actor_id", "action", "day", "subject_id", "details__emergency"
    )
    found = grouped.annotate(count=Count("id"), last=Max("at")).order_by("-last")
    return [
        Reading(
            actor_kind=row["actor_kind"],
            actor_id=row["actor_id"],
            what=row["action"].removesuffix(_READ),
            day=row["day"],
            count=row["count"],
            last=row["last"],
            in_emergency=bool(row["details__emergency"]),
            subject_id=row["subject_id"],
        )
        for row in found[:MOST_READINGS]
    ]
