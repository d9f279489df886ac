"""An appeal: received, in time or not (FL 45 §), reconsidered (37-38 §§), handed over (46 §)."""

import json
import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import FROM_CITIZEN, Appeal, Case, CaseParty, Letter
from samtjanst.running.cases.queries.decisions import decisions_of
from samtjanst.running.cases.queries.law import last_day_to_appeal
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import CaseState, DecisionKind, next_appeal_state

LONGEST_APPEAL_TEXT = 20_000
LONGEST_COURT = 120


@transaction.atomic
def receive_appeal(
    *, reference: str, letter_id: uuid.UUID, received_on: date, by: Actor
) -> uuid.UUID:
    """Let a party's message be an appeal against the decision; whose it is follows from it.

    The day on which she got to know of the decision is the day on which she opened it here, as
    long as the handler says nothing else.

    Raises:
        NotFoundError: not a case that the actor follows or handles, or no such message.
        InvalidInputError: the day has not come, or was before the decision.
        TransitionError: there is no decision.
    """
    if by.is_citizen:
        require(by, Permission.CASE_FOLLOW)
        row, _citizen_id = rows.of_party(reference, by=by)
    else:
        row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.state != CaseState.DECIDED:
        raise TransitionError("case", row.state, "appeal")
    letter = Letter.objects.filter(id=letter_id, case=row).filter(FROM_CITIZEN).first()
    if letter is None or (by.is_citizen and letter.citizen_id != by.id):
        raise NotFoundError
    if told := _wrong_day(row.id, received_on):
        raise InvalidInputError({"received_on": [told]})
    part = CaseParty.objects.filter(case=row, citizen_id=letter.citizen_id).get()
    appeal = Appeal(case=row, citizen_id=letter.citizen_id, letter=letter)
    appeal.received_on = received_on
    if part.decision_read_at:
        appeal.learned_on = clock.local(part.decision_read_at).date()
    appeal.save(force_insert=True)
    rows.save(row, "appealed", by=by)
    return appeal.id


@transaction.atomic
def judge_time(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    appeal_id: uuid.UUID,
    learned_on: date,
    rejection: str,
    appeal_text: str,
    by: Actor,
) -> None:
    """Say whether an appeal came in time: with ``rejection``, the reasons, it came too late.

    One that came after the last day and is not rejected is noted as taken up all the same.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such appeal.
        InvalidInputError: the day was before the decision or has not come, or the reasons are
            too long.
        TransitionError: it has been judged.
    """
    row, appeal = _locked(reference, appeal_id, by)
    if wrong := _wrong_day(row.id, learned_on):
        raise InvalidInputError({"learned_on": [wrong]})
    if len(rejection) > LONGEST_APPEAL_TEXT:
        told = _("Skriv högst %(n)s tecken.") % {"n": LONGEST_APPEAL_TEXT}
        raise InvalidInputError({"rejection": [told]})
    appeal.learned_on = learned_on
    event = "reject" if rejection.strip() else "accept"
    if rejection.strip():
        _write(appeal, rejection=rejection.strip(), rejection_appeal=appeal_text)
    is_late = appeal.received_on > last_day_to_appeal(learned_on)
    taken_up = "appeal_taken_up" if is_late else "appeal_in_time"
    _step(row, appeal, event, "appeal_rejected" if rejection.strip() else taken_up, by)


@transaction.atomic
def reconsider(
    *, reference: str, appeal_id: uuid.UUID, is_changed: bool, text: str, by: Actor
) -> None:
    """Keep the decision, or change it, before the court gets it; with the reasons.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such appeal.
        InvalidInputError: no reasons, or too long ones.
        TransitionError: it has not been found in time, or has been reconsidered.
    """
    row, appeal = _locked(reference, appeal_id, by)
    kept = text.strip()
    if not kept or len(kept) > LONGEST_APPEAL_TEXT:
        told = _("Skriv vad ni kom fram till och varför, med högst %(n)s tecken.")
        raise InvalidInputError({"text": [told % {"n": LONGEST_APPEAL_TEXT}]})
    _write(appeal, is_changed=is_changed, reconsidered=kept)
    what = "decision_changed" if is_changed else "decision_kept"
    _step(row, appeal, "reconsider", what, by)


@transaction.atomic
def hand_to_court(*, reference: str, appeal_id: uuid.UUID, court: str, by: Actor) -> None:
    """Note that the appeal and the case have gone to the court.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such appeal.
        InvalidInputError: no court.
        TransitionError: it has not been reconsidered.
    """
    row, appeal = _locked(reference, appeal_id, by)
    if not court.strip() or len(court.strip()) > LONGEST_COURT:
        raise InvalidInputError({"court": [_("Skriv vilken domstol det går till.")]})
    _write(appeal, court=court.strip())
    appeal.handed_over_at = clock.now()
    _step(row, appeal, "hand_over", "appeal_handed_over", by)


@transaction.atomic
def withdraw_appeal(*, reference: str, appeal_id: uuid.UUID, by: Actor) -> None:
    """Note that the party has taken the appeal back.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such appeal.
        TransitionError: it is with the court, or was rejected.
    """
    row, appeal = _locked(reference, appeal_id, by)
    _step(row, appeal, "withdraw", "appeal_withdrawn", by)


@transaction.atomic
def note_decision_read(*, case_id: uuid.UUID, by: Actor) -> None:
    """Note, the first time, when a party opens the decision; the caller has authorised it."""
    parts = CaseParty.objects.filter(case_id=case_id, decision_read_at=None)
    if (
        by.is_citizen
        and by.id
        and parts.filter(citizen_id=by.id).update(decision_read_at=clock.now())
    ):
        rows.note(Case.objects.get(id=case_id), "decision_read", by=by)
        record("case.decision_read", by=by, subject=("case", case_id))


def _wrong_day(case_id: uuid.UUID, day: date) -> str:
    """What is wrong with a day on which a decision was got to know of or appealed; "" for none."""
    made = [one for one in decisions_of(case_id) if one.kind is DecisionKind.MATTER]
    first = min(one.decided_on for one in made)
    if first <= day <= clock.today():
        return ""
    told = _("Välj en dag från beslutets dag, %(first)s, till i dag.")
    return told % {"first": first.isoformat()}


def _step(row: Case, appeal: Appeal, event: str, what: str, by: Actor) -> None:
    appeal.state = next_appeal_state(appeal.state, event).value
    appeal.save(update_fields=["state", "learned_on", "content", "handed_over_at"])
    rows.save(row, what, by=by)


def _write(appeal: Appeal, **more: Any) -> None:
    sealed = bytes(appeal.content)
    value = json.loads(decrypt(f"appeal:{appeal.id}", sealed)) if sealed else {}
    appeal.content = encrypt(f"appeal:{appeal.id}", json.dumps(value | more).encode())


def _locked(reference: str, appeal_id: uuid.UUID, by: Actor) -> tuple[Case, Appeal]:
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    appeal = Appeal.objects.select_for_update().filter(id=appeal_id, case=row).first()
    if appeal is None:
        raise NotFoundError
    return row, appeal
