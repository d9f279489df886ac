"""A decision waits in the house for a while, so that a misclick can be taken back.

Until it has left, nothing is decided: nobody but the handlers sees it, and the case stands as it
stood. A job makes the decision; while no worker runs it waits.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import Case, CaseEvent, HeldDecision, Proposal
from samtjanst.running.cases.queries.law import held_draft
from samtjanst.running.cases.services import (
    decisions,
    handling,
    opinions,
    proposals,
    rows,
    statuses,
)
from samtjanst.running.cases.types import DecisionDraft, ProposalState, next_state

DECISION_JOB = "cases.decision_leaves"


@transaction.atomic
def decide_later(
    *, reference: str, draft: DecisionDraft, revision: int, wait: timedelta, by: Actor
) -> None:
    """As :func:`handling.decide`, but it can be taken back until it leaves the house.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as handling.decide.
    """
    row = handling.decidable(reference=reference, revision=revision, by=by)
    _hold(row, draft, wait, by)


@transaction.atomic
def approve_later(
    *,
    reference: str,
    proposal_id: uuid.UUID,
    draft: DecisionDraft,
    wait: timedelta,
    by: Actor,
) -> None:
    """As :func:`handling.approve`, but it can be taken back until it leaves the house.

    Raises:
        NotFoundError, ConflictError, TransitionError: as handling.approve.
    """
    row, proposal = handling.approvable(
        reference=reference, proposal_id=proposal_id, draft=draft, by=by
    )
    if proposal.state != ProposalState.OPEN.value:
        raise TransitionError("proposal", proposal.state, "approve")
    _hold(row, draft, wait, by, proposal)


@transaction.atomic
def take_back_decision(*, reference: str, by: Actor) -> None:
    """Take back what has not left the house: the case stands as it stood, the text is kept.

    Raises:
        NotFoundError: not a case that the actor may decide.
        ConflictError: it has left, or somebody else made it.
    """
    row = rows.locked_anyway(reference, permission=Permission.CASE_DECIDE, by=by)
    held = HeldDecision.objects.filter(case=row, made_by_id=by.id).first()
    if row.decision_leaves_at is None or held is None:
        raise ConflictError
    _let_go(row, held)
    record("case.decision_taken_back", by=by, subject=("case", row.id))


@transaction.atomic
def let_decision_leave(
    *, case_id: uuid.UUID, lacking: Callable[[uuid.UUID], str], by: Actor
) -> str:
    """Make the decision that has waited; the reference of its case.

    "" when it was taken back or has been made already, or when something has happened in the
    case meanwhile, or ``lacking`` says what is missing in it now: then nothing is decided, and
    the time line says so.
    """
    require(by, Permission.CASE_INDEX)
    row = Case.objects.select_for_update().filter(id=case_id).first()
    if row is None or row.decision_leaves_at is None:
        return ""
    held = HeldDecision.objects.select_related("made_by", "proposal").get(case=row)
    missing = lacking(row.id)
    try:
        with transaction.atomic():
            _leave(row, held, missing)
    except (ConflictError, InvalidInputError, TransitionError):
        row.refresh_from_db()
        _let_go(row, held)
        rows.note(row, "decision_stopped", text=missing, by=by)
        record("case.decision_stopped", by=by, subject=("case", row.id))
        return ""
    return row.reference


def _hold(
    row: Case, draft: DecisionDraft, wait: timedelta, by: Actor, proposal: Proposal | None = None
) -> None:
    if problems := decisions.problems_of(draft):
        raise InvalidInputError(problems)
    opinions.require_no_opinion(row)
    statuses.require_decides(row)
    next_state(row.state, "decide")
    if by.id is None:
        raise NotFoundError
    HeldDecision.objects.filter(case=row).delete()
    held = HeldDecision(case=row, proposal=proposal, made_by_id=by.id, made_at=clock.now())
    held.content = encrypt(f"held:{held.id}", json.dumps(asdict(draft)).encode())
    held.save(force_insert=True)
    row.decision_leaves_at = held.made_at + wait
    row.save(update_fields=["decision_leaves_at"])
    rows.release(row, by=by)
    record("case.decision_written", by=by, subject=("case", row.id), details=rows.whose(row, by))
    enqueue(
        DECISION_JOB,
        key=str(held.id),
        payload={"case": str(row.id)},
        subject=("case", str(row.id)),
        run_at=row.decision_leaves_at,
    )


def _leave(row: Case, held: HeldDecision, missing: str) -> None:
    """What others than staff have done meanwhile keeps it back: nobody decides unread."""
    if missing:
        raise InvalidInputError({"outcome": [missing]})
    if CaseEvent.objects.filter(case=row, at__gt=held.made_at, staff=None).exists():
        raise ConflictError
    maker = Actor(ActorKind.STAFF, scope_id(), held.made_by_id, name=held.made_by.name)
    draft = held_draft(held)
    row.decision_leaves_at = None
    row.save(update_fields=["decision_leaves_at"])
    proposal = held.proposal
    held.delete()
    if proposal is None:
        handling.decided(row, draft, maker.id, by=maker)
        return
    proposals.end(proposal, "approve", by=maker)
    handling.decided(row, draft, handling.decides(proposal, by=maker), by=maker)


def _let_go(row: Case, held: HeldDecision) -> None:
    row.decision_leaves_at = None
    row.save(update_fields=["decision_leaves_at"])
    if held.proposal_id is not None:
        held.delete()  # the proposal stands, to be read again
