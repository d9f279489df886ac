"""Work lists: what a member of staff may see, a page at a time."""

from dataclasses import replace

from django.db import connection
from django.db.models import F, OrderBy, Q, QuerySet

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases import rules  # noqa: F401 - registers the predicates
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.queries import search
from samtjanst.running.cases.queries.reading import views
from samtjanst.running.cases.types import (
    COUNTED,
    DEFAULT_SORT,
    HANDLED_STATES,
    VIEW_STATES,
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
}


def work_list(actor: Actor, selection: Selection) -> WorkPage:
    """One page of a work list, or of what was found, as the actor may see it."""
    rows, found = in_reach(actor), search.Hits()
    if selection.text.strip():
        found = search.find(actor, selection.text)
        rows = rows.filter(id__in=found.case_ids)
    rows = _of_view(rows, actor, selection.view)
    sort = selection.sort or (Sort.NEWEST if selection.text else DEFAULT_SORT[selection.view])
    page = min(max(selection.page, 1), LAST_PAGE)
    start = (page - 1) * PAGE
    found_rows = list(
        rows.select_related("handler").order_by(*_ORDERS[sort])[start : start + PAGE + 1]
    )
    return WorkPage(
        selection=replace(selection, sort=sort, page=page),
        rows=tuple(views(found_rows[:PAGE], actor)),
        has_more=len(found_rows) > PAGE and page < LAST_PAGE,
        is_near=found.is_near,
        is_cut=found.is_cut,
    )


def counts(actor: Actor) -> dict[View, int]:
    """How many cases each list of unfinished work has, at most MOST_COUNTED + 1; one query."""
    parts, values = [], []
    for view in COUNTED:
        rows = _of_view(in_reach(actor), actor, view).order_by().values("id")[: MOST_COUNTED + 1]
        sql, params = rows.query.sql_with_params()
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS listed")  # noqa: S608 - Django's own SQL
        values += [view.value, *params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {View(view): number for view, number in cursor.fetchall()}


def in_reach(actor: Actor) -> QuerySet[Case]:
    """The cases of the actor's units; those with a protected party only with the right to it."""
    require(actor, Permission.CASE_LIST)
    rows = Case.objects.filter(unit_id__in=units_with(actor, Permission.CASE_READ))
    protected = units_with(actor, Permission.PROTECTED_READ)
    return rows.filter(Q(is_protected=False) | Q(unit_id__in=protected))


def _of_view(rows: QuerySet[Case], actor: Actor, view: View) -> QuerySet[Case]:
    if view is View.MINE:
        return rows.filter(handler_id=actor.id, state__in=HANDLED_STATES)
    if view is View.OVERDUE:
        return rows.filter(state__in=HANDLED_STATES, due__lt=clock.today())
    states = VIEW_STATES[view]
    return rows.filter(state__in=states) if states else rows
