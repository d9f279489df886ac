"""Who works here: inviting, roles, logging out, leaving; and how a unit's people must log in.

A manager tends the people of her own units, as handlers and managers; an administrator tends
everybody. Nobody changes her own account.
"""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue_all
from samtjanst.foundation.jobs.types import Request
from samtjanst.foundation.people import invitations, logins, passkeys, sessions, staff
from samtjanst.foundation.people.invitations import Invited
from samtjanst.foundation.people.staff import NewMember, StaffMember
from samtjanst.foundation.people.types import LOA2, LOA3, Actor, Role
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.foundation.tenancy.queries import address_of, current, units
from samtjanst.foundation.tenancy.services import put_unit
from samtjanst.kernel.errors import InvalidInputError, NotAllowedError, NotFoundError

INVITE_JOB = "staff.invite"
OF_MANAGERS = (Role.HANDLER, Role.MANAGER)
LEVELS = (LOA2, LOA3)


def is_administrator(*, by: Actor) -> bool:
    """Whether the actor tends everybody, and not only her own units' people."""
    return any(grant.role is Role.ADMINISTRATOR for grant in by.grants)


def roles_to_give(*, by: Actor) -> tuple[Role, ...]:
    """The roles that the actor may give."""
    return tuple(Role) if is_administrator(by=by) else OF_MANAGERS


def units_to_give(*, by: Actor) -> list[Unit]:
    """The units in which the actor may give roles."""
    within = units_with(by, Permission.STAFF_MANAGE)
    return [unit for unit in units() if is_administrator(by=by) or unit.id in within]


def list_members(*, by: Actor) -> list[StaffMember]:
    """The people whom the actor tends.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.STAFF_MANAGE)
    within = None if is_administrator(by=by) else units_with(by, Permission.STAFF_MANAGE)
    return staff.members(within)


def read_member(*, staff_id: uuid.UUID, by: Actor) -> StaffMember:
    """One of them.

    Raises:
        NotFoundError: the actor may not, or does not tend this person.
    """
    require(by, Permission.STAFF_MANAGE)
    found = staff.member(staff_id)
    if not is_administrator(by=by) and not found.unit_ids & units_with(by, Permission.STAFF_MANAGE):
        raise NotFoundError
    return found


@transaction.atomic
def invite(*, new: NewMember, by: Actor) -> Invited:
    """Make an account and send its letter; the start code is shown to the actor now.

    Raises:
        NotFoundError: the actor may not give this role in this unit.
        InvalidInputError: by field.
    """
    require(by, Permission.STAFF_MANAGE)
    _check_gift(new.role, new.unit_id, by)
    row = staff.add_member(new=new)
    details = {"role": new.role.value, "unit": str(new.unit_id)}
    record("staff.invited", by=by, subject=("staff", row.id), details=details)
    return _send(row.id)


@transaction.atomic
def invite_again(*, staff_id: uuid.UUID, by: Actor) -> Invited:
    """A new letter and start code; the earlier way in without an e-ID ends now.

    For a letter that was lost, and for a phone that was: the person chooses a new password.

    Raises:
        NotFoundError: the actor may not, or it is her own or a closed account.
    """
    found = _tended(staff_id, by)
    if not found.is_active or not _is_whole(found, by):
        raise NotFoundError
    logins.remove_login(staff_id=staff_id)
    passkeys.remove_all(staff_id=staff_id)
    sessions.end_sessions(staff_id=staff_id)
    record("staff.invited_again", by=by, subject=("staff", staff_id))
    return _send(staff_id)


def send_invitation(payload: dict[str, Any]) -> None:
    """Job: send the letter with the link, if it still opens anything.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    found = invitations.recipient(uuid.UUID(payload["invitation"]))
    if found is None:
        return
    text = gettext(
        "Du är välkommen att börja arbeta i %(name)s e-tjänster.\n\n"
        "1. Öppna länken: %(url)s\n"
        "2. Skriv startkoden. Den får du av den som har bjudit in dig, inte i det här brevet.\n"
        "3. Välj hur du vill logga in.\n\n"
        "Länken gäller i sju dagar och bara för dig. Väntar du inte på det här brevet? "
        "Då kan du strunta i det."
    )
    url = address_of(invitations.link(uuid.UUID(payload["invitation"])))
    to_staff.mail(
        key=payload["invitation"],
        to=found.email,
        subject=gettext("Välkommen som medarbetare"),
        text=text % {"name": current().name, "url": url},
    )


@transaction.atomic
def give_role(*, staff_id: uuid.UUID, role: Role, unit_id: uuid.UUID, by: Actor) -> None:
    """One more role, in force at the person's next click.

    Raises:
        NotFoundError: the actor may not, or it is her own or a closed account.
    """
    if not _tended(staff_id, by).is_active:
        raise NotFoundError
    _check_gift(role, unit_id, by)
    staff.give_role(staff_id=staff_id, role=role, unit_id=unit_id)
    details = {"role": role.value, "unit": str(unit_id)}
    record("staff.role_given", by=by, subject=("staff", staff_id), details=details)


