"""Who may see and handle a case."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from samtjanst.foundation.access.services import register_predicate, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import number_index_of_staff, open_identity
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.running.cases.models import CaseParty

_OF_STAFF = (
    Permission.CASE_READ,
    Permission.CASE_HANDLE,
    Permission.CASE_NOTE,
    Permission.CASE_WRITE,
    Permission.CASE_REMIND,
    Permission.CASE_DECIDE,
    Permission.CASE_ASSIGN,
    Permission.CASE_DISCLOSE,
    Permission.OPINION_ASK,
)


def is_in_reach(actor: Actor, case: Any) -> bool:
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
    return not (actor.is_staff and _is_own(actor, case))


def _is_own(actor: Actor, case: Any) -> bool:
    known: bool | None = getattr(case, "is_own", None)  # when it was read with the case
    if known is not None:
        own, number = known, case.own_number
    else:
        parts = CaseParty.objects.filter(case_id=case.id)
        same = Exists(parts.filter(citizen__number_index=OuterRef("number_index")))
        account = number_index_of_staff(actor.id).annotate(own=same)
        number, own = account.values_list("number_index", "own").first() or ("", False)
    return own or (not number and _is_namesake(actor, case))


def _is_namesake(actor: Actor, case: Any) -> bool:
    """Whether somebody whose personal number we do not know is called what a party is.

    Rather a colleague too many who has to take it than somebody who handles her own case.
    """
    parts = CaseParty.objects.select_related("citizen").filter(case_id=case.id)
    return any(is_called(actor, open_identity(one.citizen).name) for one in parts)


def is_called(actor: Actor, name: str) -> bool:
    """Whether a name is the actor's, whatever the order, capitals and spaces."""
    return sorted(name.casefold().split()) == sorted(actor.name.casefold().split())


def own_parts(actor: Actor) -> QuerySet[CaseParty]:
    """The member of staff's own parts in cases, known by her personal number."""
    return CaseParty.objects.filter(citizen__number_index__in=number_index_of_staff(actor.id))


for _permission in _OF_STAFF:
    register_predicate(_permission, is_in_reach)
