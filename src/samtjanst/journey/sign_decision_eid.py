"""A member of staff signs a decision with her own BankID, where the municipality allows it.

Her number is not known here, so BankID is not told whose signature it is to be: whoever has signed
is held against the BankID that she has shown to be hers, before anything is kept. What is
verified, kept and verified again is the same as of a citizen's signature.
"""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import invitations, orders, own_eid
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.own_eid import STAFF_SIGNING
from samtjanst.foundation.people.types import LOA3, Actor, OrderPurpose
from samtjanst.foundation.plugins.services import signing_provider
from samtjanst.journey import eid, sign_decision
from samtjanst.journey import own_eid as shown_eid
from samtjanst.journey.eid import Browser
from samtjanst.journey.sign_decision import Reading, expected_of
from samtjanst.journey.sign_decision_ways import NOBODY, SUBJECT
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.identity import IdentifiedPerson, OrderState, Progress, StartedOrder
from samtjanst.ports.signing import SigningProvider, VerificationReport

OTHER = "OTHER"
DONE_PATH = "/handlaggning/att-skriva-under/{}/bankid/klar/{}/"  # of which request, by which order


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether a BankID is enough here, and whether it is known which one is hers."""

    is_allowed: bool
    is_known: bool = False


def offer(*, by: Actor) -> Offer:
    """What the actor can be offered."""
    if by.id is None or not shown_eid.is_offered() or invitations.demanded_level(by.id) > LOA3:
        return Offer(is_allowed=False)
    return Offer(is_allowed=True, is_known=own_eid.is_known(by.id))


def provider() -> SigningProvider:
    """The municipality's way to sign for its officials."""
    return signing_provider(STAFF_SIGNING)


def begin(
    *, request_id: uuid.UUID, session: BrowserSession, browser: Browser, by: Actor
) -> eid.OrderView:
    """Start a signature.

    Raises:
        NotFoundError: not hers, it is not allowed, or it is not known which BankID is hers.
        TransitionError: signed, declined, ended, or the case has changed since.
        Temporary, Rejected, NotConfigured: BankID cannot be reached or used.
        TooManyError: asked too often from this browser.
    """
    sign_decision.signable(request_id=request_id, by=by)
    if not offer(by=by).is_known:
        raise NotFoundError
    order = orders.start_order(
        session=session,
        purpose=OrderPurpose.DECISION,
        subject=f"{SUBJECT}{request_id}",
        next_path="",
        device=browser.device,
        launch=partial(_launch, request_id, browser, by),
    )
    return eid.view(order)


def launch_again(*, order: EidOrder, browser: Browser, by: Actor) -> StartedOrder:
    """Start a signature again when its code grew old."""
    return _launch(_about(order), browser, by, order.id)


def follow(
    *,
    request_id: uuid.UUID,
    order_id: uuid.UUID,
    session: BrowserSession | None,
    browser: Browser,
    by: Actor,
) -> eid.OrderView:
    """How it goes; a signature that is hers and holds is recorded with all that follows, once.

    What came too late, or when the case had changed, is not kept: her page says what became of it.

    Raises:
        NotFoundError: not hers, another browser's, or about something else.
    """
    found = sign_decision.reading(request_id=request_id, by=by)
    order = _order(request_id, order_id, session)
    step = orders.follow_order(
        order=order, provider=provider(), launch=partial(_launch, request_id, browser, by)
    )
    done = step.finished
    if done and done.hint == orders.UNVERIFIED:
        _refuse(step.order, orders.UNVERIFIED, found, by)
    elif done and done.state is OrderState.COMPLETE:
        _take(step.order, done, found, by)
    return eid.view(step.order)


def stop(
    *, request_id: uuid.UUID, order_id: uuid.UUID, session: BrowserSession | None, by: Actor
) -> None:
    """Stop the signature in the app; the request stays open.

    Raises:
        NotFoundError: as :func:`follow`.
    """
    sign_decision.reading(request_id=request_id, by=by)
    orders.cancel_order(order=_order(request_id, order_id, session), provider=provider())


def _take(order: EidOrder, done: Progress, found: Reading, by: Actor) -> None:
    if done.person is None or not _is_hers(done.person, by):
        _refuse(order, OTHER, found, by)
        return
    who = done.person.personal_number
    report = provider().verify(done.evidence, expected_of(found.shown, who))
    if not report.valid:
        _refuse(order, orders.UNVERIFIED, found, by)
        return
    try:
        _keep(order, who, done.evidence, report, found, by)
    except (TransitionError, ConflictError, InvalidInputError):
        orders.end_order(order=order)


@transaction.atomic
def _keep(  # noqa: PLR0913, PLR0917 - the signature, and everything that it is about
    order: EidOrder,
    who: PersonalNumber,
    evidence: dict[str, Any],
    report: VerificationReport,
    found: Reading,
    by: Actor,
) -> None:
    if orders.end_order(order=order):
        sign_decision.take(found=found, who=who, evidence=evidence, report=report, by=by)


def _is_hers(person: IdentifiedPerson, by: Actor) -> bool:
    if by.id is None or person.assurance_level < invitations.demanded_level(by.id):
        return False
    return own_eid.is_of(person.personal_number, by.id)


@transaction.atomic
def _refuse(order: EidOrder, hint: str, found: Reading, by: Actor) -> None:
    orders.fail_order(order=order, hint=hint)
    details = {"checks": ["signatory" if hint == OTHER else "signature"]}
    record("signing.refused", by=by, subject=found.request.subject, details=details)


def _order(request_id: uuid.UUID, order_id: uuid.UUID, session: BrowserSession | None) -> EidOrder:
    return orders.order_of(session=session, order_id=order_id, subject=f"{SUBJECT}{request_id}")


def _about(order: EidOrder) -> uuid.UUID:
    return uuid.UUID(order.subject.removeprefix(SUBJECT))


def _launch(request_id: uuid.UUID, browser: Browser, by: Actor, key: uuid.UUID) -> StartedOrder:
    found = sign_decision.signable(request_id=request_id, by=by)
    expected = expected_of(found.shown, NOBODY)
    back = DONE_PATH.format(request_id, key)
    return provider().start(browser.to_sign(expected, None, back))
