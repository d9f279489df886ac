"""Somebody new: invited, and on the way in."""

import re
from dataclasses import dataclass

from django.test import Client
from tests import cast

from samtjanst.foundation.people import logins, totp
from samtjanst.foundation.people.invitations import link
from samtjanst.foundation.people.models import StaffAccount, StaffLogin
from samtjanst.foundation.people.staff import NewMember
from samtjanst.foundation.people.types import Actor, ActorKind, Grant, Role
from samtjanst.foundation.tenancy.services import put_unit
from samtjanst.journey import staff
from samtjanst.kernel import clock

PASSWORD = "hund cykel regn torsdag"
EMAIL = "Nina.Ny@exempel.invalid"


@dataclass(frozen=True)
class Newcomer:
    """An account, the path of its letter's link, and what the manager tells."""

    account: StaffAccount
    path: str
    code: str


def manager(unit: str = cast.UNIT) -> Actor:
    """A manager who is nobody else in the tests."""
    row = cast.unit(unit)
    account = StaffAccount.objects.filter(name="Maja Chef").first()
    if account is None:
        account = StaffAccount(name="Maja Chef", email="maja@exempel.invalid", number_index="m")
        account.save()
    staff_grants = frozenset({Grant(Role.MANAGER, row.id)})
    return Actor(
        ActorKind.STAFF, row.municipality_id, account.id, 3, staff_grants, name="Maja Chef"
    )


def newcomer(level: int = 2, email: str = EMAIL, role: Role = Role.HANDLER) -> Newcomer:
    """Invited by the manager to the unit, which demands the level."""
    unit = put_unit(name=cast.UNIT, staff_level=level)
    new = NewMember(name="Nina Nyström", email=email, role=role, unit_id=unit.id)
    made = staff.invite(new=new, by=manager())
    account = StaffAccount.objects.get(email=email)
    return Newcomer(account, link(made.invitation_id), made.code)


def with_login(level: int = 2) -> StaffAccount:
    """Somebody who has connected her app."""
    account = newcomer(level).account
    logins.begin_login(staff=account, password=PASSWORD)
    logins.confirm_login(staff_id=account.id, code=code_now(account))
    # The code that confirmed is used up; a test begins with a fresh one.
    StaffLogin.objects.filter(staff_id=account.id).update(used_step=0)
    return account


def code_now(account: StaffAccount) -> str:
    """What the app shows."""
    row = StaffLogin.objects.get(staff_id=account.id)
    return totp.code(logins._secret(row), totp.step_at(clock.now()))


def browser(slug: str = "mjolby") -> Client:
    """A browser that knows nothing yet."""
    return Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000")


def shown_codes(page: str) -> list[str]:
    """The recovery codes on a page."""
    return re.findall(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>", page)
