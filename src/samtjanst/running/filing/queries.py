"""Reads of filings. Drafts are read by their owner only."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from samtjanst.building.definitions.queries import beside
from samtjanst.building.definitions.types import InProgress
from samtjanst.foundation.access.services import can, require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import prepared as statements
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError, TamperedError
from samtjanst.running.filing.models import Filing, Snapshot
from samtjanst.running.filing.rules import citizen_id
from samtjanst.running.filing.types import (
    Became,
    Channel,
    FilingState,
    OpenFiling,
    Prepared,
    Purpose,
    SealedSnapshot,
    TakenDown,
    Unsaved,
)

_CONTENT = ("answers", "facts", "unsaved", "version__document")

LATELY = timedelta(days=90)
MOST_FILLED = 2_000  # the latest ones, when there are more
FEWEST_FILLED = 20  # fewer say too much of a single person
_FILLED = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes)
FROM (SELECT extract(epoch FROM handed_in - begun) / 60 AS minutes
      FROM ({latest}) AS one(begun, handed_in)) AS took
"""


@dataclass(frozen=True, slots=True)
class UsualFilling:
    """How many minutes it has taken lately from begun to handed in, pauses included."""

    half: int  # every second took at most this long
    most: int  # nine of ten did
    count: int


def usual_filling(slug: str) -> UsualFilling | None:
    """What applicants themselves took, of those who handed in the last 90 days; None when few."""
    rows = Filing.objects.filter(
        version__slug=slug,
        purpose=Purpose.APPLICATION,
        prepared_by=None,
        taken_by=None,
        handed_in_at__gte=clock.now() - LATELY,
    ).order_by("-handed_in_at")
    latest = rows.values_list("started_at", "handed_in_at")[:MOST_FILLED]
    sql, params = latest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FILLED.format(latest=sql), params)
        count, half, most = cursor.fetchone()
    if count < FEWEST_FILLED:
        return None
    return UsualFilling(max(1, round(half)), max(1, round(most)), count)


def open_filing(actor: Actor, filing_id: uuid.UUID) -> OpenFiling:
    """The actor's own filing.

    Raises:
        NotFoundError: absent, discarded, or somebody else's.
    """
    row = _with_key.first(key=filing_id)
    if row is None or not can(actor, Permission.FILING_USE, row):
        raise NotFoundError
    return opened(row)


def my_filings(actor: Actor) -> list[OpenFiling]:
    """The actor's drafts of applications and what she has signed but not handed in.

    Last saved first.
    """
    require(actor, Permission.FILING_USE)
    if not actor.is_citizen:  # whoever fills in for somebody sees nothing else of hers
        return []
    return [opened(row) for row in _mine.all(citizen=citizen_id(actor))]


def prepared(actor: Actor, filing_id: uuid.UUID) -> Prepared:
    """Where a filing stands that the connected system has prepared itself; nothing of it is read.

    Raises:
        NotFoundError: absent, another system's, or nobody has prepared it.
    """
    require(actor, Permission.FILING_PREPARE)
    row = _prepared_by(actor).filter(id=filing_id).first()
    if row is None:
        raise NotFoundError
    return _became(row)


def prepared_ended(
    actor: Actor, after: tuple[datetime, uuid.UUID], until: datetime, limit: int
) -> list[Prepared]:
    """Filings of the connected system's that ended after a place and before an instant, in order.

    ``after`` is a time and a key, as in the feed of changes. One query.
    """
    at, key = after
    rows = _prepared_by(actor).annotate(at=Coalesce("handed_in_at", "ended_at"))
    later = rows.filter(Q(at__gt=at) | Q(at=at, id__gt=key), at__lt=until)
    return [_became(row) for row in later.order_by("at", "id")[:limit]]


def taken_down_for(actor: Actor, filing_id: uuid.UUID) -> uuid.UUID:
    """The citizen for whom the member of staff takes the filing down.

    Raises:
        NotFoundError: absent, thrown away, handed in, or somebody else's.
    """
    require(actor, Permission.FILING_TAKE_DOWN)
    row = _taken_down(actor).filter(id=filing_id).first()
    if row is None:
        raise NotFoundError
    return row.citizen_id


def held_by(filing_id: uuid.UUID, actor: Actor) -> str:
    """Which colleague of the actor's is writing in a filing that the caller has authorised.

    "" when nobody is, or she herself.
    """
    rows = _open_ones().filter(id=filing_id, taken_by__isnull=False).exclude(taken_by_id=actor.id)
    return rows.values_list("taken_by__name", flat=True).first() or ""


def taken_down(actor: Actor) -> list[TakenDown]:
    """What the member of staff has begun to take down and not handed in; last saved first."""
    require(actor, Permission.FILING_TAKE_DOWN)
    rows = _taken_down(actor).select_related("version").defer(*_CONTENT).order_by("-saved_at")
    return [
        TakenDown(row.id, row.citizen_id, row.version_id, Channel(row.channel), row.saved_at)
        for row in rows[:50]
    ]


def opened(row: Filing) -> OpenFiling:
    """Decrypt a filing."""
    return OpenFiling(
        id=row.id,
        citizen_id=row.citizen_id,
        state=FilingState(row.state),
        revision=row.revision,
        version_id=row.version_id,
        slug=row.version.slug,
        parameters=row.parameters,  # type: ignore[attr-defined]  # told with the row
        unit_id=row.unit_id,  # type: ignore[attr-defined]  # as above
        answers=_json(row, "answers"),
        facts=_json(row, "facts"),
        started_at=row.started_at,
        saved_at=row.saved_at,
        expires_at=row.expires_at,
        handed_in_at=row.handed_in_at,
        purpose=Purpose(row.purpose),
        unsaved=_unsaved(row),
        confidentiality=row.confidentiality,  # type: ignore[attr-defined]  # as above
        newer_id=_newer(row),
    )


