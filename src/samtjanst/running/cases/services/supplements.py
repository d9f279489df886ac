"""Asking the applicant for what is missing (FL 20 §), and what comes of it.

The municipality's own time limit stands still while the applicant has time to answer: from the
day it was asked for until it comes, is withdrawn, or its time has passed. The six months of
FL 12 § are counted from when the matter came in and are never moved.
"""

import json
import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases.models import Case, CaseParty, Supplement
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import (
    Asked,
    CaseState,
    SupplementState,
    next_state,
    next_supplement_state,
)

APPLICANT_ROLE = "applicant"
LONGEST_TEXT = 5_000
LONGEST_EXTRA = 200
MOST_EXTRAS = 10
MOST_QUESTIONS = 100
LONGEST_TIME = timedelta(days=366)


@transaction.atomic
def ask(*, reference: str, asked: Asked, by: Actor) -> Supplement:
    """Ask the applicant for what is missing; the case waits for her.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: nothing is asked for, no text, or no day that lies ahead; by field.
        ConflictError: another handler has the case, or something is asked for already.
        TransitionError: it is not being handled.
    """
    row = _mine(reference, by)
    if problems := problems_of(asked):
        raise InvalidInputError(problems)
    if _open(row) is not None:
        raise ConflictError
    row.state = next_state(row.state, "ask").value
    supplement = Supplement(
        case=row,
        due=asked.due,
        asked_by=row.handler,
        asked_at=clock.now(),
        paused_from=clock.today(),
    )
    content = {
        "text": asked.text,
        "questions": list(asked.questions),
        "extras": [list(extra) for extra in asked.extras],
        "is_order": asked.is_order,
        "reasons": {name: reason.value for name, reason in asked.reasons.items()},
    }
    supplement.reasons = sorted({reason.value for reason in asked.reasons.values()})
    supplement.content = encrypt(f"supplement:{supplement.id}", json.dumps(content).encode())
    supplement.save(force_insert=True)
    rows.save(row, "supplement_asked", "state", text=asked.due.isoformat(), by=by)
    rows.release(row, by=by)
    return supplement


@transaction.atomic
def extend(*, reference: str, due: date, by: Actor) -> None:
    """Give the applicant more time; also when it has passed already.

    Raises:
        NotFoundError, ConflictError, TransitionError: as :func:`ask`; or nothing is asked for.
        InvalidInputError: the day does not lie after the one that was told.
    """
    row = _mine(reference, by)
    supplement = _standing(row)
    if not supplement.due < due <= clock.today() + LONGEST_TIME or due <= clock.today():
        raise InvalidInputError({"due": [_("Välj en dag som ligger senare än den förra.")]})
    row.state = next_state(row.state, "extend").value
    supplement.state = next_supplement_state(supplement.state, "extend").value
    supplement.due = due
    supplement.paused_from = supplement.paused_from or clock.today()
    supplement.reminded_at = supplement.passed_at = None
    supplement.save(update_fields=["state", "due", "paused_from", "reminded_at", "passed_at"])
    rows.save(row, "supplement_extended", "state", text=due.isoformat(), by=by)


@transaction.atomic
def withdraw(*, reference: str, by: Actor) -> None:
    """Take the request back: it is not needed any more.

    Raises:
        NotFoundError, ConflictError, TransitionError: as :func:`ask`; or nothing is asked for.
    """
    row = _mine(reference, by)
    _end(row, _standing(row), "withdraw")
    rows.save(row, "supplement_withdrawn", "state", "due", by=by)


@together
def begin(
    *, supplement_id: uuid.UUID, filing_id: uuid.UUID, instead_of: uuid.UUID | None, by: Actor
) -> uuid.UUID:
    """Let a draft of the applicant's be the answer, unless another tab has just begun one.

    Returns the draft that counts.

    Raises:
        NotFoundError: not asked of the actor.
        TransitionError: it has been answered, or is not wanted any more.
    """
    supplement = _asked_of(supplement_id, by)
    next_supplement_state(supplement.state, "supplement")
    if supplement.filing_id and supplement.filing_id != instead_of:
        return supplement.filing_id
    supplement.filing_id = filing_id
    supplement.save(update_fields=["filing"])
    record("case.supplement_begun", by=by, subject=("case", supplement.case_id))
    return filing_id


@together
def answer(*, supplement_id: uuid.UUID, snapshot_id: uuid.UUID, by: Actor) -> None:
    """What was asked for has come in, now, and is part of the case.

    The case is locked first, so that it comes before a decision or after it.

    Raises:
        NotFoundError: not asked of the actor.
        TransitionError: it has been answered, or is not wanted any more.
    """
    supplement = _asked_of(supplement_id, by)
    row = Case.objects.get(id=supplement.case_id)
    _end(row, supplement, "supplement")
    if row.restarts and row.due:
        row.due = max(row.due, rows.due_from(row, clock.now()))
    supplement.snapshot_id, supplement.answered_at = snapshot_id, clock.now()
    supplement.save(update_fields=["snapshot", "answered_at"])
    rows.save(row, "supplement_answered", "state", "due", by=by)
    rows.index(row, by=by)


