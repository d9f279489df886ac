"""Telling officials that a decision waits for their signatures: that it does, and never what."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages import to_staff
from samtjanst.capabilities.signing import services as signing
from samtjanst.capabilities.signing.officials import DECISION
from samtjanst.capabilities.signing.services import officials as rooms
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import email_of_staff
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Needs

NOTE_JOB = "decisions.sign_note"


def ask(decision: uuid.UUID, staff: Iterable[uuid.UUID], number: int = 0) -> None:
    """Tell members of staff that a decision waits for them; ``number`` counts the reminders.

    A part of the caller's transaction.
    """
    for one in staff:
        payload = {"staff": str(one), "decision": str(decision), "number": str(number)}
        enqueue(NOTE_JOB, key=f"{decision}:{one}:{number}", payload=payload)


def send_note(payload: dict[str, str]) -> None:
    """Job: send the note. Raises Temporary, Rejected or NotConfigured, as the channel."""
    email = email_of_staff(uuid.UUID(payload["staff"]))
    if not email:
        return
    to_staff.mail(
        key=f"sign:{payload['decision']}:{payload['staff']}:{payload['number']}",
        to=email,
        subject=_("Ett beslut väntar på din underskrift"),
        text=_("Ett beslut väntar på din underskrift. Logga in och välj Min dag."),
    )


@transaction.atomic
def remind_now(*, reference: str, by: Actor) -> int:
    """Remind those who have been asked to sign a decision in the case; returns how many.

    Raises:
        NotFoundError: not a case that the actor may decide, or nothing waits.
        ConflictError: everybody has been reminded within a day.
    """
    case = cases.get_case(by, reference)
    waiting = (one for one in cases.proposals_of(case.id) if one.ended_at is None)
    proposal = next((one for one in waiting if one.needs is Needs.SIGNATURES), None)
    if proposal is None:
        raise NotFoundError
    due = rooms.nudge_officials(subject=(DECISION, proposal.id), by=by)
    ask(proposal.id, due, int(clock.now().timestamp()))
    return len(due)


def remind_due() -> int:
    """Schedule: automatic reminders of the municipality; returns how many people were told."""
    by, told = system_actor(scope_id()), 0
    for room_id in signing.open_rooms(DECISION):
        key = signing.subject_of(room_id)[1]
        where = cases.proposed([key]).get(key)
        if where is None or not where.is_open or where.is_stale:
            continue
        with transaction.atomic():
            due = signing.remind_due(room_id=room_id, by=by)
            for one in due:
                ask(key, [one.citizen_id], one.before + 1)
        told += len(due)
    return told


def expire_due() -> int:
    """Schedule: end the rooms whose time is out, and the proposals with them; returns how many."""
    by, ended = system_actor(scope_id()), 0
    for room_id in signing.open_rooms(DECISION):
        with transaction.atomic():
            subject = signing.expire(room_id=room_id, by=by)
            if subject:
                services.signatures_ran_out(proposal_id=subject[1], by=by)
                ended += 1
    return ended
