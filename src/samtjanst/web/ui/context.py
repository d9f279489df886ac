"""What every template knows: whose portal this is, and who is looking."""

from typing import Any

from django.http import HttpRequest

from samtjanst.foundation.access.services import permissions_of
from samtjanst.foundation.tenancy.queries import current
from samtjanst.foundation.tenancy.types import scope_or_none
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.web.ui.homes import STAFF_HOMES, staff_home
from samtjanst.web.ui.theme import theme_css


def look(request: HttpRequest) -> dict[str, Any]:
    """The municipality, its theme's version, the viewer and what she may do."""
    actor = getattr(request, "actor", None)
    known: dict[str, Any] = {
        "viewer": actor,
        "may": {str(permission) for permission in permissions_of(actor)} if actor else set(),
        "staff_home": staff_home(actor) if actor and actor.is_staff else STAFF_HOMES[0][1],
    }
    # The pages for when something is wrong have the head of whoever is looking.
    if actor and actor.is_staff:
        known |= {"frame": "ui/base_staff.html", "start": "/handlaggning/"}
    if scope_or_none() is not None:
        municipality = current()
        css = theme_css(municipality.colour)
        known |= {
            "municipality": municipality,
            "theme_version": digest_bytes(css.encode())[:12],
        }
    return known
