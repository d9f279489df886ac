"""Connects a municipality to an outside system: ``… manage connect mjolby business_system sftp``.

Settings come from standard input or a file as a JSON object: secrets are never arguments, which
other users of the machine can read. Without an adapter it lists what is connected and what could
be, and asks each connected system whether it answers.
"""

import json
import sys
from argparse import FileType
from importlib.metadata import entry_points
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samtjanst.foundation.plugins import queries, services
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.ports.failures import PortError


class Command(BaseCommand):
    """Shows, connects and checks."""

    help = "Show a municipality's outside systems, or connect one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, which port, through which adapter, under which name."""
        parser.add_argument("municipality", help="its short name, such as mjolby")
        parser.add_argument("port", nargs="?", choices=[port.value for port in Port])
        parser.add_argument("adapter", nargs="?", help="such as sftp; shown when left out")
        parser.add_argument("--name", default="", help="for business systems and channels")
        parser.add_argument("--values", type=FileType("r", encoding="utf-8"), default=sys.stdin)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it in the municipality's scope."""
        row = Municipality.objects.filter(slug=options["municipality"]).first()
        if row is None:
            raise CommandError(f"There is no municipality {options['municipality']}.")
        with open_scope(row):
            if options["adapter"]:
                self._connect(options)
            else:
                self._show(options["port"])

    def _connect(self, options: dict[str, Any]) -> None:
        port, adapter = Port(options["port"]), options["adapter"]
        try:
            services.bind(
                port=port, adapter=adapter, name=options["name"], settings=_read(options["values"])
            )
        except PortError as failure:
            raise CommandError(f"Not connected: {failure.code}") from None
        self.stdout.write(f"{port.value} goes through {adapter}: {_health(port, options['name'])}")

    def _show(self, only: str | None) -> None:
        for port in Port:
            if only in {None, port.value}:
                points = entry_points(group=f"samtjanst.adapters.{port.value}")
                self.stdout.write(f"{port.value}: {', '.join(sorted(p.name for p in points))}")
                for name, adapter in queries.bound(port):
                    told = _health(port, name)
                    self.stdout.write(f"  {name or '(the only one)'}: {adapter}, {told}")


def _read(file: Any) -> dict[str, Any]:
    try:
        settings = json.load(file)
    except ValueError as error:
        raise CommandError(f"The settings are not JSON: {error}") from None
    if not isinstance(settings, dict):
        raise CommandError("The settings are not a JSON object.")
    return settings


def _health(port: Port, name: str) -> str:
    try:
        services.check(port=port, name=name)
    except PortError as failure:
        return f"does not answer as it should ({failure.code})"
    return "answers"
