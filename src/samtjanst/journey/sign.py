"""Signing one's own request in a room, declining, and what follows from it."""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import RequestState, RequestView, Signed
from samtjanst.foundation.audit.services import one_insert, record
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.jobs.services import one_batch
from samtjanst.foundation.people import orders
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.types import Actor, CitizenIdentity, OrderPurpose
from samtjanst.foundation.plugins.services import signing_provider
from samtjanst.journey import eid, hand_in, typed
from samtjanst.journey.eid import Browser
from samtjanst.journey.sealed import open_file
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.ports.failures import NotConfigured
from samtjanst.ports.identity import OrderState, StartedOrder
from samtjanst.ports.signing import Expected, VerificationReport
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Step:
    """Where the signature stands; ``signed`` when it has just been recorded."""

    order: eid.OrderView
    signed: Signed | None = None


def read(*, request_id: uuid.UUID, by: Actor) -> tuple[RequestView, SealedSnapshot]:
    """What the actor is asked to sign, sealed as it is; notes that she has opened it.

    Raises:
        NotFoundError: not hers.
    """
    signing_services.mark_opened(request_id=request_id, by=by)
    request = signing.request_of(by, request_id)
    snapshot = filings.standing_snapshot(request.subject[1])
    if snapshot is None or snapshot.sha256 != request.digest:
        raise NotFoundError
    record("filing.read", by=by, subject=request.subject)
    return request, snapshot


def attachment(*, request_id: uuid.UUID, file_id: uuid.UUID, by: Actor) -> tuple[FileInfo, bytes]:
    """A sealed attachment of what the actor is asked to sign; the reading is recorded.

    Raises:
        NotFoundError: not hers, not needed any more, not part of what is signed, infected or not
            yet scanned.
    """
    request, snapshot = read(request_id=request_id, by=by)
    if request.state is RequestState.STOOD_DOWN:
        raise NotFoundError
    return open_file(snapshot, file_id, by=by)


def begin(
    *, request_id: uuid.UUID, session: BrowserSession, browser: Browser, by: Actor
) -> eid.OrderView:
    """Start a signature that only the actor herself can make.

    Raises:
        NotFoundError: not hers.
        TransitionError: already signed, declined, or the room has ended.
        Temporary, Rejected, NotConfigured: the e-ID cannot be reached or used.
    """
    request = signing.request_of(by, request_id)
    if not request.is_open:
        raise TransitionError("signature request", request.state, "sign")
    order = orders.start_order(
        session=session,
        purpose=OrderPurpose.SIGNATURE,
        subject=str(request_id),
        next_path="",
        device=browser.device,
        launch=partial(_launch, request, browser),
    )
    return eid.view(order)


def launch_again(*, order: EidOrder, browser: Browser, by: Actor) -> StartedOrder:
    """Start a signature again when its code grew old."""
    return _launch(signing.request_of(by, uuid.UUID(order.subject)), browser, order.id)


def follow(*, order: EidOrder, browser: Browser, by: Actor) -> Step:
    """Ask how it goes; a finished signature is verified and recorded with all that follows.

    One transaction: signature, arrival or completion, notices and audit happen together or
    not at all.
    """
    provider = signing_provider()
    request = signing.request_of(by, uuid.UUID(order.subject))
    step = orders.follow_order(
        order=order, provider=provider, launch=partial(_launch, request, browser)
    )
    if step.finished and step.finished.hint == orders.UNVERIFIED:
        return _refuse(step.order, request, by)
    if step.finished is None or step.finished.state is not OrderState.COMPLETE:
        return Step(eid.view(step.order))
    evidence = step.finished.evidence
    who = request.signatory
    report = provider.verify(evidence, expected_of(request, who))
    if not report.valid:
        return _refuse(step.order, request, by)
    try:
        with transaction.atomic():
            is_first = orders.end_order(order=step.order)
            signed = take(request, who, evidence, report, by=by) if is_first else None
    except TransitionError:
        return _too_late(step.order, request, by)
    return Step(eid.view(step.order), signed)


def _too_late(order: EidOrder, request: RequestView, by: Actor) -> Step:
    """Enough others signed while she did: her signature is not kept, and her page says so.

    Raises:
        TransitionError: she cannot sign for another reason.
    """
    now = signing.request_of(by, request.id)
    if now.state is not RequestState.STOOD_DOWN:
        raise TransitionError("signature request", now.state, "sign")
    orders.end_order(order=order)
    return Step(eid.view(order))


def take(
    request: RequestView,
    who: CitizenIdentity,
    evidence: dict[str, Any],
    report: VerificationReport,
    *,
    by: Actor,
) -> Signed:
    """Record a signature that has just been verified, with all that follows from it.

    Raises:
        NotFoundError, TamperedError, TransitionError: as signing's record_signature.
    """
    with one_insert(), one_batch():
        signed = signing_services.record_signature(
            request_id=request.id, signatory=who, evidence=evidence, report=report, by=by
        )
        hand_in.signed(signed=signed, by=by)
    return signed


def cancel(*, order: EidOrder) -> None:
    """Stop the signature in the app; the request stays open."""
    orders.cancel_order(order=order, provider=signing_provider())


@transaction.atomic
def decline(*, request_id: uuid.UUID, reason: str, by: Actor) -> None:
    """Say no, with a reason that handler and applicant may read.

    Raises:
        InvalidInputError: no reason, or too long a one.
        NotFoundError: not hers.
        TransitionError: already signed, or the room has ended.
    """
    text = typed.clean(reason)
    if not text:
        raise InvalidInputError({"reason": [_("Skriv varför du inte vill skriva under.")]})
    if told := typed.faults(text, LONGEST_REASON):
        raise InvalidInputError({"reason": told})
    moved = signing_services.decline(request_id=request_id, reason=text, by=by)
    hand_in.declined(moved=moved, by=by)


def _refuse(order: EidOrder, request: RequestView, by: Actor) -> Step:
    with transaction.atomic():
        orders.fail_order(order=order, hint=orders.UNVERIFIED)
        record("signing.refused", by=by, subject=request.subject)
    return Step(eid.view(order))


def expected_of(request: RequestView, who: CitizenIdentity) -> Expected:
    """What the signature must be over, and whose."""
    return Expected(
        signatory=who.identity,
        visible_text=request.visible_text,
        hidden_data=request.hidden_data,
    )


def _launch(request: RequestView, browser: Browser, key: uuid.UUID) -> StartedOrder:
    expected = expected_of(request, request.signatory)
    number = request.signatory.personal_number
    if number is None:
        raise NotConfigured("no_number", hint="NO_NUMBER")  # BankID is only for those with one
    back = f"/underskrift/{request.id}/klar/{key}/"
    return signing_provider().start(browser.to_sign(expected, number, back))
