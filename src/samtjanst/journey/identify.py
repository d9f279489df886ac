"""Logging in with an e-ID: citizens and staff alike."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import orders, sessions
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.queries import staff_by_number
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.sessions import OpenedSession
from samtjanst.foundation.people.types import OrderPurpose, system_actor
from samtjanst.foundation.plugins.services import identity_provider
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import eid
from samtjanst.journey.eid import Browser
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.ports.identity import (
    IdentifiedPerson,
    IdentityProvider,
    OrderState,
    StartedOrder,
    StartIdentification,
)

LOGIN_DONE_PATH = "/logga-in/klar/"


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
    provider = identity_provider()
    order = orders.start_order(
        session=session,
        purpose=purpose,
        subject="",
        next_path=next_path,
        launch=lambda: _launch(provider, session, browser),
    )
    return eid.view(order)


@transaction.atomic
def follow(*, session: BrowserSession, order: EidOrder, browser: Browser) -> Step:
    """Ask how it goes; when the person is known, log her in with a new session secret."""
    provider = identity_provider()
    step = orders.follow_order(
        order=order, provider=provider, launch=lambda: _launch(provider, session, browser)
    )
    person = step.finished.person if step.finished else None
    if person is None:
        return Step(eid.view(step.order))
    opened = _sign_in(session, step.order, person)
    return Step(eid.view(step.order), opened)


def cancel(*, order: EidOrder) -> None:
    """Stop the login."""
    orders.cancel_order(order=order, provider=identity_provider())


def qr_text(*, order: EidOrder) -> str:
    """The text of the code to show this second."""
    return orders.qr_text(order=order, provider=identity_provider())


def sign_out(*, session: BrowserSession) -> None:
    """Log out."""
    sessions.end_session(session_id=session.id)


def _sign_in(
    session: BrowserSession, order: EidOrder, person: IdentifiedPerson
) -> OpenedSession | None:
    if order.purpose == OrderPurpose.STAFF_SIGN_IN:
        return _sign_in_staff(session, order, person)
    citizen = remember_citizen(
        number=person.personal_number, name=person.name, given_name=person.given_name
    )
    opened = sessions.sign_in_citizen(
        old=session,
        citizen=citizen,
        assurance_level=person.assurance_level,
        method=person.method,
    )
    _record("citizen.signed_in", opened)
    return opened


def _sign_in_staff(
    session: BrowserSession, order: EidOrder, person: IdentifiedPerson
) -> OpenedSession | None:
    account = staff_by_number(person.personal_number)
    if account is None:
        order.state, order.hint = OrderState.FAILED.value, "STRANGER"
        order.save(update_fields=["state", "hint"])
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
    _record("staff.signed_in", opened)
    return opened


def _record(action: str, opened: OpenedSession) -> None:
    actor = sessions.actor_of(opened.session)
    if actor:
        record(action, by=actor, subject=("session", opened.session.id))


def _launch(provider: IdentityProvider, session: BrowserSession, browser: Browser) -> StartedOrder:
    purpose = gettext("Logga in hos %(name)s") % {"name": current().name}
    return provider.start(
        StartIdentification(
            end_user_ip=browser.ip,
            purpose=purpose,
            return_url=f"{browser.origin}{LOGIN_DONE_PATH}",
            referring_domain=browser.host,
            user_agent=browser.user_agent,
            device_identifier=digest_bytes(str(session.id).encode()),
        )
    )
