"""When a decision takes long: telling why (FL 11 §), and being asked to decide (FL 12 §)."""

import json
import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.months import add_months
from samtjanst.running.cases.models import Case, CaseParty, DecisionRequest
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    CaseState,
    RequestState,
    next_request_state,
)

MONTHS = 6  # FL 12 § first paragraph
ANSWER_WITHIN = timedelta(weeks=4)  # FL 12 § second paragraph
ALARM_DAYS = (7, 14, 21, 26)  # of the four weeks
LONGEST_REASON = 5_000
LONGEST_DELAY = timedelta(days=366)
_UNDECIDED = (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT)


@transaction.atomic
def note_delay(*, reference: str, until: date, reason: str, by: Actor) -> None:
    """Keep that the parties are told of a delay, why, and when the decision is expected.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no reason, or no day that lies ahead; by field.
        TransitionError: it is not being handled.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.state not in _UNDECIDED:
        raise TransitionError("case", row.state, "delay")
    problems = {}
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        told = _("Skriv varför det tar längre tid, med högst %(n)s tecken.")
        problems["reason"] = [told % {"n": LONGEST_REASON}]
    if not clock.today() < until <= clock.today() + LONGEST_DELAY:
        problems["until"] = [_("Välj en dag som ligger framåt, inom ett år.")]
    if problems:
        raise InvalidInputError(problems)
    row.told_until = until
    rows.save(row, "delay_told", "told_until", text=until.isoformat(), by=by)


def may_ask_from(row_arrived: date) -> date:
    """The first day on which a party may ask that the case be decided."""
    return add_months(row_arrived, MONTHS) + timedelta(days=1)


@transaction.atomic
def ask_to_decide(*, reference: str, by: Actor) -> date:
    """A party asks that the case be decided; returns the day by which we answer.

    Raises:
        NotFoundError: she is no party.
        ConflictError: she has asked before, or six months have not passed.
        TransitionError: it is decided already, or never became complete.
    """
    require(by, Permission.CASE_FOLLOW)
    row, citizen_id = rows.of_party(reference, by=by)
    if row.state not in _UNDECIDED:
        raise TransitionError("case", row.state, "ask to decide")
    asked = DecisionRequest.objects.filter(case=row, citizen_id=citizen_id)
    if asked.exists() or clock.today() < may_ask_from(clock.local(row.arrived_at).date()):
        raise ConflictError
    return _asked(row, citizen_id, clock.now(), "decision_requested", by)


@transaction.atomic
def register_request(*, reference: str, citizen_id: uuid.UUID, came_on: date, by: Actor) -> date:
    """Note that a party asked on paper or by e-mail; returns the day by which we answer.

    The four weeks run from the day on which it came.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no party, one who has asked before, or a day on which she could not
            ask yet or that has not been; by field.
        TransitionError: it is decided already, or never became complete.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.state not in _UNDECIDED:
        raise TransitionError("case", row.state, "ask to decide")
    problems = {}
    if not CaseParty.objects.filter(case=row, citizen_id=citizen_id).exists():
        problems["to"] = [_("Välj från vem det kom.")]
    elif DecisionRequest.objects.filter(case=row, citizen_id=citizen_id).exists():
        problems["to"] = [_("Parten har redan begärt att ärendet avgörs.")]
    first = may_ask_from(clock.local(row.arrived_at).date())
    if not first <= came_on <= clock.today():
        told = _("Välj en dag från %(first)s, då sex månader har gått, till i dag.")
        problems["came_on"] = [told % {"first": first.isoformat()}]
    if problems:
        raise InvalidInputError(problems)
    at = clock.now() if came_on == clock.today() else clock.starts(came_on)
    return _asked(row, citizen_id, at, "decision_request_registered", by)


@transaction.atomic
def refuse_to_decide(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    request_id: uuid.UUID,
    reasons: str,
    appeal_text: str,
    by: Actor,
    point: str = "",
) -> uuid.UUID:
    """Decide, apart, that the case is not decided yet; returns whose request it was.

    ``point`` is that of the delegation by which she decides it, "" without one.

    Raises:
        NotFoundError: not a case that the actor may decide, or no such request.
        InvalidInputError: no reasons.
        ConflictError: another handler has the case.
        TransitionError: the request has been answered.
    """
    row = rows.locked(reference, permission=Permission.CASE_DECIDE, by=by)
    if not rows.acts_in(row, by):
        raise ConflictError
    if not reasons.strip() or len(reasons.strip()) > LONGEST_REASON:
        wrong = _("Skriv skälen, med högst %(n)s tecken.") % {"n": LONGEST_REASON}
        raise InvalidInputError({"reasons": [wrong]})
    request = DecisionRequest.objects.filter(id=request_id, case=row).first()
    if request is None:
        raise NotFoundError
    request.state = next_request_state(request.state, "refuse").value
    told = {"reasons": reasons.strip(), "appeal_text": appeal_text, "point": point}
    content = json.dumps(told).encode()
    request.refusal = encrypt(f"decision-request:{request.id}", content)
    request.refused_by_id, request.ended_at = by.id, clock.now()
    request.save(update_fields=["state", "refusal", "refused_by", "ended_at"])
    rows.save(row, "decision_request_refused", by=by)
    return request.citizen_id


def _asked(row: Case, citizen_id: uuid.UUID, at: datetime, what: str, by: Actor) -> date:
    request = DecisionRequest(case=row, citizen_id=citizen_id, asked_at=at)
    request.answer_by = clock.local(at).date() + ANSWER_WITHIN
    request.save(force_insert=True)
    rows.save(row, what, text=request.answer_by.isoformat(), by=by)
    return request.answer_by


def close_requests(row: Case) -> None:
    """The case is decided, and so is what was asked. A part of the caller's transaction."""
    for request in DecisionRequest.objects.filter(case=row, state=RequestState.OPEN.value):
        request.state = next_request_state(request.state, "decide").value
        request.ended_at = clock.now()
        request.save(update_fields=["state", "ended_at"])


@transaction.atomic
def note_alarm(*, request_id: uuid.UUID, by: Actor) -> tuple[uuid.UUID, int] | None:
    """Note that an alarm goes out about a request to decide, on set days of its four weeks.

    Returns the case and which alarm it is; None when none is due. Days that were missed are one.
    """
    require(by, Permission.CASE_INDEX)
    request = DecisionRequest.objects.select_for_update().get(id=request_id)
    age = (clock.today() - clock.local(request.asked_at).date()).days
    due = sum(1 for day in ALARM_DAYS if day <= age)
    if request.state != RequestState.OPEN or due <= request.alarms:
        return None
    request.alarms = due
    request.save(update_fields=["alarms"])
    record("case.decision_request_alarm", by=by, subject=("case", request.case_id))
    return request.case_id, due
