"""The contract of webhooks."""

from typing import Any

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.failures import Rejected
from samtjanst.ports.webhook import Call

pytestmark = [adapters_of("webhook"), pytest.mark.enable_socket]


def _call(harness: Harness) -> Call:
    return Call(harness.outside, {"webhook-id": "msg_1"}, b'{"type": "case.decided"}')


def test_call_arrives_as_it_was_made(harness: Harness) -> None:
    before = len(harness.received())
    harness.make().post(_call(harness))
    assert harness.received()[before:] == [{"id": "msg_1", "body": '{"type": "case.decided"}'}]


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    each_disturbed(harness, lambda: hasty.post(_call(harness)))
    harness.make().post(_call(harness))
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    def call(made: Any) -> None:
        made.check()
        made.post(_call(harness))

    each_misconfigured(harness, call)


def test_address_of_our_own_is_rejected(harness: Harness) -> None:
    with pytest.raises(Rejected):
        harness.make(inner_networks="").post(_call(harness))
