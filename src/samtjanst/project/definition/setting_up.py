"""Django made ready for the commands that draw or that speak with the service."""

import argparse
import base64
import os
import secrets
from collections.abc import Callable

import django
from django.utils import translation

from samtjanst.project.definition.files import Answer


def ready(*, alone: bool) -> None:
    """Set Django up; ``alone``: also where no service is installed.

    Nothing is kept or opened with the stand-ins: they only let the settings load.
    """
    for name, value in _stand_ins().items() if alone else ():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samtjanst.project.settings")
    django.setup()


def spoken_in(
    language: str, command: Callable[[argparse.Namespace], Answer]
) -> Callable[[argparse.Namespace], Answer]:
    """The command with the verbs' own refusals in ``language`` ("sv" or "en")."""

    def run(given: argparse.Namespace) -> Answer:
        with translation.override(language):
            return command(given)

    return run


def _stand_ins() -> dict[str, str]:
    return {
        "SAMTJANST_ENVIRONMENT": "test",
        "DATABASE_URL": "postgresql:///none",
        "SAMTJANST_SECRET_KEY": secrets.token_urlsafe(),
        "SAMTJANST_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
