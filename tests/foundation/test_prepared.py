"""A prepared query is the same query: guarded, with the same rows, whatever it was made with."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, DataError, connection, connections, transaction
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from tests import cast

from samtjanst.foundation.audit import services as audit
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import Membership, StaffAccount
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.foundation.tenancy.prepared import Prepared, PreparedUpdate
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import TenantError
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    return cast.municipality("mjolby")


@pytest.fixture
def norrkoping() -> Municipality:
    return cast.municipality("norrkoping")


@Prepared
def _query(name: str) -> QuerySet[Unit]:
    return _named(name)


@PreparedUpdate
def _rename(old: str, new: str) -> Any:
    return _named(old), {"name": new}


def _named(name: str) -> QuerySet[Unit]:
    return Unit.objects.filter(name=name)


def _job(key: str) -> Job:
    return Job(name="a.job", key=key, created_at=clock.now(), run_at=clock.now())


def test_prepared_query_sees_only_the_open_scope(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    query = _query
    with open_scope(mjolby):
        own = query.all(name=cast.UNIT)
    with open_scope(norrkoping):
        other = query.all(name=cast.UNIT)
    assert [unit.municipality_id for unit in own] == [mjolby.id]
    assert [unit.municipality_id for unit in other] == [norrkoping.id]
    with pytest.raises(TenantError):
        query.all(name=cast.UNIT)


def test_prepared_row_is_as_the_models_own(mjolby: Municipality, norrkoping: Municipality) -> None:
    def memberships(staff: uuid.UUID) -> QuerySet[Membership]:
        rows = Membership.objects.select_related("unit").defer("unit__name")
        return rows.annotate(loud=Upper("role")).filter(staff_id=staff)

    with open_scope(mjolby):
        account = cast.staff()
        Membership(staff=account, unit=Unit.objects.get(), role="auditor").save()
        query = Prepared(memberships)
        for found in (query.all(staff=account.id), query.all(staff=account.id)):
            usual = list(memberships(account.id))
            assert {row.id for row in found} == {row.id for row in usual}
            assert all(row.loud == row.role.upper() for row in found)  # type: ignore[attr-defined]
            with CaptureQueriesContext(connection) as sent:
                assert {row.unit.id for row in found} == {row.unit.id for row in usual}
            assert not sent
            assert found[0].unit.get_deferred_fields() == {"name"}
    with open_scope(norrkoping):
        assert query.first(staff=account.id) is None
        with pytest.raises(TenantError):
            found[0].save()


def test_prepared_query_takes_a_quote_for_a_quote(mjolby: Municipality) -> None:
    query = _query
    with open_scope(mjolby):
        assert query.all(name="' OR 1=1 --") == []
        Unit(name="' OR 1=1 --").save()
        assert [unit.name for unit in query.all(name="' OR 1=1 --")] == ["' OR 1=1 --"]


def test_value_that_would_not_stand_in_the_query_is_refused(mjolby: Municipality) -> None:
    @Prepared
    def query(name: str) -> QuerySet[Unit]:
        return Unit.objects.filter(name__icontains=name)

    with open_scope(mjolby), pytest.raises(ValueError, match="name"):
        query.all(name=cast.UNIT)


def test_prepared_lock_outside_a_transaction_is_refused(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    @Prepared
    def query(name: str) -> QuerySet[Unit]:
        return _named(name).select_for_update()

    with open_scope(mjolby):
        assert query.first(name=cast.UNIT)
        monkeypatch.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(transaction.TransactionManagementError):
            query.first(name=cast.UNIT)


def test_prepared_update_changes_only_the_open_scope(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    with open_scope(mjolby):
        assert _rename.run(old=cast.UNIT, new="Barn och utbildning") == 1
        assert _rename.run(old=cast.UNIT, new="Barn och utbildning") == 0
    with open_scope(norrkoping):
        assert Unit.objects.get().name == cast.UNIT


def test_prepared_update_of_the_municipality_is_refused(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    @PreparedUpdate
    def change(old: str, new: uuid.UUID) -> Any:
        return _named(old), {"municipality_id": new}

    with open_scope(mjolby), pytest.raises(TenantError):
        change.run(old=cast.UNIT, new=norrkoping.id)


def test_rows_are_inserted_with_one_statement(mjolby: Municipality) -> None:
    with open_scope(mjolby), CaptureQueriesContext(connection) as sent:
        rows = Unit.objects.bulk_create([Unit(name="A"), Unit(name="B")])
        row = Unit(name="C")
        row.save(force_insert=True)
    assert len(sent) == 2
    with open_scope(mjolby):
        assert not any(one._state.adding for one in (*rows, row))
        assert {"A", "B", "C"} <= {unit.name for unit in Unit.objects.all()}


def test_row_that_is_there_already_is_left_when_that_is_wanted(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        first = _job("one")
        Job.objects.bulk_create([first], ignore_conflicts=True)
        Job.objects.bulk_create([_job("one"), _job("two")], ignore_conflicts=True)
        assert Job.objects.filter(key="one").get().id == first.id
        assert Job.objects.filter(key="two").exists()


@pytest.mark.parametrize("fields", [["name", "colour"], ["municipality"], ["id"], ["name", "id"]])
def test_update_of_what_cannot_change_is_refused(mjolby: Municipality, fields: list[str]) -> None:
    with open_scope(mjolby), pytest.raises(ValueError, match="can change"):
        Unit.objects.get().save(update_fields=fields)


def test_update_writes_the_named_fields_and_no_other(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        row = cast.staff()
        row.name, row.email = "Nytt Namn", "ny@example.org"
        row.save(update_fields=["name"])
        fresh = StaffAccount.objects.get(id=row.id)
    assert (fresh.name, fresh.email == "ny@example.org") == ("Nytt Namn", False)


def test_update_of_a_row_that_has_gone_is_an_error(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        row = Unit(name="Borta")
        with pytest.raises(DatabaseError):
            row.save(update_fields=["name"])


def _event(action: str) -> AuditEvent:
    return audit.event(action, by=cast.citizen_actor(), subject=("unit", "1"))


def test_change_and_its_note_are_one_statement(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    with open_scope(mjolby):
        notes = [_event("unit.renamed"), _event("unit.renamed")]
    with open_scope(mjolby), CaptureQueriesContext(connection) as sent:
        assert _rename.run(old=cast.UNIT, new="Nytt", note=notes[0]) == 1
        assert _rename.run(old=cast.UNIT, new="Nytt", note=notes[1]) == 0
    assert len(sent) == 2
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="unit.renamed").count() == 1
        audit.seal_events()
        assert audit.verify().intact
    with open_scope(norrkoping):
        assert not AuditEvent.objects.exists()
        assert Unit.objects.get().name == cast.UNIT


def test_note_that_does_not_fit_leaves_nothing_changed(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        with pytest.raises(DataError), transaction.atomic():
            _rename.run(old=cast.UNIT, new="Nytt", note=_event("x" * 61))
        assert Unit.objects.get().name == cast.UNIT


def test_note_of_another_municipality_is_refused(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    with open_scope(norrkoping):
        foreign = _event("unit.renamed")
    with open_scope(mjolby), pytest.raises(TenantError):
        _rename.run(old=cast.UNIT, new="Nytt", note=foreign)


def test_connection_that_the_server_has_ended_is_not_usable() -> None:
    kept, other = (connections.create_connection("default") for _ in range(2))
    kept.connect()
    try:
        assert kept.is_usable()
        with other.cursor() as cursor:
            pid = kept.connection.info.backend_pid
            cursor.execute("RESET ROLE")  # only the owner may
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
        assert not kept.is_usable()
    finally:
        kept.close()
        other.close()
