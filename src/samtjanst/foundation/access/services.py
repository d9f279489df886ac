"""One question, asked everywhere: may this actor do this to that?"""

from collections.abc import Callable
from typing import Any

from samtjanst.foundation.access.types import (
    CITIZEN_PERMISSIONS,
    EMERGENCY_PERMISSIONS,
    ROLE_PERMISSIONS,
    SCOPE_PERMISSIONS,
    Permission,
)
from samtjanst.foundation.people.types import Actor, ActorKind, Role
from samtjanst.foundation.tenancy.types import scope_or_none
from samtjanst.kernel.errors import NotAllowedError

Predicate = Callable[[Actor, Any], bool]
_predicates: dict[Permission, list[Predicate]] = {}


def register_predicate(permission: Permission, predicate: Predicate) -> None:
    """Let a module add a condition on the thing itself; all conditions must hold."""
    known = _predicates.setdefault(permission, [])
    if predicate not in known:
        known.append(predicate)


def can(actor: Actor | None, permission: Permission, thing: Any = None) -> bool:
    """Whether the actor's roles carry the permission and every condition on ``thing`` holds."""
    if actor is None or actor.municipality_id != scope_or_none():
        return False
    if permission not in permissions_of(actor):
        return False
    return thing is None or all(holds(actor, thing) for holds in _predicates.get(permission, ()))


def require(actor: Actor | None, permission: Permission, thing: Any = None) -> Actor:
    """The actor, when :func:`can` says yes.

    Raises:
        NotAllowedError: no; looks like absence from outside.
    """
    if actor is None or not can(actor, permission, thing):
        raise NotAllowedError(permission)
    return actor


def permissions_of(actor: Actor) -> frozenset[Permission]:
    """Everything that the actor's kind and roles carry, whatever the thing."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset(Permission)
    if actor.kind is ActorKind.CITIZEN:
        return CITIZEN_PERMISSIONS
    if actor.kind is ActorKind.CLIENT:
        return frozenset().union(*(SCOPE_PERMISSIONS[scope] for scope in actor.scopes))
    meanwhile = EMERGENCY_PERMISSIONS if actor.emergency else frozenset()
    if actor.prepares_for:  # a filing that she takes down: nobody else's, by the filing's own rule
        meanwhile = meanwhile | {Permission.FILING_USE}
    return meanwhile.union(*(ROLE_PERMISSIONS[grant.role] for grant in actor.grants))


def roles_with(*permissions: Permission) -> frozenset[Role]:
    """The roles that carry every one of the permissions."""
    return frozenset(r for r, carried in ROLE_PERMISSIONS.items() if carried >= {*permissions})


def units_with(actor: Actor, permission: Permission) -> frozenset[Any]:
    """The units in which a role (or a connected system's scope) carries the permission."""
    if actor.kind is ActorKind.CLIENT:
        return actor.client_units if permission in permissions_of(actor) else frozenset()
    units = {grant.unit_id for grant in actor.grants if permission in ROLE_PERMISSIONS[grant.role]}
    if actor.emergency and permission in EMERGENCY_PERMISSIONS:
        units.add(actor.emergency.unit_id)
    return frozenset(units)
