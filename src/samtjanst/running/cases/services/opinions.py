"""Asking a unit or a person about a case, and what she answers."""

import json
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import canonical_bytes, digest_bytes
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import Case, CaseParty, Opinion
from samtjanst.running.cases.queries import open_opinion, opinion_by_id, opinion_waited_for
from samtjanst.running.cases.services import proposals, rows
from samtjanst.running.cases.types import (
    CaseState,
    OpinionDraft,
    OpinionState,
    OpinionView,
    Visibility,
    next_opinion_state,
)

LONGEST_OPINION_TEXT = 10_000
LONGEST_WHY = 500
LONGEST_OPINION = timedelta(days=366)


@transaction.atomic
def ask_opinion(*, reference: str, new: OpinionDraft, who: str, by: Actor) -> uuid.UUID:
    """Ask a unit or a person about a case; returns the request's key.

    Raises:
        NotFoundError: not a case in which the actor may ask.
        InvalidInputError: by field.
        ConflictError: another handler has the case, a party is protected, a decision waits for
            approval, or the same has been asked already.
        TransitionError: it is not being handled.
    """
    row = rows.locked(reference, permission=Permission.OPINION_ASK, by=by)
    if by.id is None or not rows.acts_in(row, by) or row.is_protected:
        raise ConflictError
    if row.state not in {CaseState.IN_PROGRESS, CaseState.WAITING_FOR_APPLICANT}:
        raise TransitionError("case", row.state, "ask_opinion")
    if problems := _faults(row, new):
        raise InvalidInputError(problems)
    if proposals.open_proposal(row) is not None or _is_asked(row, new):
        raise ConflictError
    asked = _row(row, new, by.id)
    asked.save(force_insert=True)
    rows.save(row, "opinion_asked", text=f"{who}, {new.due.isoformat()}", by=by)
    rows.release(row, by=by)
    return asked.id


@transaction.atomic
def note_opinion_opened(*, opinion_id: uuid.UUID, by: Actor) -> OpinionView:
    """The one who was asked reads the request; the first time is noted.

    Raises:
        NotFoundError: as cases.open_opinion.
    """
    shown = open_opinion(by, opinion_id)
    if shown.is_open and shown.opened_at is None:
        Opinion.objects.filter(id=opinion_id, opened_at=None).update(opened_at=clock.now())
    return shown


@transaction.atomic
def answer_opinion(
    *, opinion_id: uuid.UUID, text: str, files: Sequence[tuple[str, str, str]], by: Actor
) -> uuid.UUID:
    """Seal the answer: once, also when the day has passed. Returns the case's key.

    Raises:
        NotFoundError: as cases.open_opinion.
        InvalidInputError: nothing written.
        TransitionError: it has been answered, revoked, or the case is decided.
    """
    require(by, Permission.OPINION_GIVE)
    shown = open_opinion(by, opinion_id)
    row = Case.objects.select_for_update().get(id=shown.case_id)
    given = Opinion.objects.select_for_update().get(id=opinion_id)
    state = next_opinion_state(given.state, "answer")
    if row.is_protected:
        raise NotFoundError
    if not text.strip():
        raise InvalidInputError({"text": [_("Skriv ditt yttrande.")]})
    given.state, given.answered_at, given.ended_at = state.value, clock.now(), clock.now()
    raw = canonical_bytes(_sealed(given, shown, text.strip(), files, by))
    given.answer, given.digest = encrypt(f"opinion:{given.id}:answer", raw), digest_bytes(raw)
    given.save(update_fields=["state", "answer", "digest", "answered_at", "ended_at"])
    rows.save(row, "opinion_answered", text=shown.who, by=by)
    rows.index(row, by=by)
    return row.id


@transaction.atomic
def revoke_opinion(*, reference: str, opinion_id: uuid.UUID, by: Actor) -> OpinionView:
    """Ask no longer: the one who was asked sees nothing more of the case.

    Raises:
        NotFoundError: not a case in which the actor may ask, or no such request in it.
        TransitionError: it has been answered, or is over.
    """
    row = rows.locked(reference, permission=Permission.OPINION_ASK, by=by)
    given = Opinion.objects.select_for_update().filter(id=opinion_id, case=row).first()
    if given is None:
        raise NotFoundError
    given.state = next_opinion_state(given.state, "revoke").value
    given.ended_at = clock.now()
    given.save(update_fields=["state", "ended_at"])
    rows.save(row, "opinion_revoked", by=by)
    return _told(given)