@transaction.atomic
def pass_time(*, supplement_id: uuid.UUID, by: Actor) -> uuid.UUID | None:
    """The told day is over: the case goes on, and what comes late is taken all the same.

    Returns the case's key, or None when it is not so (any more).
    """
    require(by, Permission.CASE_INDEX)
    supplement = _locked(supplement_id)
    if supplement.state != SupplementState.OPEN or supplement.passed_at:
        return None
    if supplement.due >= clock.today():
        return None
    row = Case.objects.get(id=supplement.case_id)
    row.state = next_state(row.state, "pass").value
    _go_on(row, supplement)
    supplement.passed_at = clock.now()
    supplement.save(update_fields=["paused_from", "passed_at"])
    rows.save(row, "supplement_passed", "state", "due", by=by)
    return row.id


@transaction.atomic
def remind(*, supplement_id: uuid.UUID, by: Actor) -> uuid.UUID | None:
    """The told day is near: note that a reminder goes out. The case's key, or None if one has."""
    require(by, Permission.CASE_INDEX)
    supplement = _locked(supplement_id)
    if supplement.state != SupplementState.OPEN or supplement.reminded_at:
        return None
    supplement.reminded_at = clock.now()
    supplement.save(update_fields=["reminded_at"])
    record("case.supplement_reminded", by=by, subject=("case", supplement.case_id))
    return supplement.case_id


def problems_of(asked: Asked) -> dict[str, list[str]]:
    """What is wrong with a request, by field."""
    problems: dict[str, list[str]] = {}
    if not asked.questions and not asked.extras:
        problems["questions"] = [_("Välj vad som saknas, eller skriv vad mer du behöver.")]
    if not asked.text or len(asked.text) > LONGEST_TEXT:
        told = _("Skriv till den sökande vad som saknas, med högst %(n)s tecken.")
        problems["text"] = [told % {"n": LONGEST_TEXT}]
    if len(asked.extras) > MOST_EXTRAS or len(asked.questions) > MOST_QUESTIONS:
        problems["questions"] = [_("Det är för mycket på en gång. Dela upp det.")]
    if any(not text or len(text) > LONGEST_EXTRA for _kind, text in asked.extras):
        told = _("Skriv vad du behöver, med högst %(n)s tecken på varje rad.")
        problems["extras"] = [told % {"n": LONGEST_EXTRA}]
    if not clock.today() < asked.due <= clock.today() + LONGEST_TIME:
        problems["due"] = [_("Välj en dag som ligger framåt, inom ett år.")]
    return problems


def close_open(row: Case) -> None:
    """The case is decided: nothing more is waited for. A part of the caller's transaction."""
    supplement = _open(row)
    if supplement is not None:
        supplement.state = next_supplement_state(supplement.state, "decide").value
        supplement.ended_at, supplement.paused_from = clock.now(), None
        supplement.save(update_fields=["state", "ended_at", "paused_from"])


def _end(row: Case, supplement: Supplement, event: str) -> None:
    supplement.state = next_supplement_state(supplement.state, event).value
    row.state = next_state(row.state, event).value
    _go_on(row, supplement)
    supplement.ended_at = clock.now()
    supplement.save(update_fields=["state", "ended_at", "paused_from"])


def _go_on(row: Case, supplement: Supplement) -> None:
    """Our own time runs again, moved by the days that the applicant had."""
    if supplement.paused_from:
        until = min(clock.today(), supplement.due)
        row.due = rows.moved(row, supplement.paused_from, until)
    supplement.paused_from = None
    if row.handler_id is None and row.state == CaseState.IN_PROGRESS:
        # Whoever asked has left meanwhile: it is among the new ones that somebody sees it.
        row.state = next_state(row.state, "vacate").value


def _mine(reference: str, by: Actor) -> Case:
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.handler_id is None or row.handler_id != by.id:
        raise ConflictError
    return row


def _open(row: Case) -> Supplement | None:
    found = Supplement.objects.select_for_update()
    return found.filter(case=row, state=SupplementState.OPEN.value).first()


def _standing(row: Case) -> Supplement:
    supplement = _open(row)
    if supplement is None:
        raise NotFoundError
    return supplement


def _locked(supplement_id: uuid.UUID) -> Supplement:
    """The request with its case locked first, in the order that a decision locks them."""
    case_id = Supplement.objects.values_list("case_id", flat=True).filter(id=supplement_id).first()
    if case_id is None:
        raise NotFoundError
    Case.objects.select_for_update().get(id=case_id)
    return Supplement.objects.select_for_update().get(id=supplement_id)


def _asked_of(supplement_id: uuid.UUID, by: Actor) -> Supplement:
    require(by, Permission.CASE_FOLLOW)
    supplement = _locked(supplement_id)
    applicants = CaseParty.objects.filter(case_id=supplement.case_id, role=APPLICANT_ROLE)
    if not by.is_citizen or by.id not in applicants.values_list("citizen_id", flat=True):
        raise NotFoundError
    return supplement
