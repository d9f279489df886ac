"""Django made ready for the commands that draw or that speak with the service."""

import base64
import os
import secrets

import django


def ready(*, alone: bool) -> None:
    """Set Django up; ``alone``: also where no service is installed.

    Nothing is kept or opened with the stand-ins: they only let the settings load.
    """
    for name, value in _stand_ins().items() if alone else ():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samtjanst.project.settings")
    django.setup()


def _stand_ins() -> dict[str, str]:
    return {
        "SAMTJANST_ENVIRONMENT": "test",
        "DATABASE_URL": "postgresql:///none",
        "SAMTJANST_SECRET_KEY": secrets.token_urlsafe(),
        "SAMTJANST_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
