"""A decision that the handler proposes and somebody else approves; who may decide what."""

import json
import uuid
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.queries import staff_in_unit
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import (
    Appeal,
    Case,
    CaseLease,
    Decision,
    Delegation,
    Proposal,
)
from samtjanst.running.cases.queries.decisions import in_force
from samtjanst.running.cases.services import rows, statuses
from samtjanst.running.cases.types import (
    CaseState,
    DecisionDraft,
    DelegationView,
    Needs,
    ProposalState,
    Replacing,
    next_proposal_state,
    next_state,
)

LONGEST_PROPOSAL_NOTE = 2_000
LONGEST_POINT = 40
LONGEST_TITLE = 200


@transaction.atomic
def propose(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    draft: DecisionDraft,
    needs: Needs,
    revision: int,
    by: Actor,
    replacing: Replacing | None = None,
) -> uuid.UUID:
    """Send a decision to somebody else, who approves it or sends it back; returns its key.

    ``replacing``: it is to be put in the place of the one in force, as who may decide can.

    Raises:
        NotFoundError: not a case that the actor may decide.
        ConflictError: somebody has changed the case, another handler has it, or one is sent.
        InvalidInputError: the e-service's process has other statuses to decide in.
        TransitionError: it is not being handled.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    before = in_force(row.id) if replacing else None
    _require_proposable(row, before, replacing, by)
    if row.revision != revision or by.id is None or open_proposal(row) is not None:
        raise ConflictError
    rows.save(row, "proposed", by=by)
    rows.release(row, by=by)
    proposal = Proposal(case=row, needs=needs.value, revision=row.revision, made_by_id=by.id)
    proposal.made_at = clock.now()
    if replacing:
        proposal.replaces, proposal.ground = before, replacing.ground.value
        proposal.appeal_id = _appeal_in(row, replacing.appeal_id)
    content = json.dumps(asdict(draft)).encode()
    proposal.content = encrypt(f"proposal:{proposal.id}", content)
    proposal.save(force_insert=True)
    return proposal.id


@transaction.atomic
def to_be_signed(
    *, reference: str, proposal_id: uuid.UUID, draft: DecisionDraft, by: Actor
) -> None:
    """Let what somebody has proposed be signed by the actor, with these texts.

    To her who decides it by delegation, or to a board that has decided, for which she certifies.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such proposal of another's.
        ConflictError: it was not hers to decide, is answered, or the case has changed since.
    """
    row, proposal = of_another(reference=reference, proposal_id=proposal_id, by=by)
    is_hers = proposal.needs in {Needs.DELEGATE, Needs.BOARD}
    if not is_hers or proposal.state != ProposalState.OPEN or row.revision != proposal.revision:
        raise ConflictError
    proposal.needs = Needs.SIGNATURES.value
    proposal.content = encrypt(f"proposal:{proposal.id}", json.dumps(asdict(draft)).encode())
    proposal.save(update_fields=["needs", "content"])
    rows.release(row, by=by)
    record("case.decision_to_be_signed", by=by, subject=("case", row.id))


@transaction.atomic
def signatures_ran_out(*, proposal_id: uuid.UUID, by: Actor) -> None:
    """End a proposed decision that was not signed in time; its text is left to go on with.

    What a board has decided waits to be registered anew. Nothing when it has been answered.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.CASE_INDEX)
    found = Proposal.objects.filter(id=proposal_id).values("case_id")
    row = Case.objects.select_for_update().get(id__in=found)
    proposal = open_proposal(row)
    if proposal is None or proposal.id != proposal_id:
        return
    if _unregister(proposal):
        record("case.minutes_unsigned", by=by, subject=("case", row.id))
        return
    proposal.state = next_proposal_state(proposal.state, "withdraw").value
    proposal.ended_at = clock.now()
    proposal.save(update_fields=["state", "ended_at"])
    rows.save(row, "decision_unsigned", by=by)


@transaction.atomic
def unregister(*, reference: str, proposal_id: uuid.UUID, by: Actor) -> None:
    """Let what a board has decided, and nobody has certified yet, be registered anew.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such proposal of another's.
        ConflictError: it is answered, or is not a board's.
    """
    row, proposal = of_another(reference=reference, proposal_id=proposal_id, by=by)
    if proposal.state != ProposalState.OPEN or not _unregister(proposal):
        raise ConflictError
    record("case.minutes_taken_back", by=by, subject=("case", row.id))


def _unregister(proposal: Proposal) -> bool:
    """Whether it was a board's that waited to be certified; it waits to be registered again."""
    content = json.loads(decrypt(f"proposal:{proposal.id}", bytes(proposal.content)))
    if proposal.needs != Needs.SIGNATURES or not content.get("board"):
        return False
    content |= {"board": "", "board_on": "", "board_paragraph": ""}
    proposal.needs = Needs.BOARD.value
    proposal.content = encrypt(f"proposal:{proposal.id}", json.dumps(content).encode())
    proposal.save(update_fields=["needs", "content"])
    return True


@transaction.atomic
def send_back(*, reference: str, proposal_id: uuid.UUID, note: str, by: Actor) -> None:
    """Send a proposed decision back, with what is to be changed.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such proposal of another's.
        InvalidInputError: nothing is said to be changed.
        TransitionError: it has been answered.
    """
    row, proposal = of_another(reference=reference, proposal_id=proposal_id, by=by)
    if not note.strip() or len(note.strip()) > LONGEST_PROPOSAL_NOTE:
        told = _("Skriv vad som behöver ändras, med högst %(n)s tecken.")
        raise InvalidInputError({"note": [told % {"n": LONGEST_PROPOSAL_NOTE}]})
    proposal.note = encrypt(f"proposal:{proposal.id}:note", note.strip().encode())
    end(proposal, "return", by=by)
    rows.save(row, "proposal_returned", by=by)
    rows.release(row, by=by)


