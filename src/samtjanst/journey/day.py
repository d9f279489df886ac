"""The note in the morning to those who want one: that something waits, and never what."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import email_of_staff, grants_of
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.working_days import is_working_day
from samtjanst.running.cases import queries as cases

NOTE_JOB = "cases.day_note"


def note_due() -> int:
    """Schedule: on working days, a note to those who want one and have something to do."""
    today, told = clock.today(), 0
    if not is_working_day(today):
        return 0
    for choice in cases.to_tell(today):
        count = len(cases.needed(_actor(choice.staff_id, choice.staff.name)))
        with transaction.atomic():
            choice.told_on = today
            choice.save(update_fields=["told_on"])
            if count:
                key = f"{choice.staff_id}:{today}"
                payload = {"staff": str(choice.staff_id), "day": str(today), "count": str(count)}
                enqueue(NOTE_JOB, key=key, payload=payload)
                told += 1
    return told


def send_note(payload: dict[str, str]) -> None:
    """Job: send the note. Raises Temporary, Rejected or NotConfigured, as the channel."""
    email = email_of_staff(uuid.UUID(payload["staff"]))
    if not email:
        return
    text = _("Det finns %(n)s saker att ta hand om. Logga in och välj Min dag.")
    to_staff.mail(
        key=f"day:{payload['staff']}:{payload['day']}",
        to=email,
        subject=_("Din dag i Samtjänst"),
        text=text % {"n": payload["count"]},
    )


def _actor(staff_id: uuid.UUID, name: str) -> Actor:
    return Actor(ActorKind.STAFF, scope_id(), staff_id, grants=grants_of(staff_id), name=name)
