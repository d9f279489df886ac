"""A member of staff shows, once, which BankID is her own, so that she can sign decisions with it.

It is offered where the municipality has connected a way to sign for staff. It is no way in: what
she shows here is held against her signatures and nothing else.
"""

import uuid
from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import orders, own_eid
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.own_eid import STAFF_SIGNING, OwnEidView
from samtjanst.foundation.people.types import Actor, OrderPurpose
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.services import identity_provider
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import eid, passkeys
from samtjanst.journey.eid import Browser
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.ports.identity import IdentifiedPerson, StartedOrder, StartIdentification

SUBJECT = "own-eid"
DONE_PATH = "/medarbetare/jag/bankid/klar/{}/"  # with the key of the order
NOT_HERS = "NOT_HERS"


def is_offered() -> bool:
    """Whether the municipality lets officials sign with their own BankID."""
    return STAFF_SIGNING in names_of(Port.SIGNING)


def mine(*, by: Actor) -> OwnEidView | None:
    """What the actor has shown.

    Raises:
        NotFoundError: the actor may not.
    """
    return own_eid.of(_key(by))


def is_known(*, by: Actor) -> bool:
    """Whether it is known already which BankID is the actor's.

    Raises:
        NotFoundError: the actor may not.
    """
    return own_eid.is_known(_key(by))


def begin(*, session: BrowserSession, browser: Browser, by: Actor) -> eid.OrderView:
    """Ask for the actor's BankID.

    Raises:
        NotFoundError: it is not offered, or the log-in is too old.
        Temporary, Rejected, NotConfigured: the e-ID cannot be reached or used.
        TooManyError: asked too often from this browser.
    """
    _key(by)
    if not is_offered() or not passkeys.is_fresh(session):
        raise NotFoundError
    order = orders.start_order(
        session=session,
        purpose=OrderPurpose.OWN_EID,
        subject=SUBJECT,
        next_path="",
        device=browser.device,
        launch=partial(launch, browser),
    )
    return eid.view(order)


def launch(browser: Browser, key: uuid.UUID) -> StartedOrder:
    """Ask for it, or ask again when the code grew old."""
    purpose = gettext(
        "Visa att det här är ditt BankID, för att skriva under beslut som du fattar hos %(name)s"
    )
    return identity_provider().start(
        StartIdentification(
            end_user_ip=browser.ip,
            purpose=purpose % {"name": current().name},
            return_url=f"{browser.origin}{DONE_PATH.format(key)}",
            referring_domain=browser.host,
            user_agent=browser.user_agent,
            device_identifier=browser.device,
        )
    )


def follow(
    *, order_id: uuid.UUID, session: BrowserSession | None, browser: Browser, by: Actor
) -> eid.OrderView:
    """How it goes; the BankID that has been shown is kept as the actor's, once.

    Raises:
        NotFoundError: another browser's, or about something else.
    """
    key = _key(by)
    order = orders.order_of(session=session, order_id=order_id, subject=SUBJECT)
    step = orders.follow_order(
        order=order, provider=identity_provider(), launch=partial(launch, browser)
    )
    if step.finished and step.finished.person:
        _keep(step.order, step.finished.person, key, by)
    return eid.view(step.order)


def stop(*, order_id: uuid.UUID, session: BrowserSession | None, by: Actor) -> None:
    """Ask no more.

    Raises:
        NotFoundError: another browser's, or about something else.
    """
    _key(by)
    order = orders.order_of(session=session, order_id=order_id, subject=SUBJECT)
    orders.cancel_order(order=order, provider=identity_provider())


@transaction.atomic
def remove(*, by: Actor) -> None:
    """Forget which one is the actor's; what she has signed stands.

    Raises:
        NotFoundError: she has shown none.
    """
    key = _key(by)
    if not own_eid.remove(staff_id=key):
        raise NotFoundError
    record("staff.own_eid_removed", by=by, subject=("staff", key))


@transaction.atomic
def _keep(order: EidOrder, person: IdentifiedPerson, key: uuid.UUID, by: Actor) -> None:
    if not orders.end_order(order=order):
        return
    try:
        own_eid.keep(staff_id=key, number=person.personal_number, name=person.name)
    except ConflictError:
        orders.fail_order(order=order, hint=NOT_HERS)
        record("staff.own_eid_refused", by=by, subject=("staff", key))
        return
    record("staff.own_eid_shown", by=by, subject=("staff", key))


def _key(by: Actor) -> uuid.UUID:
    require(by, Permission.ACCOUNT_OWN)
    if by.id is None:
        raise NotFoundError
    return by.id
