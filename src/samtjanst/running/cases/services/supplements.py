"""Asking for what is missing (FL 20 §), of the applicant or of somebody else, and what comes.

The municipality's own time limit stands still while a party has time to answer: from the day it
was asked for until it comes, is withdrawn, or its time has passed; of several parties, until the
last of them. The six months of
FL 12 § are counted from when the matter came in and are never moved. It stands still for a party
only: to ask another authority or unit is the municipality's own inquiry (FL 23, 26 §§), which
moves no limit of the party's, so the case goes on meanwhile.
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
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import Case, CaseParty, Supplement
from samtjanst.running.cases.queries.asked_of import of_others
from samtjanst.running.cases.services import proposals, rows
from samtjanst.running.cases.types import (
    APPLICANT_HERSELF,
    Asked,
    AskedOf,
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
def ask(*, reference: str, asked: Asked, by: Actor, of: AskedOf = APPLICANT_HERSELF) -> Supplement:
    """Ask for what is missing; the case waits for it when a party is asked, also beside others.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: nothing is asked for, no text, or no day that lies ahead; by field.
        ConflictError: another handler has the case, the same is asked already, a decision waits
            for approval, or a party is protected and somebody else than the applicant is asked.
        TransitionError: it is not being handled.
    """
    row = _mine(reference, by)
    if by.id is None:
        raise NotFoundError
    if problems := problems_of(asked):
        raise InvalidInputError(problems)
    _require_askable(row, of)
    supplement = Supplement(
        case=row,
        due=asked.due,
        asked_by_id=by.id,
        asked_at=clock.now(),
        is_of_party=of.is_of_party,
        citizen_id=of.citizen_id,
        unit_id=of.unit_id,
        colleague_id=of.colleague_id,
    )
    if of.is_of_party:
        row.state, supplement.paused_from = next_state(row.state, "ask").value, clock.today()
    content = {
        "text": asked.text,
        "questions": list(asked.questions),
        "extras": [list(extra) for extra in asked.extras],
        "is_order": asked.is_order,
        "reasons": {name: reason.value for name, reason in asked.reasons.items()},
        "hidden": asked.hidden,
    }
    supplement.reasons = sorted({reason.value for reason in asked.reasons.values()})
    supplement.content = encrypt(f"supplement:{supplement.id}", json.dumps(content).encode())
    supplement.save(force_insert=True)
    _tell(row, supplement, "asked", asked.due.isoformat(), name=of.name, by=by)
    rows.release(row, by=by)
    return supplement


@transaction.atomic
def extend(*, reference: str, due: date, by: Actor, supplement_id: uuid.UUID | None = None) -> None:
    """Give whoever is asked more time; also when it has passed already.

    What is asked of a party is meant when no other request is named; so it is below.

    Raises:
        NotFoundError, ConflictError, TransitionError: as :func:`ask`; or nothing is asked for.
        InvalidInputError: the day does not lie after the one that was told.
    """
    row = _mine(reference, by)
    supplement = _standing(row, supplement_id)
    if not supplement.due < due <= clock.today() + LONGEST_TIME or due <= clock.today():
        raise InvalidInputError({"due": [_("Välj en dag som ligger senare än den förra.")]})
    supplement.state = next_supplement_state(supplement.state, "extend").value
    supplement.due = due
    if supplement.is_of_party:
        row.state = next_state(row.state, "extend").value
        supplement.paused_from = supplement.paused_from or clock.today()
    supplement.reminded_at = supplement.passed_at = None
    supplement.save(update_fields=["state", "due", "paused_from", "reminded_at", "passed_at"])
    _tell(row, supplement, "extended", due.isoformat(), by=by)


@transaction.atomic
def withdraw(*, reference: str, by: Actor, supplement_id: uuid.UUID | None = None) -> None:
    """Take the request back: it is not needed any more.

    Raises:
        NotFoundError, ConflictError, TransitionError: as :func:`ask`; or nothing is asked for.
    """
    row = _mine(reference, by)
    supplement = _standing(row, supplement_id)
    _end(row, supplement, "withdraw")
    _tell(row, supplement, "withdrawn", by=by)


@together
def begin(
    *, supplement_id: uuid.UUID, filing_id: uuid.UUID, instead_of: uuid.UUID | None, by: Actor
) -> uuid.UUID:
    """Let a draft be the answer, unless another tab or colleague has just begun one.

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
    if supplement.is_of_party and row.restarts and row.due:
        row.due = max(row.due, rows.due_from(row, clock.now()))
    supplement.snapshot_id, supplement.answered_at = snapshot_id, clock.now()
    supplement.save(update_fields=["snapshot", "answered_at"])
    _tell(row, supplement, "answered", by=by)
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
    if supplement.is_of_party:
        _wait_no_longer(row, supplement, "pass")
    supplement.passed_at = clock.now()
    supplement.save(update_fields=["paused_from", "passed_at"])
    _tell(row, supplement, "passed", by=by)
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
        told = _("Skriv till den du frågar vad som saknas, med högst %(n)s tecken.")
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
    for supplement in Supplement.objects.filter(case=row, state=SupplementState.OPEN.value):
        supplement.state = next_supplement_state(supplement.state, "decide").value
        supplement.ended_at, supplement.paused_from = clock.now(), None
        supplement.save(update_fields=["state", "ended_at", "paused_from"])


