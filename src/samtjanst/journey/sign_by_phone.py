"""Whoever has telephoned signs, in the same call, what staff has taken down and read to her.

The order is BankID's ``/phone/sign``: the same text and the same hidden data as in the room, bound
to her number, judged and kept as any other signature. What staff adds is that she was asked, and
who asked her; nobody signs for her.
"""

import uuid
from functools import partial

from django.db import transaction

from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import APPLICANT, RequestView, RoomView
from samtjanst.foundation.access.services import can, require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import one_insert, record
from samtjanst.foundation.jobs.services import one_batch
from samtjanst.foundation.people import orders
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.types import Actor, OrderPurpose
from samtjanst.foundation.plugins.services import caller_signer
from samtjanst.journey import eid, hand_in, represent
from samtjanst.journey.sign import expected_of
from samtjanst.kernel.errors import NotFoundError, TransitionError
from samtjanst.ports.failures import NotConfigured
from samtjanst.ports.identity import OrderState, Progress, StartedOrder
from samtjanst.ports.signing import StartCallSignature
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import CaseView
from samtjanst.running.filing.types import Channel, SealedSnapshot


def is_offered(room: RoomView | None, snapshot: SealedSnapshot, *, by: Actor) -> bool:
    """Whether she who telephoned is the applicant, has not signed, and there is a way to ask.

    Of a case that the caller has authorised.
    """
    return can(by, Permission.FILING_TAKE_DOWN) and _waits(room, snapshot) and _is_connected()


def to_read(*, reference: str, by: Actor) -> tuple[CaseView, RequestView]:
    """The case, and what is read to her before she signs; the reading is recorded.

    Raises:
        NotFoundError: not the actor's to ask, not taken down on the telephone, or she has signed.
    """
    case, request = _opened(reference, by)
    record("filing.read", by=by, subject=request.subject)
    return case, request


def ask(
    *, reference: str, is_hers: bool, session: BrowserSession, device: str, by: Actor
) -> eid.OrderView:
    """Ask her to sign in her app; ``is_hers`` when it is she who has telephoned.

    Raises:
        NotFoundError: as :func:`to_read`.
        Temporary, Rejected, NotConfigured: the e-ID cannot be reached or used.
        TooManyError: asked too often from this browser.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    _case, request = _opened(reference, by)
    with transaction.atomic():
        order = orders.start_order(
            session=session,
            purpose=OrderPurpose.CALL,
            subject=str(request.id),
            next_path="",
            device=device,
            launch=partial(_launch, request, is_hers=is_hers),
        )
        record("signing.asked_by_phone", by=by, subject=request.subject)
    return eid.view(order)


def follow(
    *, reference: str, order_id: uuid.UUID, session: BrowserSession, by: Actor
) -> eid.OrderView:
    """How it goes; a signature that holds is recorded with all that follows, once.

    Raises:
        NotFoundError: another browser's, about another case, or not the actor's any more.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    case, request = _asked(reference, by)
    order = orders.order_of(session=session, order_id=order_id, subject=str(request.id))
    step = orders.follow_order(order=order, provider=caller_signer(), launch=_never)
    if step.finished and step.finished.state is OrderState.COMPLETE:
        _take(case, request, order, step.finished, by)
    return eid.view(step.order)


def stop(*, reference: str, order_id: uuid.UUID, session: BrowserSession, by: Actor) -> None:
    """Ask no more.

    Raises:
        NotFoundError: another browser's, or about something else.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    _case, request = _asked(reference, by)
    order = orders.order_of(session=session, order_id=order_id, subject=str(request.id))
    orders.cancel_order(order=order, provider=caller_signer())


def _take(case: CaseView, request: RequestView, order: EidOrder, done: Progress, by: Actor) -> None:
    who = request.signatory
    report = caller_signer().verify(done.evidence, expected_of(request, who))
    if not report.valid:
        with transaction.atomic():
            orders.fail_order(order=order, hint=orders.UNVERIFIED)
            record("signing.refused", by=by, subject=request.subject)
        return
    try:
        with transaction.atomic(), one_insert(), one_batch():
            if not orders.end_order(order=order):
                return
            signed = signing_services.record_by_phone(
                subject=request.subject,
                request_id=request.id,
                signatory=who,
                evidence=done.evidence,
                report=report,
                by=by,
            )
            case_services.note_about_parties(
                filing_id=case.filing_id, what="signed_by_phone", text=by.name, by=by
            )
            hand_in.signed(signed=signed, by=by)
    except TransitionError:
        orders.end_order(order=order)  # she has signed in another way meanwhile, and the case says


def _opened(reference: str, by: Actor) -> tuple[CaseView, RequestView]:
    case, request = _asked(reference, by)
    if not (request.is_open and _is_connected()):
        raise NotFoundError
    return case, request


def _asked(reference: str, by: Actor) -> tuple[CaseView, RequestView]:
    """The applicant's own request, of a case that the actor may handle and ask in."""
    case, snapshot = cases.read_whole(by, reference)
    require(by, Permission.FILING_TAKE_DOWN)
    require(by, Permission.CASE_HANDLE, case)
    room = signing.room_of(("filing", case.filing_id))
    request = _own(room)
    if request is None or not _is_of_call(snapshot):
        raise NotFoundError
    return case, request


def _waits(room: RoomView | None, snapshot: SealedSnapshot) -> bool:
    request = _own(room)
    return request is not None and request.is_open and _is_of_call(snapshot)


def _own(room: RoomView | None) -> RequestView | None:
    found = (one for one in (room.requests if room else ()) if one.role == APPLICANT)
    request = next(found, None)
    return request if request and request.signatory.personal_number else None


def _is_of_call(snapshot: SealedSnapshot) -> bool:
    """Whether the applicant told it herself, on the telephone."""
    told = represent.taken_down_in(snapshot.content)
    return told is not None and told.channel == Channel.PHONE.value and not told.told_by


def _launch(request: RequestView, _key: uuid.UUID, *, is_hers: bool) -> StartedOrder:
    number = request.signatory.personal_number
    if number is None:
        raise NotConfigured("no_number", hint="NO_NUMBER")
    wanted = StartCallSignature(number, request.visible_text, request.hidden_data, is_hers=is_hers)
    return caller_signer().start_call(wanted)


def _never(_key: uuid.UUID) -> StartedOrder:
    raise NotConfigured("signing:call")  # a call has no code that grows old


def _is_connected() -> bool:
    try:
        caller_signer()
    except NotConfigured:
        return False
    return True
