"""Paying a fee back: by a handler with a reason, by the platform when it was paid twice."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_pay import DESK, _swish, swish  # noqa: F401 - fixtures
from tests.paying import applied, attempt, order, pay, town
from tests.town import Town, page_text, words

from samtjanst.capabilities.fees import queries, services
from samtjanst.capabilities.fees.models import Attempt, PaymentOrder, Refund
from samtjanst.capabilities.fees.types import AttemptView, NewOrder, Settled
from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import NotAllowedError
from samtjanst.ports.payment import AskedPayment, PaymentState, PaymentStatus
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.swish.server import Running as Swish

pytestmark = [pytest.mark.enable_socket]
ROUNDS = 40


@pytest.fixture
def paid(
    db: None,
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
    swish: Swish,  # noqa: F811 - the fixture
) -> Town:
    """A case whose fee is paid."""
    at = town("mjolby", bank, tmp_path, swish)
    anna, page = applied(at)
    anna.post(f"{page}betala/", {"way": "app"})
    pay(at, swish)
    anna.get(page)
    assert order(at).state == "paid"
    return at


def _post(at: Town, amount: str, reason: str) -> Any:
    with open_scope(at.row):
        reference = Case.objects.get().reference
    data = {"amount": amount, "reason": reason}
    return at.handler().post(f"{DESK}{reference}/avgift/tillbaka/", data)


def _work(at: Town) -> None:
    for _ in range(2):
        with open_scope(at.row):
            Job.objects.filter(state="queued").update(run_at=clock.now())
        at.work()


def test_part_of_a_fee_goes_back_with_a_reason_that_the_applicant_reads(
    paid: Town,
    swish: Swish,  # noqa: F811 - the fixture
) -> None:
    assert _post(paid, "100,50", "Du betalade för mycket.").status_code == 302
    _work(paid)
    with open_scope(paid.row):
        row = Refund.objects.get()
        assert (row.amount, row.state) == (10_050, "paid")
        assert Message.objects.filter(template="fee_refunded").count() == 1
        assert AuditEvent.objects.filter(action="fee.refund_asked").count() == 1
        assert PaymentOrder.objects.get().state == "paid"
    anna = paid.browsers[0]
    text = page_text(anna, f"/betalning/{order(paid).id}/")
    assert "Du betalade för mycket." in text
    assert len(swish.swish.refunds) == 1


@pytest.mark.parametrize(
    ("amount", "reason", "told"),
    [("300", "", "Skriv varför"), ("301", "x", "högst det som finns"), ("-1", "x", "större än")],
)
def test_refund_without_reason_or_of_too_much_is_refused(
    paid: Town, amount: str, reason: str, told: str
) -> None:
    answer = _post(paid, amount, reason)
    assert answer.status_code == 422
    assert told in words(answer)
    with open_scope(paid.row):
        assert not Refund.objects.exists()


def test_whole_fee_goes_back_once(paid: Town) -> None:
    assert _post(paid, "300", "Ingen avgift").status_code == 302
    assert _post(paid, "300", "Ingen avgift").status_code == 422
    assert order(paid).state == "refunded"


def test_refund_that_swish_refuses_is_shown_and_can_be_tried_again(
    paid: Town,
    swish: Swish,  # noqa: F811 - the fixture
) -> None:
    swish.swish.orders[attempt(paid).instruction].payment_reference = "GONE"
    assert _post(paid, "300", "Ingen avgift").status_code == 302
    _work(paid)
    row = order(paid)
    assert (row.state, row.needs_look) == ("paid", "refund_failed")
    with open_scope(paid.row):
        assert Refund.objects.get().code == "swish:RF02"
        reference = Case.objects.get().reference
    text = page_text(paid.browsers[-1], f"{DESK}{reference}/avgift/")
    assert "Swish kunde inte betala tillbaka" in text
    assert "Högst 300" in text


def test_neighbour_sees_and_does_nothing(paid: Town) -> None:
    neighbour = cast.municipality("norrkoping")
    subject = ("filing", order(paid).subject_id)
    with open_scope(neighbour):
        assert queries.order_about(subject) is None
        with pytest.raises(NotAllowedError):
            services.refund(subject=subject, amount=1, reason="x", by=_handler(paid))


def _handler(at: Town) -> Actor:
    with open_scope(at.row):
        return cast.staff_actor()


@pytest.mark.django_db(transaction=True)
def test_two_attempts_paid_in_the_same_instant_are_one_payment_and_one_refund(
    committed_db: None,
) -> None:
    at = cast.municipality()
    with open_scope(at):
        by = cast.citizen_actor()
        pairs = [_pair(by) for _ in range(ROUNDS)]
    start = threading.Barrier(2)
    told: tuple[list[Settled], list[Settled]] = ([], [])
    threads = [
        threading.Thread(target=_settling, args=(at, by, [p[n] for p in pairs], start, told[n]))
        for n in (0, 1)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    both: list[tuple[Settled, Settled]] = list(zip(*told, strict=True))
    assert len(both) == ROUNDS
    assert all(sorted(one.became_paid for one in pair) == [False, True] for pair in both)
    with open_scope(at):
        assert set(PaymentOrder.objects.values_list("state", flat=True)) == {"paid"}
        assert Refund.objects.count() == ROUNDS


@pytest.mark.django_db(transaction=True)
def test_same_answer_twice_in_the_same_instant_pays_once(committed_db: None) -> None:
    at = cast.municipality()
    with open_scope(at):
        by = cast.citizen_actor()
        ones = [_pair(by)[1] for _ in range(ROUNDS)]
    start = threading.Barrier(2)
    told: tuple[list[Settled], list[Settled]] = ([], [])
    threads = [
        threading.Thread(target=_settling, args=(at, by, ones, start, told[n])) for n in (0, 1)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(one.became_paid for both in told for one in both) == ROUNDS
    with open_scope(at):
        assert not Refund.objects.exists()


def _pair(by: Actor) -> tuple[AttemptView, AttemptView]:
    """Two attempts to pay one order: the first was given up here, and is paid all the same."""
    assert by.id
    made = services.open_order(
        new=NewOrder(
            ("filing", ids.new_id()), by.id, cast.unit().id, "Avgift", 300_00, 0, clock.today()
        ),
        by=by,
    )
    first = services.begin(order_id=made.id, to_phone=False, by=by)
    services.asked(attempt_id=first.id, told=AskedPayment("x", "D1"), by=by)
    gone = PaymentStatus(PaymentState.FAILED, 300_00, made.reference)
    services.settle(attempt_id=first.id, status=gone, by=by)
    second = services.begin(order_id=made.id, to_phone=False, by=by)
    assert second.id != first.id
    return first, second


def _settling(
    at: Municipality,
    by: Actor,
    attempts: list[AttemptView],
    start: threading.Barrier,
    told: list[Settled],
) -> None:
    try:
        with open_scope(at):
            for one in attempts:
                reference = Attempt.objects.select_related("order").get(id=one.id).order.reference
                status = PaymentStatus(
                    PaymentState.PAID, 300_00, reference, f"P{one.id.hex[:20]}", clock.now()
                )
                start.wait(20)
                told.append(services.settle(attempt_id=one.id, status=status, by=by))
    finally:
        connection.close()
