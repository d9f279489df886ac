"""Letting a party comment before a decision that goes against her (FL 25 §)."""

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import Case, Hearing, Letter
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import CaseState, HearingState, next_hearing_state

LONGEST_HEARING = timedelta(days=366)


@transaction.atomic
def hear(*, reference: str, letter_id: uuid.UUID, due: date, by: Actor) -> None:
    """Let the one to whom a message of the case was written comment on it until a day.

    Raises:
        NotFoundError: not a case that the actor may handle, or no such message.
        InvalidInputError: no day that lies ahead.
        ConflictError: another handler has the case, or she is being heard already.
        TransitionError: it is not being handled.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    letter = Letter.objects.filter(id=letter_id, case=row, staff__isnull=False).first()
    if letter is None:
        raise NotFoundError
    if not rows.acts_in(row, by):
        raise ConflictError
    if row.state not in {CaseState.IN_PROGRESS, CaseState.WAITING_FOR_APPLICANT}:
        raise TransitionError("case", row.state, "hear")
    if not clock.today() < due <= clock.today() + LONGEST_HEARING:
        raise InvalidInputError({"due": [_("Välj en dag som ligger framåt, inom ett år.")]})
    if _open(row, letter.citizen_id) is not None:
        raise ConflictError
    hearing = Hearing(case=row, citizen_id=letter.citizen_id, letter=letter, due=due)
    hearing.asked_at = clock.now()
    hearing.save(force_insert=True)
    rows.save(row, "hearing_opened", text=due.isoformat(), by=by)
    rows.release(row, by=by)


@transaction.atomic
def comment(*, reference: str, letter_id: uuid.UUID, by: Actor) -> None:
    """Let a message that the party has written be her comment; nothing when none is open."""
    require(by, Permission.CASE_FOLLOW)
    row, citizen_id = rows.of_party(reference, by=by)
    hearing = _open(row, citizen_id)
    if hearing is None:
        return
    hearing.answer_id = letter_id
    _end(row, hearing, "answer", "hearing_answered", by)


@transaction.atomic
def waive(*, reference: str, by: Actor) -> None:
    """The party has nothing to add.

    Raises:
        NotFoundError: she is no party, or is not being heard.
    """
    require(by, Permission.CASE_FOLLOW)
    row, citizen_id = rows.of_party(reference, by=by)
    hearing = _open(row, citizen_id)
    if hearing is None:
        raise NotFoundError
    _end(row, hearing, "waive", "hearing_waived", by)


@transaction.atomic
def remind_hearing(*, hearing_id: uuid.UUID, by: Actor) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The day is near: note that a reminder goes out. Case and party, or None if one has."""
    require(by, Permission.CASE_INDEX)
    hearing = Hearing.objects.select_for_update().get(id=hearing_id)
    if hearing.state != HearingState.OPEN or hearing.reminded_at:
        return None
    hearing.reminded_at = clock.now()
    hearing.save(update_fields=["reminded_at"])
    record("case.hearing_reminded", by=by, subject=("case", hearing.case_id))
    return hearing.case_id, hearing.citizen_id


def close_hearings(row: Case) -> None:
    """The case is decided: nobody is heard any more. A part of the caller's transaction."""
    for hearing in Hearing.objects.filter(case=row, state=HearingState.OPEN.value):
        hearing.state = next_hearing_state(hearing.state, "decide").value
        hearing.ended_at = clock.now()
        hearing.save(update_fields=["state", "ended_at"])


def _end(row: Case, hearing: Hearing, event: str, what: str, by: Actor) -> None:
    hearing.state = next_hearing_state(hearing.state, event).value
    hearing.ended_at = clock.now()
    hearing.save(update_fields=["state", "answer", "ended_at"])
    rows.save(row, what, by=by)


def _open(row: Case, citizen_id: uuid.UUID) -> Hearing | None:
    found = Hearing.objects.filter(case=row, citizen_id=citizen_id)
    return found.filter(state=HearingState.OPEN.value).first()
