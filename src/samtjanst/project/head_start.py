"""The tables of a new database in one go, instead of by every change that there has ever been.

``schema.sql`` holds the statements that the migrations named in its head run on an empty
database, in their order. Migrations written after it are run on top, one by one, as ever.
``scripts/schema.py`` writes it.
"""

import re
from importlib.resources import files

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

_LINE = re.compile(r"^-- migration (\w+) (\w+) ([0-9a-f]{64})$", re.MULTILINE)


def text() -> str:
    """What stands in ``schema.sql``."""
    return (files(__package__) / "schema.sql").read_text()


def covered(schema: str) -> dict[tuple[str, str], str]:
    """App and name of each migration that ``schema`` stands for, with the SHA-256 of its source."""
    return {(app, name): digest for app, name, digest in _LINE.findall(schema)}


def load(connection: BaseDatabaseWrapper) -> bool:
    """Make the tables and note their migrations as run; False when there are tables already.

    All or nothing: a process that is killed leaves the database empty.
    """
    if connection.introspection.table_names():
        return False
    schema = text()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(schema)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in covered(schema):
            recorder.record_applied(app, name)
    return True
