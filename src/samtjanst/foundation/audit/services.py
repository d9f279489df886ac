"""Writing the audit, sealing it into a chain, and checking that nobody has touched it."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction

from samtjanst.foundation.audit.models import AuditAnchor, AuditEvent, AuditSeal
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest, digest_bytes

log = structlog.get_logger(__name__)

START = "0" * 64
SEAL_AT_MOST = 5_000
LATE = 10_000  # keys before an anchor among which something may not have been committed yet
Subject = tuple[str, uuid.UUID | str]
_gathered: ContextVar[list[AuditEvent] | None] = ContextVar("gathered", default=None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a check of the chain: how many links, and the first event that is wrong."""

    sealed: int
    first_touched: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        """Whether nothing was touched."""
        return self.first_touched is None


def record(
    action: str, *, by: Actor, subject: Subject, details: Mapping[str, Any] | None = None
) -> None:
    """Write one event in the caller's transaction: one INSERT, no waiting for other writers.

    ``details`` holds states, counts and keys; never names, numbers or texts of people.
    """
    row = event(action, by=by, subject=subject, details=details)
    gathered = _gathered.get()
    if gathered is None:
        row.save(force_insert=True)
    else:
        gathered.append(row)


def event(
    action: str, *, by: Actor, subject: Subject, details: Mapping[str, Any] | None = None
) -> AuditEvent:
    """What :func:`record` writes, for a statement that writes it together with its cause."""
    row = AuditEvent(
        municipality_id=scope_id(),
        at=clock.now(),
        action=action,
        actor_kind=by.kind.value,
        actor_id=by.id,
        session_id=by.session_id,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        details={**(details or {}), **_mark(by)},
    )
    row.row_hash = hash_of(row)
    return row


def _mark(by: Actor) -> dict[str, str]:
    """What is done while an emergency access is open says so."""
    return {"emergency": str(by.emergency.id)} if by.emergency else {}


def marked(access_ids: Collection[uuid.UUID]) -> list[AuditEvent]:
    """What was done under emergency accesses, in order; the caller has been authorised."""
    wanted = [str(key) for key in access_ids]
    return list(AuditEvent.objects.filter(details__emergency__in=wanted).order_by("id")[:1000])


@contextmanager
def one_insert() -> Iterator[None]:
    """Write the block's events with one statement at its end, in the order they came.

    Only around a whole transaction, or a part of one in which nothing is caught and gone on
    from: an error that leaves the block takes the events and their causes with it.
    """
    if _gathered.get() is not None:
        yield
        return
    rows: list[AuditEvent] = []
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    AuditEvent.objects.bulk_create(rows)


def record_read(what: str, *, by: Actor, subject: Subject) -> None:
    """Write that the actor has read something."""
    record(f"{what}.read", by=by, subject=subject)


def hash_of(row: AuditEvent) -> str:
    """The hash of everything that an event says."""
    return digest(
        {
            "municipality": str(row.municipality_id),
            "at": row.at.isoformat(timespec="microseconds"),
            "action": row.action,
            "actor": [row.actor_kind, str(row.actor_id or ""), str(row.session_id or "")],
            "subject": [row.subject_kind, row.subject_id],
            "details": row.details,
        }
    )


@transaction.atomic
def seal_events(*, since: int | None = None) -> int:
    """Add committed, unsealed events of the municipality to its chain; returns how many.

    One sealer at a time per municipality (an advisory lock); writers of events never wait.
    Looked at are events with keys above ``since``; unless said otherwise those after the last
    day's anchor and a good many before it, so that it costs the same however old the audit is.
    What a transaction that was open even longer has written is found by :func:`anchor`, each day.
    """
    if not _lock():
        return 0
    head = AuditSeal.objects.order_by("-place").first()
    place, chain = (head.place, head.chain_hash) if head else (0, START)
    seals = []
    for event_id, row_hash in _unsealed(_old() if since is None else since):
        place, chain = place + 1, link(chain, event_id, row_hash)
        seals.append(AuditSeal(place=place, event_id=event_id, chain_hash=chain))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def anchor() -> None:
    """Write down the chain's head, once a day, in the database and in the operator's log.

    Everything that has been written until then is in the chain, however late it was committed.
    """
    while seal_events(since=0) == SEAL_AT_MOST:
        pass
    head = AuditSeal.objects.order_by("-place").first()
    if head is None:
        return
    values = {"place": head.place, "chain_hash": head.chain_hash}
    _, is_new = AuditAnchor.objects.get_or_create(day=clock.today(), defaults=values)
    if is_new:
        log.info("audit.anchor", municipality=str(scope_id()), **values)


def verify() -> Verdict:
    """Recompute the municipality's chain and point at the first event that does not fit."""
    sealed, chain = 0, START
    for seal, event in _pairs():
        if event is None:
            return Verdict(sealed, seal.event_id, "removed")
        if hash_of(event) != event.row_hash:
            return Verdict(sealed, event.id, "changed")
        chain = link(chain, event.id, event.row_hash)
        if chain != seal.chain_hash or seal.place != sealed + 1:
            return Verdict(sealed, event.id, "chain")
        sealed += 1
    return _against_anchors(sealed)


def link(chain: str, event_id: int, row_hash: str) -> str:
    """The next hash of the chain."""
    return digest_bytes(f"{chain}:{event_id}:{row_hash}".encode())


def _against_anchors(sealed: int) -> Verdict:
    for row in AuditAnchor.objects.order_by("day"):
        seal = AuditSeal.objects.filter(place=row.place).first()
        if seal is None or seal.chain_hash != row.chain_hash:
            return Verdict(sealed, seal.event_id if seal else 0, "anchor")
    return Verdict(sealed)


def _pairs() -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    seals = AuditSeal.objects.order_by("place")
    start = 0
    while batch := list(seals.filter(place__gt=start)[:1000]):
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in batch])
        yield from ((seal, events.get(seal.event_id)) for seal in batch)
        start = batch[-1].place


def _old() -> int:
    """A key up to which everything is sealed, but for what was written late."""
    before = AuditAnchor.objects.filter(day__lt=clock.today()).order_by("-day").first()
    seal = AuditSeal.objects.filter(place=before.place).first() if before else None
    return max(0, seal.event_id - LATE) if seal else 0


def _unsealed(since: int) -> list[tuple[int, str]]:
    sealed = AuditSeal.objects.filter(event_id__gt=since).values("event_id")
    rows = AuditEvent.objects.filter(id__gt=since).exclude(id__in=sealed).order_by("id")
    return list(rows.values_list("id", "row_hash")[:SEAL_AT_MOST])


def _lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit:{scope_id()}"]
        )
        return bool(cursor.fetchone()[0])
