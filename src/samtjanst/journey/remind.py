"""Reminding those who have not signed: by the clock, and when a handler asks for it."""

import uuid

from django.db import transaction

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.registers.types import Ground
from samtjanst.capabilities.signing import services as signing
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import grounds, hand_in, look_up
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.register import RegisteredPerson
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import CaseState
from samtjanst.running.filing import queries as filings

TEMPLATE = "sign_reminder"


def remind_now(*, reference: str, by: Actor) -> int:
    """A handler reminds those who are missing; returns how many were told, 0 for none to reach.

    The register is asked first, as before an automatic reminder: somebody who has died or become
    protected gets no message.

    Raises:
        NotFoundError: no such case for the actor, or nothing waits.
        ConflictError: everybody has been reminded within a day.
    """
    case = cases.get_case(by, reference)
    subject = ("filing", case.filing_id)
    missing = signing.missing_in(subject=subject, by=by)
    lost = _lost(subject[1], missing, by)
    if missing and len(lost) == len(missing):
        return 0
    with transaction.atomic():
        due = signing.nudge(subject=subject, by=by, without=lost)
        _tell(due, subject, by)
    return len(due)


def remind_due() -> int:
    """Schedule: automatic reminders of the municipality; returns how many people were told."""
    by, told = system_actor(scope_id()), 0
    for room_id in signing.open_rooms():
        lost = _unreached(room_id, by)
        if lost is None:
            continue
        with transaction.atomic():
            due = signing.remind_due(room_id=room_id, by=by, without=lost)
            _tell(due, ("filing", signing.subject_of(room_id)[1]), by)
        told += len(due)
    return told


def _unreached(room_id: uuid.UUID, by: Actor) -> list[uuid.UUID] | None:
    """Before a reminder: the requests of those whom no message reaches; None for no reminders.

    None where it is waited for no longer, or the child is one no more. The register is asked
    outside every transaction; one that does not answer changes nothing.
    """
    due = signing.due_in(room_id)
    if not due:
        return []
    filing_id = signing.subject_of(room_id)[1]
    if _goes_on_without(filing_id) or hand_in.came_of_age(filing_id=filing_id, by=by):
        return None
    return _lost(filing_id, due, by)


def _lost(
    filing_id: uuid.UUID, asked: list[tuple[uuid.UUID, uuid.UUID]], by: Actor
) -> list[uuid.UUID]:
    ground = _ground(filing_id)
    return [one for one, citizen in asked if _is_gone(filing_id, one, citizen, ground, by)]


def _ground(filing_id: uuid.UUID) -> Ground:
    found = filings.standing_snapshot(filing_id)
    if found is None:
        raise NotFoundError
    return grounds.of_party(definition_of(uuid.UUID(found.content["version"]["id"])))


def _is_gone(
    filing_id: uuid.UUID, request_id: uuid.UUID, citizen_id: uuid.UUID, ground: Ground, by: Actor
) -> bool:
    """Whether no message reaches her; what follows from what the register says is done.

    She has died: nobody waits for her. She has emigrated without an address here, or is unknown:
    the handler is told, once, and can name another; she can still sign. Protected: no messages.
    """
    who = identity_of(citizen_id)
    number = who.personal_number
    if number is None:
        return False  # no register knows her: she is reached where the applicant has said
    answer = look_up.now_of(number, reference=f"filing:{filing_id}", ground=ground, by=by)
    status = look_up.status_of(answer)
    if status == "unknown" and number.is_coordination_number:
        status = ""  # the register does not have them all
    if status == "dead":
        with transaction.atomic():
            moved = signing.excuse(request_id=request_id, by=by)
            hand_in.died(who=who, moved=moved, by=by)
    elif status:
        hand_in.lost(filing_id=filing_id, who=who, by=by)
    elif answer.person and answer.person.is_protected:
        _protect(filing_id, request_id, answer.person, by)
        return True
    return bool(status)


def _protect(
    filing_id: uuid.UUID, request_id: uuid.UUID, person: RegisteredPerson, by: Actor
) -> None:
    with transaction.atomic():
        row = remember_citizen(
            identity=person.personal_number, name="", given_name="", is_protected=True
        )
        signing.protect(request_id=request_id, by=by)
        if cases.case_of_filing(filing_id) is not None:
            case_services.protect_party(filing_id=filing_id, citizen_id=row.id, by=by)


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


def _tell(due: list[signing.Due], subject: tuple[str, uuid.UUID], by: Actor) -> None:
    """Each reminder goes by another way than the one before, as far as there are others."""
    for one in due:
        notify(
            citizen_id=one.citizen_id,
            step=one.before,
            template=TEMPLATE,
            subject=(subject[0], str(subject[1])),
            path="/mina-arenden/",
            by=by,
        )
