"""A column with a definition document, read in the newest format."""

from typing import Any

from django.db import models

from samtjanst.capabilities.formkit.reading import migrating


class DocumentField(models.JSONField):
    """A definition document, stored as it is and read as it would stand in the newest format.

    For the database, and its migrations, it is a JSON column like any.
    """

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The document, or what was asked for of it."""
        found = super().from_db_value(value, expression, connection)
        is_whole = isinstance(found, dict) and "format" in found
        return migrating.forward(found) if is_whole else found

    def deconstruct(self) -> Any:
        """As its parent: how it is read is no matter of the schema."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
