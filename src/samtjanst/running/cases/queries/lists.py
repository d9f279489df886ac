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
from samtjanst.running.cases.queries.nearest import nearest
from samtjanst.running.cases.queries.reach import in_reach
from samtjanst.running.cases.queries.reading import views, with_labels
from samtjanst.running.cases.types import (
    DEFAULT_SORT,
    KINDS,
    CaseView,
    Filters,
    Selection,
    Sort,
    View,
    WorkPage,
)

PAGE = 30
LAST_PAGE = 500  # further back one searches or filters instead of paging
RELATED_PAGE = 10
# Found by words and not listed: in the trash since, or of an e-service that asks for another
# log-in. With more of them on a page than this the search is asked once more, for all it gives.
_SPARE = 20

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


def related(actor: Actor, case_id: uuid.UUID, page: int = 1) -> tuple[list[CaseView], bool]:
    """A page of the same parties' other cases that the actor may see, and whether there are more.

    Latest first.
    """
    of_case = CaseParty.objects.filter(case_id=case_id, is_protected=False).values("citizen_id")
    theirs = CaseParty.objects.filter(citizen_id__in=of_case, is_protected=False).values("case_id")
    start = (page - 1) * RELATED_PAGE
    seen = in_reach(actor).filter(id__in=theirs).exclude(id=case_id).order_by("-arrived_at", "id")
    keys = seen.values("id")[start : start + RELATED_PAGE + 1]
    rows = with_labels(Case.objects.select_related("handler").filter(id__in=keys))
    found = list(rows.order_by("-arrived_at", "id"))
    return views(found[:RELATED_PAGE], actor), len(found) > RELATED_PAGE and page < LAST_PAGE


def _selected(
    actor: Actor, selection: Selection, start: int, stop: int
) -> tuple[list[Case], search.Hits, Selection]:
    sort = selection.sort or (Sort.NEWEST if selection.text else DEFAULT_SORT[selection.view])
    chosen = replace(selection, sort=sort)
    most = min(stop + _SPARE, search.MOST_HITS) if _is_of_words(chosen) else search.MOST_HITS
    hits = _hits(actor, selection, most)
    found = _rows(actor, chosen, hits, start, stop)
    if hits and hits.is_cut and most < search.MOST_HITS:
        if len(found) == stop - start:  # the page is full, so nothing is left out of it
            return found, replace(hits, is_cut=False), chosen
        hits = _hits(actor, selection, search.MOST_HITS)
        found = _rows(actor, chosen, hits, start, stop)
    return found, hits or search.Hits(), chosen


def _is_of_words(chosen: Selection) -> bool:
    """Whether a list is what was found by words, newest first, and not narrowed.

    It is found newest first: no more of it is asked for than a page shows.
    """
    is_whole = chosen.view is View.ALL and chosen.filters == Filters()
    return bool(chosen.text.strip()) and is_whole and chosen.sort is Sort.NEWEST


def _rows(
    actor: Actor, chosen: Selection, hits: search.Hits | None, start: int, stop: int
) -> list[Case]:
    sort, keys = chosen.sort or Sort.NEWEST, _keys(actor, chosen, hits, start, stop)
    rows: QuerySet[Case, Any] = with_labels(Case.objects.select_related("handler"))
    rows = rows.filter(id__in=keys).annotate(has_unread=has_unread())
    if chosen.view in KINDS or sort is Sort.UNTIL:
        rows = waiting.with_waits(rows)
    if sort is Sort.UNTIL:
        rows = waiting.by_day(rows)
    return list(rows.order_by(*_ORDERS[sort]))


def _hits(actor: Actor, selection: Selection, most: int) -> search.Hits | None:
    """What was looked for: by words, and by what has to be in answers; None for nothing."""
    groups = search.groups_of(selection.filters)
    fitting = search.fitting(actor, groups) if groups else None
    if not selection.text.strip():
        return fitting
    hits = search.find(actor, selection.text, most)
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
    elif sort is Sort.UNTIL and selecting.is_walked(view, filters, Sort.OLDEST):
        try:
            rows = Case.objects.filter(id__in=nearest(actor, view, filters, stop))
        except EmptyResultSet:
            return ()
    if sort is Sort.UNTIL:
        rows = waiting.by_day(waiting.with_waits(rows))
    return rows.order_by(*_ORDERS[sort])[start:stop].values("id")
