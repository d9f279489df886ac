"""One case put back from a restored copy of the database, with everything that belongs to it.

Rows keep their keys and are never changed: what is missing is put back, what is here and differs
is left alone. Row-level security holds in both databases. The audit of the copy is not carried
over, and none is invented: one event says that the case was put back.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, models, transaction

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.keys.models import DataKey
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.plugins.services import storage
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.postgres.base import SETTING
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.ports.failures import NotConfigured, Rejected
from samtjanst.ports.storage import Storage
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseLease, CaseSearch, Disposal

# Made anew by themselves, or over in minutes.
_LEFT = (CaseLease, CaseSearch)
_SEALED = "\\x01"  # how a sealed value begins, as text; the key's own key follows
Values = dict[str, Any]


class NotRestoredError(Exception):
    """Nothing was put back; says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the copy holds of a case, and how it stands here."""

    missing: tuple[tuple[str, Values], ...]
    same: int
    differing: tuple[tuple[str, str], ...]  # table and key
    without: tuple[tuple[str, str], ...]  # rows that are pointed at and are not here
    contents: tuple[str, ...] = field(repr=False, default=())  # storage keys that are not here
    unknown_keys: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether the case itself is not here."""
        return any(table == _table(Case) for table, _values in self.missing)


class Copy:
    """A restored copy of the database, seen as one municipality."""

    def __init__(self, opened: psycopg.Connection, municipality: Municipality) -> None:
        self._opened, self._municipality = opened, municipality
        opened.execute("SET TIME ZONE 'UTC'")
        opened.execute("SELECT set_config(%s, %s, false)", [SETTING, str(municipality.id)])

    def require_same(self) -> None:
        """Raises NotRestoredError: another version's copy, or another installation's."""
        query = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
        with connection.cursor() as cursor:
            cursor.execute(query)
            here = cursor.fetchall()
        if here != self._opened.execute(query).fetchall():
            told = "The copy is of another version: migrate it with this one first."
            raise NotRestoredError(told)
        query = "SELECT slug FROM tenancy_municipality WHERE id = %s"
        found = self._opened.execute(query, [self._municipality.id]).fetchone()
        if found is None:
            raise NotRestoredError("The copy is of another installation.")

    def rows(self, model: type[models.Model], column: str, keys: Iterable[Any]) -> list[Values]:
        """The municipality's rows with one of the values in the column."""
        sought = [str(key) for key in keys]
        query = (
            f"SELECT to_jsonb(t) FROM {_table(model)} t"  # noqa: S608 - a model's own names
            f" WHERE municipality_id = %s AND {column}::text = ANY(%s) ORDER BY t.id"
        )
        found = self._opened.execute(query.encode(), [self._municipality.id, sought])
        return [row[0] for row in found] if sought else []


def look(*, copy: Copy, reference: str, files: Storage) -> Found:
    """What would be put back; nothing is written. In the municipality's scope.

    Raises:
        NotRestoredError: no such case in the copy, it has been disposed of here, or the number is
            another case's here.
    """
    copy.require_same()
    _require_not_disposed(reference)
    held = list(_belonging(copy, reference))
    here = [_here(model, values["id"]) for model, values in held]
    missing = [one for one, live in zip(held, here, strict=True) if live is None]
    differ = [
        (_table(model), values["id"])
        for (model, values), live in zip(held, here, strict=True)
        if live is not None and live != values
    ]
    return Found(
        missing=tuple((_table(model), values) for model, values in missing),
        same=len(held) - len(missing) - len(differ),
        differing=tuple(differ),
        without=tuple(sorted(set(_without(held, missing)))),
        contents=tuple(_contents(held, files)),
        unknown_keys=tuple(sorted(set(_unknown_keys(missing)))),
    )


def put_back(*, found: Found, reference: str, files: Storage, municipality: Municipality) -> None:
    """Put back what is missing, all or nothing. In the municipality's scope.

    Raises:
        NotRestoredError: something that it needs is not here.
    """
    if found.without or found.unknown_keys:
        raise NotRestoredError("Something that the case needs is not here: see above.")
    for key in found.contents:
        storage().put(key, _content(files, key))
    with transaction.atomic():
        for table, values in found.missing:
            _insert(table, values)
        services.note_restored(reference=reference, by=system_actor(municipality.id))


def files_of(path: str) -> Storage:
    """The copy's folder of files.

    Raises:
        NotRestoredError: not a folder's whole path.
    """
    (folder,) = entry_points(group="samtjanst.adapters.storage", name="folder")
    try:
        opened: Storage = folder.load()({"path": path, "create": False})
    except NotConfigured:
        raise NotRestoredError(f"{path} is not the whole path of a folder.") from None
    return opened


