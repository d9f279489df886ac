"""Which cases an actor may see in lists."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import sensitive
from samtjanst.building.definitions.types import SERIOUS
from samtjanst.foundation.access.services import can, require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import Case, CaseParty


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no unit lets somebody see: found once, where one statement asks for several lists."""

    serious: frozenset[str]  # e-services that ask for more than her log-in
    own: QuerySet[CaseParty, Any] | RawSQL | None  # the keys of her own cases


def bounds_of(actor: Actor, own: RawSQL | None = None) -> Bounds:
    """What the actor does not see; ``own`` where the statement has her own cases already."""
    if not actor.is_staff:
        return Bounds(frozenset(), None)
    is_enough = levels.is_enough_for_staff(actor, SERIOUS)
    return Bounds(frozenset() if is_enough else sensitive(), own or own_cases(actor))


def in_reach(actor: Actor, bounds: Bounds | None = None) -> QuerySet[Case]:
    """As :func:`within`, without what is in the trash."""
    return within(actor, bounds).filter(trashed_at=None)


def within(actor: Actor, bounds: Bounds | None = None) -> QuerySet[Case]:
    """The cases of the actor's units; those with a protected party only with the right to it.

    Never a case that she is a party to herself, or may be.

    As ``rules.is_within``, for many.
    """
    units = units_with(actor, Permission.CASE_READ)
    return _seen(actor, Case.objects.filter(unit_id__in=units), bounds)


def in_any_unit(actor: Actor, bounds: Bounds | None = None) -> QuerySet[Case]:
    """As :func:`in_reach`, but of every unit: whoever asks keeps to the actor's own units."""
    return _seen(actor, Case.objects.filter(trashed_at=None), bounds)


def own_cases(actor: Actor) -> QuerySet[CaseParty, Any]:
    """The keys of the cases that are, or may be, the member of staff's own."""
    return rules.own_parts(actor).values("case_id")


def beyond_reach(actor: Actor, filing_ids: Collection[str]) -> set[str]:
    """Those filings whose cases the actor may not read; none of a protected party. One query."""
    found = Case.objects.filter(filing_id__in=filing_ids, is_protected=False)
    if can(actor, Permission.CASE_LIST):
        found = found.exclude(id__in=within(actor).values("id"))
    return {str(key) for key in found.values_list("filing_id", flat=True)}


def waits_for_an_eid(actor: Actor) -> bool:
    """Whether the actor's units have cases that she reaches only when logged in with an e-ID."""
    if levels.is_enough_for_staff(actor, SERIOUS):
        return False
    theirs = Case.objects.filter(unit_id__in=units_with(actor, Permission.CASE_READ))
    return theirs.filter(version__slug__in=sensitive()).exists()


def _seen(actor: Actor, rows: QuerySet[Case], bounds: Bounds | None) -> QuerySet[Case]:
    require(actor, Permission.CASE_LIST)
    if actor.client_services:
        rows = rows.filter(version__slug__in=actor.client_services)
    protected = units_with(actor, Permission.PROTECTED_READ)
    rows = rows.filter(Q(is_protected=False) | Q(unit_id__in=protected))
    bounds = bounds or bounds_of(actor)
    if bounds.serious:
        rows = rows.exclude(version__slug__in=bounds.serious)
    return rows if bounds.own is None else rows.exclude(id__in=bounds.own)
