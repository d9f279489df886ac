"""A system with sessions, own codes and receipts that come later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from samtjanst.adapters.soap_system import SoapSystem
from samtjanst.ports.business_system import Package
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.simulators.social.office import USES_OF_A_SESSION
from samtjanst.simulators.social.server import Running, start

pytestmark = pytest.mark.enable_socket
FIELDS = {
    "PERSONNR": "201801012392",
    "INSATSKOD": "SKJ10",
    "BESLUTSKOD": "B1",
    "BESLUTSDAT": "24/11/2026",
    "EXTREF": "SKJ-2026-000001-K",
}


@pytest.fixture
def social(tmp_path: Path) -> Iterator[Running]:
    running = start(tmp_path)
    running.office.pace = None
    yield running
    running.stop()


def _package(key: str = "a1", **changes: str) -> Package:
    return Package(key, FIELDS["EXTREF"], FIELDS | changes)


def test_receipt_comes_when_somebody_has_got_to_it(social: Running) -> None:
    system = SoapSystem(social.settings)
    assert system.deliver(_package()) is None
    assert system.receipt("a1") is None
    social.office.handle_all()
    receipt = system.receipt("a1")
    assert receipt is not None
    assert (receipt.number, receipt.received_at is not None) == ("IFO-000001", True)
    assert system.deliver(_package()) == receipt  # again: in effect once
    assert len(social.office.entries) == 1


def test_what_its_clerks_refuse_is_refused_by_code_alone(social: Running) -> None:
    system = SoapSystem(social.settings)
    system.deliver(_package(BESLUTSKOD="granted"))
    social.office.handle_all()
    with pytest.raises(Rejected, match=r"^soap:F21$"):
        system.receipt("a1")


def test_session_that_has_ended_is_renewed(social: Running) -> None:
    system = SoapSystem(social.settings)
    for _each in range(USES_OF_A_SESSION + 2):
        system.receipt("a1")
    assert social.office.logins == 2


def test_wrong_password_is_told_as_settings(social: Running) -> None:
    with pytest.raises(NotConfigured, match="login"):
        SoapSystem(social.settings | {"password": "x"}).check()


def test_signs_that_xml_cannot_hold_are_refused_before_they_are_sent(social: Running) -> None:
    with pytest.raises(Rejected, match="signs"):
        SoapSystem(social.settings).deliver(_package(EXTREF="a\x00b"))
    assert not social.office.entries


def test_busy_is_tried_again(social: Running) -> None:
    social.office.mode = "busy"
    with pytest.raises(Temporary, match="90"):
        SoapSystem(social.settings).deliver(_package())
