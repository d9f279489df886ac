"""Beginning to work: an invited person shows link and start code, and gets a way to log in."""

import uuid

from django.db import transaction

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import invitations, logins, totp
from samtjanst.foundation.people.models import BrowserSession, StaffAccount
from samtjanst.foundation.people.sessions import OpenedSession, begin_session
from samtjanst.foundation.people.types import LOA2, system_actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import identify
from samtjanst.kernel.errors import NotFoundError


def is_open(*, invitation_id: uuid.UUID, secret: str) -> bool:
    """Whether the link can be used."""
    return invitations.is_open(invitation_id=invitation_id, secret=secret)


def show_code(*, invitation_id: uuid.UUID, secret: str, code: str) -> OpenedSession | None:
    """Give the start code; None when it is wrong. The new session knows who is invited.

    Raises:
        NotFoundError: the invitation has ended, or ends now since too many codes were wrong.
    """
    opened = begin_session()
    if invitations.give_code(
        invitation_id=invitation_id, secret=secret, code=code, session=opened.session
    ):
        return opened
    record(
        "staff.start_code_refused",
        by=system_actor(opened.session.municipality_id),
        subject=("invitation", invitation_id),
    )
    return None


def invited(session: BrowserSession | None) -> StaffAccount:
    """Who is on the way in.

    Raises:
        NotFoundError: nobody in this browser.
    """
    return invitations.invited_in(session)


def may_use_code(account: StaffAccount) -> bool:
    """Whether password and one-time code are enough where the person is to work."""
    return invitations.demanded_level(account.id) <= LOA2


def continue_with_eid(*, account: StaffAccount) -> OpenedSession:
    """A session for the e-ID order, that still knows who is invited."""
    opened = begin_session()
    invitations.move(staff_id=account.id, session=opened.session)
    return opened


def choose_password(*, account: StaffAccount, password: str) -> None:
    """Choose a password; the next step is the app.

    Raises:
        NotFoundError: it is not enough where the person is to work.
        InvalidInputError: it is too weak.
    """
    if not may_use_code(account):
        raise NotFoundError
    logins.begin_login(staff=account, password=password)


def app_address(account: StaffAccount) -> tuple[str, str]:
    """What the app is to be given: as an address for the picture, and to type."""
    secret = logins.unconfirmed_secret(account.id)
    shown = totp.address(secret, issuer=current().name, account=account.email)
    return shown, totp.readable(secret)


@transaction.atomic
def finish(*, session: BrowserSession, code: str) -> tuple[OpenedSession, tuple[str, ...]]:
    """Show the app's first code; logs in, and returns the recovery codes.

    Raises:
        NotFoundError: nobody is on the way in.
        InvalidInputError: the code is wrong.
    """
    account = invitations.invited_in(session)
    codes = logins.confirm_login(staff_id=account.id, code=code)
    invitations.end_invitations(staff_id=account.id)
    record(
        "staff.login_made",
        by=system_actor(account.municipality_id),
        subject=("staff", account.id),
    )
    opened = identify.open_staff(session=session, account=account, level=LOA2, method="code")
    return opened, codes
