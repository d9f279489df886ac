"""The adapter against a server that speaks the real protocol."""

import base64
import copy
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.simulators_support import bankid

from samtjanst.adapters.bankid.provider import (
    FAILED_HINTS,
    BankIdIdentity,
    BankIdSigning,
    launch_url,
    qr_text,
)
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import NotConfigured, PortError, Temporary
from samtjanst.ports.identity import OrderState, StartIdentification
from samtjanst.ports.signing import Expected, StartSignature
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import person

ANNA, BO = "198501012382", "198501012390"
BROWSER = {
    "end_user_ip": "198.51.100.24",
    "return_url": "http://mjolby.localhost/klar",
    "referring_domain": "localhost",
    "user_agent": "Mozilla/5.0",
    "device_identifier": "b1946ac92492d234",
}
START = StartIdentification(purpose="Logga in hos Mjölby kommun", **BROWSER)
SIGN = StartSignature(
    signatory=PersonalNumber(ANNA), visible_text="Jag ansöker ☃ åäö", hidden_data=b"{}", **BROWSER
)
EXPECTED = Expected(PersonalNumber(ANNA), "Jag ansöker ☃ åäö", b"{}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture(autouse=True)
def _calm(server: Running) -> Iterator[None]:
    yield
    server.bank.fault = "none"
    server.bank.orders.clear()
    server.bank.pickup_within = timedelta(seconds=30)


def _complete(server: Running, number: str = ANNA) -> None:
    who = person(number)
    assert who
    server.bank.complete(server.bank.waiting()[0], who)


def _signed(server: Running) -> dict[str, Any]:
    signing = BankIdSigning(server.settings)
    started = signing.start(SIGN)
    _complete(server)
    return signing.collect(started.order).evidence


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
        (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
        (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
    ],
)
def test_qr_is_the_published_vector(second: int, code: str) -> None:
    token, secret = "67df3917-fa0d-44e5-b327-edcc928297f8", "d28db9a7-4cde-429e-a983-359be676944c"
    assert qr_text(token, secret, second) == f"bankid.{token}.{second}.{code}"


def test_identification_gives_the_person(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    assert identity.collect(started.order).show_qr
    _complete(server)
    progress = identity.collect(started.order)
    assert progress.state is OrderState.COMPLETE
    assert progress.person
    assert (progress.person.personal_number.digits, progress.person.assurance_level) == (ANNA, 3)


def test_secrets_can_be_kept_as_json_and_are_not_shown(server: Running) -> None:
    started = BankIdIdentity(server.settings).start(START)
    json.dumps(started.order)
    assert started.order["qrStartSecret"] not in repr(started)


def test_shown_code_is_accepted_by_the_app_and_an_old_one_is_not(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    fresh = identity.qr_text(started.order, clock.now())
    old = identity.qr_text(started.order, clock.now() + timedelta(seconds=60))
    assert server.bank.scan(fresh)
    assert server.bank.scan(old) is None
    assert server.bank.scan(fresh[:-1] + "0") is None or fresh.endswith("0")


@pytest.mark.parametrize(("hint", "told"), [*FAILED_HINTS.items(), ("somethingNew", "RFA22")])
def test_every_way_to_fail_has_a_text(server: Running, hint: str, told: str) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    server.bank.waiting()[0].fail(hint)
    progress = identity.collect(started.order)
    assert (progress.state, progress.hint) == (OrderState.FAILED, told)


def test_code_that_nobody_scans_ends(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    server.bank.pickup_within = timedelta()
    assert identity.collect(started.order).hint == "RFA17B"


@pytest.mark.parametrize("fault", ["down", "maintenance", "too_many", "malformed"])
def test_fault_of_the_service_is_temporary(server: Running, fault: str) -> None:
    server.bank.fault = fault
    with pytest.raises(Temporary):
        BankIdIdentity(server.settings).start(START)


def test_unreachable_service_is_temporary(server: Running) -> None:
    settings = server.settings | {"base_url": "https://127.0.0.1:1/rp/v6.0"}
    with pytest.raises(Temporary):
        BankIdIdentity(settings).start(START)


@pytest.mark.parametrize("name", ["base_url", "client_certificate", "signature_roots", "policies"])
def test_missing_setting_is_named(server: Running, name: str) -> None:
    with pytest.raises(NotConfigured, match=name):
        BankIdIdentity({**server.settings, name: ""})


def test_server_demands_a_client_certificate(server: Running) -> None:
    with pytest.raises(httpx2.HTTPError):
        httpx2.post(
            server.settings["base_url"] + "/auth",
            json={},
            verify=_only_root(server.settings["server_root"]),
        )


def _only_root(path: str) -> Any:
    import ssl

    return ssl.create_default_context(cafile=path)


def test_cancelling_twice_is_fine(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    identity.cancel(started.order)
    identity.cancel(started.order)


def test_signature_is_verified_step_by_step(server: Running) -> None:
    report = BankIdSigning(server.settings).verify(_signed(server), EXPECTED)
    assert [(check.name, check.held) for check in report.checks] == [
        (name, True)
        for name in (
            "readable", "structure", "signature", "chain", "policy", "person", "purpose",
            "content", "relying_party", "ocsp", "ocsp_nonce",
        )
    ]  # fmt: skip
    assert report.valid
    assert report.signed_at


def test_somebody_else_cannot_sign(server: Running) -> None:
    signing = BankIdSigning(server.settings)
    started = signing.start(SIGN)
    _complete(server, BO)
    assert signing.collect(started.order).state is OrderState.FAILED


@pytest.mark.parametrize("fault", ["tampered", "revoked"])
def test_bad_proof_is_not_accepted(server: Running, fault: str) -> None:
    signing = BankIdSigning(server.settings)
    started = signing.start(SIGN)
    server.bank.fault = fault
    _complete(server)
    assert signing.collect(started.order).hint == "UNVERIFIED"


@pytest.mark.parametrize(
    ("expected", "step"),
    [
        (Expected(PersonalNumber(BO), EXPECTED.visible_text, b"{}"), "person"),
        (Expected(PersonalNumber(ANNA), "En annan text", b"{}"), "content"),
        (Expected(PersonalNumber(ANNA), EXPECTED.visible_text, b"{1}"), "content"),
    ],
)
def test_signature_over_something_else_fails_in_its_step(
    server: Running, expected: Expected, step: str
) -> None:
    report = BankIdSigning(server.settings).verify(_signed(server), expected)
    assert [check.name for check in report.checks if not check.held] == [step]


@pytest.mark.parametrize(
    ("setting", "value", "step"),
    [("policies", "1.2.752.78.1.5", "policy"), ("organisation_number", "1", "relying_party")],
)
def test_signature_for_another_environment_fails_in_its_step(
    server: Running, setting: str, value: str, step: str
) -> None:
    evidence = _signed(server)
    report = BankIdSigning(server.settings | {setting: value}).verify(evidence, EXPECTED)
    assert [check.name for check in report.checks if not check.held] == [step]


def test_signature_under_another_root_fails(server: Running, tmp_path: Path) -> None:
    with bankid(tmp_path) as other:
        roots = {"signature_roots": other.settings["signature_roots"]}
        report = BankIdSigning(server.settings | roots).verify(_signed(server), EXPECTED)
    assert "chain" in [check.name for check in report.checks if not check.held]


def test_login_is_not_taken_for_a_signature(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    _complete(server)
    evidence = identity.collect(started.order).evidence
    expected = Expected(PersonalNumber(ANNA), START.purpose, b"")
    report = BankIdSigning(server.settings).verify(evidence, expected)
    assert [check.name for check in report.checks if not check.held] == ["purpose"]


def _attacked(evidence: dict[str, Any], change: Any) -> dict[str, Any]:
    bad = copy.deepcopy(evidence)
    data = bad["collect"]["completionData"]
    xml = base64.b64decode(data["signature"])
    data["signature"] = base64.b64encode(change(xml)).decode()
    return bad


def _wrapped(xml: bytes) -> bytes:
    # The signed part moved aside, another one put in its place.
    start, end = xml.index(b"<bankIdSignedData"), xml.index(b"</Object>")
    real = xml[start:end]
    false = real.replace(b'Id="bidSignedData"', b'Id="other"')
    return xml[:start] + false + b"</Object><Object>" + real + xml[end:]


@pytest.mark.parametrize(
    "change",
    [
        _wrapped,
        lambda xml: xml.replace(b"Signing", b"Signinh"),
        lambda xml: b'<!DOCTYPE x [<!ENTITY e "x">]>' + xml,
        lambda xml: b"<x>" + xml + b"</x>",
        lambda xml: xml.replace(b"rsa-sha256", b"rsa-sha1"),
        lambda xml: xml.replace(b'URI="#bidKeyInfo"', b'URI=""'),
        lambda xml: xml[:-10],
        lambda _xml: b"",
        lambda _xml: b"\x00" * 2_000_000,
    ],
)
def test_attack_on_the_document_is_refused(server: Running, change: Any) -> None:
    report = BankIdSigning(server.settings).verify(_attacked(_signed(server), change), EXPECTED)
    assert not report.valid


def test_evidence_that_is_none_is_refused(server: Running) -> None:
    for evidence in ({}, {"collect": None}, {"collect": {"completionData": {"signature": 1}}}):
        assert not BankIdSigning(server.settings).verify(evidence, EXPECTED).valid


@pytest.mark.parametrize(
    ("agent", "start"),
    [
        ("Mozilla/5.0 (iPhone)", "https://app.bankid.com/?autostarttoken=t"),
        ("Mozilla/5.0 (X11; Linux)", "bankid:///?autostarttoken=t"),
    ],
)
def test_launch_address_follows_the_browser(agent: str, start: str) -> None:
    assert launch_url("t", agent, "", "http://x").startswith(start)


def test_unknown_field_is_refused_by_the_service(server: Running) -> None:
    from samtjanst.adapters.bankid.client import Client
    from samtjanst.adapters.bankid.settings import Settings

    client = Client(Settings.read(server.settings))
    with pytest.raises(PortError):
        client.call("auth", {"endUserIp": "198.51.100.24", "personalNumber": ANNA})
