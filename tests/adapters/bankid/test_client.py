"""The wire: mutual TLS with a pinned root, and every fault in its class."""

import ssl
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.adapters.bankid.support import ANNA_DIGITS, START, started_order
from tests.simulators_support import bankid

from samtjanst.adapters.bankid.client import Client
from samtjanst.adapters.bankid.provider import BankIdIdentity
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary
from samtjanst.simulators.bankid.faults import SERVICE
from samtjanst.simulators.bankid.server import Running

FAULTS: dict[str, tuple[type[PortError], str]] = {
    "down": (Temporary, "bankid:maintenance"),
    "maintenance": (Temporary, "bankid:maintenance"),
    "internal": (Temporary, "bankid:internalError"),
    "timeout": (Temporary, "bankid:requestTimeout"),
    "too_many": (Temporary, "bankid:tooManyRequests"),
    "unauthorized": (NotConfigured, "bankid:unauthorized"),
    "slow": (Temporary, "bankid:timeout"),
    "dropped": (Temporary, "bankid:unreachable"),
    "malformed": (Temporary, "bankid:unreadable"),
    "huge": (Temporary, "bankid:unreadable"),
}


def _client(server: Running, **settings: Any) -> Client:
    return Client(Settings.read(server.settings | settings))


def test_every_fault_of_the_simulator_is_held_here() -> None:
    assert set(FAULTS) == set(SERVICE)


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_the_service_is_told_by_its_class_and_code(server: Running, fault: str) -> None:
    server.bank.lifetimes.delay = 0.5
    server.bank.set_fault(fault)
    kind, code = FAULTS[fault]
    with pytest.raises(kind, match=f"^{code}$"):
        BankIdIdentity(server.settings | {"timeout": 0.2}).start(START)
    if fault == "slow":
        _wait_for_the_late_request(server)


def _wait_for_the_late_request(server: Running) -> None:
    for _ in range(600):
        if server.bank.requests:
            return
        time.sleep(0.05)


@pytest.mark.parametrize("fault", ["down", "unauthorized", "too_many", "dropped"])
def test_check_tells_what_a_start_would_meet(server: Running, fault: str) -> None:
    server.bank.set_fault(fault)
    with pytest.raises(FAULTS[fault][0]):
        BankIdIdentity(server.settings).check()


def test_check_starts_nothing(server: Running) -> None:
    BankIdIdentity(server.settings).check()
    assert server.bank.requests == []


def test_fault_passes_and_the_order_is_still_there(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    server.bank.set_fault("maintenance", 1)
    with pytest.raises(Temporary):
        identity.collect(started.order)
    assert identity.collect(started.order).hint == "RFA1"


def test_unreachable_service_is_temporary(server: Running) -> None:
    settings = server.settings | {"base_url": "https://127.0.0.1:1/rp/v6.0"}
    with pytest.raises(Temporary, match="bankid:unreachable"):
        BankIdIdentity(settings).start(START)


def test_wrong_path_is_a_fault_in_the_settings(server: Running) -> None:
    base = server.settings["base_url"].replace("v6.0", "v5.1")
    with pytest.raises(NotConfigured, match="bankid:notFound"):
        BankIdIdentity(server.settings | {"base_url": base}).check()


def test_service_under_another_root_is_not_spoken_to(server: Running, tmp_path: Path) -> None:
    with bankid(tmp_path) as other:
        root = {"server_root": other.settings["server_root"]}
        with pytest.raises(NotConfigured, match="bankid:tls"):
            BankIdIdentity(server.settings | root).start(START)
    assert server.bank.requests == []


def test_client_certificate_of_somebody_else_is_not_let_in(server: Running, tmp_path: Path) -> None:
    with bankid(tmp_path) as other:
        names = ("client_certificate", "client_key")
        mine = {name: other.settings[name] for name in names}
        with pytest.raises(PortError):
            BankIdIdentity(server.settings | mine).start(START)
    assert server.bank.requests == []


def test_service_demands_a_client_certificate(server: Running) -> None:
    context = ssl.create_default_context(cafile=server.settings["server_root"])
    with pytest.raises(httpx2.HTTPError):
        httpx2.post(server.settings["base_url"] + "/auth", json={}, verify=context)


def test_old_tls_is_not_spoken(server: Running) -> None:
    context = Settings.read(server.settings).tls()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert len(context.get_ca_certs()) == 1  # the pinned root and nothing else


@pytest.mark.parametrize(
    "body",
    [
        {"endUserIp": "198.51.100.24", "personalNumber": ANNA_DIGITS},  # gone since v6.0
        {"endUserIp": "198.51.100.24", "unknown": 1},
        {"endUserIp": "not an address"},
        {},
    ],
)
def test_wrong_request_is_refused_by_the_service(server: Running, body: dict[str, Any]) -> None:
    with pytest.raises(Rejected, match="bankid:invalidParameters"):
        _client(server).call("auth", body)


def test_error_names_nobody(server: Running) -> None:
    order = started_order(server)
    with pytest.raises(Rejected) as caught:
        _client(server).call("sign", order["sent"])
    assert ANNA_DIGITS not in repr(caught.value)
    assert ANNA_DIGITS not in str(caught.value.__cause__)
