"""The applicant takes her application back before it is decided: the case ends without a decision.

The case is locked by whoever comes first. A decision that has been made stands, and the one who
takes back is told so; a decision that comes later, or still waits in the house, is not made.
"""

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.models import Case, CaseParty, HeldDecision
from samtjanst.running.cases.services import (
    delays,
    hearings,
    opinions,
    proposals,
    rows,
    supplements,
)
from samtjanst.running.cases.types import MAY_RETRACT, next_state

LONGEST_RETRACTION = 2_000


@transaction.atomic
def retract(*, reference: str, reason: str, by: Actor) -> None:
    """Take the application back; ``reason`` may be "", since nobody has to give one.

    Raises:
        NotFoundError: not a case that the actor has applied in, or given her power for.
        InvalidInputError: too long a reason.
        TransitionError: it is decided, or has ended.
    """
    require(by, Permission.CASE_FOLLOW)
    row, citizen_id = rows.of_party(reference, by=by)
    if not _may_be_retracted_by(row, citizen_id):
        raise NotFoundError
    kept = reason.strip()
    if len(kept) > LONGEST_RETRACTION:
        told = _("Skriv högst %(n)s tecken.") % {"n": LONGEST_RETRACTION}
        raise InvalidInputError({"reason": [told]})
    _end(row, "retracted", text=kept, by=by)


@transaction.atomic
def register_retraction(*, reference: str, citizen_id: uuid.UUID, came_on: date, by: Actor) -> None:
    """Note that the application was taken back in another way, on the day on which that came.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: the day has not been or lies before the case, or not by somebody who
            has applied; by field.
        ConflictError: a decision is about to leave the house.
        TransitionError: it is decided, or has ended.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    problems = {}
    if not _may_be_retracted_by(row, citizen_id):
        problems["to"] = [_("Välj den som har ansökt.")]
    if not clock.local(row.arrived_at).date() <= came_on <= clock.today():
        problems["came_on"] = [_("Välj en dag från att ansökan kom in till i dag.")]
    if problems:
        raise InvalidInputError(problems)
    _end(row, "retraction_registered", text=came_on.isoformat(), by=by)


def _may_be_retracted_by(row: Case, citizen_id: uuid.UUID) -> bool:
    """Whether it is the party's own application. A part of the caller's transaction."""
    parts = CaseParty.objects.filter(case=row, citizen_id=citizen_id, role__in=MAY_RETRACT)
    return parts.exists()


def _end(row: Case, what: str, *, text: str, by: Actor) -> None:
    row.state = next_state(row.state, "retract").value
    was_held = row.decision_leaves_at is not None
    row.decision_leaves_at = None
    HeldDecision.objects.filter(case=row).delete()
    supplements.close_open(row)
    delays.close_requests(row)
    hearings.close_hearings(row)
    opinions.close_opinions(row)
    proposals.close_proposals(row)
    rows.save(row, what, "state", "decision_leaves_at", text=text, by=by)
    if was_held:
        rows.note(row, "decision_stopped", by=by)
    rows.release(row, by=by)
    rows.index(row, by=by)
