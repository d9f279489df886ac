"""Work lists: what a member of staff may see, a page at a time."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, OrderBy, QuerySet

from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.models import Case, CaseParty
from samtjanst.running.cases.queries import search, selecting, waiting, walking
from samtjanst.running.cases.queries.letters import has_unread
from samtjanst.running.cases.queries.reach import in_reach
from samtjanst.running.cases.queries.reading import views, with_labels
from samtjanst.running.cases.types import (
    DEFAULT_SORT,
    KINDS,
    CaseView,
    Selection,
    Sort,
    WorkPage,
)

PAGE = 30
LAST_PAGE = 500  # further back one searches or filters instead of paging

_ORDERS: dict[Sort, tuple[OrderBy | str, ...]] = {
    Sort.OLDEST: ("arrived_at", "id"),
    Sort.NEWEST: ("-arrived_at", "-id"),
    Sort.DUE: (F("due").asc(nulls_last=True), "arrived_at", "id"),
    Sort.REFERENCE: ("reference",),
    Sort.UNTIL: (F("waits_until").asc(nulls_last=True), "arrived_at", "id"),
}


def work_list(actor: Actor, selection: Selection) -> WorkPage:
    """One page of a work list, or of what was found, as the actor may see it."""
    page = min(max(selection.page, 1), LAST_PAGE)
    start = (page - 1) * PAGE
    found, hits, selection = _selected(actor, selection, start, start + PAGE + 1)
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
    return views(_selected(actor, selection, 0, most + 1)[0], actor)


def cases_in_reach(actor: Actor, references: Iterable[str]) -> list[CaseView]:
    """Those of the cases that the actor may see; two queries, however many."""
    rows = in_reach(actor).filter(reference__in=list(references)).select_related("handler")
    return views(list(with_labels(rows)), actor)


def related(actor: Actor, case_id: uuid.UUID) -> list[CaseView]:
    """Other cases of the same parties that the actor may see, latest first."""
    of_case = CaseParty.objects.filter(case_id=case_id, is_protected=False).values("citizen_id")
    theirs = CaseParty.objects.filter(citizen_id__in=of_case, is_protected=False).values("case_id")
    rows = with_labels(in_reach(actor).filter(id__in=theirs).exclude(id=case_id))
    found = rows.select_related("handler").order_by("-arrived_at")
    return views(list(found[:50]), actor)


def _selected(
    actor: Actor, selection: Selection, start: int, stop: int
) -> tuple[list[Case], search.Hits, Selection]:
    sort = selection.sort or (Sort.NEWEST if selection.text else DEFAULT_SORT[selection.view])
    chosen, hits = replace(selection, sort=sort), _hits(actor, selection)
    keys = _keys(actor, chosen, hits, start, stop)
    rows: QuerySet[Case, Any] = with_labels(Case.objects.select_related("handler"))
    rows = rows.filter(id__in=keys).annotate(has_unread=has_unread())
    if selection.view in KINDS or sort is Sort.UNTIL:
        rows = waiting.with_waits(rows)
    if sort is Sort.UNTIL:
        rows = waiting.by_day(rows)
    return list(rows.order_by(*_ORDERS[sort])), hits or search.Hits(), chosen


def _hits(actor: Actor, selection: Selection) -> search.Hits | None:
    """What was looked for: by words, and by what has to be in answers; None for nothing."""
    groups = search.groups_of(selection.filters)
    fitting = search.fitting(actor, groups) if groups else None
    if not selection.text.strip():
        return fitting
    hits = search.find(actor, selection.text)
    if fitting is None:
        return hits
    fits = frozenset(fitting.case_ids)
    both = tuple(one for one in hits.case_ids if one in fits)
    return replace(hits, case_ids=both, most=fitting.most, is_cut=hits.is_cut or fitting.is_cut)


def _keys(actor: Actor, chosen: Selection, hits: search.Hits | None, start: int, stop: int) -> Any:
    """The keys of the page, to be used inside the query of its rows."""
    view, filters = chosen.view, chosen.filters
    sort = chosen.sort or DEFAULT_SORT[view]
    if hits is None and selecting.is_walked(view, filters, sort):
        try:
            parts = selecting.walks(actor, view, filters, stop, sort)
        except EmptyResultSet:  # no case can be what is chosen
            return ()
        return walking.keys(parts, sort, start, stop)
    rows: QuerySet[Case, Any] = selecting.listed(actor, view, filters)
    if hits is not None:
        rows = rows.filter(id__in=hits.case_ids)
    if sort is Sort.UNTIL:
        rows = waiting.by_day(waiting.with_waits(rows))
    return rows.order_by(*_ORDERS[sort])[start:stop].values("id")
