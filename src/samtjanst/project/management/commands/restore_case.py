"""Puts one case back from a copy: ``… manage restore_case mjolby SKJ-2026-000001-2 --files DIR``.

The copy's address comes from SAMTJANST_COPY_URL: it holds a password, and arguments are seen by
other users of the machine. Without ``--write`` it shows what would be put back.
"""

import os
from collections import Counter
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samtjanst.project import restoring
from samtjanst.project.restoring import Copy, Found, NotRestoredError


class Command(BaseCommand):
    """Shows what a copy has of a case, and puts it back."""

    help = "Put one case back from a restored copy of the database (SAMTJANST_COPY_URL)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, which, the copy's files, and whether to write."""
        parser.add_argument("municipality", help="its short name, such as mjolby")
        parser.add_argument("reference", help="the number of the case")
        parser.add_argument("--files", required=True, help="the copy's folder of files, absolute")
        parser.add_argument("--write", action="store_true", help="put it back; otherwise only look")
        parser.add_argument(
            "--only-what-is-missing",
            action="store_true",
            help="when the case is here and differs: put back what is missing, change nothing",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look, tell, and put back when asked to."""
        try:
            self._restore(options)
        except NotRestoredError as error:
            raise CommandError(str(error)) from None

    def _restore(self, options: dict[str, Any]) -> None:
        reference, files = options["reference"], restoring.files_of(options["files"])
        municipality, scope = restoring.scope_of(options["municipality"])
        with scope, psycopg.connect(_address(), autocommit=True) as opened:
            copy = Copy(opened, municipality)
            found = restoring.look(copy=copy, reference=reference, files=files)
            self._tell(found)
            if not found.missing and not found.contents:
                self.stdout.write("Nothing is missing.")
            elif not options["write"]:
                self.stdout.write("Nothing was written. Add --write to put it back.")
            else:
                _require_told(found, told=options["only_what_is_missing"])
                restoring.put_back(
                    found=found, reference=reference, files=files, municipality=municipality
                )
                self.stdout.write(f"{reference} is put back.")

    def _tell(self, found: Found) -> None:
        for table, count in sorted(Counter(table for table, _row in found.missing).items()):
            self.stdout.write(f"to put back: {count} in {table}")
        self.stdout.write(f"to put back: {len(found.contents)} contents of files")
        self.stdout.write(f"here already, the same: {found.same}")
        for table, key in found.differing:
            self.stdout.write(f"here already, and differs (left as it is): {table} {key}")
        for table, key in found.without:
            self.stdout.write(f"not here, and needed: {table} {key}")
        for key in found.unknown_keys:
            self.stdout.write(f"not here, and needed to read it: data key {key}")


def _address() -> str:
    address = os.environ.get("SAMTJANST_COPY_URL", "")
    if not address:
        raise NotRestoredError("Say where the copy is in SAMTJANST_COPY_URL.")
    return address


def _require_told(found: Found, *, told: bool) -> None:
    if not found.is_gone and not told:
        raise NotRestoredError(
            "The case is here and differs. To put back only what is missing, and change nothing,"
            " add --only-what-is-missing."
        )
