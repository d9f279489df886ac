"""Work lists: what a member of staff may see, a page at a time."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, OrderBy, Q, QuerySet

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import sensitive
from samtjanst.building.definitions.types import SERIOUS
from samtjanst.capabilities.fees import queries as fees
from samtjanst.foundation.access.services import can, require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import citizens_with
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.identity import read_identity
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import Case, CaseLabel, CaseParty, Label, Proposal
from samtjanst.running.cases.queries import opinions, search, waiting, words
from samtjanst.running.cases.queries.covering import looked_after
from samtjanst.running.cases.queries.letters import has_unread
from samtjanst.running.cases.queries.reading import views, with_labels
from samtjanst.running.cases.types import (
    COUNTED,
    DEFAULT_SORT,
    KINDS,
    NOBODY,
    SOON_DAYS,
    VIEW_STATES,
    CaseView,
    Filters,
    Needs,
    ProposalState,
    Selection,
    Sort,
    View,
    WorkPage,
)

PAGE = 30
LAST_PAGE = 500  # further back one searches or filters instead of paging
MOST_COUNTED = 999  # a list says "999+" rather than count a million rows

_ORDERS: dict[Sort, tuple[OrderBy | str, ...]] = {
    Sort.OLDEST: ("arrived_at", "id"),
    Sort.NEWEST: ("-arrived_at", "-id"),
    Sort.DUE: (F("due").asc(nulls_last=True), "arrived_at", "id"),
    Sort.REFERENCE: ("reference", "id"),
    Sort.UNTIL: (F("waits_until").asc(nulls_last=True), "arrived_at", "id"),
}


def work_list(actor: Actor, selection: Selection) -> WorkPage:
    """One page of a work list, or of what was found, as the actor may see it."""
    rows, hits, selection = _selected(actor, selection)
    page = min(max(selection.page, 1), LAST_PAGE)
    start = (page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return WorkPage(
        selection=replace(selection, page=page),
        rows=tuple(views(found[:PAGE], actor)),
        has_more=len(found) > PAGE and page < LAST_PAGE,
        is_near=hits.is_near,
        is_cut=hits.is_cut,
        most=hits.most or search.MOST_HITS,
    )


def every(actor: Actor, selection: Selection, most: int) -> list[CaseView]:
    """The whole of a list as the actor may see it, at most ``most`` and one to tell of more."""
    return views(list(_selected(actor, selection)[0][: most + 1]), actor)


def cases_in_reach(actor: Actor, references: Iterable[str]) -> list[CaseView]:
    """Those of the cases that the actor may see; two queries, however many."""
    rows = in_reach(actor).filter(reference__in=list(references)).select_related("handler")
    return views(list(with_labels(rows)), actor)


def labels(actor: Actor) -> list[str]:
    """The labels to choose from."""
    require(actor, Permission.CASE_LIST)
    return list(Label.objects.order_by("name").values_list("name", flat=True)[:300])


def related(actor: Actor, case_id: uuid.UUID) -> list[CaseView]:
    """Other cases of the same parties that the actor may see, latest first."""
    of_case = CaseParty.objects.filter(case_id=case_id, is_protected=False).values("citizen_id")
    theirs = CaseParty.objects.filter(citizen_id__in=of_case, is_protected=False).values("case_id")
    rows = with_labels(in_reach(actor).filter(id__in=theirs).exclude(id=case_id))
    found = rows.select_related("handler").order_by("-arrived_at")
    return views(list(found[:50]), actor)


def _selected(actor: Actor, selection: Selection) -> tuple[QuerySet[Case], search.Hits, Selection]:
    rows, hits = in_reach(actor), search.Hits()
    if selection.text.strip():
        hits = search.find(actor, selection.text)
        rows = rows.filter(id__in=hits.case_ids)
    if groups := search.groups_of(selection.filters):
        fitting = search.fitting(actor, groups)
        rows, hits = rows.filter(id__in=fitting.case_ids), replace(hits, most=fitting.most)
        hits = replace(hits, is_cut=hits.is_cut or fitting.is_cut)
    rows = _narrowed(_of_view(rows, actor, selection.view), selection.filters)
    sort = selection.sort or (Sort.NEWEST if selection.text else DEFAULT_SORT[selection.view])
    whole: QuerySet[Case, Any] = with_labels(rows.select_related("handler")).annotate(
        has_unread=has_unread()
    )
    if selection.view in KINDS or sort is Sort.UNTIL:
        whole = waiting.with_waits(whole)
    if sort is Sort.UNTIL:
        whole = waiting.by_day(whole)
    return whole.order_by(*_ORDERS[sort]), hits, replace(selection, sort=sort)


def _narrowed(rows: QuerySet[Case], chosen: Filters) -> QuerySet[Case]:
    wanted = {
        "version__slug": chosen.service,
        "state": chosen.state,
        "status": chosen.status if chosen.service else "",
        "unit_id": chosen.unit_id,
        "handler_id": chosen.handler if chosen.handler != NOBODY else "",
        "priority": chosen.priority,
        "arrived_at__gte": clock.starts(chosen.arrived_from) if chosen.arrived_from else None,
        "arrived_at__lt": clock.ends(chosen.arrived_to) if chosen.arrived_to else None,
        "due__lte": chosen.due_to,
    }
    rows = rows.filter(**{name: v for name, v in wanted.items() if v not in ("", None)})
    if chosen.handler == NOBODY:
        rows = rows.filter(handler=None)
    if number := words.whole_number(chosen.party):
        theirs = CaseParty.objects.filter(
            is_protected=False, citizen_id__in=citizens_with(read_identity(number)).values("id")
        )
        rows = rows.filter(id__in=theirs.values("case_id"))
    if chosen.label:
        marked = CaseLabel.objects.filter(label__name=chosen.label)
        rows = rows.filter(id__in=marked.values("case_id"))
    return rows


def counts(actor: Actor) -> dict[View, int]:
    """How many cases each list of unfinished work has, at most MOST_COUNTED + 1; one query."""
    parts, values, reached = [], [], in_reach(actor)
    for view in COUNTED:
        rows = _of_view(reached, actor, view).order_by().values("id")[: MOST_COUNTED + 1]
        sql, params = rows.query.sql_with_params()
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS listed")  # noqa: S608 - Django's own SQL
        values += [view.value, *params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {View(view): number for view, number in cursor.fetchall()}


def in_reach(actor: Actor) -> QuerySet[Case]:
    """As :func:`within`, without what is in the trash."""
    return within(actor).filter(trashed_at=None)


def within(actor: Actor) -> QuerySet[Case]:
    """The cases of the actor's units; those with a protected party only with the right to it.

    Never a case that she is a party to herself, or may be.

    As ``rules.is_within``, for many.
    """
    require(actor, Permission.CASE_LIST)
    rows = Case.objects.filter(unit_id__in=units_with(actor, Permission.CASE_READ))
    if actor.client_services:
        rows = rows.filter(version__slug__in=actor.client_services)
    protected = units_with(actor, Permission.PROTECTED_READ)
    rows = rows.filter(Q(is_protected=False) | Q(unit_id__in=protected))
    if not actor.is_staff:
        return rows
    if not levels.is_enough_for_staff(actor, SERIOUS):
        rows = rows.exclude(version__slug__in=sensitive())
    return rows.exclude(id__in=rules.own_parts(actor).values("case_id"))


def waits_for_an_eid(actor: Actor) -> bool:
    """Whether the actor's units have cases that she reaches only when logged in with an e-ID."""
    if levels.is_enough_for_staff(actor, SERIOUS):
        return False
    theirs = Case.objects.filter(unit_id__in=units_with(actor, Permission.CASE_READ))
    return theirs.filter(version__slug__in=sensitive()).exists()


