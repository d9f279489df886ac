"""Decisions as they are kept: the first, one that replaces another, one that rejects an appeal."""

import json
import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import Appeal, Case, CaseParty, Decision
from samtjanst.running.cases.queries.decisions import in_force
from samtjanst.running.cases.services import proposals, rows
from samtjanst.running.cases.types import (
    AppealState,
    CaseState,
    ChangeGround,
    DecisionDraft,
    DecisionKind,
)


@transaction.atomic
def change_decision(
    *, reference: str, draft: DecisionDraft, ground: ChangeGround, revision: int, by: Actor
) -> None:
    """Put a new decision in the place of the one in force (FL 37-38 §§); the old one is kept.

    The time to appeal against it is counted anew, from when each party opens it.

    Raises:
        NotFoundError: not a case that the actor may decide.
        InvalidInputError: outcome, reasons or legal basis is missing, or the period is wrong.
        ConflictError: somebody else has changed the case since it was read, or another decision
            waits for approval.
        TransitionError: there is no decision.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    if row.revision != revision or by.id is None or proposals.open_proposal(row) is not None:
        raise ConflictError
    changed(row, draft, ground, by.id, by=by)


def changed(
    row: Case, draft: DecisionDraft, ground: ChangeGround, decided_by: uuid.UUID, *, by: Actor
) -> Decision:
    """Put a decision in the place of the one in force. A part of the caller's transaction."""
    before = in_force(row.id)
    if row.state != CaseState.DECIDED or before is None:
        raise TransitionError("case", row.state, "change")
    if problems := problems_of(draft):
        raise InvalidInputError(problems)
    made = keep_decision(row, draft, decided_by, by=by, replaces=before, ground=ground)
    CaseParty.objects.filter(case=row).update(decision_read_at=None)
    rows.save(row, "decision_changed", by=by)
    rows.index(row, by=by)
    return made


@transaction.atomic
def reject_appeal(*, reference: str, appeal_id: uuid.UUID, draft: DecisionDraft, by: Actor) -> None:
    """Keep, as a decision of its own, that an appeal which was judged too late is not tried.

    The time to appeal against that is counted from when she who appealed opens it.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such appeal was rejected.
        InvalidInputError: the reasons are missing.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    found = Appeal.objects.filter(id=appeal_id, case=row, state=AppealState.REJECTED.value).first()
    if found is None or by.id is None:
        raise NotFoundError
    if problems := problems_of(draft):
        raise InvalidInputError(problems)
    kind, whose = DecisionKind.REJECTION, found.citizen_id
    keep_decision(row, draft, by.id, by=by, kind=kind, appellant=whose)
    CaseParty.objects.filter(case=row, citizen_id=whose).update(decision_read_at=None)
    record("case.appeal_decided", by=by, subject=("case", row.id))


def keep_decision(  # noqa: PLR0913 - all of them have a plain name
    row: Case,
    draft: DecisionDraft,
    decided_by: uuid.UUID,
    *,
    by: Actor,
    kind: DecisionKind = DecisionKind.MATTER,
    replaces: Decision | None = None,
    ground: ChangeGround | None = None,
    appellant: uuid.UUID | None = None,
) -> Decision:
    """Keep a decision. A part of the caller's transaction.

    ``appellant`` is the party whose appeal it rejects.
    """
    del by  # the caller's transaction has named who
    decision = Decision(
        case=row,
        kind=kind.value,
        outcome=draft.outcome,
        point=draft.point,
        decided_by_id=decided_by,
        decided_at=clock.now(),
        is_boards=bool(draft.board),
        replaces=replaces,
        ground=ground.value if ground else "",
        valid_from=_day(draft.valid_from),
        valid_to=_day(draft.valid_to),
        appellant_id=appellant,
    )
    content = {
        "title": draft.outcome_title,
        "reasons": draft.reasons,
        "legal_basis": list(draft.legal_basis),
        "appeal_text": draft.appeal_text,
        "others": draft.others,
        "is_adverse": draft.is_adverse,
        "hearing": draft.hearing,
        "hearing_note": draft.hearing_note,
        "amount": draft.amount,
        "prepared_by": draft.prepared_by,
        "board": draft.board,
        "board_on": draft.board_on,
        "board_paragraph": draft.board_paragraph,
    }
    decision.content = encrypt(f"decision:{decision.id}", json.dumps(content).encode())
    decision.save(force_insert=True)
    return decision


def problems_of(draft: DecisionDraft) -> dict[str, list[str]]:
    """What the decision lacks of what the law asks for (FL 31-32 §§), by field."""
    problems: dict[str, list[str]] = {}
    if not draft.outcome:
        problems["outcome"] = [_("Välj vad du beslutar.")]
    if not draft.reasons.strip():
        problems["reasons"] = [_("Skriv skälen för beslutet.")]
    if not draft.legal_basis:
        problems["legal_basis"] = [_("Välj minst en bestämmelse som beslutet grundas på.")]
    return problems | _problems_of_period(draft)


def _problems_of_period(draft: DecisionDraft) -> dict[str, list[str]]:
    given = {"valid_from": draft.valid_from, "valid_to": draft.valid_to}
    wrong = [name for name, text in given.items() if text and _day(text) is None]
    if wrong:
        return {name: [_("Skriv en dag.")] for name in wrong}
    first, last = _day(draft.valid_from), _day(draft.valid_to)
    if last and last < (first or clock.today()):
        told = _("Välj en sista dag som ligger efter den första, och inte har varit.")
        return {"valid_to": [told]}
    return {}


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
