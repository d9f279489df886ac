"""The keys of a page of a list, from hardly more rows than the page has.

An index has the cases of one unit and one state in the order of a list. Asked for several units or
states at once, PostgreSQL reads all that fit and sorts them. So each is walked by itself (LATERAL),
no further than the page reaches, and what has been walked is merged: the work does not grow with
how many cases there are (decision 0040).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import CaseState, Sort

# The columns of each order that an index has, with their direction.
_ORDERS: dict[Sort, tuple[tuple[str, str], ...]] = {
    Sort.OLDEST: (("arrived_at", ""), ("id", "")),
    Sort.NEWEST: (("arrived_at", "-"), ("id", "-")),
    Sort.DUE: (("due", ""), ("arrived_at", ""), ("id", "")),  # without a day: last
    Sort.REFERENCE: (("reference", ""),),
}
WALKED = frozenset(_ORDERS)
Statement = tuple[str, tuple[Any, ...]]
Handlers = QuerySet[Any, Any] | tuple[uuid.UUID, ...] | None  # keys, or what gives them


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the cases of a list lie. What is None does not narrow, and is not walked by itself.

    ``versions`` gives keys; with handlers the units are not walked.
    """

    units: tuple[uuid.UUID, ...]
    states: tuple[CaseState, ...] | None
    handlers: Handlers = None
    versions: QuerySet[Any, Any] | None = None


def walked(rows: QuerySet[Case], ground: Ground, most: int, sort: Sort) -> Statement:
    """The first cases of each part of the ground: keys, and what they are ordered by."""
    ways, given, here = _ways(rows, ground)
    sql, params = part(here, most, sort)
    return f"SELECT walked.* FROM {ways} CROSS JOIN LATERAL ({sql}) AS walked", (*given, *params)  # noqa: S608 - Django's own SQL


def part(rows: QuerySet[Case], most: int, sort: Sort) -> Statement:
    """The first of some cases in an order: keys, and what they are ordered by."""
    ordered = rows.order_by(*(f"{direction}{name}" for name, direction in _ORDERS[sort]))
    return made(ordered.values_list(*_columns(sort))[:most])


def keys(parts: Iterable[Statement], sort: Sort, start: int, stop: int) -> RawSQL:
    """The keys of what has been walked, merged, from one place in the order to another."""
    found = list(parts)
    order = ", ".join(f"{name}{' DESC' if direction else ''}" for name, direction in _ORDERS[sort])
    walks = " UNION ALL ".join(f"({sql})" for sql, _ in found)
    return RawSQL(  # noqa: S611 - Django's own SQL
        f"SELECT id FROM ({walks}) AS listed ({', '.join(_columns(sort))})"  # noqa: S608 - Django's own SQL
        f" ORDER BY {order} LIMIT %s OFFSET %s",
        (*(value for _, params in found for value in params), stop - start, start),
    )


def by_state(rows: QuerySet[Case], ground: Ground, most: int) -> Statement:
    """How many cases there are in each state, counted as far as ``most`` in each unit."""
    ways, given, here = _ways(rows, ground)
    sql, params = made(here.order_by().values_list("id")[:most])
    counted = f"FROM {ways} CROSS JOIN LATERAL ({sql}) AS walked GROUP BY 1"
    return f"SELECT way_state.one AS state, count(*) AS number {counted}", (*given, *params)


def number(rows: QuerySet[Case], most: int) -> Statement:
    """How many of some cases there are in all, counted as far as ``most``."""
    sql, params = made(rows.order_by().values_list("id")[:most])
    return f"SELECT '' AS state, count(*) AS number FROM ({sql}) AS counted", params  # noqa: S608 - Django's own SQL


def _ways(rows: QuerySet[Case], ground: Ground) -> tuple[str, tuple[Any, ...], QuerySet[Case]]:
    """The parts of the ground as tables, and the cases of the part that they are at."""
    ways = {}
    if ground.states is not None:
        ways["state"] = _listed("text", [state.value for state in ground.states])
    if ground.handlers is None:
        ways["unit_id"] = _listed("uuid", ground.units)
    else:
        rows = rows.filter(unit_id__in=ground.units)
        whose = ground.handlers
        ways["handler_id"] = _listed("uuid", whose) if isinstance(whose, tuple) else made(whose)
    if ground.versions is not None:
        ways["version_id"] = made(ground.versions)
    names = {field: f"way_{field.removesuffix('_id')}" for field in ways}
    tables = " CROSS JOIN ".join(f"({sql}) AS {names[of]} (one)" for of, (sql, _) in ways.items())
    at = {field: RawSQL(f"{name}.one", ()) for field, name in names.items()}  # noqa: S611 - our names
    here = rows.filter(**at)
    return tables, tuple(value for _, given in ways.values() for value in given), here


def made(query: QuerySet[Any, Any]) -> Statement:
    """A query as SQL and its values."""
    sql, params = query.query.sql_with_params()
    return sql, tuple(params)


def _columns(sort: Sort) -> list[str]:
    return ["id", *(name for name, _ in _ORDERS[sort] if name != "id")]


def _listed(kind: str, values: Iterable[Any]) -> Statement:
    return f"SELECT unnest(%s::{kind}[])", ([*values],)
