"""Handing a case over to another unit of the municipality."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import roles_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.queries import staff_with_roles
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases.models import Case, CaseParty, Proposal
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import MoveGround, ProposalState, next_state

LONGEST_MOVE_REASON = 2_000


@transaction.atomic
def move_case(
    *, reference: str, unit_id: uuid.UUID, ground: MoveGround, why: str, by: Actor
) -> None:
    """Hand a case over to another unit, where it is nobody's; its limit and all in it stay.

    Its former unit reaches it no longer. The ground, and the reason in words, stand in the time
    line and in the audit: secrecy can hold between units (OSL 8 kap. 2 §).

    Raises:
        NotFoundError: not a case that the actor may hand out.
        InvalidInputError: no reason, or a unit in which nobody can handle it.
        ConflictError: a decision is about to leave the house.
        TransitionError: it waits for signatures, or is finished.
    """
    row = rows.locked(reference, permission=Permission.CASE_ASSIGN, by=by)
    row.state = next_state(row.state, "move").value
    names = {unit.id: unit.name for unit in units()}
    if problems := _problems(row, unit_id, names, why.strip()):
        raise InvalidInputError(problems)
    former, row.unit_id, row.handler_id = row.unit_id, unit_id, None
    text = f"{names[former]} → {names[unit_id]}. {why.strip()}"
    rows.save(row, "moved", "state", "unit", "handler", text=text, by=by)
    details = {"from": str(former), "to": str(unit_id), "ground": ground.value}
    record("case.handed_over", by=by, subject=("case", row.id), details=details)
    rows.release(row, by=by)
    rows.index(row, by=by)


def _problems(
    row: Case, unit_id: uuid.UUID, names: dict[uuid.UUID, str], why: str
) -> dict[str, list[str]]:
    problems = {}
    if unit_id not in names or unit_id == row.unit_id:
        problems["unit"] = [_("Välj en annan enhet än den som har ärendet.")]
    elif not _can_handle(row, unit_id):
        problems["unit"] = [_("Ingen på enheten får handlägga det här ärendet.")]
    if not why or len(why) > LONGEST_MOVE_REASON:
        problems["why"] = [_("Skriv varför ärendet lämnas över, med högst 2 000 tecken.")]
    if Proposal.objects.filter(case=row, state=ProposalState.OPEN.value).exists():
        problems["unit"] = [
            _("Ett förslag till beslut väntar på godkännande. Ta först hand om det.")
        ]
    return problems


def _can_handle(row: Case, unit_id: uuid.UUID) -> bool:
    more = [Permission.PROTECTED_READ] if row.is_protected else []
    roles = roles_with(Permission.CASE_READ, Permission.CASE_HANDLE, *more)
    parts = CaseParty.objects.filter(case=row).values("citizen_id")
    return bool(staff_with_roles(unit_id, roles, without=parts))
