"""Passkeys: a member of staff adds and removes her own, and logs in with them."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import invitations, passkeys, staff
from samtjanst.foundation.people.models import BrowserSession, StaffAccount
from samtjanst.foundation.people.passkeys import COPIED, PasskeyView
from samtjanst.foundation.people.sessions import OpenedSession
from samtjanst.foundation.people.types import LOA2, Actor, system_actor
from samtjanst.foundation.people.webauthn import Place
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import identify
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError

# An open screen that somebody has walked away from gives nobody else a lasting way in.
FRESH_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Shown:
    """How it went: ``opened`` when somebody is logged in now; ``is_copied`` when it is stopped."""

    opened: OpenedSession | None = None
    is_copied: bool = False


def mine(*, by: Actor) -> list[PasskeyView]:
    """One's own passkeys.

    Raises:
        NotFoundError: the actor may not.
    """
    return passkeys.of(_account(by).id)


def is_enough(*, by: Actor) -> bool:
    """Whether a passkey is enough in every unit where one works."""
    return invitations.demanded_level(_account(by).id) <= LOA2


def is_fresh(session: BrowserSession) -> bool:
    """Whether the log-in is recent enough for a passkey to be added."""
    return clock.now() - session.started_at < FRESH_FOR


def begin_adding(*, session: BrowserSession, origin: str, by: Actor) -> str:
    """What the browser is asked for, as JSON.

    Raises:
        NotFoundError: the actor may not, it would not be enough, or the log-in is too old.
    """
    account = _adding(session, by)
    return passkeys.begin_adding(session=session, staff=account, place=place_of(origin))


@transaction.atomic
def add(*, session: BrowserSession, origin: str, answer: str, name: str, by: Actor) -> None:
    """Keep the passkey that the browser has made.

    Raises:
        NotFoundError: the actor may not, it would not be enough, or the log-in is too old.
        InvalidInputError: it does not hold, or has a name that is too long.
    """
    row = passkeys.add(
        session=session,
        staff=_adding(session, by),
        place=place_of(origin),
        answer=answer,
        name=name,
    )
    record("staff.passkey_added", by=by, subject=("passkey", row.id))


@transaction.atomic
def remove(*, passkey_id: uuid.UUID, by: Actor) -> None:
    """Take one of one's own away.

    Raises:
        NotFoundError: it is not one's own.
        InvalidInputError: it is the last way in.
    """
    passkeys.remove(staff=_account(by), passkey_id=passkey_id)
    record("staff.passkey_removed", by=by, subject=("passkey", passkey_id))


@transaction.atomic
def rename(*, passkey_id: uuid.UUID, name: str, by: Actor) -> None:
    """Call one of one's own something else.

    Raises:
        NotFoundError: it is not one's own.
        InvalidInputError: under the passkey's id, when the name is too long.
    """
    passkeys.rename(staff=_account(by), passkey_id=passkey_id, name=name)
    record("staff.passkey_renamed", by=by, subject=("passkey", passkey_id))


def begin(*, session: BrowserSession, origin: str) -> str:
    """What the browser is asked for to log in, as JSON."""
    return passkeys.begin_login(session=session, place=place_of(origin))


@transaction.atomic
def sign_in(*, session: BrowserSession | None, origin: str, answer: str) -> Shown:
    """Log the member of staff in whose passkey has been shown in this browser."""
    attempt = passkeys.check(session=session, place=place_of(origin), answer=answer)
    if attempt.staff is None:
        return Shown()
    if not attempt.holds:
        is_copied = attempt.why == COPIED
        record(
            "staff.passkey_stopped" if is_copied else "staff.refused",
            by=system_actor(attempt.staff.municipality_id),
            subject=("staff", attempt.staff.id),
        )
        return Shown(is_copied=is_copied)
    opened = identify.open_staff(
        session=session, account=attempt.staff, level=LOA2, method="passkey"
    )
    return Shown(opened)


def _adding(session: BrowserSession, by: Actor) -> StaffAccount:
    account = _account(by)
    if not is_enough(by=by) or not is_fresh(session):
        raise NotFoundError
    return account


def _account(by: Actor) -> StaffAccount:
    require(by, Permission.ACCOUNT_OWN)
    if by.id is None:
        raise NotFoundError
    return staff.account(by.id)


def place_of(origin: str) -> Place:
    """Where passkeys of an address of ours belong."""
    return Place(host=urlsplit(origin).hostname or "", origin=origin, name=current().name)
