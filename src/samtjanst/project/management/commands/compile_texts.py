"""Compiles the catalogues of translated texts into the data folder."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from samtjanst.project import catalogues


class Command(BaseCommand):
    """Same input, same result: it is run at every start."""

    help = "Compile the texts in other languages than Swedish."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Compile all, and tell which languages there are."""
        languages = catalogues.compile_all(settings.BASE / "locale", settings.LOCALE_PATHS[0])
        self.stdout.write(f"  {', '.join(languages)}")
