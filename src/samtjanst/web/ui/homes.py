"""Where staff begin."""

from samtjanst.foundation.access.services import permissions_of
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor

# The first that their roles open.
STAFF_HOMES = (
    (Permission.CASE_LIST, "/handlaggning/"),
    (Permission.PARTNER_USE, "/handlaggning/samarbete/"),
    (Permission.ESERVICE_READ, "/studio/"),
    (Permission.OPERATIONS_READ, "/drift/"),
    (Permission.ACCOUNT_OWN, "/medarbetare/jag/"),
)
WITHOUT_ROLE = "/handlaggning/logga-in/utan-roll/"


def staff_home(actor: Actor | None) -> str:
    """Where a member of staff begins; what is missing is told when no role is in force."""
    may = permissions_of(actor) if actor else frozenset()
    return next((path for permission, path in STAFF_HOMES if permission in may), WITHOUT_ROLE)
