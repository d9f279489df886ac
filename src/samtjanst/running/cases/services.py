"""Changes of cases."""

import json
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.kernel.ids import reference_number
from samtjanst.running.cases import rules  # noqa: F401 - registers the predicates
from samtjanst.running.cases.models import (
    Case,
    CaseEvent,
    CaseParty,
    Decision,
    ReferenceCounter,
)
from samtjanst.running.cases.types import CaseState, DecisionDraft, NewCase, next_state


@transaction.atomic
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
        state=CaseState.WAITING_FOR_SIGNATURE.value,
        is_protected=any(party.is_protected for party in new.parties),
        target_days=new.target_days,
        arrived_at=new.arrived_at,
    )
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
    _note(row, "arrived")
    record("case.opened", by=by, subject=("case", row.id))
    return row


@transaction.atomic
def complete_case(*, filing_id: uuid.UUID, at: datetime, by: Actor) -> None:
    """Everybody has signed: it can be handled, and the time limit starts."""
    row = _of_filing(filing_id)
    row.state = next_state(row.state, "complete").value
    row.completed_at = at
    row.due = clock.local(at).date() + timedelta(days=row.target_days)
    _save(row, "completed", by, "state", "completed_at", "due")


@transaction.atomic
def note_declined(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Somebody does not sign; the handler decides how to go on."""
    row = _of_filing(filing_id)
    row.state = next_state(row.state, "decline").value
    _save(row, "declined", by, "state")


@transaction.atomic
def lapse(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Time ran out before everybody had signed."""
    row = _of_filing(filing_id)
    row.state = next_state(row.state, "lapse").value
    _save(row, "lapsed", by, "state")


@transaction.atomic
def take(*, reference: str, by: Actor) -> None:
    """Become the case's handler.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it is not complete yet, or is decided.
    """
    row = _locked(reference, by, Permission.CASE_HANDLE)
    row.state = next_state(row.state, "take").value
    row.handler_id = by.id
    _save(row, "taken", by, "state", "handler")


@transaction.atomic
def decide(*, reference: str, draft: DecisionDraft, revision: int, by: Actor) -> Decision:
    """Decide the case.

    Raises:
        NotFoundError: not a case that the actor may decide.
        InvalidInputError: outcome, reasons or legal basis is missing (FL 31–32 §§).
        ConflictError: somebody else has changed the case, or another handler has it.
        TransitionError: it is not being handled.
    """
    row = _locked(reference, by, Permission.CASE_DECIDE)
    check(draft)
    if row.revision != revision or by.id is None or row.handler_id != by.id:
        raise ConflictError
    row.state = next_state(row.state, "decide").value
    decision = Decision(
        case=row, outcome=draft.outcome, decided_by_id=by.id, decided_at=clock.now()
    )
    content = {
        "title": draft.outcome_title,
        "reasons": draft.reasons,
        "legal_basis": list(draft.legal_basis),
        "appeal_text": draft.appeal_text,
        "others": draft.others,
    }
    decision.content = encrypt(f"decision:{decision.id}", json.dumps(content).encode())
    decision.save(force_insert=True)
    _save(row, "decided", by, "state")
    return decision


def check(draft: DecisionDraft) -> None:
    """Whether the decision has what the law asks for.

    Raises:
        InvalidInputError: by field.
    """
    problems: dict[str, list[str]] = {}
    if not draft.outcome:
        problems["outcome"] = ["Välj vad du beslutar."]
    if not draft.reasons.strip():
        problems["reasons"] = ["Skriv skälen för beslutet."]
    if not draft.legal_basis:
        problems["legal_basis"] = ["Välj minst en bestämmelse som beslutet grundas på."]
    if problems:
        raise InvalidInputError(problems)


def _next_serial(prefix: str, year: int) -> int:
    ReferenceCounter.objects.bulk_create(
        [ReferenceCounter(prefix=prefix, year=year)], ignore_conflicts=True
    )
    counter = ReferenceCounter.objects.select_for_update().get(prefix=prefix, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _locked(reference: str, by: Actor, permission: Permission) -> Case:
    row = Case.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFoundError
    require(by, permission, row)
    return row


def _of_filing(filing_id: uuid.UUID) -> Case:
    return Case.objects.select_for_update().get(filing_id=filing_id)


def _save(row: Case, what: str, by: Actor, *fields: str) -> None:
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])
    _note(row, what, by.name if by.is_staff else "")
    record(f"case.{what}", by=by, subject=("case", row.id), details={"state": row.state})


def _note(row: Case, what: str, who: str = "") -> None:
    CaseEvent(case=row, at=clock.now(), what=what, who=who).save(force_insert=True)