def _end(row: Case, supplement: Supplement, event: str) -> None:
    supplement.state = next_supplement_state(supplement.state, event).value
    if supplement.is_of_party:
        _wait_no_longer(row, supplement, event)
    supplement.ended_at = clock.now()
    supplement.save(update_fields=["state", "ended_at", "paused_from"])


def _wait_no_longer(row: Case, supplement: Supplement, event: str) -> None:
    """The case goes on, when no other party still has time: else it waits on for her."""
    after = next_state(row.state, event)
    others = Supplement.objects.filter(case=row, state=SupplementState.OPEN.value)
    others = others.filter(is_of_party=True).exclude(paused_from=None).exclude(id=supplement.id)
    if not others.exists():
        row.state = after.value
        _go_on(row, supplement)
    elif supplement.paused_from:
        # Our own time has stood still since the first was asked; it is moved when the last is done.
        later = others.filter(paused_from__gt=supplement.paused_from)
        later.update(paused_from=supplement.paused_from)
        supplement.paused_from = None


def _go_on(row: Case, supplement: Supplement) -> None:
    """Our own time runs again, moved by the days that the parties had."""
    if supplement.paused_from:
        until = min(clock.today(), supplement.due)
        row.due = rows.moved(row, supplement.paused_from, until)
    supplement.paused_from = None
    if row.handler_id is None and row.state == CaseState.IN_PROGRESS:
        # Whoever asked has left meanwhile: it is among the new ones that somebody sees it.
        row.state = next_state(row.state, "vacate").value


def _mine(reference: str, by: Actor) -> Case:
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if not rows.acts_in(row, by):
        raise ConflictError
    return row


def _standing(row: Case, supplement_id: uuid.UUID | None) -> Supplement:
    """The request that is meant; that of a party, where none is named and one alone is asked."""
    known = Supplement.objects.select_for_update().filter(case=row)
    if supplement_id is None:
        known = known.filter(state=SupplementState.OPEN.value, is_of_party=True)
    else:
        known = known.filter(id=supplement_id)
    found = list(known[:2])
    if len(found) != 1:
        raise NotFoundError
    return found[0]


def _require_askable(row: Case, of: AskedOf) -> None:
    if not of.is_applicant and row.is_protected:
        raise ConflictError
    asked = Supplement.objects.filter(case=row, state=SupplementState.OPEN.value)
    same = asked.filter(citizen=of.citizen_id, unit=of.unit_id, colleague=of.colleague_id)
    if same.exists() or not _is_party(row, of):
        raise ConflictError
    if of.is_of_party:
        return
    if row.state not in {CaseState.IN_PROGRESS, CaseState.WAITING_FOR_APPLICANT}:
        raise TransitionError("case", row.state, "ask")
    if proposals.open_proposal(row) is not None:
        raise ConflictError


def _is_party(row: Case, of: AskedOf) -> bool:
    if of.citizen_id is None or not of.is_of_party:
        return True
    return CaseParty.objects.filter(case=row, citizen_id=of.citizen_id).exists()


def _tell(  # noqa: PLR0913 - all of them have a plain name
    row: Case, supplement: Supplement, what: str, text: str = "", *, name: str = "", by: Actor
) -> None:
    """The line of it in the time line: another one where no party is asked, with whom."""
    kind = "supplement" if supplement.is_of_party else "inquiry"
    whole = ", ".join(part for part in (name, text) if part)
    rows.save(row, f"{kind}_{what}", "state", "due", text=whole, by=by)


def _locked(supplement_id: uuid.UUID) -> Supplement:
    """The request with its case locked first, in the order that a decision locks them."""
    case_id = Supplement.objects.values_list("case_id", flat=True).filter(id=supplement_id).first()
    if case_id is None:
        raise NotFoundError
    Case.objects.select_for_update().get(id=case_id)
    return Supplement.objects.select_for_update().get(id=supplement_id)


def _asked_of(supplement_id: uuid.UUID, by: Actor) -> Supplement:
    supplement = _locked(supplement_id)
    if not supplement.is_of_party:
        if not of_others(by).filter(id=supplement.id).exists():
            raise NotFoundError
        return supplement
    require(by, Permission.CASE_FOLLOW)
    if not by.is_citizen or by.id is None or not _is_asked(supplement, by.id):
        raise NotFoundError
    return supplement


def _is_asked(supplement: Supplement, citizen_id: uuid.UUID) -> bool:
    """Whether the citizen is the party that is asked; the applicant where none is named."""
    parts = CaseParty.objects.filter(case_id=supplement.case_id, citizen_id=citizen_id)
    if supplement.citizen_id is None:
        return parts.filter(role=APPLICANT_ROLE).exists()
    return supplement.citizen_id == citizen_id and parts.exists()
