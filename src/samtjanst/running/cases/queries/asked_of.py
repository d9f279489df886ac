"""What somebody who is no party is asked to supplement: a unit, one of its members, a person."""

import uuid

from django.db.models import Q, QuerySet, Subquery

from samtjanst.foundation.access.services import require, roles_with, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.people.queries import staff_by_unit, staff_with_roles
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import CaseParty, Supplement
from samtjanst.running.cases.queries.supplements import supplements_in
from samtjanst.running.cases.types import OVER, AskedOf, Inquiry, SupplementState, SupplementView

MOST_ASKED = 100


def inquiries(actor: Actor) -> list[Inquiry]:
    """What the actor, or a unit of hers, is asked and has not answered; the first day first."""
    rows = of_others(actor).filter(state=SupplementState.OPEN.value).exclude(case__state__in=OVER)
    found = rows.select_related("case").order_by("due", "id")[:MOST_ASKED]
    return [Inquiry(one.id, one.case.reference, one.case.title, one.due) for one in found]


def open_inquiry(actor: Actor, supplement_id: uuid.UUID) -> SupplementView:
    """A request that was made to the actor or a unit of hers; the reading is recorded.

    Raises:
        NotFoundError: absent, somebody else's, about her own case, or of somebody protected.
    """
    row = of_others(actor).filter(id=supplement_id).first()
    if row is None:
        raise NotFoundError
    record_read("case.inquiry", by=actor, subject=("case", row.case_id))
    return supplements_in(Supplement.objects.filter(id=row.id))[0]


def of_others(actor: Actor) -> QuerySet[Supplement]:
    """The requests to the actor who is no party; never about a case of hers or a protected one."""
    require(actor, Permission.OPINION_GIVE)
    if actor.is_staff:
        # One who fills in for a unit does so as herself (``prepares_for`` is the filing's only).
        units = units_with(actor, Permission.OPINION_GIVE)
        whose = Q(unit_id__in=units) & (Q(colleague=None) | Q(colleague_id=actor.id))
        own = rules.own_parts(actor)
    else:
        citizens = [actor.id] if actor.is_citizen and actor.id else []
        whose, own = Q(citizen_id__in=citizens), CaseParty.objects.filter(citizen_id__in=citizens)
    rows = Supplement.objects.filter(whose, is_of_party=False)
    open_cases = rows.filter(case__is_protected=False, case__trashed_at=None)
    return open_cases.exclude(case_id__in=Subquery(own.values("case_id")))


def staff_to_answer(case_id: uuid.UUID, of: AskedOf) -> list[uuid.UUID]:
    """Those who may answer for the unit that was asked, and are no party."""
    if of.unit_id is None:
        return []
    parts = CaseParty.objects.filter(case_id=case_id).values("citizen_id")
    members = staff_with_roles(of.unit_id, roles_with(Permission.OPINION_GIVE), without=parts)
    return [key for key, _name in members if of.colleague_id in {None, key}]


def colleagues_to_ask(case_id: uuid.UUID) -> dict[uuid.UUID, list[tuple[uuid.UUID, str]]]:
    """By unit, key and name of those of the municipality who may be asked about the case."""
    parts = CaseParty.objects.filter(case_id=case_id).values("citizen_id")
    return staff_by_unit(roles_with(Permission.OPINION_GIVE), without=parts)
