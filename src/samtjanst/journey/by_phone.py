"""Whoever telephones shows who she is with her e-ID, while staff takes down her application.

Staff asks, and she confirms in her app that it is this call (BankID's ``/phone/auth``). The answer
is judged as a log-in is, kept with what is taken down, and sealed with it. It says who is on the
line and nothing else: nothing is signed by it, and nobody is logged in.
"""

import uuid
from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import orders
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, OrderPurpose
from samtjanst.foundation.plugins.services import caller_identifier
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import eid, represent, take_down
from samtjanst.journey.answer import Work
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import NotConfigured
from samtjanst.ports.identity import Progress, StartCall, StartedOrder
from samtjanst.running.filing import services as filing_services
from samtjanst.running.filing.types import Channel


def is_offered(work: Work) -> bool:
    """Whether she who is on the line is the applicant, has a number, and there is a way to ask."""
    told = represent.taken_down_in(work.filing.facts)
    if told is None or told.channel != Channel.PHONE.value or told.told_by:
        return False
    return _number_of(work) is not None and _is_connected()


def ask(
    *, filing_id: uuid.UUID, is_hers: bool, session: BrowserSession, device: str, by: Actor
) -> eid.OrderView:
    """Ask her to show who she is; ``is_hers`` when it is she who has telephoned.

    Raises:
        NotFoundError: not what the actor takes down on the telephone for the one who calls.
        Temporary, Rejected, NotConfigured: the e-ID cannot be reached or used.
        TooManyError: asked too often from this browser.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    _taker, work = take_down.opened(filing_id=filing_id, by=by)
    number = _number_of(work)
    if number is None or not is_offered(work):
        raise NotFoundError
    with transaction.atomic():
        order = orders.start_order(
            session=session,
            purpose=OrderPurpose.CALL,
            subject=str(filing_id),
            next_path="",
            device=device,
            launch=partial(_launch, number, is_hers=is_hers),
        )
        record("filing.caller_asked", by=by, subject=("filing", filing_id))
    return eid.view(order)


def follow(
    *, filing_id: uuid.UUID, order_id: uuid.UUID, session: BrowserSession, by: Actor
) -> eid.OrderView:
    """How it goes; what she has shown is kept with what is taken down, once.

    Raises:
        NotFoundError: another browser's, about another filing, or not the actor's any more.
        ConflictError: what is taken down was changed meanwhile; ask again.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    order = orders.order_of(session=session, order_id=order_id, subject=str(filing_id))
    step = orders.follow_order(order=order, provider=caller_identifier(), launch=_never)
    if step.finished and step.finished.person:
        with transaction.atomic():
            if orders.end_order(order=order):
                _keep(filing_id, order, step.finished, by)
    return eid.view(step.order)


def stop(*, filing_id: uuid.UUID, order_id: uuid.UUID, session: BrowserSession, by: Actor) -> None:
    """Ask no more.

    Raises:
        NotFoundError: another browser's, or about something else.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    take_down.opened(filing_id=filing_id, by=by)
    order = orders.order_of(session=session, order_id=order_id, subject=str(filing_id))
    orders.cancel_order(order=order, provider=caller_identifier())


def _keep(filing_id: uuid.UUID, order: EidOrder, done: Progress, by: Actor) -> None:
    taker, work = take_down.opened(filing_id=filing_id, by=by)
    if done.person is None or done.person.personal_number != _number_of(work):
        orders.fail_order(order=order, hint="OTHER")
        return
    at = clock.local(clock.now()).isoformat(timespec="seconds")
    told = {**work.filing.facts[represent.TAKEN_DOWN], "identified_at": at}
    told[represent.PROOF] = done.evidence
    filing_services.save_facts(
        filing_id=filing_id,
        facts={**work.filing.facts, represent.TAKEN_DOWN: told},
        revision=work.filing.revision,
        by=taker,
    )
    record("filing.caller_identified", by=by, subject=("filing", filing_id))


def _launch(number: PersonalNumber, _key: uuid.UUID, *, is_hers: bool) -> StartedOrder:
    purpose = gettext("Visa för %(name)s vem du är i telefonsamtalet") % {"name": current().name}
    return caller_identifier().start_call(StartCall(number, purpose, is_hers=is_hers))


def _never(_key: uuid.UUID) -> StartedOrder:
    raise NotConfigured("identity:call")  # a call has no code that grows old


def _number_of(work: Work) -> PersonalNumber | None:
    citizen_id = work.filing.citizen_id
    return identity_of(citizen_id).personal_number


def _is_connected() -> bool:
    try:
        caller_identifier()
    except NotConfigured:
        return False
    return True
