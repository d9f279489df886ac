"""Where somebody who has logged in goes on."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.sessions import OpenedSession, actor_of

# Where staff begin: the first that their roles open.
STAFF_HOMES = (
    (Permission.CASE_LIST, "/handlaggning/"),
    (Permission.PARTNER_USE, "/handlaggning/samarbete/"),
    (Permission.ESERVICE_READ, "/studio/"),
    (Permission.OPERATIONS_READ, "/drift/"),
    (Permission.ACCOUNT_OWN, "/medarbetare/jag/"),
)
LONGEST_NEXT = 500  # as long as an order keeps


def home_of(opened: OpenedSession) -> str:
    """Where a member of staff begins; told what is missing when no role is in force."""
    actor = actor_of(opened.session)
    return next(
        (path for permission, path in STAFF_HOMES if can(actor, permission)),
        "/handlaggning/logga-in/utan-roll/",
    )


def local_path(request: HttpRequest) -> str:
    """Where the person wanted to go: a path of ours, or "" for anything else."""
    path = request.GET.get("next") or request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    is_plain = path.isprintable() and len(path) <= LONGEST_NEXT
    return path if is_ours and is_plain and request.path != path else ""
