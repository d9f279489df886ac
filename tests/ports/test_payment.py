"""The contract of a payment service."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from tests.ports.made import Harness
from tests.ports.payments import LIES
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.payment import (
    PaymentRequest,
    PaymentState,
    PaymentStatus,
    RefundRequest,
    Trouble,
)

pytestmark = [adapters_of("payment"), pytest.mark.enable_socket]
SECRET = "7B0B2B31D5D84E4B8F3E2B6E5C1A9F10"
PHONE = "+46701234567"


def _request(**changes: Any) -> PaymentRequest:
    made = PaymentRequest(
        uuid.uuid4().hex.upper(), 30_000, "TOMT-2026-00042", "Avgift tomtkö 2026",
        "/betalning/svar/1/", SECRET, "https://etjanst.example.se/tillbaka",
    )  # fmt: skip
    return replace(made, **changes)


def _refund(status: PaymentStatus, amount: int = 30_000) -> RefundRequest:
    return RefundRequest(
        uuid.uuid4().hex.upper(), status.payment_reference, amount, "TOMT-2026-00042",
        "Åter", "/betalning/svar/1/", SECRET,
    )  # fmt: skip


def _paid(harness: Harness) -> PaymentStatus:
    request = _request()
    made = harness.make()
    made.ask(request)
    harness.complete({"instruction": request.instruction}, "")
    found: PaymentStatus = made.read(request.instruction)
    return found


def test_request_is_opened_by_launch_and_by_code(harness: Harness) -> None:
    asked = harness.make().ask(_request())
    assert "token=" in asked.launch_url
    assert "etjanst.example.se" in asked.launch_url
    assert asked.qr_text.startswith("D")
    assert asked.qr_text[1:] in asked.launch_url
    assert asked.qr_text not in repr(asked)


def test_request_to_a_phone_has_nothing_to_open(harness: Harness) -> None:
    request = _request(payer_phone=PHONE)
    made = harness.make()
    asked = made.ask(request)
    assert (asked.launch_url, asked.qr_text) == ("", "")
    with pytest.raises(Rejected) as busy:
        made.ask(_request(payer_phone=PHONE))
    assert busy.value.hint == Trouble.BUSY
    assert PHONE[1:] not in f"{busy.value!r}{request!r}"
    assert made.cancel(request.instruction).state is PaymentState.CANCELLED


def test_paid_request_tells_amount_reference_and_time(harness: Harness) -> None:
    found = _paid(harness)
    assert (found.state, found.amount, found.reference) == (
        PaymentState.PAID, 30_000, "TOMT-2026-00042",
    )  # fmt: skip
    assert found.payment_reference
    assert found.paid_at
    assert found.paid_at.tzinfo


def test_request_asked_twice_is_one(harness: Harness) -> None:
    made, request = harness.make(), _request()
    made.ask(request)
    assert made.ask(request).launch_url == ""
    harness.complete({"instruction": request.instruction}, "")
    made.ask(request)
    assert made.read(request.instruction).state is PaymentState.PAID


def test_request_whose_answer_is_late_is_found_instead_of_asked_anew(harness: Harness) -> None:
    request, before = _request(), len(harness.received())
    with harness.lies["late"]():
        asked = harness.hasty().ask(request)
    assert asked.launch_url == ""
    told = [one["asked"] for one in harness.received()[before:]]
    assert told == ["PUT paymentrequests", "GET paymentrequests"]


def test_request_that_nobody_knows_is_none(harness: Harness) -> None:
    assert harness.make().read(uuid.uuid4().hex.upper()) is None
    assert harness.make().cancel(uuid.uuid4().hex.upper()) is None


@pytest.mark.parametrize(
    ("code", "state", "trouble"),
    [
        ("RF07", PaymentState.DECLINED, Trouble.REFUSED),
        ("BANKIDCL", PaymentState.FAILED, Trouble.BROKEN_OFF),
        ("TM01", PaymentState.FAILED, Trouble.LATE),
        ("FF10", PaymentState.FAILED, ""),
        ("DS24", PaymentState.UNCLEAR, Trouble.UNCLEAR),
    ],
)
def test_request_that_is_not_paid_says_why(
    harness: Harness, code: str, state: PaymentState, trouble: str
) -> None:
    made, request = harness.make(), _request()
    made.ask(request)
    harness.complete({"instruction": request.instruction}, code)
    found = made.read(request.instruction)
    assert (found.state, found.trouble, found.code) == (state, trouble, code)
    assert found.payment_reference == ""


def test_cancelling_what_is_paid_tells_that_it_is_paid(harness: Harness) -> None:
    made, request = harness.make(), _request()
    made.ask(request)
    harness.complete({"instruction": request.instruction}, "")
    assert made.cancel(request.instruction).state is PaymentState.PAID


@pytest.mark.parametrize(
    ("message", "trouble"),
    [
        ("FF08", ""), ("RP01", ""), ("RP02", ""), ("RP03", ""), ("PA02", ""), ("AM03", ""),
        ("RP06", Trouble.BUSY), ("BE18", Trouble.PHONE), ("ACMT01", Trouble.NOT_ACTIVATED),
        ("ACMT03", Trouble.NOT_ENROLLED), ("AM02", Trouble.AMOUNT), ("AM06", Trouble.AMOUNT),
        ("VR01", Trouble.PERSON), ("VR02", Trouble.PERSON),
    ],
)  # fmt: skip
def test_refused_request_is_rejected_with_what_to_say(
    harness: Harness, message: str, trouble: str
) -> None:
    with pytest.raises(Rejected) as refused:
        harness.make().ask(_request(message=message))
    assert (refused.value.code, refused.value.hint) == (f"swish:{message}", trouble)


def test_payee_that_is_not_enrolled_is_not_configured(harness: Harness) -> None:
    with pytest.raises(NotConfigured):
        harness.make().ask(_request(message="ACMT07"))
    with pytest.raises(NotConfigured):
        harness.make(payee="1231181189").ask(_request())


@pytest.mark.parametrize("reference", ["", "å", "x" * 36, "a b"])
def test_reference_of_another_form_never_leaves(harness: Harness, reference: str) -> None:
    with pytest.raises(Rejected):
        harness.make().ask(_request(reference=reference))


def test_message_is_made_sayable(harness: Harness) -> None:
    made, request = harness.make(), _request(message="Avgift & <nåt> " + "x" * 90)
    made.ask(request)  # what cannot be said is refused by the service (RP02)
    assert made.read(request.instruction).state is PaymentState.OPEN


def test_refund_is_paid_once_however_often_it_is_asked(harness: Harness) -> None:
    made, status = harness.make(), _paid(harness)
    request = _refund(status, 10_000)
    first = made.refund(request)
    again = made.refund(request)
    assert first.amount == again.amount == 10_000
    assert again.state is PaymentState.PAID
    made.refund(_refund(status, 20_000))
    with pytest.raises(Rejected, match="RF08"):
        made.refund(_refund(status, 1_00))


def test_refund_of_an_unknown_payment_is_rejected(harness: Harness) -> None:
    with pytest.raises(Rejected, match="RF02"):
        harness.make().refund(_refund(replace(_paid(harness), payment_reference="A" * 32)))


def test_answer_about_something_else_is_not_believed(harness: Harness) -> None:
    made, request = harness.make(), _request()
    made.ask(request)
    for lie in LIES:
        with harness.lies[lie](), pytest.raises(Temporary):
            made.read(request.instruction)
    with harness.lies["other_amount"]():  # told as it is said: the order is held against it
        assert made.read(request.instruction).amount == 1_00
    assert made.read(request.instruction).amount == 30_000


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    each_disturbed(harness, lambda: hasty.read(uuid.uuid4().hex.upper()))
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())


def test_own_certificate_tells_when_it_ends(harness: Harness) -> None:
    assert [one.subject for one in harness.make().certificates()] == ["1234679304"]
