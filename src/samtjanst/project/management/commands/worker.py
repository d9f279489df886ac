"""Does the jobs: ``python -m samtjanst.project.manage worker``."""

from typing import Any, cast

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    """Runs until it is told to stop; then finishes what it is doing."""

    help = "Run jobs and schedules."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many jobs at once."""
        parser.add_argument("--concurrency", type=int, default=4)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work."""
        connector = cast("DjangoConnector", app.connector).get_worker_connector()
        with app.replace_connector(connector) as worker_app:
            worker_app.run_worker(
                name="samtjanst",
                concurrency=options["concurrency"],
                delete_jobs="successful",
                shutdown_graceful_timeout=10,
            )
