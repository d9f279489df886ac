"""Sign-in sessions: one browser, one secret, one person at most.

Idle and absolute limits: citizens 30 minutes and 8 hours, but 15 minutes from when she has opened
an application whose e-service is classified as sensitive (confidentiality 3); staff 60 minutes and
10 hours with an e-ID, 30 minutes and 8 hours with password and one-time code or a passkey.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people import queries
from samtjanst.foundation.people.emergency import emergency_of
from samtjanst.foundation.people.models import BrowserSession, Citizen, StaffAccount
from samtjanst.foundation.people.types import LOA3, Actor, ActorKind, Role
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel import clock, ids
from samtjanst.kernel.canonical import digest_bytes

ANONYMOUS_FOR = timedelta(hours=1)
ABSOLUTE = {ActorKind.CITIZEN: timedelta(hours=8), ActorKind.STAFF: timedelta(hours=10)}
IDLE = {ActorKind.CITIZEN: timedelta(minutes=30), ActorKind.STAFF: timedelta(minutes=60)}
# Staff who have logged in with less than an e-ID.
WEAK_ABSOLUTE, WEAK_IDLE = timedelta(hours=8), timedelta(minutes=30)
SENSITIVE_IDLE = 15  # minutes
LAPSED_FOR = timedelta(days=1)
# Writing "seen" on every request would make each read a write.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session and the secret for the cookie, which is not kept here."""

    session: BrowserSession
    token: str


def session_for(token: str, device: str = "") -> BrowserSession | None:
    """The living session of the cookie's secret, or None; notes that it was seen.

    It is also noted in what kind of browser, when ``device`` (a code of ``devices.device_of``)
    tells it: people see where they are logged in themselves, nobody else's is shown.
    """
    now = clock.now()
    row = _living.first(token_hash=_hash(token), now=now)
    if row is None or _is_idle(row) or (row.staff and not row.staff.is_active):
        return None
    device = ((row.staff_id or row.citizen_id) and device) or row.device
    if now - row.seen_at > SEEN_EVERY or device != row.device:
        BrowserSession.objects.filter(id=row.id).update(seen_at=now, device=device)
    return row


def lapsed_citizen(token: str) -> Actor | None:
    """The citizen whose session ended by itself within a day; None for all others.

    Who logged out herself is not known any more. She is not logged in: this names only whom
    something that was on its way belongs to.
    """
    since = clock.now() - LAPSED_FOR
    rows = BrowserSession.objects.select_related("citizen", "staff")
    row = rows.filter(
        token_hash=_hash(token), ended_at=None, expires_at__gt=since, seen_at__gt=since
    ).first()
    if row is None or row.citizen is None:
        return None
    return replace(_actor(row, ActorKind.CITIZEN, row.citizen), assurance_level=0)


def begin_session() -> OpenedSession:
    """A new anonymous session."""
    return _open(expires_in=ANONYMOUS_FOR)


def sign_in_citizen(
    *,
    old: BrowserSession,
    citizen: Citizen,
    assurance_level: int,
    method: str,
    proof: Mapping[str, Any] | None = None,
) -> OpenedSession:
    """Replace the anonymous session by the citizen's, with a new secret.

    ``proof`` is the provider's signed answer, kept for what she confirms by being logged in.
    """
    end_session(session_id=old.id)
    return _open(
        proof=proof,
        expires_in=ABSOLUTE[ActorKind.CITIZEN],
        citizen=citizen,
        assurance_level=assurance_level,
        method=method,
    )


def sign_in_staff(
    *, old: BrowserSession, staff: StaffAccount, assurance_level: int, method: str
) -> OpenedSession:
    """Replace the anonymous session by the staff member's, with a new secret."""
    end_session(session_id=old.id)
    return _open(
        expires_in=ABSOLUTE[ActorKind.STAFF] if assurance_level >= LOA3 else WEAK_ABSOLUTE,
        staff=staff,
        assurance_level=assurance_level,
        method=method,
    )


def end_session(*, session_id: uuid.UUID) -> None:
    """Log out."""
    BrowserSession.objects.filter(id=session_id, ended_at=None).update(ended_at=clock.now())