@transaction.atomic
def take_role(*, staff_id: uuid.UUID, role: Role, unit_id: uuid.UUID, by: Actor) -> None:
    """One role less, in force at the person's next click.

    Raises:
        NotFoundError: the actor may not, it is her own account, or there is no such role.
    """
    _tended(staff_id, by)
    _check_gift(role, unit_id, by)
    staff.take_role(staff_id=staff_id, role=role, unit_id=unit_id)
    details = {"role": role.value, "unit": str(unit_id)}
    record("staff.role_taken", by=by, subject=("staff", staff_id), details=details)


@transaction.atomic
def log_out(*, staff_id: uuid.UUID, by: Actor) -> None:
    """Log the person out everywhere.

    Raises:
        NotFoundError: the actor may not.
    """
    _tended(staff_id, by)
    ended = sessions.end_sessions(staff_id=staff_id)
    record("staff.logged_out", by=by, subject=("staff", staff_id), details={"sessions": ended})


@transaction.atomic
def close(*, staff_id: uuid.UUID, by: Actor) -> None:
    """The person leaves: no click of hers works from now on.

    Raises:
        NotFoundError: the actor may not, or the person works for others than the actor too.
    """
    if not _is_whole(_tended(staff_id, by), by):
        raise NotFoundError
    staff.close_account(staff_id=staff_id)
    record("staff.closed", by=by, subject=("staff", staff_id))


@transaction.atomic
def remove_passkeys(*, staff_id: uuid.UUID, by: Actor) -> None:
    """Take the person's passkeys away, such as those of a device that was stolen; ends sessions.

    Raises:
        NotFoundError: the actor may not, it is her own, or the person works for others too.
    """
    if not _is_whole(_tended(staff_id, by), by):
        raise NotFoundError
    removed = passkeys.remove_all(staff_id=staff_id)
    sessions.end_sessions(staff_id=staff_id)
    details = {"passkeys": removed}
    record("staff.passkeys_removed", by=by, subject=("staff", staff_id), details=details)


@transaction.atomic
def set_up_unit(*, name: str, level: int, by: Actor) -> None:
    """A unit, and what its members must log in with to use their roles in it.

    Raises:
        NotFoundError: the actor may not.
        InvalidInputError: no name, or no such level.
    """
    require(by, Permission.UNIT_SET_UP)
    if not 0 < len(name.strip()) <= 120 or level not in LEVELS:
        raise InvalidInputError({"unit_name": [gettext("Skriv vad enheten heter.")]})
    unit = put_unit(name=name.strip(), staff_level=level)
    record("unit.set_up", by=by, subject=("unit", unit.id), details={"level": level})


@transaction.atomic
def end_own_session(*, session_id: uuid.UUID, by: Actor) -> None:
    """Log out one of one's own browsers.

    Raises:
        NotFoundError: it is not one's own, or has ended.
    """
    require(by, Permission.ACCOUNT_OWN)
    if by.id is None or not sessions.end_sessions(staff_id=by.id, only=session_id):
        raise NotFoundError
    record("staff.session_ended", by=by, subject=("session", session_id))


@transaction.atomic
def end_other_sessions(*, by: Actor) -> None:
    """Log out everywhere but here."""
    require(by, Permission.ACCOUNT_OWN)
    if by.id:
        ended = sessions.end_sessions(staff_id=by.id, but=by.session_id)
        details = {"sessions": ended}
        record("staff.logged_out", by=by, subject=("staff", by.id), details=details)


@transaction.atomic
def renew_recovery_codes(*, by: Actor) -> tuple[str, ...]:
    """New recovery codes instead of one's own earlier ones.

    Raises:
        NotFoundError: one does not log in with codes.
    """
    require(by, Permission.ACCOUNT_OWN)
    if by.id is None:
        raise NotFoundError
    codes = logins.new_recovery_codes(staff_id=by.id)
    record("staff.codes_renewed", by=by, subject=("staff", by.id))
    return codes


def _send(staff_id: uuid.UUID) -> Invited:
    made = invitations.put_invitation(staff=staff.account(staff_id))
    key = str(made.invitation_id)
    enqueue_all([Request(INVITE_JOB, key, {"invitation": key}, ("staff", str(staff_id)))])
    return made


def _tended(staff_id: uuid.UUID, by: Actor) -> StaffMember:
    if staff_id == by.id:
        raise NotAllowedError(Permission.STAFF_MANAGE)
    return read_member(staff_id=staff_id, by=by)


def _is_whole(found: StaffMember, by: Actor) -> bool:
    """Whether everything that the person may lies within what the actor may give."""
    if is_administrator(by=by):
        return True
    within = units_with(by, Permission.STAFF_MANAGE)
    return all(one.unit_id in within and one.role in OF_MANAGERS for one in found.roles)


def _check_gift(role: Role, unit_id: uuid.UUID, by: Actor) -> None:
    known = {unit.id for unit in units_to_give(by=by)}
    if role not in roles_to_give(by=by) or unit_id not in known:
        raise NotAllowedError(Permission.STAFF_MANAGE)
