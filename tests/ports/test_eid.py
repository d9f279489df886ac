"""The contract of identity and signing: what every e-ID must keep to."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError
from samtjanst.ports.identity import OrderState, StartedOrder, StartIdentification
from samtjanst.ports.signing import Expected, StartSignature
from samtjanst.simulators.personas import ANNA, BO

BROWSER = {
    "end_user_ip": "198.51.100.24",
    "return_url": "http://mjolby.localhost/klar",
    "referring_domain": "localhost",
    "user_agent": "Mozilla/5.0",
    "device_identifier": "b1946ac92492d234",
}
LOGIN = StartIdentification(purpose="Logga in hos Mjölby", **BROWSER)
SIGNATURE = StartSignature(
    signatory=PersonalNumber(ANNA), visible_text="Jag ansöker ☃", hidden_data=b"{}", **BROWSER
)
EXPECTED = Expected(PersonalNumber(ANNA), "Jag ansöker ☃", b"{}")
everyone = adapters_of("identity", "signing")
signing = adapters_of("signing")
identity = adapters_of("identity")


def _start(harness: Harness, provider: Any) -> StartedOrder:
    started: StartedOrder = provider.start(LOGIN if harness.port == "identity" else SIGNATURE)
    return started


@everyone
def test_started_order_can_be_kept_and_does_not_show_itself(harness: Harness) -> None:
    provider = harness.make()
    before = clock.now()
    started = _start(harness, provider)
    assert json.loads(json.dumps(started.order)) == started.order
    assert before <= started.started_at <= clock.now()
    assert repr(started).count("secret") == 0
    assert not any(str(value) in repr(started) for value in started.order.values() if value)
    provider.cancel(started.order)


@everyone
def test_order_waits_with_something_to_say_and_a_code(harness: Harness) -> None:
    provider = harness.make()
    started = _start(harness, provider)
    progress = provider.collect(started.order)
    assert progress.state is OrderState.PENDING
    assert progress.hint
    assert (progress.person, progress.evidence) == (None, {})
    codes = {
        provider.qr_text(started.order, started.started_at + timedelta(seconds=second))
        for second in range(4)
    }
    assert len(codes) == 4
    provider.cancel(started.order)


@everyone
def test_kept_order_is_followed_by_another_instance(harness: Harness) -> None:
    started = _start(harness, harness.make())
    kept = json.loads(json.dumps(started.order))
    assert harness.make().collect(kept).state is OrderState.PENDING
    harness.make().cancel(kept)


@everyone
def test_completed_order_names_the_person_with_evidence_once(harness: Harness) -> None:
    provider = harness.make()
    started = _start(harness, provider)
    harness.complete(started.order, ANNA)
    progress = provider.collect(started.order)
    assert progress.state is OrderState.COMPLETE
    assert progress.person.personal_number == PersonalNumber(ANNA)
    assert progress.person.name
    assert progress.person.assurance_level in {2, 3, 4}
    assert progress.person.method
    assert json.loads(json.dumps(progress.evidence)) == progress.evidence
    assert ANNA not in repr(progress)
    with pytest.raises(PortError):
        provider.collect(started.order)


@signing
def test_signature_for_nobody_in_particular_tells_who_made_it(harness: Harness) -> None:
    provider = harness.make()
    started = provider.start(replace(SIGNATURE, signatory=None))
    assert ANNA not in json.dumps(started.order)
    harness.complete(started.order, BO)
    progress = provider.collect(started.order)
    assert progress.person.personal_number == PersonalNumber(BO)
    his = replace(EXPECTED, signatory=PersonalNumber(BO))
    assert provider.verify(progress.evidence, his).valid
    assert not provider.verify(progress.evidence, EXPECTED).valid


@everyone
def test_cancelling_ends_the_order_and_may_be_repeated(harness: Harness) -> None:
    provider = harness.make()
    started = _start(harness, provider)
    for _ in range(3):
        provider.cancel(started.order)
    assert _state(provider, started.order) in {OrderState.FAILED, None}


def _state(provider: Any, order: dict[str, Any]) -> OrderState | None:
    try:
        state: OrderState = provider.collect(order).state
    except PortError:
        return None  # nobody knows of it any more
    return state


@everyone
def test_disturbance_is_temporary_in_every_call(harness: Harness) -> None:
    provider = harness.make()
    hasty, started = harness.hasty(), _start(harness, provider)
    each_disturbed(harness, lambda: _start(harness, hasty))
    each_disturbed(harness, lambda: hasty.collect(started.order))
    each_disturbed(harness, lambda: hasty.cancel(started.order))
    provider.cancel(started.order)


@identity
def test_check_tells_of_disturbance_and_nothing_else(harness: Harness) -> None:
    harness.make().check()
    each_disturbed(harness, harness.hasty().check)


@everyone
def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: _start(harness, made))


@signing
def test_somebody_else_cannot_sign(harness: Harness) -> None:
    provider = harness.make()
    started = provider.start(SIGNATURE)
    harness.complete(started.order, BO)
    progress = provider.collect(started.order)
    assert (progress.state, progress.person) == (OrderState.FAILED, None)


def _evidence(harness: Harness) -> dict[str, Any]:
    provider = harness.make()
    started = provider.start(SIGNATURE)
    harness.complete(started.order, ANNA)
    evidence = provider.collect(started.order).evidence
    kept: dict[str, Any] = json.loads(json.dumps(evidence))
    return kept


@signing
def test_kept_evidence_holds_for_what_was_signed_and_nothing_else(harness: Harness) -> None:
    evidence, provider = _evidence(harness), harness.make()
    report = provider.verify(evidence, EXPECTED)
    assert report.valid
    assert report.verifier
    assert report.signed_at
    for other in (
        Expected(PersonalNumber(BO), EXPECTED.visible_text, EXPECTED.hidden_data),
        Expected(EXPECTED.signatory, "Något annat", EXPECTED.hidden_data),
        Expected(EXPECTED.signatory, EXPECTED.visible_text, b"{1}"),
    ):
        refused = provider.verify(evidence, other)
        assert not refused.valid
        assert all(check.detail for check in refused.checks if not check.held)


@signing
def test_evidence_is_judged_while_the_service_is_disturbed(harness: Harness) -> None:
    evidence, provider = _evidence(harness), harness.make()
    for disturbed in harness.disturbances.values():
        with disturbed():
            assert provider.verify(evidence, EXPECTED).valid


@signing
@pytest.mark.parametrize("evidence", [{}, {"collect": None}, {"provider": "x"}])
def test_no_evidence_is_a_verdict_and_no_error(harness: Harness, evidence: dict[str, Any]) -> None:
    assert not harness.make().verify(evidence, EXPECTED).valid


@signing
def test_signature_verifies_years_later(harness: Harness) -> None:
    evidence = _evidence(harness)
    with clock.shifted(timedelta(days=3650)):
        assert harness.make().verify(evidence, EXPECTED).valid
