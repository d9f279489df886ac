"""Staff of the municipality's own directory: accounts by its key, roles by its groups.

The callers have been authorised and write the audit events.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.people import queries
from samtjanst.foundation.people.models import (
    DirectoryMember,
    GroupRole,
    Membership,
    StaffAccount,
    StaffIdentity,
)
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import held_unit
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.login import VouchedPerson

STAFF_PROVIDER = "katalog"  # the name of the binding
SCIM = "scim"  # the issuer of accounts that the directory has made beforehand


@transaction.atomic
def account_of(person: VouchedPerson) -> StaffAccount | None:
    """The account of somebody whom the directory vouches for, brought up to date.

    Known by the directory's key, or by a personal number that it tells; never by an address.
    Made when she is new and a group gives her a role. None: nothing is for her here.
    """
    row = _known(person) or _by_number(person.personal_number)
    groups = person.groups | (groups_of(row.id) if row else set())
    if row is None:
        if not roles_of(groups):
            return None
        row = StaffAccount(number_index=_index(person.personal_number))
    if not row.is_active:
        return None
    row.name = person.name or row.name or _called(person)
    row.email = person.email or row.email
    row.save()
    StaffIdentity.objects.get_or_create(
        issuer=person.issuer, subject=person.subject, defaults={"staff": row}
    )
    set_groups(staff=row, groups=groups)
    return row


def is_of(person: VouchedPerson, staff_id: uuid.UUID) -> bool:
    """Whether somebody whom the directory vouches for is the member of staff; nothing changes."""
    row = _known(person) or _by_number(person.personal_number)
    return row is not None and row.is_active and row.id == staff_id


def groups_of(staff_id: uuid.UUID) -> set[str]:
    """The groups that the directory has told beforehand that the person is in."""
    rows = DirectoryMember.objects.filter(staff_id=staff_id)
    return set(rows.values_list("group__name", flat=True))


def set_groups(*, staff: StaffAccount, groups: Iterable[str]) -> None:
    """Give exactly the roles of the groups; what a person here has given stays."""
    wanted = roles_of(groups)
    given = {
        (row.role, row.unit_id): row
        for row in Membership.objects.select_for_update().filter(staff=staff)
    }
    for key, row in given.items():
        if row.from_directory and key not in wanted:
            row.delete()
    Membership.objects.bulk_create(
        Membership(staff=staff, role=role, unit_id=unit_id, from_directory=True)
        for role, unit_id in wanted - given.keys()
    )


def roles_of(groups: Iterable[str]) -> set[tuple[str, uuid.UUID]]:
    """The roles, in units, that the groups give together."""
    rows = GroupRole.objects.filter(group__in=set(groups))
    return set(rows.values_list("role", "unit_id"))


def group_roles() -> list[GroupRole]:
    """What each group gives, by group."""
    rows = GroupRole.objects.select_related("unit")
    return list(rows.order_by("group", "unit__name", "role"))


@transaction.atomic
def put_group_role(*, group: str, role: Role, unit_id: uuid.UUID) -> None:
    """Let a group give a role; in force when its members log in or are provisioned next."""
    unit = held_unit(unit_id=unit_id)
    GroupRole.objects.get_or_create(group=group, role=role.value, unit=unit)


@transaction.atomic
def remove_group_role(*, row_id: uuid.UUID) -> GroupRole:
    """Let a group no longer give a role; whoever has it from the directory loses it now.

    Raises:
        NotFoundError: there is none.
    """
    row = GroupRole.objects.filter(id=row_id).first()
    if row is None:
        raise NotFoundError
    same = Membership.objects.filter(role=row.role, unit_id=row.unit_id, from_directory=True)
    row.delete()
    if not GroupRole.objects.filter(role=row.role, unit_id=row.unit_id).exists():
        same.delete()
    return row


def _called(person: VouchedPerson) -> str:
    """What stands for a name that nobody tells: never an identity, which is no name."""
    is_prid = person.foreign is not None and person.subject == person.foreign.prid
    nameless = gettext("Namn saknas i katalogen") if is_prid else person.subject[:40]
    return person.email or nameless


def _known(person: VouchedPerson) -> StaffAccount | None:
    rows = StaffIdentity.objects.select_related("staff")
    # A municipality has one directory: who it made beforehand has the same key when she logs in.
    issuers = (person.issuer, SCIM)
    found = rows.filter(issuer__in=issuers, subject=person.subject).first()
    staff: StaffAccount | None = found.staff if found else None
    return staff


def _by_number(number: PersonalNumber | None) -> StaffAccount | None:
    return queries.staff_by_number(number) if number else None


def _index(number: PersonalNumber | None) -> str:
    return queries.number_index(number) if number else ""
