"""The audit only grows, and says where it was touched."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import cast

from samtjanst.foundation.audit.models import AuditEvent, AuditSeal
from samtjanst.foundation.audit.services import anchor, record, seal_events, verify
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        for number in range(5):
            record("thing.done", by=cast.citizen_actor(), subject=("thing", str(number)))
    return row


def _as_owner(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")
        cursor.execute("SET ROLE samtjanst_app")


def test_chain_of_untouched_events_is_intact(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        assert seal_events() == 5
        anchor()
        record("thing.done", by=cast.citizen_actor(), subject=("thing", "6"))
        assert seal_events() == 1
        assert seal_events() == 0
        verdict = verify()
    assert verdict.intact
    assert verdict.sealed == 6


def test_only_what_is_new_is_looked_at_and_what_came_late_is_found_each_day(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samtjanst.foundation.audit.services.LATE", 0)
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-1)):
            anchor()
        record("thing.done", by=cast.citizen_actor(), subject=("thing", "6"))
        passed_by = AuditEvent.objects.latest("id").id
        assert seal_events(since=passed_by) == 0
        record("thing.done", by=cast.citizen_actor(), subject=("thing", "7"))
        assert seal_events(since=passed_by) == 1
        anchor()
        assert (verify().intact, verify().sealed) == (True, 7)
        with CaptureQueriesContext(connection) as asked:
            assert seal_events() == 0
        assert sum(f"> {passed_by - 1}" in one["sql"] for one in asked.captured_queries) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET action = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "UPDATE audit_auditseal SET chain_hash = 'x'",
    ],
)
def test_change_is_refused(mjolby: Municipality, sql: str) -> None:
    with open_scope(mjolby):
        seal_events()
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_verifier_points_at_the_changed_event(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        seal_events()
        third = AuditEvent.objects.order_by("id")[2].id
        _as_owner(f"UPDATE audit_auditevent SET action = 'nothing' WHERE id = {third}")
        assert (verify().first_touched, verify().reason) == (third, "changed")


def test_verifier_points_at_the_removed_event(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        seal_events()
        second = AuditEvent.objects.order_by("id")[1].id
        _as_owner(f"DELETE FROM audit_auditevent WHERE id = {second}")
        assert (verify().first_touched, verify().reason) == (second, "removed")


def test_chain_of_one_municipality_knows_nothing_of_another(mjolby: Municipality) -> None:
    other = cast.municipality("norrkoping")
    with open_scope(other):
        record("thing.done", by=cast.citizen_actor(), subject=("thing", "1"))
        assert seal_events() == 1
        assert AuditSeal.objects.count() == 1
    with open_scope(mjolby):
        assert AuditSeal.objects.count() == 0