def _of_view(rows: QuerySet[Case], actor: Actor, view: View) -> QuerySet[Case]:
    today = clock.today()
    if view is View.NEW:
        rows = rows.filter(handler=None)
    elif view is View.MINE:
        rows = rows.filter(handler_id__in=looked_after(actor.id))
    elif view is View.APPROVE:
        open_ones = Proposal.objects.filter(state=ProposalState.OPEN.value)
        open_ones = open_ones.exclude(needs=Needs.SIGNATURES.value)
        others = open_ones.exclude(made_by_id=actor.id) if actor.id else open_ones
        return rows.filter(id__in=others.values("case_id"))
    elif view is View.SOON:
        rows = rows.filter(due__range=(today, today + timedelta(days=SOON_DAYS)))
    elif view is View.OVERDUE:
        rows = rows.filter(due__lt=today)
    elif view is View.OPINION:
        rows = rows.filter(id__in=opinions.waiting_opinions().values("case_id"))
    elif view is View.HEARING:
        rows = rows.filter(id__in=waiting.heard().values("case_id"))
    elif view is View.PAYMENT:
        rows = rows.filter(filing_id__in=fees.waiting("filing"))
    elif view is View.WAITS:
        rows = rows.filter(waiting.waits())
    states = VIEW_STATES[view]
    return rows.filter(state__in=states) if states else rows


def label_names(label_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What labels are called, by key; one query."""
    return dict(Label.objects.filter(id__in=set(label_ids)).values_list("id", "name"))


def beyond_reach(actor: Actor, filing_ids: Collection[str]) -> set[str]:
    """Those filings whose cases the actor may not read; none of a protected party. One query."""
    found = Case.objects.filter(filing_id__in=filing_ids, is_protected=False)
    if can(actor, Permission.CASE_LIST):
        found = found.exclude(id__in=within(actor).values("id"))
    return {str(key) for key in found.values_list("filing_id", flat=True)}
