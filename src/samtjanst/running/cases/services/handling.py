"""The life of a case: opened, complete, taken, decided; and how it is found."""

import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.kernel.ids import reference_number
from samtjanst.running.cases.models import (
    Case,
    CaseParty,
    CaseSearch,
    Decision,
    HeldDecision,
    Proposal,
    ReferenceCounter,
    WorkSearch,
)
from samtjanst.running.cases.queries import tokens_of
from samtjanst.running.cases.queries.answers import kept
from samtjanst.running.cases.queries.search import EDITION, file_tokens_of
from samtjanst.running.cases.services import (
    decisions,
    delays,
    hearings,
    opinions,
    proposals,
    rows,
    statuses,
    supplements,
)
from samtjanst.running.cases.types import (
    CaseState,
    ChangeGround,
    DecisionDraft,
    Needs,
    NewCase,
    Searchable,
    next_state,
)

INDEX_JOB = rows.INDEX_JOB
ALLOT_JOB = rows.ALLOT_JOB
LONGEST_SEARCH = 8000  # characters, of everything that one form holds
KEEP_SEARCHES = timedelta(days=1)

_NEXT = """
INSERT INTO {table} AS counter (id, municipality_id, prefix, year, last)
VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (municipality_id, prefix, year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


@together
def open_case(*, new: NewCase, by: Actor) -> Case:
    """Open the case of a filing, with the next reference number of the year, without gaps.

    Raises:
        IntegrityError: the filing has a case already.
    """
    year = clock.local(new.arrived_at).year
    row = Case(
        reference=reference_number(
            new.reference_prefix, year, _next_serial(new.reference_prefix, year)
        ),
        title=new.e_service_title,
        filing_id=new.filing_id,
        snapshot_id=new.snapshot_id,
        version_id=new.version_id,
        unit_id=new.unit_id,
        state=_first_state(new).value,
        is_protected=new.is_protected or any(party.is_protected for party in new.parties),
        target_days=new.target_days,
        in_working_days=new.in_working_days,
        restarts=new.restarts,
        arrived_at=new.arrived_at,
        completed_at=new.completed_at,
    )
    row.due = rows.due_from(row, new.completed_at) if new.completed_at else None
    if new.concerns:
        row.concerns = encrypt(f"case:{row.id}:concerns", new.concerns[:200].encode())
    statuses.begin(row)
    row.save(force_insert=True)
    CaseParty.objects.bulk_create(
        CaseParty(
            case=row,
            citizen_id=party.citizen_id,
            role=party.role,
            is_protected=party.is_protected,
        )
        for party in new.parties
    )
    rows.arrived(row, complete=new.completed_at is not None, by=by)
    rows.index(row, by=by)
    statuses.begun(row, by=by)
    record("case.opened", by=by, subject=("case", row.id))
    if new.completed_at:
        statuses.happened(row, "completed", row.status)
        record("case.completed", by=by, subject=("case", row.id), details={"state": row.state})
        rows.share_out(row, by=by)
    return row


@together
def complete_case(*, filing_id: uuid.UUID, at: datetime, by: Actor) -> None:
    """Everybody has signed: it can be handled, and the time limit starts."""
    row = _of_filing(filing_id)
    row.state = next_state(row.state, "complete").value
    # A signature that comes when the case is being handled without it moves no time limit.
    # Nothing is complete before it has arrived, even when a clock has been set back in between.
    row.completed_at = row.completed_at or max(at, row.arrived_at)
    row.due = row.due or rows.due_from(row, at)
    rows.save(row, "completed", "state", "completed_at", "due", by=by)
    rows.share_out(row, by=by)
    if row.trashed_at is not None:
        rows.take_back(row, by=by)  # somebody has signed: it is a matter of importance to her


@transaction.atomic
def note_declined(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Somebody does not sign; the handler decides how to go on."""
    row = _of_filing(filing_id)
    row.state = next_state(row.state, "decline").value
    rows.save(row, "declined", "state", by=by)


