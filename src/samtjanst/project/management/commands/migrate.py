"""Django's own command, with a head start where the database is empty."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from samtjanst.project import head_start

_LOOKS_ONLY = ("plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Brings the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin from ``schema.sql`` when everything is asked for and nothing is there."""
        chosen = options["app_label"] or any(options[name] for name in _LOOKS_ONLY)
        if not chosen and head_start.load(connections[options["database"]]):
            self._say(options, "The tables were made from schema.sql")
        super().handle(*args, **options)

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
