"""Logging in at another provider: the municipality's own directory of staff, or another e-ID."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import directory, elsewhere
from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.foundation.people.elsewhere import SentAway
from samtjanst.foundation.people.models import BrowserSession, GroupRole
from samtjanst.foundation.people.services import vouched_citizen
from samtjanst.foundation.people.sessions import OpenedSession
from samtjanst.foundation.people.types import Actor, Role, system_actor
from samtjanst.foundation.plugins import ways
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.services import ending_provider, login_provider
from samtjanst.foundation.plugins.types import Port
from samtjanst.journey import confirm, identify, sign_decision_ways
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.kernel.foreign_identity import ForeignIdentity, Persistence
from samtjanst.ports.failures import PortError, Rejected
from samtjanst.ports.login import StartLogin, VouchedPerson

REFUSED, STRANGER, CANCELLED = "refused", "stranger", "cancelled"
NO_NUMBER, FOREIGN, OTHER, UNSIGNED = "no_number", "foreign", "other", "unsigned"
EID_PROVIDER = "eid"  # the usual name of the binding for citizens, who can have several


DIRECTORY = "directory"  # the method of a session that was opened there


@dataclass(frozen=True, slots=True)
class Arrival:
    """How it went: ``opened`` when somebody is logged in now, else why not."""

    next_path: str = ""
    opened: OpenedSession | None = None
    why: str = ""
    country: str = ""  # two letters, of a foreign e-ID that lets nobody in
    is_confirmed: bool = False  # somebody who was logged in has signed by it


def is_offered(provider: str = STAFF_PROVIDER) -> bool:
    """Whether one can log in there: staff at the municipality's directory, citizens elsewhere."""
    return provider in names_of(Port.LOGIN)


def begin(  # noqa: PLR0913 - all have a plain name
    *,
    session: BrowserSession,
    origin: str,
    next_path: str,
    language: str,
    provider: str = STAFF_PROVIDER,
    level: int = 0,
) -> str:
    """The address that the browser is to be sent to; citizens are asked for at least ``level``.

    Raises:
        NotFoundError: it is not offered to citizens, or does not reach the level.
        Temporary, Rejected, NotConfigured: the provider cannot be reached or used.
    """
    levels = () if provider == STAFF_PROVIDER else ways.levels_of(provider, level)
    asked = StartLogin(_back(origin, provider), levels, language)
    started = login_provider(provider).start(asked)
    elsewhere.send_away(session=session, provider=provider, started=started, next_path=next_path)
    return started.url


def describe(*, origin: str, provider: str) -> str:
    """What we publish about ourselves for the provider, as XML; "" where nothing is.

    Raises:
        Temporary, Rejected, NotConfigured: the provider is not set up.
    """
    return login_provider(provider).describe(_back(origin, provider))


def end_there(*, session: BrowserSession, origin: str, language: str) -> str:
    """Where a member of staff who has just logged out here is logged out at the directory, too.

    "" for whoever has logged in otherwise, where it is not meant to be, and while the directory
    does not answer: nobody stays logged in here for that.
    """
    if session.method != DIRECTORY:
        return ""
    try:
        return ending_provider(STAFF_PROVIDER).end(f"{origin}/", language)
    except PortError:
        return ""


def leave(*, answer: Mapping[str, str], provider: str) -> str:
    """Keep what a provider has let the browser post to us; the handle to come back with.

    Nothing is read of it yet: a post from another host brings no cookie of ours, so that we do
    not know whose it is until the browser comes by itself.

    Raises:
        NotFoundError: no log-in is waiting for it here.
    """
    handle = answer.get("RelayState", "")
    elsewhere.leave(provider=provider, handle=handle, answer=answer)
    return handle


def come_back(
    *, session: BrowserSession, answer: Mapping[str, str], provider: str = STAFF_PROVIDER
) -> Arrival:
    """Log the person in whom the provider vouches for.

    Raises:
        NotFoundError: this browser is not waited for.
        Temporary, NotConfigured: the provider cannot be asked.
    """
    sent = elsewhere.take_back(session=session, provider=provider, handle=answer.get("state", ""))
    try:
        person = login_provider(provider).finish(sent.kept, sent.answer or answer)
    except Rejected as refusal:
        _refused(session, refusal, provider)
        failed = UNSIGNED if sent.subject else REFUSED
        return Arrival(sent.next_path, why=CANCELLED if refusal.code == "cancelled" else failed)
    if sent.subject:
        return _confirmed(session, sent, person, provider)
    if provider != STAFF_PROVIDER:
        return _citizen(session, person, sent.next_path, provider)
    opened = _let_in(session, person)
    return Arrival(sent.next_path, opened, "" if opened else STRANGER)


