"""Runs a management command: ``python -m samtjanst.project.manage COMMAND``."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command of the command line."""
    if "migrate" in sys.argv[1:2] and os.environ.get("MIGRATION_DATABASE_URL"):
        # Tables belong to the owner's role; web and worker use one that owns nothing.
        os.environ["DATABASE_URL"] = os.environ["MIGRATION_DATABASE_URL"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samtjanst.project.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
