"""The feed tells nothing that a transaction which is still open could come before."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from tests import cast, settings
from tests.running.case_support import decided_case
from tests.web.api import support

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def another() -> Iterator[psycopg.Connection]:
    """Another process of the product, with a transaction that has begun to write."""
    dsn = make_conninfo(settings._server.dsn_app, dbname=connection.settings_dict["NAME"])
    with psycopg.connect(dsn) as opened:
        opened.execute("SELECT pg_current_xact_id()")
        yield opened


def _told() -> int:
    with connection.cursor() as cursor:
        # Within one transaction, as in a test, what others do is otherwise read once.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
    caller = support.caller(support.connect())
    with clock.shifted(support.LATER):
        return len(caller.get("/api/v1/changes?limit=200").json()["items"])


def test_feed_waits_for_a_transaction_that_is_still_writing(
    another: psycopg.Connection, tmp_path: Path
) -> None:
    with open_scope(cast.municipality("mjolby", storage=str(tmp_path / "m"))):
        decided_case(cast.staff_actor())
        assert _told() == 0
        another.rollback()
        assert _told() == CaseEvent.objects.count() > 0
