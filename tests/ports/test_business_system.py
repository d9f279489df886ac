"""The contract of a business system."""

from typing import Any

import pytest
from tests.adapters.business_system.packages import CASE
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.business_system import Package

pytestmark = [adapters_of("business_system"), pytest.mark.enable_socket]
CONTENT = {
    "ELEV_PNR": "201801012392",
    "SKJUTS_KOD": "J",
    "ORSAK_KOD": "",
    "GALLER_FROM": "20270111",
    "SKOLA": "egebyskolan",
    "VH1_PNR": "198501012382",
    "ARENDE_NR": "SKJ-2026-000001-K",
}


def _package(key: str) -> Package:
    return Package(key, "SKJ-2026-000001-K", CONTENT, lambda: CASE)


def test_same_key_again_is_the_same_delivery(harness: Harness) -> None:
    system = harness.make()
    first = system.deliver(_package("a1"))
    assert [system.deliver(_package("a1")) for _ in range(3)] == [first] * 3
    assert harness.make().receipt("a1") == first


def test_what_was_never_delivered_has_no_receipt(harness: Harness) -> None:
    assert harness.make().receipt("never") is None


def test_disturbance_is_temporary_and_leaves_nothing_behind(harness: Harness) -> None:
    hasty, system = harness.hasty(), harness.make()
    each_disturbed(harness, lambda: hasty.deliver(_package("b1")))
    delivered = system.deliver(_package("b1"))
    assert system.receipt("b1") == delivered
    system.check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    def call(made: Any) -> None:
        made.check()
        made.deliver(_package("c1"))

    each_misconfigured(harness, call)