@transaction.atomic
def remind_opinion(*, opinion_id: uuid.UUID, by: Actor) -> OpinionView | None:
    """The day is near: note that a reminder goes out; None when one has, or it is over."""
    require(by, Permission.CASE_INDEX)
    given = Opinion.objects.select_for_update().get(id=opinion_id)
    if given.state != OpinionState.OPEN or given.reminded_at:
        return None
    given.reminded_at = clock.now()
    given.save(update_fields=["reminded_at"])
    record("case.opinion_reminded", by=by, subject=("case", given.case_id))
    return _told(given)


def require_no_opinion(row: Case) -> None:
    """That no opinion is waited for. A part of the caller's transaction.

    Raises:
        InvalidInputError: one is, under "outcome".
    """
    if day := opinion_waited_for(row.id):
        raise InvalidInputError({"outcome": [opinion_missing(day.isoformat())]})


def opinion_missing(day: str) -> str:
    """Why a case is not decided yet, in words."""
    told = _(
        "Ärendet väntar på ett yttrande som ska komma senast %(day)s. "
        "Vänta på det, eller ta tillbaka begäran."
    )
    return told % {"day": day}


def close_opinions(row: Case) -> None:
    """The case is decided: nobody is asked any more. A part of the caller's transaction."""
    for given in Opinion.objects.filter(case=row, state=OpinionState.OPEN.value):
        given.state = next_opinion_state(given.state, "decide").value
        given.ended_at = clock.now()
        given.save(update_fields=["state", "ended_at"])


def _row(row: Case, new: OpinionDraft, asked_by: uuid.UUID) -> Opinion:
    asked = Opinion(
        case=row,
        unit_id=new.unit_id,
        citizen_id=new.citizen_id,
        questions=list(new.questions),
        files=list(new.files),
        due=new.due,
        is_needed=new.is_needed,
        visibility=new.visibility.value,
        asked_by_id=asked_by,
        asked_at=clock.now(),
    )
    content = {"text": new.text.strip(), "reason": new.reason.strip()}
    asked.content = encrypt(f"opinion:{asked.id}", json.dumps(content).encode())
    return asked


def _sealed(
    given: Opinion, shown: OpinionView, text: str, files: Sequence[tuple[str, str, str]], by: Actor
) -> dict[str, object]:
    return {
        "format": "samtjanst-opinion/1",
        "case": str(given.case_id),
        "asked": shown.text,
        "who": by.name if by.is_staff else shown.who,
        "at": clock.local(given.answered_at or clock.now()).isoformat(),
        "text": text,
        "files": [{"id": key, "name": name, "sha256": digest} for key, name, digest in files],
    }


def _told(given: Opinion) -> OpinionView:
    found = opinion_by_id(given.id)
    if found is None:
        raise NotFoundError
    return found


def _is_asked(row: Case, new: OpinionDraft) -> bool:
    asked = Opinion.objects.filter(case=row, state=OpinionState.OPEN.value)
    if new.unit_id:
        return asked.filter(unit_id=new.unit_id).exists()
    return new.citizen_id is not None and asked.filter(citizen_id=new.citizen_id).exists()


def _faults(row: Case, new: OpinionDraft) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not new.text.strip() or len(new.text) > LONGEST_OPINION_TEXT:
        problems["text"] = [_("Skriv vad du vill veta.")]
    if not clock.today() < new.due <= clock.today() + LONGEST_OPINION:
        problems["due"] = [_("Välj en dag som ligger framåt, inom ett år.")]
    if new.visibility is not Visibility.AT_ONCE and not new.reason.strip():
        problems["reason"] = [_("Skriv varför parterna inte ska se yttrandet.")]
    return problems | _whom(row, new)


def _whom(row: Case, new: OpinionDraft) -> dict[str, list[str]]:
    if new.unit_id is None:
        parts = CaseParty.objects.filter(case=row).values_list("citizen_id", flat=True)
        if new.citizen_id is None or new.citizen_id in set(parts):
            told = _("Personen är part i ärendet. Låt parten yttra sig i stället.")
            return {"personal_number": [told]}
        return {}
    known = {one.id for one in units()}
    if new.citizen_id or new.unit_id not in known or new.unit_id == row.unit_id:
        return {"unit": [_("Välj en annan enhet än ärendets egen.")]}
    return {}
