"""A case that is gone is put back from a copy of the database, whole, and nothing else."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests import cast, settings
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.keys.models import DataKey
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.postgres.base import SETTING
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, letters
from samtjanst.project import restoring
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseEvent, Disposal

pytestmark = pytest.mark.django_db
COPY = "samtjanst_copy"


@pytest.fixture(scope="module")
def second(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Another database of the same version, with nothing in it; its address."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
    with psycopg.connect(settings._server.dsn_owner, autocommit=True) as owner:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        owner.execute(made.format(sql.Identifier(COPY), sql.Identifier(name)))
        yield make_conninfo(settings._server.dsn_owner, dbname=COPY)
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(COPY)))


@pytest.fixture
def mjolby(second: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Municipality:
    monkeypatch.setenv("SAMTJANST_COPY_URL", second)
    row = cast.municipality(storage=str(tmp_path / "files"))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality, second: str, tmp_path: Path) -> str:
    """A decided-on, signed case with attachment, message, note and label; and a copy of it all."""
    (tmp_path / "files").mkdir(exist_ok=True)
    with open_scope(mjolby):
        found = complete_case(files=("karta.pdf",))
        me = cast.staff_actor()
        services.take(reference=found, by=me)
        services.put_label(reference=found, name="Karta", by=me)
        services.write_note(reference=found, text="Ringt skolan.", by=me)
        letters.write(reference=found, citizen_id=cast.citizen().id, text="Hej!", uploads=(), by=me)
        _copy_all(mjolby, second)
    shutil.copytree(tmp_path / "files", tmp_path / "copy")
    return found


def test_case_that_is_gone_is_shown_and_put_back_with_all_that_belongs_to_it(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        before = _everything(reference)
        audited = list(AuditEvent.objects.values_list("id", flat=True))
        _lose(reference)
        shutil.rmtree(tmp_path / "files")
        (tmp_path / "files").mkdir()
        assert not Case.objects.exists()
    told = _run(reference, tmp_path)
    assert "to put back: 1 in cases_case" in told
    assert "to put back: 1 contents of files" in told
    assert "Nothing was written" in told
    with open_scope(mjolby):
        assert not Case.objects.exists()
    assert f"{reference} is put back." in _run(reference, tmp_path, write=True)
    with open_scope(mjolby):
        assert _everything(reference) == before  # answers, proof, message, note, label, file
        events = AuditEvent.objects.exclude(id__in=audited)
        assert {one.action for one in events} >= {"case.restored"}
        assert CaseEvent.objects.order_by("-at")[0].what == "restored"
    assert "Nothing is missing." in _run(reference, tmp_path, write=True)


def test_case_that_is_here_is_never_changed(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        services.remove_label(reference=reference, name="Karta", by=cast.staff_actor())
        services.write_note(reference=reference, text="Efter kopian.", by=cast.staff_actor())
    with pytest.raises(CommandError, match="is here and differs"):
        _run(reference, tmp_path, write=True)
    told = _run(reference, tmp_path, write=True, only_what_is_missing=True)
    assert "and differs (left as it is): cases_case" in told
    with open_scope(mjolby):
        found = cases.get_case(cast.staff_actor(), reference)
        assert found.labels == ("Karta",)
        assert "Efter kopian." in [one.text for one in cases.timeline(found.id)]


def test_other_municipality_unknown_number_and_lost_key_put_nothing_back(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with pytest.raises(CommandError, match="another installation"):
        _run(reference, tmp_path, slug="norrkoping")
    with pytest.raises(CommandError, match="has no case"):
        _run("SKJ-2026-000999-9", tmp_path)
    with open_scope(mjolby):
        _lose(reference)
        DataKey.objects.all().delete()
    told = io.StringIO()
    with pytest.raises(CommandError, match="not here"):
        _run(reference, tmp_path, write=True, out=told)
    assert "data key" in told.getvalue()
    with open_scope(mjolby):
        assert not Case.objects.exists()


def test_case_that_has_been_disposed_of_is_not_put_back(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        row = Case.objects.get(reference=reference)
        Disposal.objects.create(
            of_case=row.id,
            of_filing=row.filing_id,
            reference=reference,
            title=row.title,
            slug="skolskjuts",
            unit_id=row.unit_id,
            arrived_at=row.arrived_at,
            trashed_at=row.arrived_at,
            ground="test",
            stayed_until=row.arrived_at,
            files=0,
            at=row.arrived_at,
        )
    with pytest.raises(CommandError, match="has been disposed of"):
        _run(reference, tmp_path, write=True)


def _run(
    reference: str, folder: Path, slug: str = "mjolby", out: Any = None, **options: Any
) -> str:
    told = out or io.StringIO()
    call_command(
        "restore_case", slug, reference, files=str(folder / "copy"), stdout=told, **options
    )
    return str(told.getvalue())


def _everything(reference: str) -> list[Any]:
    me = cast.staff_actor()
    found = cases.get_case(me, reference)
    room = signing.room_of(("filing", found.filing_id))
    attached = document.case_document(reference=reference, by=me)
    return [
        found.reference,
        found.labels,
        found.handler,
        [party.name for party in found.parties],
        [one.text for one in cases.timeline(found.id)][:5],
        [one.letter.text for one in letters.shown(case=found, by=me)],
        room and [(one.state, one.signed_at) for one in room.requests],
        len(attached) > 10_000,
    ]


def _tables() -> list[Any]:
    return [
        model for model in apps.get_models()
        if model.__module__.startswith("samtjanst") and model._meta.managed
    ]  # fmt: skip


def _copy_all(municipality: Municipality, address: str) -> None:
    with psycopg.connect(address) as copy:
        tables = [model._meta.db_table for model in _tables()]
        whole = sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER")
        for table in tables:
            copy.execute(whole.format(sql.Identifier(table)))
        copy.execute("SELECT set_config(%s, %s, true)", [SETTING, str(municipality.id)])
        for table in reversed(tables):
            copy.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table in tables:
            _copy(table, copy)


def _copy(table: str, copy: psycopg.Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
        rows = [json.loads(row) for (row,) in cursor.fetchall()]
    for row in rows:
        put = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
        copy.execute(put.encode(), [json.dumps(row)])


def _lose(reference: str) -> None:
    """As somebody with the owner's rights can: past everything that would refuse it."""
    case = Case.objects.get(reference=reference)
    filing = case.filing_id
    lost = [
        f"DELETE FROM {model._meta.db_table} WHERE {column} = '{case.id}'"
        for model, column in restoring._pointing_at(Case)
    ]
    request = (
        "SELECT r.id FROM signing_signaturerequest r JOIN signing_room m ON m.id = r.room_id"
        f" WHERE m.subject_id = '{filing}'"
    )
    lost += [
        f"DELETE FROM cases_case WHERE id = '{case.id}'",
        f"DELETE FROM signing_evidence WHERE request_id IN ({request})",
        f"DELETE FROM signing_signaturerequest WHERE id IN ({request})",
        f"DELETE FROM signing_room WHERE subject_id = '{filing}'",
        f"DELETE FROM messages_message WHERE subject_id = '{filing}'",
        f"DELETE FROM files_storedfile WHERE owner_id = '{filing}'",
        f"DELETE FROM filing_snapshot WHERE filing_id = '{filing}'",
        f"DELETE FROM filing_filing WHERE id = '{filing}'",
    ]
    guarded = ("cases_caseevent", "cases_decision", "signing_evidence")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for one in lost:
            cursor.execute(one)
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET ROLE samtjanst_app; SET CONSTRAINTS ALL DEFERRED")
