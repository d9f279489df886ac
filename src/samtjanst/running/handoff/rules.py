"""Who may follow and tend which deliveries."""

from typing import Any

from django.db.models import Q, QuerySet

from samtjanst.building.definitions.queries import owned_by, tended_by
from samtjanst.foundation.access.services import can, require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def reach(actor: Actor) -> Q:
    """The deliveries that the actor may follow.

    An administrator those of the whole municipality; others those of their units' cases and of
    the e-services that they own or stand in for.

    Raises:
        NotFoundError: none.
    """
    if can(actor, Permission.HANDOFF_SET_UP):
        return Q()
    owned = follows(actor)
    units = units_with(actor, Permission.HANDOFF_TEND)
    return Q(case__unit_id__in=units) | Q(route__e_service__in=owned)


def follows(actor: Actor) -> QuerySet[Any, str]:
    """The slugs of the actor's own e-services.

    Raises:
        NotFoundError: there are none, and the actor tends no unit's deliveries either.
    """
    require(actor, Permission.HANDOFF_FOLLOW)
    owned = owned_by(actor)
    if not can(actor, Permission.HANDOFF_TEND) and not owned.exists():
        raise NotFoundError
    return owned


def tended(actor: Actor) -> QuerySet[Any]:
    """The e-services of the actor's own and of the units whose deliveries she tends.

    Raises:
        NotFoundError: there are none.
    """
    if can(actor, Permission.HANDOFF_SET_UP):
        return tended_by(actor, None)
    follows(actor)
    return tended_by(actor, units_with(actor, Permission.HANDOFF_TEND))
