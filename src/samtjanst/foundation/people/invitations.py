"""Invitations of staff: a link by e-mail and a start code from the manager, both needed.

Whoever steals the letter lacks the code, and whoever hears the code lacks the letter.
"""

import hmac
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from samtjanst.foundation.keys.services import blind_index
from samtjanst.foundation.people import queries
from samtjanst.foundation.people.logins import plain, readable_code
from samtjanst.foundation.people.models import (
    BrowserSession,
    Membership,
    StaffAccount,
    StaffInvitation,
)
from samtjanst.foundation.people.types import LOA2
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber

GOOD_FOR = timedelta(days=7)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation; the code is shown to the manager now and never again."""

    invitation_id: uuid.UUID
    code: str = field(repr=False)


def put_invitation(*, staff: StaffAccount) -> Invited:
    """Invite the person; earlier invitations of hers end. In the caller's transaction."""
    end_invitations(staff_id=staff.id)
    code, now = readable_code(), clock.now()
    row = StaffInvitation(
        staff=staff, code_hash=_hash(code), made_at=now, expires_at=now + GOOD_FOR
    )
    row.save(force_insert=True)
    return Invited(row.id, code)


def link(invitation_id: uuid.UUID) -> str:
    """The path that the letter tells; its secret is the municipality's own and kept nowhere."""
    return f"/valkommen/{invitation_id}/{_secret(invitation_id)}/"


def is_open(*, invitation_id: uuid.UUID, secret: str) -> bool:
    """Whether the link is right and the invitation can still be used."""
    is_right = hmac.compare_digest(_secret(invitation_id).encode(), secret.encode())
    return is_right and _open().filter(id=invitation_id).exists()


@transaction.atomic
def give_code(*, invitation_id: uuid.UUID, secret: str, code: str, session: BrowserSession) -> bool:
    """Tie the invitation to the browser that has both link and code; wrong codes are counted.

    Raises:
        NotFoundError: the link is wrong, or the invitation has ended.
    """
    if not is_open(invitation_id=invitation_id, secret=secret):
        raise NotFoundError
    row = _open().select_for_update().filter(id=invitation_id).first()
    if row is None:
        raise NotFoundError
    if not hmac.compare_digest(row.code_hash, _hash(code)):
        row.tries += 1
        row.ended_at = clock.now() if row.tries >= MOST_TRIES else None
        row.save(update_fields=["tries", "ended_at"])
        return False
    row.session = session.id
    row.save(update_fields=["session"])
    return True


def invited_in(session: BrowserSession | None) -> StaffAccount:
    """Who has shown link and code in this browser.

    Raises:
        NotFoundError: nobody, or the invitation has ended since.
    """
    if session is None:
        raise NotFoundError
    rows = _open().select_related("staff")
    row = rows.filter(session=session.id, staff__is_active=True).first()
    if row is None:
        raise NotFoundError
    staff: StaffAccount = row.staff
    return staff


def recipient(invitation_id: uuid.UUID) -> StaffAccount | None:
    """Whom an open invitation is for."""
    rows = _open().select_related("staff")
    row = rows.filter(id=invitation_id, staff__is_active=True).first()
    staff: StaffAccount | None = row.staff if row else None
    return staff


def move(*, staff_id: uuid.UUID, session: BrowserSession) -> None:
    """The browser goes on with another session, such as that of an e-ID order."""
    _open().filter(staff_id=staff_id).exclude(session=None).update(session=session.id)


def end_invitations(*, staff_id: uuid.UUID) -> None:
    """The person is in, or shall not be."""
    StaffInvitation.objects.filter(staff_id=staff_id, ended_at=None).update(ended_at=clock.now())


def demanded_level(staff_id: uuid.UUID) -> int:
    """The highest assurance level that any of the person's units demands."""
    rows = Membership.objects.filter(staff_id=staff_id)
    found: int | None = rows.aggregate(most=Max("unit__staff_level"))["most"]
    return found or LOA2


def claim(*, session: BrowserSession, number: PersonalNumber) -> StaffAccount | None:
    """The invited account of this browser, now tied to the number that an e-ID has proved.

    None when nobody is invited here, or when the account already belongs to another number.
    """
    try:
        staff = invited_in(session)
    except NotFoundError:
        return None
    index = queries.number_index(number)
    if staff.number_index or StaffAccount.objects.filter(number_index=index).exists():
        return None
    staff.number_index = index
    staff.save(update_fields=["number_index"])
    end_invitations(staff_id=staff.id)
    return staff


def _open() -> QuerySet[StaffInvitation]:
    return StaffInvitation.objects.filter(ended_at=None, expires_at__gt=clock.now())


def _secret(invitation_id: uuid.UUID) -> str:
    return blind_index("staff-invitation", str(invitation_id))


def _hash(code: str) -> str:
    return blind_index("start-code", plain(code))