def tighten(*, session_id: uuid.UUID) -> None:
    """Let a citizen's session rest no longer than what is sensitive allows, until it ends."""
    rows = BrowserSession.objects.filter(id=session_id, idle_minutes__gt=SENSITIVE_IDLE)
    rows.update(idle_minutes=SENSITIVE_IDLE)


def living_sessions(
    *, staff_id: uuid.UUID | None = None, citizen_id: uuid.UUID | None = None
) -> list[BrowserSession]:
    """Where a member of staff, or a citizen, is logged in now, the latest first."""
    rows = _own(staff_id, citizen_id).filter(expires_at__gt=clock.now())
    return [row for row in rows.order_by("-started_at") if not _is_idle(row)]


def end_sessions(
    *,
    staff_id: uuid.UUID | None = None,
    citizen_id: uuid.UUID | None = None,
    only: uuid.UUID | None = None,
    but: uuid.UUID | None = None,
) -> int:
    """Log a member of staff, or a citizen, out everywhere, in one browser, or in all but one."""
    rows = _own(staff_id, citizen_id)
    if only:
        rows = rows.filter(id=only)
    if but:
        rows = rows.exclude(id=but)
    return rows.update(ended_at=clock.now())


def _own(staff_id: uuid.UUID | None, citizen_id: uuid.UUID | None) -> QuerySet[BrowserSession]:
    """What has not ended of exactly one person's; of nobody when neither is given."""
    rows = BrowserSession.objects.filter(ended_at=None)
    if staff_id:
        return rows.filter(staff_id=staff_id)
    return rows.filter(citizen_id=citizen_id) if citizen_id else rows.none()


def actor_of(session: BrowserSession) -> Actor | None:
    """Who acts in the session; None while it is anonymous."""
    if session.citizen:
        return _actor(session, ActorKind.CITIZEN, session.citizen)
    if session.staff:
        return _actor(session, ActorKind.STAFF, session.staff)
    return None


def _actor(session: BrowserSession, kind: ActorKind, who: Citizen | StaffAccount) -> Actor:
    level = session.assurance_level
    grants = frozenset() if isinstance(who, Citizen) else queries.grants_of(who.id, level)
    is_supplier = any(grant.role is Role.SUPPLIER for grant in grants)
    return Actor(
        kind=kind,
        municipality_id=session.municipality_id,
        id=who.id,
        assurance_level=session.assurance_level,
        grants=grants,
        session_id=session.id,
        name=queries.open_identity(who).name if isinstance(who, Citizen) else who.name,
        emergency=emergency_of(who.id, level) if is_supplier else None,
    )


@Prepared
def _living(token_hash: str, now: datetime) -> QuerySet[BrowserSession]:
    # The proof is some fifteen kilobytes that no page needs.
    rows = BrowserSession.objects.select_related("citizen", "staff").defer("proof")
    return rows.filter(token_hash=token_hash, ended_at=None, expires_at__gt=now)


def proof_of(session_id: uuid.UUID | None) -> dict[str, Any]:
    """The signed answer by which somebody logged in; {} when there is none that can be shown."""
    row = BrowserSession.objects.filter(id=session_id).first() if session_id else None
    if row is None or not row.proof:
        return {}
    found: dict[str, Any] = json.loads(decrypt(_proof_context(row), bytes(row.proof)))
    return found


def _proof_context(row: BrowserSession) -> str:
    return f"session:{row.id}:proof"


def _open(
    *, expires_in: timedelta, proof: Mapping[str, Any] | None = None, **fields: object
) -> OpenedSession:
    token, now = ids.new_token(), clock.now()
    row = BrowserSession(
        token_hash=_hash(token),
        started_at=now,
        seen_at=now,
        expires_at=now + expires_in,
        **fields,
    )
    if proof:
        row.proof = encrypt(_proof_context(row), json.dumps(dict(proof)).encode())
    row.save(force_insert=True)
    return OpenedSession(session=row, token=token)


def _is_idle(row: BrowserSession) -> bool:
    if row.staff_id and row.assurance_level < LOA3:
        return clock.now() - row.seen_at > WEAK_IDLE
    rests = clock.now() - row.seen_at
    if row.citizen_id:
        return rests > timedelta(minutes=row.idle_minutes)
    return rests > IDLE[ActorKind.STAFF if row.staff_id else ActorKind.CITIZEN]


def _hash(token: str) -> str:
    return digest_bytes(token.encode())
