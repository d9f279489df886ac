"""A new database begins from schema.sql, which must say what the migrations say."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from scripts import schema

from samtjanst.project import head_start


def test_no_migration_that_the_file_stands_for_has_changed() -> None:
    covered, there = head_start.covered(head_start.text()), schema.migrations()
    changed = {key: digest for key, digest in covered.items() if there.get(key) != digest}
    assert covered
    assert changed == {}, "run: python scripts/schema.py write"


def test_no_migration_is_passed_over_by_one_after_it() -> None:
    """What the file stands for needs nothing that it does not stand for."""
    from django.db.migrations.loader import MigrationLoader

    covered = set(head_start.covered(head_start.text()))
    graph = MigrationLoader(None).graph
    needed = {before for key in covered for before in graph.forwards_plan(key)}
    assert needed == covered


@pytest.mark.django_db
def test_database_with_tables_is_left_alone_and_knows_what_has_been_run() -> None:
    applied = set(MigrationRecorder(connection).applied_migrations())
    assert applied >= set(head_start.covered(head_start.text()))
    assert head_start.load(connection) is False


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Another database of the same server, with nothing in it, as its owner."""
    with django_db_blocker.unblock(), _another_database():
        yield


@contextmanager
def _another_database() -> Iterator[None]:
    options, name = connection.settings_dict["OPTIONS"], connection.settings_dict["NAME"]
    role = options.pop("assume_role", None)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE begun")
    connection.close()
    connection.settings_dict["NAME"] = "begun"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE begun WITH (FORCE)")
    connection.close()
    if role:
        options["assume_role"] = role


def test_start_that_is_cut_off_leaves_the_database_empty(
    empty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(MigrationRecorder, "record_applied", killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("migrate", verbosity=0)
    assert connection.introspection.table_names() == []
