"""By what right a decision is made: what the unit's delegation gives to whom."""

from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import slug_of
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, DecisionDraft, DelegationView


def point_of(*, case: CaseView, made: DecisionDraft, by: Actor) -> str | None:
    """The point of the unit's delegation by which the actor may make the decision.

    "" when the unit has none written down: then whoever may decide, may. None: she may not.
    """
    if not cases.has_delegation(case.unit_id):
        return ""
    roles = {grant.role.value for grant in by.grants if grant.unit_id == case.unit_id}
    for one in covering(case, made):
        if one.staff_id == by.id if one.staff_id else one.role in roles:
            return one.point
    return None


def point_beside(*, case: CaseView, made: DecisionDraft, by: Actor, field: str) -> str:
    """The point by which the actor makes a decision beside the matter, such as a rejection.

    "" where the unit has no delegation, or gives nobody such a decision: those are not proposed
    to the board here, so that whoever may decide in the case makes them on its word.

    Raises:
        InvalidInputError: the delegation gives it to somebody else; under ``field``.
    """
    point = point_of(case=case, made=made, by=by)
    others = sorted({one.point for one in covering(case, made)})
    if point is None and others:
        told = _(
            "Delegationen ger inte dig det här beslutet. Det fattar den som har punkt %(points)s."
        )
        raise InvalidInputError({field: [told % {"points": ", ".join(others)}]})
    return point or ""


def covering(case: CaseView, made: DecisionDraft) -> list[DelegationView]:
    """What the unit's delegation gives to staff of decisions like this one."""
    return [
        one
        for one in cases.delegations_in(case.unit_id, slug_of(case.version_id))
        if (one.covers_adverse or not made.is_adverse)
        and (one.most is None or (made.amount or 0) <= one.most)
    ]
