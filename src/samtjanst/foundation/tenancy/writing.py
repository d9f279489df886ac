"""Rows written with SQL that is made once for a table, not once for a row.

Making the SQL anew takes longer than the database needs to run it. Guards stand in the models,
which call this; values go through the fields, as always. Signals are not sent: the product has
no receivers.
"""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DatabaseError, connection, models, transaction

MOST = 20  # rows of one statement; more are left to Django, which cuts them into batches
_Fields = tuple["models.Field[Any, Any]", ...]


def insert(rows: Sequence[models.Model], *, is_known_left: bool = False) -> None:
    """Insert rows of one table with one statement; keys that the database gives are set.

    With ``is_known_left`` a row that meets a unique constraint is left out, without an error.
    """
    sql, fields, given = _insert_sql(type(rows[0]), len(rows), is_known_left=is_known_left)
    values = [_value(field, row, add=True) for row in rows for field in fields]
    with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        keys = cursor.fetchall() if given else []
    for row, key in zip(rows, keys, strict=False):
        setattr(row, given, key[0])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def beside(sql: str, row: models.Model) -> tuple[str, list[Any]]:
    """One statement that changes rows by ``sql``, and inserts ``row`` for each that was changed.

    Returns it, and the values that come after those of ``sql``.
    """
    into, fields = _beside_sql(type(row))
    values = [_value(field, row, add=True) for field in fields]
    return f"WITH changed AS ({sql} RETURNING 1) {into} FROM changed", values


def update(row: models.Model, names: Iterable[str]) -> None:
    """Write some fields of a row that is there.

    Raises:
        DatabaseError: it is not there in the row's municipality.
    """
    model = type(row)
    sql, fields = _update_sql(model, frozenset(names))
    values = [_value(field, row, add=False) for field in fields]
    with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if not cursor.rowcount:
            raise DatabaseError("Save with update_fields did not affect any rows.")


def _value(field: "models.Field[Any, Any]", row: models.Model, *, add: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add), connection)


@functools.cache
def _insert_sql(
    model: type[models.Model], count: int, *, is_known_left: bool
) -> tuple[str, _Fields, str]:
    """The statement, the fields of its values, and the name of a key that the database gives."""
    auto = model._meta.auto_field
    fields = tuple(f for f in model._meta.local_concrete_fields if f is not auto)
    row = f"({', '.join(map(_placeholder, fields))})"
    parts = ["INSERT INTO", _table(model), f"({', '.join(map(_column, fields))})"]
    parts += ["VALUES", ", ".join([row] * count)]
    if is_known_left:
        parts.append("ON CONFLICT DO NOTHING")
    elif auto:
        parts += ["RETURNING", _column(auto)]
    return " ".join(parts), fields, auto.attname if auto and not is_known_left else ""


@functools.cache
def _beside_sql(model: type[models.Model]) -> tuple[str, _Fields]:
    fields = tuple(f for f in model._meta.local_concrete_fields if f is not model._meta.auto_field)
    # The kind of each value is told; its length is left to the column, which refuses what a
    # cast would cut off.
    values = (f"%s::{str(field.db_type(connection)).partition('(')[0]}" for field in fields)
    columns = ", ".join(map(_column, fields))
    parts = ["INSERT INTO", _table(model), f"({columns})", "SELECT", ", ".join(values)]
    return " ".join(parts), fields


@functools.cache
def _update_sql(model: type[models.Model], names: frozenset[str]) -> tuple[str, _Fields]:
    """The statement, and the fields of its values; the municipality stands in it as the key."""
    meta = model._meta
    changed = [f for f in meta.local_concrete_fields if {f.name, f.attname} & names]
    keys: list[Any] = [meta.pk, meta.get_field("municipality")]
    if len(changed) != len(names) or set(changed) & set(keys):
        raise ValueError(f"{sorted(names)} are not fields of {model.__name__} that can change")
    sets = ", ".join(f"{_column(field)} = {_placeholder(field)}" for field in changed)
    where = " AND ".join(f"{_column(field)} = %s" for field in keys)
    parts = ["UPDATE", _table(model), "SET", sets, "WHERE", where]
    return " ".join(parts), (*changed, *keys)


def _placeholder(field: Any) -> str:
    made = getattr(field, "get_placeholder", None)
    return made(None, None, connection) if made else "%s"


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Any) -> str:
    return connection.ops.quote_name(field.column)
