"""Reminding those who have not signed: by the clock, and when a handler asks for it."""

import uuid

from django.db import transaction

from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.signing import services as signing
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import hand_in, look_up
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState

TEMPLATE = "sign_reminder"


@transaction.atomic
def remind_now(*, reference: str, by: Actor) -> int:
    """A handler reminds those who are missing; returns how many were told.

    Raises:
        NotFoundError: no such case for the actor, or nothing waits.
        ConflictError: everybody has been reminded within a day.
    """
    case = cases.get_case(by, reference)
    subject = ("filing", case.filing_id)
    citizens = signing.nudge(subject=subject, by=by)
    _tell(citizens, subject, by)
    return len(citizens)


def remind_due() -> int:
    """Schedule: automatic reminders of the municipality; returns how many people were told."""
    by, told = system_actor(scope_id()), 0
    for room_id in signing.open_rooms():
        if not _can_still_sign(room_id, by):
            continue
        with transaction.atomic():
            citizens = signing.remind_due(room_id=room_id, by=by)
            _tell(citizens, ("filing", signing.subject_of(room_id)[1]), by)
        told += len(citizens)
    return told


def _can_still_sign(room_id: uuid.UUID, by: Actor) -> bool:
    """Before a reminder: it is still waited for, the child is a child, and those reminded live.

    The register is asked outside every transaction; one that does not answer changes nothing.
    """
    due = signing.due_in(room_id)
    if not due:
        return True
    filing_id = signing.subject_of(room_id)[1]
    if _goes_on_without(filing_id) or hand_in.came_of_age(filing_id=filing_id, by=by):
        return False
    for request_id, citizen_id in due:
        who = identity_of(citizen_id)
        if look_up.has_died(who.personal_number, reference=f"filing:{filing_id}", by=by):
            with transaction.atomic():
                moved = signing.excuse(request_id=request_id, by=by)
                hand_in.died(who=who, moved=moved, by=by)
    return True


def _goes_on_without(filing_id: uuid.UUID) -> bool:
    """A handler has taken or ended the case; who then signs may, but is not asked for it."""
    case = cases.case_of_filing(filing_id)
    return case is not None and case.state is not CaseState.WAITING_FOR_SIGNATURE


def expire_due() -> int:
    """Schedule: end the rooms whose time is out; returns how many."""
    by, ended = system_actor(scope_id()), 0
    for room_id in signing.open_rooms():
        with transaction.atomic():
            subject = signing.expire(room_id=room_id, by=by)
            if subject:
                hand_in.expired(filing_id=subject[1], by=by)
                ended += 1
    return ended


def _tell(citizens: list[uuid.UUID], subject: tuple[str, uuid.UUID], by: Actor) -> None:
    for citizen_id in citizens:
        notify(
            citizen_id=citizen_id,
            template=TEMPLATE,
            subject=(subject[0], str(subject[1])),
            path="/mina-arenden/",
            by=by,
        )
