"""By what right a decision is made: what the unit's delegation gives to whom."""

from samtjanst.building.definitions.queries import slug_of
from samtjanst.foundation.people.types import Actor
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


def covering(case: CaseView, made: DecisionDraft) -> list[DelegationView]:
    """What the unit's delegation gives to staff of decisions like this one."""
    return [
        one
        for one in cases.delegations_in(case.unit_id, slug_of(case.version_id))
        if (one.covers_adverse or not made.is_adverse)
        and (one.most is None or (made.amount or 0) <= one.most)
    ]
