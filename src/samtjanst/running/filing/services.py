"""Changes of filings."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import event, record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.prepared import PreparedUpdate
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock, ids
from samtjanst.kernel.canonical import canonical_bytes, digest_bytes
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.running.filing.models import Filing, Snapshot
from samtjanst.running.filing.rules import citizen_id
from samtjanst.running.filing.types import FilingState, Purpose, next_state

LONGEST_UNSAVED = 300_000  # characters of JSON
KEPT_FOR = timedelta(days=90)


@together
def start_filing(  # noqa: PLR0913 - whose, of what, how it came
    *,
    version_id: uuid.UUID,
    facts: Mapping[str, Any],
    by: Actor,
    purpose: Purpose = Purpose.APPLICATION,
    filing_id: uuid.UUID | None = None,
    channel: str = "",
) -> Filing:
    """A new draft of the citizen's own, with the key if one is given.

    One that staff takes down has the ``channel`` that it came by.
    """
    require(by, Permission.FILING_USE)
    now = clock.now()
    row = Filing(
        id=filing_id or ids.new_id(),
        citizen_id=citizen_id(by),
        version_id=version_id,
        purpose=purpose.value,
        prepared_by_id=by.id if by.prepares_for and by.is_client else None,
        taken_by_id=by.id if by.is_staff else None,
        channel=channel,
        started_at=now,
        saved_at=now,
        expires_at=now + KEPT_FOR,
    )
    row.facts = _sealed(row.citizen_id, row.id, "facts", facts)
    row.save(force_insert=True)
    record("filing.started", by=by, subject=("filing", row.id))
    return row


def save_answers(
    *, filing_id: uuid.UUID, answers: Mapping[str, Any], expected_revision: int, by: Actor
) -> int:
    """Replace the draft's answers; returns the new revision.

    Raises:
        NotFoundError: not the actor's own.
        ConflictError: another tab or device has saved since ``expected_revision``.
        TransitionError: it has been handed in.
    """
    # A draft, and the event of it, with one statement, which is a transaction of its own.
    if not _saved(filing_id, answers, expected_revision, by):
        _save_sealed(filing_id, answers, expected_revision, by)
    return expected_revision + 1


@together
def _save_sealed(
    filing_id: uuid.UUID, answers: Mapping[str, Any], expected_revision: int, by: Actor
) -> None:
    _reopen(filing_id, expected_revision, by)
    _saved(filing_id, answers, expected_revision, by)


@together
def keep_unsaved(
    *, filing_id: uuid.UUID, page_id: str, data: Mapping[str, list[str]], by: Actor
) -> None:
    """Keep what its owner sent when her session had ended, to be shown when she is back.

    It changes no answer. What is too long to be kept is not; nothing when it is handed in.

    Raises:
        NotFoundError: not the actor's own draft.
    """
    require(by, Permission.FILING_USE)
    owner, content = citizen_id(by), {"page": page_id, "data": dict(data)}
    if len(json.dumps(content)) > LONGEST_UNSAVED:
        return
    drafts = Filing.objects.filter(
        id=filing_id, citizen_id=owner, state__in=[FilingState.DRAFT, FilingState.SEALED]
    )
    if not drafts.update(unsaved=_sealed(owner, filing_id, "unsaved", content)):
        raise NotFoundError
    record("filing.kept_unsaved", by=by, subject=("filing", filing_id))


@together
def move(
    *,
    filing_id: uuid.UUID,
    version_id: uuid.UUID,
    answers: Mapping[str, Any],
    expected_revision: int,
    by: Actor,
) -> int:
    """Let a draft go on with another version of its e-service; returns the new revision.

    What was sealed and not signed is void.

    Raises:
        NotFoundError: not the actor's own.
        ConflictError: saved since ``expected_revision``.
        TransitionError: it has been signed or handed in.
    """
    row = _own(filing_id, by)
    if row.revision != expected_revision:
        raise ConflictError
    if row.state != FilingState.DRAFT:
        row.state = next_state(row.state, "reopen").value
        _void(row)
    row.version_id, row.revision = version_id, row.revision + 1
    row.answers, row.unsaved = _sealed(row.citizen_id, row.id, "answers", answers), b""
    row.saved_at, row.expires_at = clock.now(), clock.now() + KEPT_FOR
    row.save()
    record("filing.moved", by=by, subject=("filing", row.id), details={"revision": row.revision})
    return row.revision


def save_facts(*, filing_id: uuid.UUID, facts: Mapping[str, Any], revision: int, by: Actor) -> None:
    """Keep what the registers said now about the applicant and her children.

    Raises:
        ConflictError: not the actor's own draft, or saved since ``revision``.
    """
    require(by, Permission.FILING_USE)
    owner = citizen_id(by)
    sealed = _sealed(owner, filing_id, "facts", facts)
    if not _keep_facts.run(filing_id=filing_id, owner=owner, revision=revision, facts=sealed):
        raise ConflictError


@together
def seal(*, filing_id: uuid.UUID, content: Mapping[str, Any], revision: int, by: Actor) -> Snapshot:
    """Seal the content for signing; an earlier, unsigned seal is voided.

    Raises:
        NotFoundError: not the actor's own.
        ConflictError: the answers have been saved since ``revision``, which the content is of.
        TransitionError: it has been handed in or discarded.
    """
    require(by, Permission.FILING_USE)
    # A draft has no standing seal; what was sealed before is sealed anew.
    if not _seal.run(filing_id=filing_id, owner=citizen_id(by), revision=revision):
        _void_seal(filing_id, revision, by)
    raw = canonical_bytes(content)
    snapshot = Snapshot(filing_id=filing_id, sha256=digest_bytes(raw), sealed_at=clock.now())
    snapshot.content = encrypt(f"snapshot:{snapshot.id}", raw)
    snapshot.save(force_insert=True)
    record(
        "filing.sealed",
        by=by,
        subject=("filing", filing_id),
        details={"sha256": snapshot.sha256},
    )
    return snapshot


@together
def sign(*, filing_id: uuid.UUID, waits: timedelta, by: Actor) -> None:
    """Mark the filing as signed by its owner; it stays hers until everybody has signed.

    It is kept for ``waits``, and as long as any draft after that.

    Raises:
        TransitionError: it is not sealed.
        NotFoundError: not the actor's own.
    """
    row = _own(filing_id, by)
    row.state = next_state(row.state, "sign").value
    row.expires_at = clock.now() + waits + KEPT_FOR
    row.save(update_fields=["state", "expires_at"])
    record("filing.signed", by=by, subject=("filing", filing_id))


@together
def take_up(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Make a signed filing a draft again; what was signed no longer stands.

    Raises:
        TransitionError: it is not signed, or has been handed in.
        NotFoundError: not the actor's own.
    """
    row = _own(filing_id, by)
    row.state = next_state(row.state, "take_up").value
    row.expires_at = clock.now() + KEPT_FOR
    row.save(update_fields=["state", "expires_at"])
    _void(row)
    record("filing.taken_up", by=by, subject=("filing", filing_id))


