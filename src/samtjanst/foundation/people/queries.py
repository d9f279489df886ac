"""Reads of people."""

import json
import unicodedata
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value

from samtjanst.foundation.keys.services import blind_index, decrypt
from samtjanst.foundation.people.models import Citizen, Membership, StaffAccount
from samtjanst.foundation.people.types import LOA4, CitizenIdentity, Grant, Role
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.identity import Identity
from samtjanst.kernel.personal_number import PersonalNumber


def number_index(identity: Identity) -> str:
    """The blind index of a number or a foreign identity in the open scope's municipality."""
    kind = "personal-number" if isinstance(identity, PersonalNumber) else "foreign-identity"
    return blind_index(kind, identity.code)


def name_index(name: str) -> str:
    """The blind index of a name, whatever the order, capitals, hyphens and spaces; "" without one.

    To find namesakes by, never a person: several can have it.
    """
    words = sorted(unicodedata.normalize("NFC", name).casefold().replace("-", " ").split())
    return blind_index("person-name", " ".join(words)) if words else ""


def citizen_by_identity(identity: Identity) -> Citizen | None:
    """The citizen who is known by it, or None."""
    return _numbered.first(index=number_index(identity))


def citizens_with(identity: Identity) -> QuerySet[Citizen]:
    """The citizen who is known by it, to be used inside another query."""
    return Citizen.objects.filter(number_index=number_index(identity))


def staff_by_number(number: PersonalNumber) -> StaffAccount | None:
    """The active account of the person with the number, or None."""
    return StaffAccount.objects.filter(number_index=number_index(number), is_active=True).first()


def identity_of(citizen_id: uuid.UUID) -> CitizenIdentity:
    """The citizen's number, name and contact details.

    Raises:
        NotFoundError: no such citizen in this municipality.
    """
    row = _citizen.first(key=citizen_id)
    if row is None:
        raise NotFoundError
    return open_identity(row)


@Prepared
def _numbered(index: str) -> QuerySet[Citizen]:
    return Citizen.objects.filter(number_index=index)


@Prepared
def _citizen(key: uuid.UUID) -> QuerySet[Citizen]:
    return Citizen.objects.filter(id=key)


def identities_of(citizen_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, CitizenIdentity]:
    """The identities of several citizens in one query."""
    rows = Citizen.objects.filter(id__in=set(citizen_ids))
    return {row.id: open_identity(row) for row in rows}


def known_by_identity(identities: Iterable[Identity]) -> dict[Identity, CitizenIdentity]:
    """Those of the identities that are known here, in one query."""
    wanted = {number_index(identity) for identity in identities}
    rows = (
        _numbered.all(index=wanted.pop())
        if len(wanted) == 1
        else list(Citizen.objects.filter(number_index__in=wanted))
    )
    found = map(open_identity, rows)
    return {one.identity: one for one in found}


def open_identity(row: Citizen) -> CitizenIdentity:
    """Open the encrypted columns of a citizen."""
    kept = json.loads(decrypt(f"citizen:{row.id}:identity", bytes(row.identity)))
    contact = (
        json.loads(decrypt(f"citizen:{row.id}:contact", bytes(row.contact))) if row.contact else {}
    )
    return CitizenIdentity(
        id=row.id,
        identity=_kept_identity(kept),
        name=kept["name"],
        given_name=kept["given_name"],
        email=contact.get("email", ""),
        phone=contact.get("phone", ""),
        is_protected=row.is_protected,
        language=row.language,
    )


def _kept_identity(kept: dict[str, Any]) -> Identity:
    if "prid" not in kept:
        return PersonalNumber(kept["personal_number"])
    known = ForeignIdentity(kept["prid"])
    if not known.is_vouched:
        return known
    return ForeignIdentity.parse(kept["prid"], kept["persistence"], kept.get("born", ""))


def own_or_namesakes(staff_id: uuid.UUID, called: str) -> QuerySet[Citizen]:
    """The citizen that a member of staff is, to be used inside another query.

    ``called`` is her :func:`name_index`. While her personal number is not known, everybody with
    the name instead: rather a colleague too many who has to step aside than somebody who handles
    her own case (FL 16-18 §§).
    """
    account = StaffAccount.objects.filter(id=staff_id)
    unknown = account.filter(number_index="").annotate(called=Value(called))
    # Two single values, so that each index of the citizens is used.
    return Citizen.objects.filter(
        Q(number_index=Subquery(account.values("number_index")[:1]))
        | Q(name_index=Subquery(unknown.exclude(called="").values("called")[:1]))
    )


def herself_and(staff_id: uuid.UUID, others: QuerySet[Any, Any]) -> QuerySet[StaffAccount, Any]:
    """The keys of a member of staff and of some others, to be used inside another query."""
    return StaffAccount.objects.filter(Q(id=staff_id) | Q(id__in=others)).values("id")


def number_index_of_staff(staff_id: uuid.UUID | None) -> QuerySet[StaffAccount, str]:
    """The index of a member of staff's own number, to be used inside another query."""
    rows = StaffAccount.objects.filter(id=staff_id) if staff_id else StaffAccount.objects.none()
    return rows.values_list("number_index", flat=True)


def is_staff_number(staff_id: uuid.UUID | None, identity: Identity) -> bool:
    """Whether it is the member of staff's own."""
    return number_index(identity) in set(number_index_of_staff(staff_id))


