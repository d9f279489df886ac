"""Who may see and handle a case."""

import uuid
from typing import Any

from django.db.models import QuerySet

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import sensitive
from samtjanst.building.definitions.types import SERIOUS
from samtjanst.foundation.access.services import register_predicate, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import name_index, own_or_namesakes
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.running.cases.models import CaseParty

_OF_STAFF = (
    Permission.CASE_READ,
    Permission.CASE_HANDLE,
    Permission.CASE_STEP,
    Permission.CASE_NOTE,
    Permission.CASE_WRITE,
    Permission.CASE_REMIND,
    Permission.CASE_DECIDE,
    Permission.CASE_ASSIGN,
    Permission.CASE_READERS,
    Permission.CASE_DISCLOSE,
    Permission.OPINION_ASK,
)


def is_in_reach(actor: Actor, case: Any) -> bool:
    """In the actor's unit, and not in the trash; as :func:`is_within`."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return not case.trash_ground and is_within(actor, case)


def is_within(actor: Actor, case: Any) -> bool:
    """In the actor's unit; with a protected party only with the right to that, too.

    A connected system can be limited to some e-services. Nobody reaches her own case as staff:
    who is a party to it is disqualified (FL 16-18 §§), and sees it in Mina ärenden.
    """
    if actor.kind is ActorKind.SYSTEM:
        return True
    if case.unit_id not in units_with(actor, Permission.CASE_READ):
        return False
    if actor.client_services and case.version.slug not in actor.client_services:
        return False
    if case.is_protected and case.unit_id not in units_with(actor, Permission.PROTECTED_READ):
        return False
    if not actor.is_staff:
        return True
    return not (_is_too_serious(actor, case) or _is_own(actor, case))


def _is_too_serious(actor: Actor, case: Any) -> bool:
    """Whether the e-service's class asks for more than the log-in, whatever the unit does."""
    return not levels.is_enough_for_staff(actor, SERIOUS) and case.version.slug in sensitive()


def _is_own(actor: Actor, case: Any) -> bool:
    known: bool | None = getattr(case, "is_own", None)  # when it was read with the case
    if known is not None or actor.id is None:
        return bool(known)
    called = name_index(actor.name)
    return _own_part.first(staff_id=actor.id, called=called, case_id=case.id) is not None


def own_parts(actor: Actor) -> QuerySet[CaseParty]:
    """The parts in cases that are the member of staff's own, known by her personal number.

    Those of her namesakes too while her number is not known.
    """
    if actor.id is None:
        return CaseParty.objects.none()
    return parts_of(actor.id, name_index(actor.name))


def parts_of(staff_id: uuid.UUID, called: str) -> QuerySet[CaseParty]:
    """As :func:`own_parts`, by her key and the index of her name."""
    mine = own_or_namesakes(staff_id, called)
    return CaseParty.objects.filter(citizen_id__in=mine.values("id"))


@Prepared
def _own_part(staff_id: uuid.UUID, called: str, case_id: uuid.UUID) -> QuerySet[CaseParty]:
    return parts_of(staff_id, called).filter(case_id=case_id)[:1]


register_predicate(Permission.CASE_TRASH, is_within)
for _permission in _OF_STAFF:
    register_predicate(_permission, is_in_reach)