@together
def hand_in(*, filing_id: uuid.UUID, at: datetime, by: Actor) -> None:
    """Mark the sealed filing as handed in; the draft's own copy is emptied.

    Its owner does so; what she has signed is handed in by whoever signs last.

    Raises:
        TransitionError: it was handed in before, or is not sealed.
    """
    require(by, Permission.FILING_USE)
    owner = by.citizen_id or ids.new_id()  # nobody's
    if not _hand_in.run(filing_id=filing_id, owner=owner, at=at):
        next_state(_own(filing_id, by).state, "hand_in")  # says why
        raise ConflictError
    record("filing.handed_in", by=by, subject=("filing", filing_id))


@transaction.atomic
def discard(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Throw a draft away.

    Raises:
        NotFoundError: not the actor's own.
        TransitionError: it has been handed in.
    """
    row = _own(filing_id, by)
    row.state = next_state(row.state, "discard").value
    row.answers, row.facts, row.unsaved, row.ended_at = b"", b"", b"", clock.now()
    row.save(update_fields=["state", "answers", "facts", "unsaved", "ended_at"])
    _void(row)
    record("filing.discarded", by=by, subject=("filing", row.id))


def erase_expired() -> int:
    """Empty drafts whose told time is over (a schedule); returns how many."""
    now, empty = clock.now(), {"answers": b"", "facts": b"", "unsaved": b""}
    old = Filing.objects.filter(
        state__in=[FilingState.DRAFT, FilingState.SEALED, FilingState.SIGNED], expires_at__lt=now
    )
    return old.update(state=FilingState.DISCARDED.value, ended_at=now, **empty)


@transaction.atomic
def dispose(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Delete what was handed in, with a case that is disposed of; the case's event tells of it.

    Raises:
        ConflictError: it has not been handed in, or something else has it too.
    """
    require(by, Permission.CASE_INDEX)
    row = Filing.objects.select_for_update().filter(id=filing_id).first()
    if row is None or row.state != FilingState.HANDED_IN:
        raise ConflictError
    Snapshot.objects.filter(filing=row).delete()
    row.delete()


def _saved(
    filing_id: uuid.UUID, answers: Mapping[str, Any], expected_revision: int, by: Actor
) -> bool:
    """Save and note it, if it is the citizen's own draft and nobody has saved since."""
    require(by, Permission.FILING_USE)
    now, owner = clock.now(), citizen_id(by)
    details = {"revision": expected_revision + 1}
    changed = _save.run(
        note=event("filing.saved", by=by, subject=("filing", filing_id), details=details),
        filing_id=filing_id,
        owner=owner,
        expected=expected_revision,
        answers=_sealed(owner, filing_id, "answers", answers),
        revision=expected_revision + 1,
        now=now,
        until=now + KEPT_FOR,
    )
    return bool(changed)


@PreparedUpdate
def _save(  # noqa: PLR0913 - every value of the statement
    *,
    filing_id: uuid.UUID,
    owner: uuid.UUID,
    expected: int,
    answers: bytes,
    revision: int,
    now: datetime,
    until: datetime,
) -> Any:
    rows = Filing.objects.filter(id=filing_id, citizen_id=owner, revision=expected)
    new = {"answers": answers, "unsaved": b"", "revision": revision}
    times = {"saved_at": now, "expires_at": until}
    return rows.filter(state=FilingState.DRAFT.value), new | times


@PreparedUpdate
def _keep_facts(filing_id: uuid.UUID, owner: uuid.UUID, revision: int, facts: bytes) -> Any:
    rows = Filing.objects.filter(id=filing_id, citizen_id=owner, revision=revision)
    return rows.filter(state__in=[FilingState.DRAFT, FilingState.SEALED]), {"facts": facts}


@PreparedUpdate
def _hand_in(filing_id: uuid.UUID, owner: uuid.UUID, at: datetime) -> Any:
    ready = Q(state=FilingState.SIGNED) | Q(state=FilingState.SEALED, citizen_id=owner)
    empty = {"answers": b"", "facts": b"", "unsaved": b""}
    state = next_state(FilingState.SEALED, "hand_in").value
    return Filing.objects.filter(ready, id=filing_id), {"state": state, "handed_in_at": at, **empty}


@PreparedUpdate
def _seal(filing_id: uuid.UUID, owner: uuid.UUID, revision: int) -> Any:
    rows = Filing.objects.filter(id=filing_id, citizen_id=owner, revision=revision)
    draft = rows.filter(state=FilingState.DRAFT.value)
    return draft, {"state": next_state(FilingState.DRAFT, "seal").value}


def _reopen(filing_id: uuid.UUID, expected_revision: int, by: Actor) -> None:
    """Make a sealed filing a draft again, or say why it cannot be saved; keeps its lock."""
    row = _own(filing_id, by)
    if row.revision != expected_revision:
        raise ConflictError
    row.state = next_state(row.state, "reopen").value
    row.save(update_fields=["state"])
    _void(row)


def _own(filing_id: uuid.UUID, by: Actor) -> Filing:
    row = Filing.objects.select_for_update().filter(id=filing_id).first()
    if row is None:
        raise NotFoundError
    require(by, Permission.FILING_USE, row)
    return row


def _void_seal(filing_id: uuid.UUID, revision: int, by: Actor) -> None:
    row = _own(filing_id, by)
    if row.revision != revision:
        raise ConflictError
    row.state = next_state(row.state, "seal").value
    row.save(update_fields=["state"])
    _void(row)


def _void(row: Filing) -> None:
    Snapshot.objects.filter(filing_id=row.id, is_void=False).update(is_void=True)


def _sealed(owner: uuid.UUID, filing_id: uuid.UUID, name: str, value: Mapping[str, Any]) -> bytes:
    context = f"citizen:{owner}:filing:{filing_id}:{name}"
    return encrypt(context, json.dumps(value).encode())
