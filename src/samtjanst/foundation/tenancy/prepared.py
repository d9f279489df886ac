"""Queries that are asked on every request: written with the model layer, made into SQL once.

Making the SQL takes Django longer than the database needs to answer it. A prepared query is
the same query: with the guard of the open municipality, and rows of the same models.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

from samtjanst.foundation.tenancy import writing
from samtjanst.foundation.tenancy.models import TenantModel
from samtjanst.foundation.tenancy.types import TenantError, scope_id, scope_of

M = TypeVar("M", bound=models.Model)
_FAR = datetime(9000, 1, 1, tzinfo=UTC)
_SCOPE = "municipality"  # the open scope's key, among the values
_Made = dict[str, Any]


@dataclass(slots=True)
class _Statement:
    """SQL, and where each value goes: a name with what wraps its value, or a constant."""

    sql: str
    places: list[tuple[str, Any]]

    def values(self, given: _Made) -> list[Any]:
        known = {_SCOPE: scope_id(), **given}
        return [kind(known[name]) if name else kind for name, kind in self.places]


@dataclass(slots=True)
class _Reading:
    """A statement, and how its rows become objects."""

    statement: _Statement
    model: type[Any]
    span: slice
    names: list[str]
    more: dict[str, int]  # annotations
    related: list[Any]
    converters: list[tuple[int, Any, Any]]

    def rows(self, found: list[Any]) -> Iterator[Any]:
        for row in found:
            values = list(row)
            for place, converters, expression in self.converters:
                for convert in converters:
                    values[place] = convert(values[place], expression, connection)
            made = self.model.from_db(connection.alias, self.names, values[self.span])
            for populate in self.related:
                populate.populate(values, made)
            for name, place in self.more.items():
                setattr(made, name, values[place])
            yield made


class Prepared(Generic[M]):
    """A query with some values open; decorates the function that builds it from them.

    The arguments' types are UUID, str, bytes, int, datetime or date. Each value must stand in the
    SQL as it is given; which rows are looked for must not depend on anything else.
    """

    def __init__(self, make: Callable[..., models.QuerySet[M]]) -> None:
        self._make, self._kinds = make, _kinds(make)
        self._reading: _Reading | None = None
        self._locks = False

    def all(self, **values: Any) -> list[M]:
        """Every row that fits."""
        reading = self._reading or self._read()
        if self._locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a lock needs a transaction")
        statement = reading.statement
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.values(values))
            return list(reading.rows(cursor.fetchall()))

    def first(self, **values: Any) -> M | None:
        """The first row that fits, or None; for queries that find one at most."""
        found = self.all(**values)
        return found[0] if found else None

    def _read(self) -> _Reading:
        marks = _marks(self._kinds)
        with scope_of(marks[_SCOPE]):
            query = self._make(**{name: marks[name] for name in self._kinds}).query
            compiler = query.get_compiler(connection.alias)
            sql, given = compiler.as_sql()
        about, select = compiler.klass_info, compiler.select
        start, end = about["select_fields"][0], about["select_fields"][-1] + 1
        converters = compiler.get_converters([one[0] for one in select[: compiler.col_count]])
        self._locks = query.select_for_update
        self._reading = _Reading(
            statement=_Statement(sql, _places(given, marks)),
            model=about["model"],
            span=slice(start, end),
            names=[one[0].target.attname for one in select[start:end]],
            more=dict(compiler.annotation_col_map or {}),
            related=get_related_populators(about, select, connection.alias),  # type: ignore[call-arg]  # of a later Django
            converters=[(place, *found) for place, found in converters.items()],
        )
        return self._reading


class PreparedUpdate:
    """As :class:`Prepared`; the function gives the rows to change, and the new values."""

    def __init__(self, make: Callable[..., tuple[models.QuerySet[Any], _Made]]) -> None:
        self._make, self._kinds = make, _kinds(make)
        self._statement: _Statement | None = None

    def run(self, *, note: TenantModel | None = None, **values: Any) -> int:
        """Change the rows that fit; returns how many.

        ``note`` is inserted by the same statement for each row that was changed: both happen, or
        neither.
        """
        statement = self._statement or self._prepare()
        sql, given = statement.sql, statement.values(values)
        if note:
            note.guard_tenant()
            sql, more = writing.beside(sql, note)
            given += more
        with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
            cursor.execute(sql, given)
            return int(cursor.rowcount)

    def _prepare(self) -> _Statement:
        marks = _marks(self._kinds)
        with scope_of(marks[_SCOPE]):
            rows, new = self._make(**{name: marks[name] for name in self._kinds})
            if {"municipality", "municipality_id"} & new.keys():
                raise TenantError("a row never changes municipality")
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(new)
            sql, given = query.get_compiler(connection.alias).as_sql()
        self._statement = _Statement(sql, _places(given, marks))
        return self._statement


def _kinds(make: Callable[..., Any]) -> dict[str, type]:
    return {name: one.annotation for name, one in signature(make).parameters.items()}


def _marks(kinds: dict[str, type]) -> _Made:
    """A value of each kind that nothing else in the SQL is equal to, to find its place by."""
    made: dict[type, Callable[[int], Any]] = {
        uuid.UUID: lambda _place: uuid.uuid4(),
        str: lambda _place: uuid.uuid4().hex,
        bytes: lambda _place: uuid.uuid4().bytes,
        int: lambda place: 1_900_000_000 + place,
        datetime: lambda place: _FAR + timedelta(seconds=place),
        date: lambda place: (_FAR + timedelta(days=place)).date(),
    }
    named = {**kinds, _SCOPE: uuid.UUID}
    return {name: made[kind](place) for place, (name, kind) in enumerate(named.items())}


def _places(given: Any, marks: _Made) -> list[tuple[str, Any]]:
    places = [_place(value, marks) for value in given]
    if missing := marks.keys() - {name for name, _ in places}:
        raise ValueError(f"{sorted(missing)} do not stand in the SQL")
    return places


def _place(value: Any, marks: _Made) -> tuple[str, Any]:
    bare = getattr(value, "obj", value)  # the driver's wrapper of bytes
    for name, mark in marks.items():
        if type(mark) in type(bare).__mro__ and bare == mark:
            return name, _same if type(value) is type(mark) else type(value)
    return "", value


def _same(value: Any) -> Any:
    return value