def _rows() -> QuerySet[Filing]:
    """With the version, and with the e-service's values and unit as they are now."""
    rows = Filing.objects.select_related("version").defer("version__document")
    return rows.annotate(
        parameters=beside("version__slug", "parameters"),
        unit_id=beside("version__slug", "unit_id"),
        in_progress=beside("version__slug", "in_progress"),
        confidentiality=beside("version__slug", "confidentiality"),
        published_id=beside("version__slug", "published_id"),
        published_number=beside("version__slug", "published__number"),
    )


def _prepared_by(actor: Actor) -> QuerySet[Filing]:
    rows = Filing.objects.filter(prepared_by_id=actor.id, prepared_by__isnull=False)
    return rows.select_related("version").defer(*_CONTENT)


def _taken_down(actor: Actor) -> QuerySet[Filing]:
    mine = _open_ones().filter(taken_by_id=actor.id, taken_by__isnull=False)
    return mine.filter(purpose=Purpose.APPLICATION)


def _open_ones() -> QuerySet[Filing]:
    return Filing.objects.filter(state__in=[FilingState.DRAFT, FilingState.SEALED])


def _became(row: Filing) -> Prepared:
    became = Became.WAITS
    if row.handed_in_at:
        became = Became.HANDED_IN
    elif row.ended_at:
        became = Became.EXPIRED if row.ended_at > row.expires_at else Became.DISCARDED
    at = row.handed_in_at or row.ended_at
    return Prepared(row.id, row.version.slug, row.version.number, became, at)


def _newer(row: Filing) -> uuid.UUID | None:
    """The published version, when drafts of earlier ones are to go on with it."""
    number: int | None = row.published_number  # type: ignore[attr-defined]  # told with the row
    moves = row.in_progress == InProgress.MOVE  # type: ignore[attr-defined]  # as above
    is_open = row.state in {FilingState.DRAFT, FilingState.SEALED}
    if not (moves and is_open and number and number > row.version.number):
        return None
    newer: uuid.UUID = row.published_id  # type: ignore[attr-defined]  # as above
    return newer


@statements.Prepared
def _mine(citizen: uuid.UUID) -> QuerySet[Filing]:
    states = [FilingState.DRAFT, FilingState.SEALED, FilingState.SIGNED]
    mine = _rows().filter(citizen_id=citizen, state__in=states, purpose=Purpose.APPLICATION)
    mine = mine.filter(taken_by__isnull=True)
    return mine.order_by("-saved_at")[:50]


@statements.Prepared
def _with_key(key: uuid.UUID) -> QuerySet[Filing]:
    return _rows().filter(id=key).exclude(state=FilingState.DISCARDED)


def _unsaved(row: Filing) -> Unsaved | None:
    kept: dict[str, Any] = _json(row, "unsaved")
    return Unsaved(str(kept["page"]), kept["data"]) if kept else None


def standing_snapshot(filing_id: uuid.UUID) -> SealedSnapshot | None:
    """The snapshot of a filing that has not been voided. The caller has authorised it."""
    row = _standing.first(filing_id=filing_id)
    return sealed(row) if row else None


@statements.Prepared
def _standing(filing_id: uuid.UUID) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(filing_id=filing_id, is_void=False)


def snapshot(snapshot_id: uuid.UUID) -> SealedSnapshot:
    """A sealed snapshot. The caller has authorised the case or the signature request.

    Raises:
        NotFoundError: none.
        TamperedError: the content does not match its digest.
    """
    row = Snapshot.objects.filter(id=snapshot_id).first()
    if row is None:
        raise NotFoundError
    return sealed(row)


def filing_facts(filing_id: uuid.UUID) -> Filing:
    """The row of a filing, for steps that act on its state. The caller has authorised it."""
    return Filing.objects.select_related("version").defer("version__document").get(id=filing_id)


def sealed(row: Snapshot) -> SealedSnapshot:
    """A row opened. The caller has authorised it.

    Raises:
        TamperedError: the content does not match its digest.
    """
    return unsealed(
        snapshot_id=row.id,
        filing_id=row.filing_id,
        content=bytes(row.content),
        sha256=row.sha256,
        sealed_at=row.sealed_at,
    )


def unsealed(
    *,
    snapshot_id: uuid.UUID,
    filing_id: uuid.UUID,
    content: bytes,
    sha256: str,
    sealed_at: datetime,
) -> SealedSnapshot:
    """A snapshot opened, whose columns came with another query. The caller has authorised it.

    Raises:
        TamperedError: the content does not match its digest.
    """
    raw = decrypt(f"snapshot:{snapshot_id}", content)
    if digest_bytes(raw) != sha256:
        raise TamperedError("the snapshot does not match its digest")
    return SealedSnapshot(
        id=snapshot_id,
        filing_id=filing_id,
        sha256=sha256,
        sealed_at=sealed_at,
        content=json.loads(raw),
        raw=raw,
    )


def _json(row: Filing, name: str) -> dict[str, Any]:
    sealed = bytes(getattr(row, name))
    value: dict[str, Any] = (
        json.loads(decrypt(f"citizen:{row.citizen_id}:filing:{row.id}:{name}", sealed))
        if sealed
        else {}
    )
    return value
