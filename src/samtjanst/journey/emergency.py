"""Emergency access: the supplier's staff read cases only when the municipality says so.

Asked for with a reason and a time, answered by an administrator who is somebody else, told to
the owners of the e-services, marked in the audit at every step, and ended at once by either.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.building.definitions.queries import owners_in
from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import marked, record
from samtjanst.foundation.jobs.services import enqueue_all
from samtjanst.foundation.jobs.types import Request
from samtjanst.foundation.people import emergency, staff
from samtjanst.foundation.people.types import Actor, EmergencyView
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.foundation.tenancy.queries import address_of, units
from samtjanst.journey import typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.queries import references_of

TELL_JOB = "emergency.tell"
LONGEST_REASON = 1000
HOURS = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Read:
    """One thing that was done under an access."""

    at: datetime
    action: str
    reference: str  # of the case; "" when it was about something else


def own(*, by: Actor) -> tuple[list[EmergencyView], list[Unit]]:
    """The actor's own requests, and the units that she can ask for.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.EMERGENCY_ASK)
    return emergency.views(by.id), units()


def everybodys(*, by: Actor) -> list[tuple[EmergencyView, list[Read]]]:
    """Every request, newest first, with what was read under it.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.EMERGENCY_ANSWER)
    found = emergency.views()
    events = marked({one.id for one in found})
    known = references_of(e.subject_id for e in events if e.subject_kind == "case")
    reads: dict[str, list[Read]] = {}
    for e in events:
        read = Read(e.at, e.action, known.get(e.subject_id, ""))
        reads.setdefault(e.details["emergency"], []).append(read)
    return [(one, reads.get(str(one.id), [])) for one in found]


@transaction.atomic
def ask(*, unit_id: uuid.UUID, reason: str, hours: int, by: Actor) -> uuid.UUID:
    """Ask to read a unit's cases for some hours.

    Raises:
        NotFoundError: the actor may not, or there is no such unit.
        InvalidInputError: no reason, or another time than those that are offered.
        ConflictError: a request of hers waits, or is open, already.
    """
    require(by, Permission.EMERGENCY_ASK)
    text = typed.clean(reason)
    problems = {"reason": typed.faults(text, LONGEST_REASON)} if text else {}
    if not text:
        problems["reason"] = [gettext("Skriv varför du behöver läsa ärenden.")]
    if hours not in HOURS:
        problems["hours"] = [gettext("Välj hur länge.")]
    if told := {name: texts for name, texts in problems.items() if texts}:
        raise InvalidInputError(told)
    if by.id is None:
        raise NotFoundError
    row = emergency.ask(staff_id=by.id, unit_id=unit_id, reason=text, hours=hours)
    details = {"unit": str(unit_id), "hours": hours}
    record("emergency.asked", by=by, subject=("emergency", row.id), details=details)
    return row.id


@transaction.atomic
def approve(*, access_id: uuid.UUID, by: Actor) -> None:
    """Open it: the time starts now, and the owners of the unit's e-services are told.

    Raises:
        NotFoundError: the actor may not, it is her own, or there is none.
        TransitionError: it has been answered, or has waited too long.
    """
    row = _answered(access_id, "approve", by)
    requests = [
        Request(
            TELL_JOB,
            f"{row.id}:{owner}",
            {"access": str(row.id), "owner": str(owner)},
            ("emergency", str(row.id)),
        )
        for owner in owners_in(row.unit_id)
    ]
    enqueue_all(requests)


@transaction.atomic
def refuse(*, access_id: uuid.UUID, by: Actor) -> None:
    """Say no.

    Raises:
        NotFoundError, TransitionError: as :func:`approve`.
    """
    _answered(access_id, "refuse", by)


@transaction.atomic
def leave(*, access_id: uuid.UUID, by: Actor) -> None:
    """The person who asked takes the request back, or ends the access before its time.

    Raises:
        NotFoundError: not hers.
        TransitionError: it has ended already.
    """
    require(by, Permission.EMERGENCY_ASK)
    mine = next((one for one in emergency.views(by.id) if one.id == access_id), None)
    if mine is None:
        raise NotFoundError
    event = "end" if mine.answered_at else "withdraw"
    emergency.change(access_id=access_id, event=event, by_id=by.id)
    record("emergency.ended", by=by, subject=("emergency", access_id))


@transaction.atomic
def end(*, access_id: uuid.UUID, by: Actor) -> None:
    """An administrator ends it, at once.

    Raises:
        NotFoundError: the actor may not, or there is none.
        TransitionError: it is not open.
    """
    require(by, Permission.EMERGENCY_ANSWER)
    emergency.change(access_id=access_id, event="end", by_id=by.id)
    record("emergency.ended", by=by, subject=("emergency", access_id))


def tell(payload: dict[str, Any]) -> None:
    """Job: tell an owner of an e-service that somebody else may read its cases for now.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    found = {str(one.id): one for one in emergency.views()}.get(payload["access"])
    if found is None or found.until is None:
        return
    text = gettext(
        "%(who)s hos driftleverantören får läsa ärenden i %(unit)s till och med %(until)s. "
        "En administratör i kommunen har godkänt det, och allt som läses antecknas.\n\n"
        "Se vem som har bett om det och varför: %(url)s"
    )
    values = {
        "who": found.name,
        "unit": found.unit,
        "until": clock.exact(found.until),
        "url": address_of("/drift/nodatkomst/"),
    }
    to_staff.mail(
        key=f"emergency-{payload['access']}-{payload['owner']}",
        to=staff.account(uuid.UUID(payload["owner"])).email,
        subject=gettext("Nödåtkomst till ärenden"),
        text=text % values,
    )


def _answered(access_id: uuid.UUID, event: str, by: Actor) -> Any:
    require(by, Permission.EMERGENCY_ANSWER)
    row = emergency.change(access_id=access_id, event=event, by_id=by.id)
    if row.staff_id == by.id:
        raise NotFoundError
    record(f"emergency.{row.state}", by=by, subject=("emergency", access_id))
    return row