def _confirmed(
    session: BrowserSession, sent: SentAway, person: VouchedPerson, provider: str
) -> Arrival:
    """Who is logged in has shown anew who she is, to sign: she stays logged in as she was."""
    is_officials = sent.subject.startswith(sign_decision_ways.SUBJECT)
    finish = sign_decision_ways.finish if is_officials else confirm.finish
    try:
        finish(session=session, subject=sent.subject, person=person, provider=provider)
    except Rejected as refusal:
        _refused(session, refusal, provider)
        return Arrival(sent.next_path, why=OTHER if refusal.code == OTHER else UNSIGNED)
    return Arrival(sent.next_path, is_confirmed=True)


@transaction.atomic
def put_group_role(*, group: str, role: Role, unit_id: uuid.UUID, by: Actor) -> None:
    """Let a group of the directory give a role in a unit.

    Raises:
        NotFoundError: the actor may not, or there is no such unit.
        InvalidInputError: no group.
    """
    require(by, Permission.UNIT_SET_UP)
    if not 0 < len(group.strip()) <= 200:
        raise InvalidInputError({"group": [gettext("Skriv gruppens namn i katalogen.")]})
    directory.put_group_role(group=group.strip(), role=role, unit_id=unit_id)
    details = {"role": role.value, "unit": str(unit_id)}
    record("group.role_given", by=by, subject=("group", group.strip()[:60]), details=details)


def group_roles(*, by: Actor) -> list[GroupRole]:
    """What each group gives.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.UNIT_SET_UP)
    return directory.group_roles()


@transaction.atomic
def remove_group_role(*, row_id: uuid.UUID, by: Actor) -> None:
    """Let a group no longer give a role.

    Raises:
        NotFoundError: the actor may not, or there is no such thing.
    """
    require(by, Permission.UNIT_SET_UP)
    row = directory.remove_group_role(row_id=row_id)
    details = {"role": row.role, "unit": str(row.unit_id)}
    record("group.role_taken", by=by, subject=("group", row.group[:60]), details=details)


@transaction.atomic
def _let_in(session: BrowserSession, person: VouchedPerson) -> OpenedSession | None:
    account = None if _may_become_another(person) else directory.account_of(person)
    if account is None:
        system = system_actor(session.municipality_id)
        record("staff.refused", by=system, subject=("session", session.id))
        return None
    return identify.open_staff(
        session=session, account=account, level=person.assurance_level, method=DIRECTORY
    )


def _back(origin: str, provider: str) -> str:
    return f"{origin}{confirm.DONE_PATH.format(provider)}"


def _citizen(
    session: BrowserSession, person: VouchedPerson, next_path: str, provider: str
) -> Arrival:
    """Who is known by a Swedish number is the same person here whatever e-ID she uses.

    With another country's e-ID she is known by its own identity, and by nothing else.
    """
    identity = person.personal_number or person.foreign
    if identity is None or _is_fleeting(person.foreign):
        return _not_known(session, person, next_path)
    if identify.is_somebody_else(session, identity):
        return Arrival(next_path, why=OTHER)
    with transaction.atomic():
        opened = identify.open_citizen(
            session=session,
            citizen=vouched_citizen(
                identity=identity, name=person.name, given_name=person.given_name
            ),
            level=person.assurance_level,
            method=provider,
            proof=confirm.proof_of(person, provider),
        )
    return Arrival(next_path, opened)


def _not_known(session: BrowserSession, person: VouchedPerson, next_path: str) -> Arrival:
    """Nothing that lasts is told of her: the identity could be somebody else's tomorrow.

    How many are turned away, and with which countries' e-IDs, is for the municipality to see.
    """
    country = person.foreign.country if person.foreign else ""
    why = FOREIGN if person.foreign else NO_NUMBER
    record(
        "citizen.login_refused",
        by=system_actor(session.municipality_id),
        subject=("session", session.id),
        details={"code": why} | ({"country": country} if country else {}),
    )
    return Arrival(next_path, why=why, country=country)


def _may_become_another(person: VouchedPerson) -> bool:
    """Whether she is known by nothing but an identity that somebody else can have tomorrow."""
    told = person.foreign
    return told is not None and _is_fleeting(told) and person.subject == told.prid


def _is_fleeting(identity: ForeignIdentity | None) -> bool:
    return identity is not None and identity.persistence is Persistence.NOTHING_PROMISED


def _refused(session: BrowserSession, refusal: PortError, provider: str) -> None:
    """What did not hold is for whoever looks after the log; the person is told that it failed."""
    record(
        "staff.login_refused" if provider == STAFF_PROVIDER else "citizen.login_refused",
        by=system_actor(session.municipality_id),
        subject=("session", session.id),
        details={"code": refusal.code},
    )
