"""Accounts of staff: who there are, what they may, and how they come in.

The callers have been authorised and write the audit events (``journey.staff``).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from samtjanst.foundation.people import queries, sessions
from samtjanst.foundation.people.invitations import end_invitations
from samtjanst.foundation.people.models import (
    BrowserSession,
    DirectoryMember,
    Membership,
    OwnEid,
    Passkey,
    StaffAccount,
    StaffIdentity,
    StaffInvitation,
    StaffLogin,
)
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import held_unit
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber


@dataclass(frozen=True, slots=True)
class RoleIn:
    """A role in a unit, for the screen."""

    role: Role
    unit_id: uuid.UUID
    unit: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account as a manager or an administrator sees it."""

    id: uuid.UUID
    name: str = field(repr=False)
    email: str = field(repr=False)
    is_active: bool
    has_number: bool  # can log in with an e-ID
    has_code: bool  # can log in with password and one-time code
    passkeys: int  # how many she can log in with
    invited_until: datetime | None
    seen_at: datetime | None
    roles: tuple[RoleIn, ...] = ()

    @property
    def unit_ids(self) -> frozenset[uuid.UUID]:
        """The units in which the person has a role."""
        return frozenset(role.unit_id for role in self.roles)


@dataclass(frozen=True, slots=True)
class NewMember:
    """What is told about somebody who is to begin."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    role: Role
    unit_id: uuid.UUID
    number: PersonalNumber | None = None


def members(unit_ids: Collection[uuid.UUID] | None = None) -> list[StaffMember]:
    """The accounts with a role in any of the units (None: every account), by name; six queries."""
    rows = StaffAccount.objects.order_by("-is_active", "name", "id")
    if unit_ids is not None:
        inside = Membership.objects.filter(unit_id__in=unit_ids).values("staff_id")
        rows = rows.filter(id__in=inside)
    return _shown(list(rows))


def member(staff_id: uuid.UUID) -> StaffMember:
    """One account.

    Raises:
        NotFoundError: there is none.
    """
    found = _shown(list(StaffAccount.objects.filter(id=staff_id)))
    if not found:
        raise NotFoundError
    return found[0]


def add_member(*, new: NewMember) -> StaffAccount:
    """A new account with one role. In the caller's transaction.

    Raises:
        InvalidInputError: by field; also when the person has an account already.
    """
    # Who invites in the same unit at the same time waits: pressed twice is one account.
    unit = held_unit(unit_id=new.unit_id)
    problems = _problems(new)
    if problems:
        raise InvalidInputError(problems)
    row = StaffAccount(
        name=new.name.strip(),
        email=new.email.strip(),
        number_index=queries.number_index(new.number) if new.number else "",
    )
    row.save(force_insert=True)
    Membership(staff=row, unit=unit, role=new.role.value).save(force_insert=True)
    return row


def account(staff_id: uuid.UUID) -> StaffAccount:
    """The row of an account.

    Raises:
        NotFoundError: there is none.
    """
    row = StaffAccount.objects.filter(id=staff_id).first()
    if row is None:
        raise NotFoundError
    return row


def give_role(*, staff_id: uuid.UUID, role: Role, unit_id: uuid.UUID) -> None:
    """One more role; again is no change."""
    unit = held_unit(unit_id=unit_id)
    Membership.objects.get_or_create(staff=account(staff_id), unit=unit, role=role.value)


def take_role(*, staff_id: uuid.UUID, role: Role, unit_id: uuid.UUID) -> None:
    """One role less, in force at the person's next click.

    Raises:
        NotFoundError: the person does not have it.
    """
    rows = Membership.objects.filter(staff_id=staff_id, role=role.value, unit_id=unit_id)
    if not rows.delete()[0]:
        raise NotFoundError


@transaction.atomic
def close_account(*, staff_id: uuid.UUID) -> None:
    """The person has left: logged out everywhere and in nowhere, in the same instant.

    Roles, address and number go; name and key stay with what the person has decided.
    """
    StaffAccount.objects.filter(id=staff_id).update(is_active=False, email="", number_index="")
    Membership.objects.filter(staff_id=staff_id).delete()
    StaffLogin.objects.filter(staff_id=staff_id).delete()
    Passkey.objects.filter(staff_id=staff_id).delete()
    OwnEid.objects.filter(staff_id=staff_id).delete()
    StaffIdentity.objects.filter(staff_id=staff_id).delete()
    DirectoryMember.objects.filter(staff_id=staff_id).delete()
    end_invitations(staff_id=staff_id)
    sessions.end_sessions(staff_id=staff_id)


def _shown(rows: list[StaffAccount]) -> list[StaffMember]:
    keys = [row.id for row in rows]
    roles = _roles(keys)
    codes = set(_confirmed(keys))
    passkeys = _passkeys(keys)
    invited = _invited(keys)
    seen = _seen(keys)
    return [
        StaffMember(
            id=row.id,
            name=row.name,
            email=row.email,
            is_active=row.is_active,
            has_number=bool(row.number_index),
            has_code=row.id in codes,
            passkeys=passkeys.get(row.id, 0),
            invited_until=invited.get(row.id),
            seen_at=seen.get(row.id),
            roles=tuple(roles.get(row.id, ())),
        )
        for row in rows
    ]


def _roles(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[RoleIn]]:
    found: dict[uuid.UUID, list[RoleIn]] = {}
    rows = Membership.objects.select_related("unit").filter(staff_id__in=keys)
    for row in rows.order_by("unit__name", "role"):
        shown = RoleIn(Role(row.role), row.unit_id, row.unit.name)
        found.setdefault(row.staff_id, []).append(shown)
    return found


def _confirmed(keys: list[uuid.UUID]) -> list[uuid.UUID]:
    rows = StaffLogin.objects.filter(staff_id__in=keys).exclude(confirmed_at=None)
    return list(rows.values_list("staff_id", flat=True))


def _passkeys(keys: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = Passkey.objects.filter(staff_id__in=keys, stopped_at=None).values("staff_id")
    return dict(rows.annotate(number=Count("id")).values_list("staff_id", "number"))


def _invited(keys: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = StaffInvitation.objects.filter(
        staff_id__in=keys, ended_at=None, expires_at__gt=clock.now()
    )
    return dict(rows.values_list("staff_id", "expires_at"))


def _seen(keys: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = BrowserSession.objects.filter(staff_id__in=keys).values("staff_id")
    return dict(rows.annotate(last=Max("seen_at")).values_list("staff_id", "last"))


def _problems(new: NewMember) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    known = StaffAccount.objects.filter(is_active=True)
    if not new.name.strip():
        problems["name"] = ["Skriv personens namn."]
    if known.filter(email__iexact=new.email.strip()).exists():
        problems["email"] = ["Det finns redan ett konto med den e-postadressen."]
    same = new.number and queries.number_index(new.number)
    if same and StaffAccount.objects.filter(number_index=same).exists():
        problems["number"] = ["Personen har redan ett konto här."]
    return problems
