"""What a work list holds: a list, narrowed. As a query of its own, and as what is walked."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from samtjanst.building.definitions.queries import version_keys
from samtjanst.capabilities.fees import queries as fees
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import citizens_with
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.identity import read_identity
from samtjanst.running.cases.models import Case, CaseParty, Proposal
from samtjanst.running.cases.queries import labelled, opinions, waiting, walking, words
from samtjanst.running.cases.queries.covering import looked_after
from samtjanst.running.cases.queries.reach import Bounds, bounds_of, in_any_unit, in_reach
from samtjanst.running.cases.queries.walking import Ground, Handlers, Statement
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    NOBODY,
    SOON_DAYS,
    VIEW_STATES,
    CaseState,
    Filters,
    Needs,
    ProposalState,
    Sort,
    View,
)

_EVERYTHING = Filters()
# Lists of cases whose state says that they wait, and of some that are handled meanwhile.
_STANDING: dict[View, tuple[CaseState, ...]] = {
    View.WAITS: waiting.STANDING,
    View.SUPPLEMENT: (CaseState.WAITING_FOR_APPLICANT,),
}
# Lists of what few cases have: found by that, and sorted.
_OF_FEW = frozenset({View.APPROVE, View.OPINION, View.HEARING, View.PAYMENT, View.ASIDE})


def listed(
    actor: Actor, view: View, chosen: Filters = _EVERYTHING, bounds: Bounds | None = None
) -> QuerySet[Case]:
    """The cases of a list, narrowed; ``bounds`` as for :func:`in_reach`."""
    units = _units(actor, chosen)
    rows = in_reach(actor, bounds).filter(unit_id__in=units, state__in=states(view, chosen))
    if chosen.service:
        rows = rows.filter(version__slug=chosen.service)
    if (handlers := _handlers(actor, view, chosen)) is not None:
        rows = rows.filter(handler_id__in=handlers)
    if view in _STANDING:
        rows = rows.filter(waiting.waits() if view is View.WAITS else waiting.supplemented())
    return _narrowed(rows, actor, view, chosen)


def is_walked(view: View, chosen: Filters, sort: Sort) -> bool:
    """Whether an index has the list in the order; else what few cases have is sorted."""
    return sort in walking.WALKED and view not in _OF_FEW and not words.whole_number(chosen.party)


def walks(actor: Actor, view: View, chosen: Filters, most: int, sort: Sort) -> list[Statement]:
    """What has the first cases of a list, and others that come later in it: to be merged."""
    bounds, found = bounds_of(actor), []
    rows, ground = on_ground(actor, view, replace(chosen, label=""), bounds)
    if chosen.label:
        few = listed(actor, view, replace(chosen, label=""), bounds)
        if _is_whole(view, chosen, sort):
            return [labelled.by_arrival(few, chosen.label, most, sort)]
        few = few.filter(*labelled.of_few(chosen.label))
        found.append(walking.part(few, most, sort))
        rows = labelled.of_many(rows, chosen.label)
    found.append(walking.walked(rows, ground, most, sort))
    if view in _STANDING:
        found.append(walking.part(handled_that_wait(actor, view, chosen, bounds), most, sort))
    return found


def _is_whole(view: View, chosen: Filters, sort: Sort) -> bool:
    """Whether every case is in the list, in the order in which they came in."""
    narrowed = chosen.state or chosen.handler or chosen.service
    return view is View.ALL and not narrowed and sort in (Sort.OLDEST, Sort.NEWEST)


def on_ground(
    actor: Actor, view: View, chosen: Filters = _EVERYTHING, bounds: Bounds | None = None
) -> tuple[QuerySet[Case], Ground]:
    """The cases of a list as what is walked, and where.

    Of what waits that has a state of its own: for the rest, see :func:`handled_that_wait`.
    """
    states = _STANDING.get(view, VIEW_STATES[view])
    ground = Ground(
        units=_units(actor, chosen),
        states=_states(states, chosen),
        handlers=_handlers(actor, view, chosen),
        versions=_versions(chosen.service) if chosen.service else None,
    )
    return _narrowed(in_any_unit(actor, bounds), actor, view, chosen), ground


def handled_that_wait(
    actor: Actor, view: View, chosen: Filters = _EVERYTHING, bounds: Bounds | None = None
) -> QuerySet[Case]:
    """The cases that are handled, and yet wait: for anybody outside the desk or for a day (WAITS).

    Or for somebody else than a party to supplement them (SUPPLEMENT).
    """
    rows = listed(actor, View.ALL, chosen, bounds).filter(state__in=HANDLED_STATES)
    if view is View.WAITS:
        return rows.filter(waiting.outside())
    return rows.filter(id__in=waiting.supplemented_by_others().values("case_id"))


def _units(actor: Actor, chosen: Filters) -> tuple[uuid.UUID, ...]:
    units = units_with(actor, Permission.CASE_READ)
    return tuple(units & {chosen.unit_id} if chosen.unit_id else units)


def states(view: View, chosen: Filters) -> tuple[CaseState, ...]:
    """The states that cases of a list are in, narrowed."""
    return _states(VIEW_STATES[view], chosen)


def _states(of_view: Collection[CaseState], chosen: Filters) -> tuple[CaseState, ...]:
    return tuple(one for one in of_view or CaseState if chosen.state in (None, one))


def _handlers(actor: Actor, view: View, chosen: Filters) -> Handlers:
    """The keys of whose cases are listed; None for anybody's and nobody's."""
    named = chosen.handler if isinstance(chosen.handler, uuid.UUID) else None
    if view is View.MINE:
        hers = looked_after(actor.id)
        return hers.filter(id=named) if named else hers
    return (named,) if named else None


def _versions(slug: str) -> QuerySet[Any, Any]:
    """The versions of an e-service that there are cases of."""
    used = Case.objects.filter(version_id=OuterRef("id"))
    return version_keys(slug).filter(Exists(used))


def _narrowed(rows: QuerySet[Case], actor: Actor, view: View, chosen: Filters) -> QuerySet[Case]:
    """By all but the unit, the state, the e-service and whose the cases are."""
    wanted = {
        "status": chosen.status if chosen.service else "",
        "priority": chosen.priority,
        "arrived_at__gte": clock.starts(chosen.arrived_from) if chosen.arrived_from else None,
        "arrived_at__lt": clock.ends(chosen.arrived_to) if chosen.arrived_to else None,
        "due__lte": chosen.due_to,
    }
    rows = rows.filter(**{name: v for name, v in wanted.items() if v not in ("", None)})
    if view is View.NEW or chosen.handler == NOBODY:
        rows = rows.filter(handler=None)
    if number := words.whole_number(chosen.party):
        theirs = CaseParty.objects.filter(
            is_protected=False, citizen_id__in=citizens_with(read_identity(number)).values("id")
        )
        rows = rows.filter(id__in=theirs.values("case_id"))
    if chosen.label:
        rows = rows.filter(id__in=labelled.marked(chosen.label).values("case_id"))
    return _of_view(rows, actor, view)


def _of_view(rows: QuerySet[Case], actor: Actor, view: View) -> QuerySet[Case]:
    today = clock.today()
    if view is View.SOON:
        return rows.filter(due__range=(today, today + timedelta(days=SOON_DAYS)))
    if view is View.OVERDUE:
        return rows.filter(due__lt=today)
    if view is View.PAYMENT:
        return rows.filter(filing_id__in=fees.waiting("filing"))
    few: dict[View, QuerySet[Any, Any]] = {
        View.APPROVE: _to_approve(actor).values("case_id"),
        View.OPINION: opinions.waiting_opinions().values("case_id"),
        View.HEARING: waiting.heard().values("case_id"),
        View.ASIDE: waiting.aside().values("id"),
    }
    return rows.filter(id__in=few[view]) if view in few else rows


def _to_approve(actor: Actor) -> QuerySet[Proposal]:
    open_ones = Proposal.objects.filter(state=ProposalState.OPEN.value)
    open_ones = open_ones.exclude(needs=Needs.SIGNATURES.value)
    return open_ones.exclude(made_by_id=actor.id) if actor.id else open_ones
