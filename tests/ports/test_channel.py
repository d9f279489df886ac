"""The contract of a channel."""

from dataclasses import replace

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.channel import Delivery, Outgoing
from samtjanst.ports.failures import Rejected

pytestmark = adapters_of("channel")
MESSAGE = Outgoing(
    key="message-1",
    to="anna@example.se",
    subject="Ny händelse i ditt ärende ☃",
    text="Hej!\n\nLogga in för att läsa: https://mjolby.example/mina-arenden/\n.\nslut",
    sender_name="Mjölby kommun",
    sender_address="svarainte@mjolby.example",
)


def _to(harness: Harness, **change: str) -> Outgoing:
    return replace(MESSAGE, **{"to": harness.addressed, **change})


def test_message_arrives_as_it_was_written(harness: Harness) -> None:
    receipt = harness.make().send(_to(harness)).receipt
    assert receipt
    arrived = harness.received()[0]
    assert arrived["to"] == harness.addressed
    assert arrived.get("subject", MESSAGE.subject) == MESSAGE.subject  # a text message has none
    assert arrived["text"].replace("\r\n", "\n").strip() == MESSAGE.text


def test_every_attempt_has_the_same_receipt_and_every_message_its_own(harness: Harness) -> None:
    channel = harness.make()
    receipts = [channel.send(_to(harness, key=key)).receipt for key in ("a", "a", "b")]
    assert receipts[0] == receipts[1] != receipts[2]


@pytest.mark.parametrize(
    "change",
    [
        {"to": "anna@example.se\r\nBcc: bo@example.se"},
        {"subject": "Hej\nBcc: bo@example.se"},
        {"sender_name": "Mjölby\r\n\r\nHej"},
        {"to": "ingen adress"},
        {"to": ""},
    ],
)
def test_message_that_cannot_be_sent_is_rejected_and_not_sent(
    harness: Harness, change: dict[str, str]
) -> None:
    before = len(harness.received())
    with pytest.raises(Rejected) as caught:
        harness.make().send(_to(harness, **change))
    assert "@" not in repr(caught.value)
    assert len(harness.received()) == before


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    each_disturbed(harness, lambda: hasty.send(_to(harness)))
    each_disturbed(harness, hasty.check)
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())


def test_check_sends_nothing(harness: Harness) -> None:
    before = len(harness.received())
    harness.make().check()
    assert len(harness.received()) == before


def test_text_message_tells_how_it_fares_and_knows_no_other(harness: Harness) -> None:
    if harness.name != "sms":
        pytest.skip("tells nothing afterwards")
    channel = harness.make()
    report = channel.send(_to(harness)).report
    assert channel.delivery(report) is Delivery.DELIVERED
    for unknown in ("s0", "", "../me", "x" * 65):
        assert channel.delivery(unknown) is Delivery.UNDERWAY
    each_disturbed(harness, lambda: harness.hasty().delivery(report))
