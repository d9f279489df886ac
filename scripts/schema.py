"""Writes schema.sql, from which a new database begins, and proves that it says the same.

    python scripts/schema.py write    run every migration, note what they do, and write it
    python scripts/schema.py check    compare: a database from the file, one from the migrations

Write it anew when many migrations have come since; it must be done only when a migration that it
stands for has been changed, or a library's.
"""

import hashlib
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "src" / "samtjanst" / "project" / "schema.sql"
HEAD = "-- Made by scripts/schema.py; see samtjanst.project.head_start.\n"


def digest(migration: object) -> str:
    """SHA-256 of the migration's module and of those that its operations outside Django are in."""
    own = inspect.getfile(type(migration))
    kinds = {type(one) for one in getattr(migration, "operations", ())}
    others = {inspect.getfile(kind) for kind in kinds if not kind.__module__.startswith("django.")}
    sources = [own, *sorted(others - {own})]
    return hashlib.sha256(b"\0".join(Path(one).read_bytes() for one in sources)).hexdigest()


def migrations() -> dict[tuple[str, str], str]:
    """Every migration that there is, with its digest."""
    from django.db.migrations.loader import MigrationLoader

    found = MigrationLoader(None).disk_migrations
    return {key: digest(one) for key, one in sorted(found.items())}


def schema() -> str:
    """Run every migration in the present, empty database; the file that would do the same."""
    said: list[str] = []
    _migrate_one_by_one(said)
    lines = [f"-- migration {app} {name} {is_}\n" for (app, name), is_ in migrations().items()]
    return HEAD + "".join(lines) + "\n" + ";\n".join(said) + ";\n"


def _migrate_one_by_one(said: list[str]) -> None:
    from django.core.management.commands import migrate
    from django.db import connection

    def note(execute: Any, statement: Any, params: Any, *others: Any) -> Any:
        wanted = str(statement).strip().rstrip(";")
        if not wanted.upper().startswith("SELECT") and not _is_bookkeeping(wanted, params):
            said.append(wanted if params is None else wanted % _none(params))
        return execute(statement, params, *others)

    with connection.execute_wrapper(note):
        call(migrate.Command())


def _is_bookkeeping(statement: str, params: Any) -> bool:
    """Django notes what it has run, and which models there are; it does so again by itself."""
    return "django_migrations" in statement or bool("django_content_type" in statement and params)


def _none(params: Any) -> tuple[()]:
    """No statement of a migration may carry values: the file could not hold them."""
    if params:
        raise ValueError(f"a migration runs a statement with values: {len(params)}")
    return ()


def call(command: Any) -> None:
    """Run a command quietly."""
    from django.core.management import call_command

    call_command(command, verbosity=0, interactive=False)


def dumped() -> str:
    """The present database without rows, as PostgreSQL itself tells it."""
    from django.db import connection

    from samtjanst.project.postgres import binaries
    from samtjanst.project.postgres.account import server_account

    told: dict[str, str] = connection.get_connection_params()
    found = binaries.find(Path("/none"), server_account(), ROOT)
    program = [found.program("pg_dump"), "--schema-only", "--restrict-key=none"]
    target = ["-h", told["host"], "-U", told["user"], told["dbname"]]
    return subprocess.run([*program, *target], check=True, capture_output=True, text=True).stdout


@contextmanager
def database(name: str) -> Iterator[None]:
    """Work in a database of its own."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    yield
    connection.close()
    connection.settings_dict["NAME"] = before


def main() -> None:
    """Write or check."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    with database("one_by_one"):
        text, wanted = schema(), dumped()
    if sys.argv[1:] == ["write"]:
        FILE.write_text(text)
    with database("at_once"):
        from samtjanst.project.management.commands import migrate

        call(migrate.Command())
        same = dumped() == wanted
    print("schema.sql gives the same database" if same else "schema.sql gives ANOTHER database")
    sys.exit(not same)


if __name__ == "__main__":
    main()
