"""Who may see and handle a case."""

from typing import Any

from samtjanst.foundation.access.services import register_predicate, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor, ActorKind

_OF_STAFF = (
    Permission.CASE_READ,
    Permission.CASE_HANDLE,
    Permission.CASE_NOTE,
    Permission.CASE_REMIND,
    Permission.CASE_DECIDE,
    Permission.CASE_ASSIGN,
)


def is_in_reach(actor: Actor, case: Any) -> bool:
    """In the actor's unit; with a protected party only with the right to that, too.

    A connected system can be limited to some e-services.
    """
    if actor.kind is ActorKind.SYSTEM:
        return True
    if case.unit_id not in units_with(actor, Permission.CASE_READ):
        return False
    if actor.client_services and case.version.slug not in actor.client_services:
        return False
    return not case.is_protected or case.unit_id in units_with(actor, Permission.PROTECTED_READ)


for _permission in _OF_STAFF:
    register_predicate(_permission, is_in_reach)
