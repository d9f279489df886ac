"""Reads of how new cases are shared out."""

import uuid
from collections.abc import Iterable
from itertools import islice

from django.db.models import Count, Exists, OuterRef

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import places_of_work, staff_in_units, staff_names
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Absence, AssignmentRule, Case, CaseEvent, Expertise
from samtjanst.running.cases.types import AbsenceView, CaseState, ExpertiseView, RuleView

MOST_AT_ONCE = 200
OPEN_STATES = (CaseState.IN_PROGRESS, CaseState.WAITING_FOR_APPLICANT)
FREE_STATES = (CaseState.RECEIVED, *OPEN_STATES)


def rules(actor: Actor) -> list[RuleView]:
    """The rules of the units whose work the actor shares out, in order."""
    require(actor, Permission.ASSIGNMENT_TEND)
    return _views(units_with(actor, Permission.ASSIGNMENT_TEND))


def rules_in(unit_ids: Iterable[uuid.UUID]) -> list[RuleView]:
    """The rules of units, in order, for a step of the system's own."""
    return _views(unit_ids)


def absences(actor: Actor) -> list[AbsenceView]:
    """Who is, or will be, away in the units whose work the actor shares out."""
    require(actor, Permission.ASSIGNMENT_TEND)
    members = [key for key, _n in staff_in_units(units_with(actor, Permission.ASSIGNMENT_TEND))]
    rows = Absence.objects.select_related("staff", "cover").filter(staff_id__in=members)
    return [
        AbsenceView(
            id=row.id,
            staff_id=row.staff_id,
            staff=row.staff.name,
            first=row.first,
            last=row.last,
            cover_id=row.cover_id,
            cover=row.cover.name if row.cover else "",
        )
        for row in rows.filter(last__gte=clock.today()).order_by("first", "id")
    ]


def expertise(actor: Actor) -> list[ExpertiseView]:
    """Who knows what well in the units whose work the actor shares out, by person."""
    require(actor, Permission.ASSIGNMENT_TEND)
    members = [key for key, _n in staff_in_units(units_with(actor, Permission.ASSIGNMENT_TEND))]
    rows = Expertise.objects.select_related("staff").filter(staff_id__in=members)
    return [
        ExpertiseView(row.id, row.staff_id, row.staff.name, row.name)
        for row in rows.order_by("staff__name", "name", "id")
    ]


def away_now() -> dict[uuid.UUID, uuid.UUID | None]:
    """Who is away today, and who covers; for a step of the system's own."""
    today = clock.today()
    rows = Absence.objects.filter(first__lte=today, last__gte=today)
    return dict(rows.values_list("staff_id", "cover_id"))


def loads(staff_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many undecided cases each has."""
    rows = Case.objects.filter(handler_id__in=set(staff_ids), state__in=OPEN_STATES)
    rows = rows.filter(trashed_at=None)
    counted = rows.values_list("handler_id").annotate(count=Count("id"))
    return {key: count for key, count in counted if key}


def to_allot(case_id: uuid.UUID | None = None) -> list[str]:
    """Numbers of nobody's cases in units with rules, oldest first; none put back by hand.

    When there are more than are looked at in a round, the newest half of them are, and as many
    of the others by lot: those that no rule fits stay, and must not keep the rest from being
    looked at. With ``case_id`` that one only, if it is one of them.
    """
    units = AssignmentRule.objects.values("unit_id")
    put_back = CaseEvent.objects.filter(case_id=OuterRef("id"), what="released")
    rows = Case.objects.filter(state__in=FREE_STATES, handler=None, unit_id__in=units)
    rows = rows.filter(trashed_at=None)
    rows = rows.filter(id=case_id) if case_id else rows
    found = rows.filter(~Exists(put_back)).values_list("arrived_at", "reference")
    chosen = list(found.order_by("-arrived_at", "-id")[: MOST_AT_ONCE // 2])
    if len(chosen) == MOST_AT_ONCE // 2:
        others = found.exclude(reference__in=[reference for _at, reference in chosen])
        chosen += others.order_by("?")[: MOST_AT_ONCE - len(chosen)]
    return [reference for _at, reference in sorted(chosen)]


def to_vacate() -> list[str]:
    """Numbers of open cases whose handler has no role in their unit any more, oldest first."""
    rows = Case.objects.filter(state__in=OPEN_STATES, handler__isnull=False)
    held = set(rows.order_by().values_list("handler_id", "unit_id").distinct())
    gone = held - places_of_work(staff for staff, _unit in held if staff)
    of_gone = rows.filter(handler_id__in={staff for staff, _unit in gone})
    found = of_gone.order_by("arrived_at", "id").values_list("reference", "handler_id", "unit_id")
    left = (reference for reference, staff, unit in found if (staff, unit) in gone)
    return list(islice(left, MOST_AT_ONCE))


def _views(unit_ids: Iterable[uuid.UUID]) -> list[RuleView]:
    rows = AssignmentRule.objects.select_related("unit").filter(unit_id__in=set(unit_ids))
    found = list(rows.order_by("unit__name", "place", "id"))
    given = {row.id: _given_to(row) for row in found}
    names = staff_names({key for keys in given.values() for key in keys})
    return [
        RuleView(
            id=row.id,
            unit_id=row.unit_id,
            unit=row.unit.name,
            name=row.name,
            slug=row.slug,
            question=row.question,
            values=tuple(row.values),
            letters=row.letters,
            staff=given[row.id],
            staff_names=tuple(names[key] for key in given[row.id] if key in names),
            expertise=row.expertise,
        )
        for row in found
    ]


def _given_to(row: AssignmentRule) -> tuple[uuid.UUID, ...]:
    """Those that the rule gives cases to: chosen by name, by what they know well, or both."""
    if not row.expertise:
        return tuple(row.staff)
    skilled = set(Expertise.objects.filter(name=row.expertise).values_list("staff_id", flat=True))
    among = row.staff or [key for key, _name in staff_in_units([row.unit_id])]
    return tuple(key for key in among if key in skilled)