@transaction.atomic
def take_back(*, reference: str, by: Actor) -> None:
    """Take one's own proposal back, to change it.

    Raises:
        NotFoundError: not a case that the actor may decide, or nothing is proposed.
        ConflictError: somebody else's.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    proposal = open_proposal(row)
    if proposal is None:
        raise NotFoundError
    if not rows.acts_in(row, by) and not (proposal.replaces_id and proposal.made_by_id == by.id):
        raise ConflictError
    proposal.state = next_proposal_state(proposal.state, "withdraw").value
    proposal.ended_at = clock.now()
    proposal.save(update_fields=["state", "ended_at"])
    CaseLease.objects.filter(case=row).delete()  # nobody reads it any more
    rows.save(row, "proposal_withdrawn", by=by)


@transaction.atomic
def drop_change(*, reference: str, by: Actor) -> None:
    """Let the decision in force stand: what the actor proposed instead was sent back to her.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such proposal of hers.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    found = Proposal.objects.select_for_update().filter(case=row, made_by_id=by.id)
    found = found.filter(state=ProposalState.RETURNED.value).exclude(replaces=None)
    proposal = found.order_by("-made_at", "-id").first()
    if proposal is None:
        raise NotFoundError
    proposal.state = next_proposal_state(proposal.state, "drop").value
    proposal.save(update_fields=["state"])
    rows.save(row, "change_dropped", by=by)


@transaction.atomic
def put_delegation(*, given: DelegationView, by: Actor) -> None:
    """Let a role or a person in a unit make some decisions.

    As soon as a unit has one, only those who are named in its delegation decide by themselves.

    Raises:
        NotFoundError: not a unit whose delegation the actor tends.
        InvalidInputError: by field.
    """
    require(by, Permission.DELEGATION_TEND)
    if given.unit_id not in units_with(by, Permission.DELEGATION_TEND):
        raise NotFoundError
    if problems := _faults(given):
        raise InvalidInputError(problems)
    row = Delegation(
        unit_id=given.unit_id,
        point=given.point.strip(),
        title=given.title.strip(),
        slug=given.slug,
        role=given.role,
        staff_id=given.staff_id,
        covers_adverse=given.covers_adverse,
        most=given.most,
    )
    row.save(force_insert=True)
    details = {"point": row.point, "slug": row.slug, "role": row.role, "most": row.most}
    record("delegation.put", by=by, subject=("delegation", row.id), details=details)


@transaction.atomic
def remove_delegation(*, delegation_id: uuid.UUID, by: Actor) -> None:
    """Take a delegation away.

    Raises:
        NotFoundError: none such in a unit whose delegation the actor tends.
    """
    require(by, Permission.DELEGATION_TEND)
    units = units_with(by, Permission.DELEGATION_TEND)
    row = Delegation.objects.filter(id=delegation_id, unit_id__in=units).first()
    if row is None:
        raise NotFoundError
    details = {"point": row.point, "slug": row.slug, "role": row.role, "most": row.most}
    row.delete()
    record("delegation.removed", by=by, subject=("delegation", delegation_id), details=details)


def _require_proposable(
    row: Case, before: Decision | None, replacing: Replacing | None, by: Actor
) -> None:
    if replacing:
        if row.state != CaseState.DECIDED or before is None:
            raise TransitionError("case", row.state, "change")
        return
    next_state(row.state, "decide")
    if not rows.acts_in(row, by):
        raise ConflictError
    statuses.require_decides(row)


def _appeal_in(row: Case, appeal_id: uuid.UUID | None) -> uuid.UUID | None:
    if appeal_id and not Appeal.objects.filter(id=appeal_id, case=row).exists():
        raise NotFoundError
    return appeal_id


def open_proposal(row: Case) -> Proposal | None:
    """What is proposed and waits for an answer. A part of the caller's transaction."""
    found = Proposal.objects.select_for_update().filter(case=row)
    return found.filter(state=ProposalState.OPEN.value).first()


def of_another(*, reference: str, proposal_id: uuid.UUID, by: Actor) -> tuple[Case, Proposal]:
    """A case, locked, and a proposal in it that somebody else has made."""
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    found = Proposal.objects.select_for_update().filter(id=proposal_id, case=row)
    proposal = found.exclude(made_by_id=by.id).first()
    if proposal is None:
        raise NotFoundError
    return row, proposal


def close_proposals(row: Case) -> None:
    """The case has ended without a decision. A part of the caller's transaction."""
    proposal = open_proposal(row)
    if proposal is not None:
        proposal.state = next_proposal_state(proposal.state, "withdraw").value
        proposal.ended_at = clock.now()
        proposal.save(update_fields=["state", "ended_at"])


def end(proposal: Proposal, event: str, *, by: Actor) -> None:
    """Answer a proposal. A part of the caller's transaction."""
    proposal.state = next_proposal_state(proposal.state, event).value
    proposal.read_by_id, proposal.ended_at = by.id, clock.now()
    proposal.save(update_fields=["state", "read_by", "note", "ended_at"])


def _faults(given: DelegationView) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not given.point.strip() or len(given.point.strip()) > LONGEST_POINT:
        problems["point"] = [_("Skriv punkten i delegationsordningen.")]
    if not given.title.strip() or len(given.title.strip()) > LONGEST_TITLE:
        problems["title"] = [_("Skriv vad delegationen gäller.")]
    members = {key for key, _name in staff_in_unit(given.unit_id)}
    known = given.role in {Role.HANDLER, Role.MANAGER} or given.staff_id in members
    if not known or bool(given.role) == bool(given.staff_id):
        problems["who"] = [_("Välj vem som får besluta.")]
    return problems