def scope_of(slug: str) -> tuple[Municipality, Any]:
    """The municipality and its scope, to be opened.

    Raises:
        NotRestoredError: none such.
    """
    row = Municipality.objects.filter(slug=slug).first()
    if row is None:
        raise NotRestoredError(f"There is no municipality {slug}.")
    return row, open_scope(row)


def _require_not_disposed(reference: str) -> None:
    if Disposal.objects.filter(reference=reference).exists():
        raise NotRestoredError(f"{reference} has been disposed of; see the protocol.")


def _belonging(copy: Copy, reference: str) -> Iterator[tuple[type[models.Model], Values]]:
    cases = copy.rows(Case, "reference", [reference])
    if not cases:
        raise NotRestoredError(f"The copy has no case {reference}.")
    case = cases[0] | {"decision_leaves_at": None}  # what waited then does not wait now
    other = Case.objects.filter(reference=reference).exclude(id=case["id"])
    if other.exists():
        raise NotRestoredError(f"{reference} is the number of another case here.")
    kept: list[tuple[type[models.Model], Values]] = [(Case, case)]
    for model, column in _pointing_at(Case):
        if model not in _LEFT:
            kept += [(model, row) for row in copy.rows(model, column, [case["id"]])]
    kept += _of_filings(copy, kept)
    keys = {values["id"] for _model, values in kept}
    yield from kept
    yield from ((StoredFile, row) for row in copy.rows(StoredFile, "owner_id", keys))


def _of_filings(copy: Copy, kept: list[Any]) -> Iterator[tuple[type[models.Model], Values]]:
    filings = {values["filing_id"] for _model, values in kept if values.get("filing_id")}
    labels = {values["label_id"] for _model, values in kept if values.get("label_id")}
    room, request = _model("signing", "Room"), _model("signing", "SignatureRequest")
    # Of what was handed in, and of decisions that were signed.
    signed = {str(values["id"]) for model, values in kept if model is _model("cases", "Proposal")}
    rooms = copy.rows(room, "subject_id", filings | signed)
    requests = copy.rows(request, "room_id", [row["id"] for row in rooms])
    found = {
        _model("filing", "Filing"): copy.rows(_model("filing", "Filing"), "id", filings),
        _model("filing", "Snapshot"): copy.rows(_model("filing", "Snapshot"), "filing_id", filings),
        _model("cases", "Label"): copy.rows(_model("cases", "Label"), "id", labels),
        _model("messages", "Message"): copy.rows(
            _model("messages", "Message"), "subject_id", filings
        ),
        room: rooms,
        request: requests,
        _model("signing", "Evidence"): copy.rows(
            _model("signing", "Evidence"), "request_id", [row["id"] for row in requests]
        ),
    }
    yield from ((model, row) for model, rows in found.items() for row in rows)


def _pointing_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if one.remote_field and one.remote_field.model is target:
                yield model, str(one.column)


def _without(held: list[Any], missing: list[Any]) -> Iterator[tuple[str, str]]:
    """What the rows point at and neither the copy's case nor this database has."""
    known = {(model, values["id"]) for model, values in held}
    for model, values in missing:
        for one in model._meta.concrete_fields:
            key = values.get(one.column) if one.remote_field else None
            target = one.related_model
            if key and (target, key) not in known and _here(target, key) is None:
                yield _table(target), key


def _unknown_keys(missing: list[Any]) -> Iterator[str]:
    """The data keys that rows are sealed with and that are not here: nobody could read them."""
    known = {key.hex for key in DataKey.objects.values_list("id", flat=True)}
    for _kind, values in missing:
        for value in values.values():
            if isinstance(value, str) and value.startswith(_SEALED):
                key = value[len(_SEALED) : len(_SEALED) + 32]
                if key not in known:
                    yield str(uuid.UUID(key))


def _contents(held: list[Any], files: Storage) -> Iterator[str]:
    for model, values in held:
        if model is StoredFile and not _is_stored(values["storage_key"]):
            _content(files, values["storage_key"])
            yield values["storage_key"]


def _is_stored(key: str) -> bool:
    try:
        storage().get(key)
    except Rejected:
        return False
    return True


def _content(files: Storage, key: str) -> bytes:
    try:
        return files.get(key)
    except Rejected:
        raise NotRestoredError(f"The copy's files have no {key}.") from None


def _here(model: Any, key: str) -> Values | None:
    name = model._meta.pk.column
    query = f"SELECT to_jsonb(t) FROM {_table(model)} t WHERE {name} = %s"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(query, [key])
        row = cursor.fetchone()
    return None if row is None else json.loads(row[0])


def _insert(table: str, values: Values) -> None:
    query = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(query, [json.dumps(values)])


def _model(app: str, name: str) -> type[models.Model]:
    return apps.get_model(app, name)


def _table(model: Any) -> str:
    return str(model._meta.db_table)
