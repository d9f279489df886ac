"""Alarms to those who have to answer a request to decide within four weeks (FL 12 §)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import active_staff, email_of_staff
from samtjanst.foundation.people.types import Role, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView

ALARM_JOB = "cases.alarm_note"
_LAST = 4  # from here on the manager is told too


def alarm_due() -> int:
    """Schedule: an alarm on set days while a request is unanswered; returns how many requests."""
    by, count = system_actor(scope_id()), 0
    for request_id in cases.requests_to_alarm():
        with transaction.atomic():
            told = services.note_alarm(request_id=request_id, by=by)
            case = cases.case_by_id(told[0]) if told else None
            if case and told:
                _tell(case, request_id, told[1])
                count += 1
    return count


def send_alarm(payload: dict[str, str]) -> None:
    """Job: send an alarm. Raises Temporary, Rejected or NotConfigured, as the channel."""
    email = email_of_staff(uuid.UUID(payload["staff"]))
    if not email:
        return
    text = _("En part har begärt att ett ärende avgörs, och väntar på svar. Logga in: Min dag.")
    to_staff.mail(
        key=f"alarm:{payload['request']}:{payload['number']}:{payload['staff']}",
        to=email,
        subject=_("En begäran att avgöra ett ärende väntar"),
        text=text,
    )


def _tell(case: CaseView, request_id: uuid.UUID, number: int) -> None:
    """The one who has the case; the managers when nobody has, and on the last of the days."""
    reached = {case.handler_id} if case.handler_id else set()
    if not reached or number >= _LAST:
        reached |= set(active_staff(case.unit_id, Role.MANAGER))
    for staff_id in reached:
        payload = {"staff": str(staff_id), "request": str(request_id), "number": str(number)}
        enqueue(ALARM_JOB, key=f"{request_id}:{number}:{staff_id}", payload=payload)
