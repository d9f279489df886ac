"""Logging in with an e-ID: citizens and staff alike."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import invitations, logins, orders, sessions
from samtjanst.foundation.people.models import BrowserSession, Citizen, EidOrder, StaffAccount
from samtjanst.foundation.people.queries import open_identity, staff_by_number
from samtjanst.foundation.people.services import vouched_citizen
from samtjanst.foundation.people.sessions import OpenedSession
from samtjanst.foundation.people.types import LOA2, OrderPurpose, system_actor
from samtjanst.foundation.plugins.services import identity_provider
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import eid
from samtjanst.journey.eid import Browser
from samtjanst.kernel.identity import Identity
from samtjanst.ports.identity import (
    IdentifiedPerson,
    Progress,
    StartedOrder,
    StartIdentification,
)

DONE_PATH = "/logga-in/klar/{}/"  # with the key of the order


@dataclass(frozen=True, slots=True)
class Step:
    """Where the login stands; ``opened`` when it has just succeeded."""

    order: eid.OrderView
    opened: OpenedSession | None = None


def begin(
    *, session: BrowserSession, purpose: OrderPurpose, next_path: str, browser: Browser
) -> eid.OrderView:
    """Start an identification in the browser's session.

    Raises:
        Temporary, Rejected, NotConfigured: the e-ID cannot be reached or used.
    """
    order = orders.start_order(
        session=session,
        purpose=purpose,
        subject="",
        next_path=next_path,
        device=browser.device,
        launch=partial(launch, browser),
    )
    return eid.view(order)


def launch(browser: Browser, key: uuid.UUID) -> StartedOrder:
    """Start an identification, or start it again when its code grew old."""
    purpose = gettext("Logga in hos %(name)s") % {"name": current().name}
    return identity_provider().start(
        StartIdentification(
            end_user_ip=browser.ip,
            purpose=purpose,
            return_url=f"{browser.origin}{DONE_PATH.format(key)}",
            referring_domain=browser.host,
            user_agent=browser.user_agent,
            device_identifier=browser.device,
        )
    )


def follow(*, session: BrowserSession, order: EidOrder, browser: Browser) -> Step:
    """Ask how it goes; when the person is known, log her in with a new session secret."""
    step = orders.follow_order(
        order=order, provider=identity_provider(), launch=partial(launch, browser)
    )
    done = step.finished
    if done is None or done.person is None:
        return Step(eid.view(step.order))
    with transaction.atomic():
        opened = _sign_in(session, step.order, done) if orders.end_order(order=order) else None
    return Step(eid.view(step.order), opened)


def come_back(*, session: BrowserSession | None, order_id: uuid.UUID) -> bool:
    """The app has sent somebody back; False when this is not the browser that started.

    Whoever identified herself is then not the one who waits for the login: it is taken back,
    if it has happened at all. (A code or a link can be shown to somebody by a swindler.)
    """
    if session and orders.is_of(session=session, order_id=order_id):
        return True
    with transaction.atomic():
        ended = orders.take_back(order_id=order_id)
        if ended:
            record(
                "eid.taken_back",
                by=system_actor(ended.municipality_id),
                subject=("session", ended.session_id),
            )
    return False


def cancel(*, order: EidOrder) -> None:
    """Stop the login."""
    orders.cancel_order(order=order, provider=identity_provider())


def sign_out(*, session: BrowserSession) -> None:
    """Log out."""
    sessions.end_session(session_id=session.id)


@transaction.atomic
def sign_in_with_code(
    *, session: BrowserSession | None, email: str, password: str, code: str
) -> OpenedSession | None:
    """Log a member of staff in with password and one-time code; None when something is wrong."""
    attempt = logins.check_login(email=email, password=password, code=code)
    if attempt.staff is None:
        return None
    if not attempt.holds:
        record(
            "staff.refused",
            by=system_actor(attempt.staff.municipality_id),
            subject=("staff", attempt.staff.id),
        )
        return None
    return open_staff(session=session, account=attempt.staff, level=LOA2, method="code")


def open_staff(
    *, session: BrowserSession | None, account: StaffAccount, level: int, method: str
) -> OpenedSession:
    """The session of a member of staff who has just shown who she is."""
    opened = sessions.sign_in_staff(
        old=session or sessions.begin_session().session,
        staff=account,
        assurance_level=level,
        method=method,
    )
    _record("staff.signed_in", opened)
    return opened


def open_citizen(
    *,
    session: BrowserSession,
    citizen: Citizen,
    level: int,
    method: str,
    proof: Mapping[str, Any] | None = None,
) -> OpenedSession:
    """The session of a citizen whom an e-ID has just vouched for, with its signed answer."""
    opened = sessions.sign_in_citizen(
        old=session,
        citizen=citizen,
        assurance_level=level,
        method=method,
        proof=proof,
    )
    _record("citizen.signed_in", opened)
    return opened


def is_somebody_else(session: BrowserSession, identity: Identity) -> bool:
    """Whether a citizen is logged in already, and it is not she who has identified herself now.

    She goes on with what was hers at a higher level; nobody else does. It is recorded.
    """
    if session.citizen is None or open_identity(session.citizen).identity == identity:
        return False
    by = system_actor(session.municipality_id)
    record(
        "citizen.login_refused", by=by, subject=("session", session.id), details={"code": "other"}
    )
    return True


def _sign_in(session: BrowserSession, order: EidOrder, done: Progress) -> OpenedSession | None:
    person = done.person
    if person is None:
        return None
    if order.purpose == OrderPurpose.STAFF_SIGN_IN:
        return _sign_in_staff(session, order, person)
    if is_somebody_else(session, person.personal_number):
        orders.fail_order(order=order, hint="OTHER")
        return None
    opened = open_citizen(
        session=session,
        citizen=vouched_citizen(
            identity=person.personal_number, name=person.name, given_name=person.given_name
        ),
        level=person.assurance_level,
        method=person.method,
        proof=done.evidence,
    )
    orders.remember_opened(order=order, opened=opened.session)
    return opened


def _sign_in_staff(
    session: BrowserSession, order: EidOrder, person: IdentifiedPerson
) -> OpenedSession | None:
    account = staff_by_number(person.personal_number) or invitations.claim(
        session=session, number=person.personal_number
    )
    if account is None:
        orders.fail_order(order=order, hint="STRANGER")
        record(
            "staff.refused",
            by=system_actor(session.municipality_id),
            subject=("session", session.id),
        )
        return None
    opened = sessions.sign_in_staff(
        old=session,
        staff=account,
        assurance_level=person.assurance_level,
        method=person.method,
    )
    invitations.end_invitations(staff_id=account.id)
    orders.remember_opened(order=order, opened=opened.session)
    _record("staff.signed_in", opened)
    return opened


def _record(action: str, opened: OpenedSession) -> None:
    actor = sessions.actor_of(opened.session)
    if actor:
        record(action, by=actor, subject=("session", opened.session.id))