def grants_of(staff_id: uuid.UUID, level: int = LOA4) -> frozenset[Grant]:
    """The roles of a member of staff who has logged in at the level, in which units.

    A unit can demand more than the login gives; then its roles are not in force. Whoever works
    for the supplier has no other role, whatever she has been given.
    """
    rows = Membership.objects.filter(staff_id=staff_id, unit__staff_level__lte=level)
    found = rows.values_list("role", "unit_id")
    grants = frozenset(Grant(role=Role(role), unit_id=unit_id) for role, unit_id in found)
    of_supplier = frozenset(grant for grant in grants if grant.role is Role.SUPPLIER)
    return of_supplier or grants


def staff_names(staff_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of members of staff, closed accounts included."""
    rows = StaffAccount.objects.filter(id__in=set(staff_ids)).values_list("id", "name")
    return dict(rows)


def staff_in_units(unit_ids: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Key and name of the active members of any of the units, by name; one query."""
    members = Membership.objects.filter(unit_id__in=set(unit_ids)).values("staff_id")
    rows = StaffAccount.objects.filter(id__in=members, is_active=True).order_by("name")
    return list(rows.values_list("id", "name"))


def places_of_work(staff_ids: Iterable[uuid.UUID]) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs of person and unit in which she has a role; none of a closed account; one query."""
    rows = Membership.objects.filter(staff_id__in=set(staff_ids), staff__is_active=True)
    return frozenset(rows.values_list("staff_id", "unit_id"))


def staff_in_unit(unit_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Key and name of the active members of a unit, by name."""
    members = Membership.objects.filter(unit_id=unit_id).values("staff_id")
    rows = StaffAccount.objects.filter(id__in=members, is_active=True).order_by("name")
    return list(rows.values_list("id", "name"))


def staff_with_roles(
    unit_id: uuid.UUID, roles: Iterable[Role], *, without: QuerySet[Any, Any]
) -> list[tuple[uuid.UUID, str]]:
    """Key and name of the active members of a unit who have any of the roles, by name.

    None of the citizens whose keys are ``without``, nor a namesake of theirs whose own number is
    not known; all is read in one query.
    """
    members = Membership.objects.filter(unit_id=unit_id, role__in=[role.value for role in roles])
    rows = StaffAccount.objects.filter(id__in=members.values("staff_id"), is_active=True)
    barred = Citizen.objects.filter(id__in=without)
    rows = rows.exclude(number_index__in=barred.values("number_index"))
    named = rows.annotate(parts=ArraySubquery(barred.values("name_index")))
    found = named.order_by("name").values_list("id", "name", "number_index", "parts")
    return [
        (key, name) for key, name, number, parts in found if number or name_index(name) not in parts
    ]


def staff_by_unit(
    roles: Iterable[Role], *, without: QuerySet[Any, Any]
) -> dict[uuid.UUID, list[tuple[uuid.UUID, str]]]:
    """As :func:`staff_with_roles`, of every unit where there is any, by unit."""
    members = Membership.objects.filter(role__in=[role.value for role in roles])
    active = members.filter(staff__is_active=True)
    barred = Citizen.objects.filter(id__in=without)
    rows = active.exclude(staff__number_index__in=barred.values("number_index"))
    named = rows.annotate(parts=ArraySubquery(barred.values("name_index"))).order_by("staff__name")
    found: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}
    told = ("unit_id", "staff_id", "staff__name", "staff__number_index", "parts")
    for unit_id, key, name, number, parts in named.values_list(*told).distinct():
        if number or name_index(name) not in parts:
            found.setdefault(unit_id, []).append((key, name))
    return found


def active_staff(unit_id: uuid.UUID, role: Role) -> list[uuid.UUID]:
    """The keys of the active members of a unit who have the role."""
    members = Membership.objects.filter(unit_id=unit_id, role=role.value)
    return list(members.filter(staff__is_active=True).values_list("staff_id", flat=True))


def emails_with(role: Role) -> list[str]:
    """Where the active members of staff with a role, in any unit, are reached by e-mail."""
    members = Membership.objects.filter(role=role.value).values("staff_id")
    rows = StaffAccount.objects.filter(id__in=members, is_active=True).order_by("email")
    return list(rows.values_list("email", flat=True).distinct())


def email_of_staff(staff_id: uuid.UUID) -> str:
    """Where a member of staff is reached by e-mail; "" when the account is closed."""
    rows = StaffAccount.objects.filter(id=staff_id, is_active=True)
    return rows.values_list("email", flat=True).first() or ""


def is_colleague(citizen_id: uuid.UUID) -> bool:
    """Whether the citizen is somebody who works at the municipality, the supplier's staff not."""
    own = Citizen.objects.filter(id=citizen_id).values("number_index")[:1]
    return _colleagues().filter(number_index=Subquery(own)).exclude(number_index="").exists()


def colleagues() -> list[tuple[uuid.UUID, str, str]]:
    """Key, name and unit of everybody who works at the municipality, by name."""
    unit = Membership.objects.filter(staff_id=OuterRef("id")).order_by("unit__name")
    rows = _colleagues().annotate(where=Subquery(unit.values("unit__name")[:1]))
    return list(rows.order_by("name", "id").values_list("id", "name", "where"))


def _colleagues() -> QuerySet[StaffAccount]:
    # Whoever works for the supplier has no other role, whatever she has been given.
    member = Membership.objects.filter(staff_id=OuterRef("id"))
    of_supplier = Exists(member.filter(role=Role.SUPPLIER))
    return StaffAccount.objects.filter(Exists(member), ~of_supplier, is_active=True)


def all_staff() -> list[tuple[uuid.UUID, str]]:
    """Key and name of the municipality's active members of staff, by name."""
    rows = StaffAccount.objects.filter(is_active=True).order_by("name")
    return list(rows.values_list("id", "name"))
