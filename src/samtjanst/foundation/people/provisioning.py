"""Accounts and groups that the municipality's directory keeps up to date by itself (SCIM 2.0).

It sees and changes what it has made, and nobody else's. The callers have been authorised.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from samtjanst.foundation.people import directory, sessions
from samtjanst.foundation.people.directory import SCIM
from samtjanst.foundation.people.models import (
    DirectoryGroup,
    DirectoryMember,
    StaffAccount,
    StaffIdentity,
)
from samtjanst.foundation.people.staff import close_account
from samtjanst.kernel.errors import ConflictError, NotFoundError


@dataclass(frozen=True, slots=True)
class Provisioned:
    """A person as the directory knows her."""

    user_name: str = field(repr=False)
    external_id: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    is_active: bool = True
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ProvisionedGroup:
    """A group as the directory knows it; members are keys of accounts."""

    name: str
    external_id: str = ""
    members: frozenset[uuid.UUID] = frozenset()
    id: uuid.UUID | None = None


def users(*, user_name: str = "", external_id: str = "") -> list[Provisioned]:
    """The people whom the directory has made, or the one with the name or key."""
    rows = _identities().order_by("user_name")
    if user_name:
        rows = rows.filter(user_name__iexact=user_name)
    if external_id:
        rows = rows.filter(subject=external_id)
    return [_shown(row) for row in rows]


def user(user_id: uuid.UUID) -> Provisioned:
    """One of them.

    Raises:
        NotFoundError: there is none, or the directory has not made it.
    """
    return _shown(_identity(user_id))


@transaction.atomic
def add_user(told: Provisioned) -> Provisioned:
    """A new account; or the one that she has got by logging in with the same key.

    Raises:
        ConflictError: the user name or the key is taken.
    """
    _check_free(told, besides=None)
    known = StaffIdentity.objects.select_related("staff").exclude(issuer=SCIM)
    found = known.filter(subject=told.external_id).first() if told.external_id else None
    staff = found.staff if found else StaffAccount(number_index="")
    _fill(staff, told)
    staff.save()
    row = StaffIdentity(staff=staff, issuer=SCIM)
    row.subject, row.user_name = told.external_id or told.user_name, told.user_name
    row.save(force_insert=True)
    return _shown(row)


@transaction.atomic
def put_user(user_id: uuid.UUID, told: Provisioned) -> Provisioned:
    """Bring an account up to date; one that is not active is logged out everywhere now.

    Raises:
        NotFoundError: there is none.
        ConflictError: the user name or the key is taken.
    """
    row = _identity(user_id)
    _check_free(told, besides=row.id)
    _fill(row.staff, told)
    row.staff.save()
    row.subject, row.user_name = told.external_id or told.user_name, told.user_name
    row.save(update_fields=["subject", "user_name"])
    if not told.is_active:
        sessions.end_sessions(staff_id=user_id)
    return _shown(row)


@transaction.atomic
def remove_user(user_id: uuid.UUID) -> None:
    """The person has left for good.

    Raises:
        NotFoundError: there is none.
    """
    close_account(staff_id=_identity(user_id).staff_id)


def groups(*, name: str = "") -> list[ProvisionedGroup]:
    """The groups, or the one with the name; two queries."""
    rows = DirectoryGroup.objects.order_by("name")
    found = list(rows.filter(name=name) if name else rows)
    members: dict[uuid.UUID, set[uuid.UUID]] = {}
    for group_id, staff_id in DirectoryMember.objects.filter(group__in=found).values_list(
        "group_id", "staff_id"
    ):
        members.setdefault(group_id, set()).add(staff_id)
    return [
        ProvisionedGroup(row.name, row.external_id, frozenset(members.get(row.id, ())), row.id)
        for row in found
    ]


def group(group_id: uuid.UUID) -> ProvisionedGroup:
    """One of them.

    Raises:
        NotFoundError: there is none.
    """
    row = _group(group_id)
    members = DirectoryMember.objects.filter(group=row).values_list("staff_id", flat=True)
    return ProvisionedGroup(row.name, row.external_id, frozenset(members), row.id)


@transaction.atomic
def put_group(told: ProvisionedGroup, group_id: uuid.UUID | None = None) -> ProvisionedGroup:
    """A group with exactly these members, whose roles follow at once; None makes a new one.

    Raises:
        NotFoundError: no such group, or a member that the directory has not made.
        ConflictError: the name is taken.
    """
    row = _group(group_id) if group_id else DirectoryGroup()
    if DirectoryGroup.objects.filter(name=told.name).exclude(id=row.id).exists():
        raise ConflictError
    known = set(_identities().filter(staff_id__in=told.members).values_list("staff_id", flat=True))
    if known != told.members:
        raise NotFoundError
    row.name, row.external_id = told.name, told.external_id
    row.save()
    before = set(DirectoryMember.objects.filter(group=row).values_list("staff_id", flat=True))
    DirectoryMember.objects.filter(group=row).exclude(staff_id__in=told.members).delete()
    DirectoryMember.objects.bulk_create(
        DirectoryMember(group=row, staff_id=staff_id) for staff_id in told.members - before
    )
    _follow(before | told.members)
    return ProvisionedGroup(row.name, row.external_id, told.members, row.id)


@transaction.atomic
def remove_group(group_id: uuid.UUID) -> None:
    """The group is no more, and neither are the roles that it alone gave.

    Raises:
        NotFoundError: there is none.
    """
    row = _group(group_id)
    members = list(DirectoryMember.objects.filter(group=row).values_list("staff_id", flat=True))
    row.delete()
    _follow(members)


def _follow(staff_ids: Iterable[uuid.UUID]) -> None:
    # Also for who is not active now: coming back gives no role that was taken meanwhile.
    for staff in StaffAccount.objects.filter(id__in=set(staff_ids)):
        directory.set_groups(staff=staff, groups=directory.groups_of(staff.id))


def _fill(staff: StaffAccount, told: Provisioned) -> None:
    staff.name = (told.name or told.user_name)[:120]
    staff.email = told.email[:254]
    staff.is_active = told.is_active


def _check_free(told: Provisioned, besides: uuid.UUID | None) -> None:
    others = _identities().exclude(id=besides) if besides else _identities()
    same_key = others.filter(subject=told.external_id) if told.external_id else others.none()
    if others.filter(user_name__iexact=told.user_name).exists() or same_key.exists():
        raise ConflictError


def _identities() -> QuerySet[StaffIdentity]:
    return StaffIdentity.objects.select_related("staff").filter(issuer=SCIM)


def _identity(user_id: uuid.UUID) -> StaffIdentity:
    row = _identities().filter(staff_id=user_id).first()
    if row is None:
        raise NotFoundError
    return row


def _group(group_id: uuid.UUID) -> DirectoryGroup:
    row = DirectoryGroup.objects.select_for_update().filter(id=group_id).first()
    if row is None:
        raise NotFoundError
    return row


def _shown(row: StaffIdentity) -> Provisioned:
    return Provisioned(
        user_name=row.user_name,
        external_id=row.subject if row.subject != row.user_name else "",
        name=row.staff.name,
        email=row.staff.email,
        is_active=row.staff.is_active,
        id=row.staff_id,
    )
