"""The life of an order, against a server that speaks the real protocol."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.adapters.bankid.support import (
    BROWSER,
    DESKTOP,
    HIDDEN,
    PHONE,
    SIGN,
    START,
    TEXT,
    complete,
    order_of,
)

from samtjanst.adapters.bankid.provider import BankIdIdentity, BankIdSigning
from samtjanst.kernel import clock
from samtjanst.ports.failures import Rejected
from samtjanst.ports.identity import OrderState
from samtjanst.simulators.bankid.faults import PROOF
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import ANNA, BO


def _sent(server: Running) -> dict[str, Any]:
    body: dict[str, Any] = server.bank.requests[-1]["body"]
    return body


def _text(encoded: str) -> str:
    return base64.b64decode(encoded).decode()


def test_identification_gives_the_person(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    assert identity.collect(started.order).show_qr
    complete(server, started.order)
    progress = identity.collect(started.order)
    person = progress.person
    assert progress.state is OrderState.COMPLETE
    assert person
    assert (person.personal_number.digits, person.name) == (ANNA, "Anna Provsson")
    assert (person.assurance_level, person.method) == (3, "bankid")


def test_login_says_what_it_is_for_and_from_where(server: Running) -> None:
    BankIdIdentity(server.settings).start(START)
    sent = _sent(server)
    assert _text(sent["userVisibleData"]) == START.purpose
    assert sent["endUserIp"] == BROWSER["end_user_ip"]
    assert sent["returnUrl"] == BROWSER["return_url"]
    assert sent["web"] == {
        "referringDomain": "localhost",
        "userAgent": DESKTOP,
        "deviceIdentifier": BROWSER["device_identifier"],
    }
    assert "requirement" not in sent  # secure start: a login never names the person


def test_each_login_signs_a_fresh_nonce(server: Running) -> None:
    nonces = set()
    for _ in range(3):
        BankIdIdentity(server.settings).start(START)
        nonces.add(_sent(server)["userNonVisibleData"])
    assert len(nonces) == 3


def test_signature_names_the_person_and_demands_the_code(server: Running) -> None:
    BankIdSigning(server.settings).start(SIGN)
    sent = _sent(server)
    assert sent["requirement"] == {"personalNumber": ANNA, "pinCode": True}
    assert (_text(sent["userVisibleData"]), _text(sent["userNonVisibleData"])) == (
        TEXT,
        HIDDEN.decode(),
    )


def test_long_browser_name_is_shortened(server: Running) -> None:
    BankIdIdentity(server.settings).start(replace(START, user_agent="x" * 5000))
    assert len(_sent(server)["web"]["userAgent"]) == 256


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": "x" * 1126}, "bankid:too_long"),
        ({"return_url": "https://a.se/" + "x" * 500}, "bankid:return_url"),
    ],
)
def test_too_long_login_is_refused_before_it_is_sent(
    server: Running, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejected, match=code):
        BankIdIdentity(server.settings).start(replace(START, **change))
    assert server.bank.requests == []


def test_too_long_signature_is_refused_before_it_is_sent(server: Running) -> None:
    for change in ({"visible_text": "x" * 30_001}, {"hidden_data": b"x" * 150_001}):
        with pytest.raises(Rejected, match="bankid:too_long"):
            BankIdSigning(server.settings).start(replace(SIGN, **change))
    assert server.bank.requests == []


def test_longest_text_goes_through(server: Running) -> None:
    BankIdSigning(server.settings).start(
        replace(SIGN, visible_text="x" * 30_000, hidden_data=b"x" * 150_000)
    )
    assert len(server.bank.waiting()) == 1


def test_secrets_can_be_kept_as_json_and_are_not_shown(server: Running) -> None:
    started = BankIdIdentity(server.settings).start(START)
    assert json.loads(json.dumps(started.order)) == started.order
    for name in ("order_ref", "qr_start_token", "qr_start_secret"):
        assert started.order[name] not in repr(started)
        assert started.order[name] not in started.launch_url


def test_shown_code_is_accepted_by_the_app_and_an_old_one_is_not(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    now = clock.now()
    fresh = identity.qr_text(started.order, now)
    assert server.bank.scan(fresh)
    assert server.bank.scan(identity.qr_text(started.order, now + timedelta(seconds=60))) is None
    other_end = "1" if fresh.endswith("0") else "0"
    assert server.bank.scan(fresh[:-1] + other_end) is None


def test_code_changes_every_second(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    at = [identity.qr_text(started.order, clock.now() + timedelta(seconds=n)) for n in range(5)]
    assert len(set(at)) == 5


def test_code_from_before_the_start_is_the_first(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    early = started.started_at - timedelta(seconds=5)  # the clock was set back
    assert identity.qr_text(started.order, early).split(".")[2] == "0"


def test_code_that_nobody_scans_ends(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    server.bank.shift = timedelta(seconds=31)
    assert identity.collect(started.order).hint == "RFA17B"


def test_app_that_is_not_there_is_said_on_the_phone(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(replace(START, user_agent=PHONE))
    server.bank.shift = timedelta(seconds=31)
    assert identity.collect(started.order).hint == "RFA17A"


def test_person_who_opens_the_app_and_leaves_runs_out_of_time(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    server.bank.pick_up(order_of(server, started.order))
    server.bank.shift = timedelta(seconds=179)
    assert identity.collect(started.order).state is OrderState.PENDING
    server.bank.shift = timedelta(seconds=182)
    assert identity.collect(started.order).hint == "RFA8"


def test_ended_order_is_told_once(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    complete(server, started.order)
    assert identity.collect(started.order).state is OrderState.COMPLETE
    with pytest.raises(Rejected, match="bankid:invalidParameters"):
        identity.collect(started.order)


def test_cancelled_order_is_gone_and_cancelling_twice_is_fine(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    identity.cancel(started.order)
    identity.cancel(started.order)
    assert server.bank.waiting() == []


def test_completed_order_can_be_cancelled_without_harm(server: Running) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    complete(server, started.order)
    identity.cancel(started.order)
    assert identity.collect(started.order).state is OrderState.COMPLETE


def test_second_signature_of_the_same_person_stops_the_first(server: Running) -> None:
    signing = BankIdSigning(server.settings)
    first = signing.start(SIGN)
    with pytest.raises(Rejected, match="bankid:alreadyInProgress"):
        signing.start(SIGN)
    assert signing.collect(first.order).hint == "RFA3"


def test_somebody_else_cannot_sign(server: Running) -> None:
    signing = BankIdSigning(server.settings)
    started = signing.start(SIGN)
    complete(server, started.order, BO)
    progress = signing.collect(started.order)
    assert (progress.state, progress.hint) == (OrderState.FAILED, "RFA16")
    assert (progress.person, progress.evidence) == (None, {})


def test_evidence_holds_all_that_must_be_kept(server: Running) -> None:
    signing = BankIdSigning(server.settings)
    started = signing.start(SIGN)
    complete(server, started.order)
    evidence = json.loads(json.dumps(signing.collect(started.order).evidence))
    assert set(evidence["collect"]["completionData"]) >= {"user", "signature", "ocspResponse"}
    assert _text(evidence["sent"]["userVisibleData"]) == TEXT
    assert evidence["started_at"] <= evidence["collected_at"]
    assert evidence["order_ref"] == started.order["order_ref"]
    assert "qr_start_secret" not in evidence


@pytest.mark.parametrize("flaw", PROOF)
def test_signature_with_a_bad_proof_is_not_accepted(server: Running, flaw: str) -> None:
    signing = BankIdSigning(server.settings)
    started = signing.start(SIGN)
    server.bank.set_fault(flaw, 1)
    complete(server, started.order)
    with pytest.raises(Rejected, match="bankid:unverified"):
        signing.collect(started.order)


@pytest.mark.parametrize(
    "flaw", sorted(set(PROOF) - {"wrong_person"})
)  # a login is of whoever comes
def test_login_with_a_bad_proof_is_not_accepted(server: Running, flaw: str) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(START)
    server.bank.set_fault(flaw, 1)
    complete(server, started.order)
    with pytest.raises(Rejected, match="bankid:unverified"):
        identity.collect(started.order)


def test_risk_is_asked_for_only_when_wanted(server: Running) -> None:
    BankIdIdentity(server.settings).start(START)
    assert "returnRisk" not in _sent(server)
    identity = BankIdIdentity(server.settings | {"return_risk": True})
    started = identity.start(START)
    assert _sent(server)["returnRisk"] is True
    complete(server, started.order)
    assert identity.collect(started.order).evidence["collect"]["completionData"]["risk"] == "LOW"


@pytest.mark.parametrize(
    ("highest", "risk", "state"),
    [
        ("", "HIGH", OrderState.COMPLETE),
        ("MODERATE", "MODERATE", OrderState.COMPLETE),
        ("MODERATE", "HIGH", OrderState.FAILED),
        ("LOW", "MODERATE", OrderState.FAILED),
    ],
)
def test_what_is_riskier_than_accepted_is_stopped(
    server: Running, highest: str, risk: str, state: OrderState
) -> None:
    signing = BankIdSigning(server.settings | {"highest_risk": highest})
    started = signing.start(SIGN)
    assert _sent(server)["requirement"]["personalNumber"] == ANNA
    server.bank.risk = risk
    complete(server, started.order)
    progress = signing.collect(started.order)
    assert progress.state is state
    assert progress.hint == ("RISK" if state is OrderState.FAILED else "")