@transaction.atomic
def lapse(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Time ran out before everybody had signed."""
    row = _of_filing(filing_id)
    row.state = next_state(row.state, "lapse").value
    rows.save(row, "lapsed", "state", by=by)


@transaction.atomic
def take(*, reference: str, by: Actor) -> None:
    """Become the case's handler.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it is not complete yet, or is decided.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    row.state = next_state(row.state, "take").value
    row.handler_id = by.id
    rows.save(row, "taken", "state", "handler", by=by)


@transaction.atomic
def take_unsigned(*, reference: str, reason: str, by: Actor) -> None:
    """Handle a case in which a signature is missing and does not come.

    The reason stays with the case. The time limit starts now.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no reason.
        TransitionError: it does not wait for a signature.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if not reason.strip():
        raise InvalidInputError({"reason": [_("Skriv varför ärendet handläggs ändå.")]})
    now = clock.now()
    row.state = next_state(row.state, "take_unsigned").value
    row.handler_id, row.completed_at = by.id, now
    row.due = rows.due_from(row, now)
    row.unsigned_reason = encrypt(f"case:{row.id}:unsigned", reason.strip()[:2000].encode())
    rows.save(
        row, "taken_unsigned", "state", "handler", "completed_at", "due", "unsigned_reason", by=by
    )


@transaction.atomic
def remember_search(*, text: str, by: Actor) -> uuid.UUID:
    """Keep what somebody looks for, so that no name has to stand in an address.

    Returns the key. It can be read by the same person for a day.
    """
    require(by, Permission.CASE_LIST)
    if by.id is None:
        raise NotFoundError
    row = WorkSearch(staff_id=by.id, made_at=clock.now())
    row.text = encrypt(f"search:{row.id}", text[:LONGEST_SEARCH].encode())
    row.save(force_insert=True)
    record("case.searched", by=by, subject=("search", row.id))
    return row.id


def forget_searches() -> int:
    """Schedule: delete what was looked for more than a day ago; returns how many."""
    return WorkSearch.objects.filter(made_at__lt=clock.now() - KEEP_SEARCHES).delete()[0]


@transaction.atomic
def decide(*, reference: str, draft: DecisionDraft, revision: int, by: Actor) -> Decision:
    """Decide the case.

    Raises:
        NotFoundError: not a case that the actor may decide.
        InvalidInputError: outcome, reasons or legal basis is missing (FL 31–32 §§).
        ConflictError: somebody else has changed the case, or another handler has it.
        TransitionError: it is not being handled.
    """
    row = decidable(reference=reference, revision=revision, by=by)
    return decided(row, draft, by.id, by=by)


@transaction.atomic
def approve(*, reference: str, proposal_id: uuid.UUID, draft: DecisionDraft, by: Actor) -> Decision:
    """Approve what somebody else has proposed: it is decided, with the texts that are given.

    What somebody was to read is decided by the one who proposed it; what the delegation did not
    let her decide, by the one who approves.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such proposal of another's.
        ConflictError: the case has changed since it was proposed, or a board is to decide it and
            the draft does not say when it did.
        TransitionError: it has been answered, or the case is not being handled.
    """
    row, proposal = approvable(reference=reference, proposal_id=proposal_id, draft=draft, by=by)
    proposals.end(proposal, "approve", by=by)
    return approved(row, proposal, draft, decides(proposal, by=by), by=by)


@transaction.atomic
def decide_signed(
    *,
    reference: str,
    proposal_id: uuid.UUID,
    draft: DecisionDraft,
    decided_by: uuid.UUID,
    by: Actor,
) -> Decision:
    """Make a decision that everybody has signed who was to; ``decided_by`` has decided it.

    Raises:
        NotFoundError: not a case that the actor may decide, or no decision to be signed.
        ConflictError: the case has changed since it was proposed.
        TransitionError: it has been answered, or the case is not being handled.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    found = Proposal.objects.select_for_update().filter(id=proposal_id, case=row)
    proposal = found.filter(needs=Needs.SIGNATURES.value).first()
    if proposal is None:
        raise NotFoundError
    if row.revision != proposal.revision:
        raise ConflictError
    proposals.end(proposal, "approve", by=by)
    return approved(row, proposal, draft, decided_by, by=by)


@transaction.atomic
def put_search(*, case_id: uuid.UUID, what: Searchable, by: Actor) -> None:
    """Let the case be found by what it holds now; what it was found by before is forgotten.

    Raises:
        NotFoundError: no such case.
    """
    require(by, Permission.CASE_INDEX)
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise NotFoundError
    before = CaseSearch.objects.filter(case_id=case_id).first()
    CaseSearch.objects.filter(case_id=case_id).delete()
    if row.trashed_at is not None:
        return
    of_files = file_tokens_of(what.files)
    if of_files is None:
        of_files = before.file_tokens if before else []
    CaseSearch(
        case=row,
        unit_id=row.unit_id,
        arrived_at=row.arrived_at,
        is_protected=row.is_protected,
        tokens=sorted({*tokens_of(what), *of_files}),
        file_set=what.files.files,
        file_tokens=of_files,
        edition=EDITION if what.files.is_whole else 0,
        answers=kept(case_id, what.answers),
    ).save(force_insert=True)


def decidable(*, reference: str, revision: int, by: Actor) -> Case:
    """The case, locked, when the actor is the one to decide it, and has read it as it stands.

    A part of the caller's transaction.

    Raises:
        NotFoundError, ConflictError: as :func:`decide`.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    if row.revision != revision or not rows.acts_in(row, by):
        raise ConflictError
    if proposals.open_proposal(row) is not None:
        raise ConflictError
    return row


def approvable(
    *, reference: str, proposal_id: uuid.UUID, draft: DecisionDraft, by: Actor
) -> tuple[Case, Proposal]:
    """The case, locked, and the proposal. A part of the caller's transaction.

    Raises:
        NotFoundError, ConflictError: as :func:`approve`.
    """
    row, proposal = proposals.of_another(reference=reference, proposal_id=proposal_id, by=by)
    if row.revision != proposal.revision or by.id is None:
        raise ConflictError
    if (proposal.needs == Needs.BOARD) != bool(draft.board):
        raise ConflictError  # what a board is to decide, nobody else does
    if proposal.needs == Needs.SIGNATURES:
        raise ConflictError  # nobody's word is enough
    return row, proposal


def decides(proposal: Proposal, *, by: Actor) -> uuid.UUID | None:
    """Who decides when somebody approves: the reader does not, the delegate does.

    For what a board has decided itself, who has registered it.
    """
    return proposal.made_by_id if proposal.needs == Needs.READER else by.id


def approved(
    row: Case,
    proposal: Proposal,
    draft: DecisionDraft,
    decided_by: uuid.UUID | None,
    *,
    by: Actor,
) -> Decision:
    """Make what was proposed: the first decision, or one in the place of that in force.

    A part of the caller's transaction.
    """
    if not proposal.replaces_id:
        return decided(row, draft, decided_by, by=by)
    if decided_by is None:
        raise ConflictError
    return decisions.changed(row, draft, ChangeGround(proposal.ground), decided_by, by=by)


def decided(
    row: Case, draft: DecisionDraft, decided_by: uuid.UUID | None, *, by: Actor
) -> Decision:
    """Make the decision. A part of the caller's transaction."""
    if decided_by is None:
        raise ConflictError
    if problems := decisions.problems_of(draft):
        raise InvalidInputError(problems)
    opinions.require_no_opinion(row)
    statuses.require_decides(row)
    row.state = next_state(row.state, "decide").value
    decision = decisions.keep_decision(row, draft, decided_by, by=by)
    HeldDecision.objects.filter(case=row).delete()  # a draft of it
    supplements.close_open(row)
    delays.close_requests(row)
    hearings.close_hearings(row)
    opinions.close_opinions(row)
    rows.save(row, "decided", "state", by=by)
    rows.release(row, by=by)
    rows.index(row, by=by)
    return decision


def _first_state(new: NewCase) -> CaseState:
    waiting = CaseState.WAITING_FOR_SIGNATURE
    return next_state(waiting.value, "complete") if new.completed_at else waiting


def _next_serial(prefix: str, year: int) -> int:
    """One statement, and the counter's row stays locked until the case is committed."""
    table = connection.ops.quote_name(ReferenceCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(table=table), [ids.new_id(), scope_id(), prefix, year])
        return int(cursor.fetchone()[0])


def _of_filing(filing_id: uuid.UUID) -> Case:
    return Case.objects.select_for_update().get(filing_id=filing_id)
