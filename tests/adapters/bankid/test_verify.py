"""Ten steps: each holds for a sound signature and catches what it is there for."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from tests.adapters.bankid.support import (
    EXPECTED,
    START,
    STEPS,
    evidence_of,
    failed,
    judged,
    with_data,
)
from tests.simulators_support import bankid

from samtjanst.adapters.bankid import provider
from samtjanst.adapters.bankid.provider import BankIdSigning
from samtjanst.adapters.bankid.verify import verify
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.signing import Expected, VerificationReport
from samtjanst.simulators.bankid.faults import PROOF
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import ANNA, BO

FLAWS = {
    "tampered": {"signature": "does not verify"},
    "other_text": {"content": "another text"},
    "wrong_person": {"signatory": "another person"},
    "wrong_function": {"function": "made for another use"},
    "wrong_party": {"content": "made for another relying party"},
    "policy": {"policy": "certificate policy not allowed"},
    "expired": {"chain": "not valid at the time of signing"},
    "revoked": {"ocsp": "the certificate was not good"},
    "forged_answer": {"ocsp": "not issued by the next"},
    "nonce": {"ocsp_nonce": "the answer is not bound to the signature"},
}


def test_sound_signature_holds_step_by_step(server: Running) -> None:
    before = clock.now() - timedelta(seconds=2)
    report = judged(server, evidence_of(server))
    assert [(check.name, check.held) for check in report.checks] == [(name, True) for name in STEPS]
    assert report.valid
    assert report.signed_at
    assert before <= report.signed_at <= clock.now()


def test_report_names_the_root_and_what_judged(server: Running) -> None:
    report = judged(server, evidence_of(server))
    root = x509.load_pem_x509_certificate(Path(server.settings["signature_roots"]).read_bytes())
    assert report.roots == (root.fingerprint(hashes.SHA256()).hex(),)
    assert all(word in report.verifier for word in ("samtjanst-bankid/1", "xmlsec/", "lxml/"))


def test_every_flaw_of_the_simulator_is_held_here() -> None:
    assert set(FLAWS) == set(PROOF)


@pytest.mark.parametrize("flaw", FLAWS)
def test_flaw_is_caught_in_its_step_with_the_reason(server: Running, flaw: str) -> None:
    assert failed(judged(server, evidence_of(server, flaw))) == FLAWS[flaw]


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"signatory": PersonalNumber(BO)}, {"signatory": "another person"}),
        ({"visible_text": "En annan text"}, {"content": "another text"}),
        ({"visible_text": EXPECTED.visible_text + "\n"}, {"content": "another text"}),
        ({"visible_text": ""}, {"content": "another text"}),
        ({"hidden_data": b'{"sha256":"9e"}'}, {"content": "other hidden data"}),
        ({"hidden_data": b""}, {"content": "other hidden data"}),
    ],
)
def test_signature_over_something_else_fails_in_its_step(
    server: Running, change: dict[str, Any], step: dict[str, str]
) -> None:
    assert failed(judged(server, evidence_of(server), replace(EXPECTED, **change))) == step


@pytest.mark.parametrize(
    ("settings", "step"),
    [
        ({"policies": "1.2.752.78.1.5"}, "policy"),
        ({"organisation_number": "2120000480"}, "content"),
        ({"organisation_number": "556630492"}, "content"),  # the beginning of ours
        ({"display_name": "En annan kommun"}, "content"),
    ],
)
def test_signature_for_another_environment_fails_in_its_step(
    server: Running, settings: dict[str, Any], step: str
) -> None:
    assert set(failed(judged(server, evidence_of(server), **settings))) == {step}


def test_signature_under_another_root_fails(server: Running, tmp_path: Path) -> None:
    with bankid(tmp_path) as other:
        roots = other.settings["signature_roots"]
        report = judged(server, evidence_of(server), signature_roots=roots)
    # The other root has the same name: it is the key that counts.
    assert failed(report) == {"chain": "not issued by the next"}


def test_signature_holds_after_the_certificate_has_run_out(server: Running) -> None:
    evidence = evidence_of(server)
    with clock.shifted(timedelta(days=3650)):
        assert judged(server, evidence).valid


def test_login_is_not_taken_for_a_signature(server: Running) -> None:
    evidence = evidence_of(server, operation="auth")
    report = judged(server, evidence, Expected(PersonalNumber(ANNA), START.purpose, b""))
    assert {"function", "content"} == set(failed(report))


def test_person_in_the_answer_must_be_the_one_on_the_certificate(server: Running) -> None:
    bad = with_data(evidence_of(server), user={"personalNumber": BO})
    assert failed(judged(server, bad)) == {"signatory": "another person"}
    bos = replace(EXPECTED, signatory=PersonalNumber(BO))
    assert failed(judged(server, bad, bos)) == {"signatory": "another person"}


def test_answer_about_an_earlier_signature_is_not_taken(server: Running) -> None:
    earlier, later = evidence_of(server), evidence_of(server)
    old = earlier["collect"]["completionData"]["ocspResponse"]
    report = judged(server, with_data(later, ocspResponse=old))
    assert failed(report) == {"ocsp_nonce": "the answer is not bound to the signature"}


def test_unbound_answer_is_let_through_only_where_binding_is_not_demanded(
    server: Running,
) -> None:
    report = judged(server, evidence_of(server, "nonce"), demands_nonce=False)
    assert report.valid
    assert report.checks[-1].detail == "not bound to the signature (not demanded)"


@pytest.mark.parametrize("answer", ["", "AAAA", "not base64!", "MAMKAQY=", 5, None])
def test_unreadable_answer_fails_and_dates_nothing(server: Running, answer: Any) -> None:
    report = judged(server, with_data(evidence_of(server), ocspResponse=answer))
    assert {"chain", "ocsp", "ocsp_nonce"} <= set(failed(report))
    assert report.signed_at is None


@pytest.mark.parametrize(
    "evidence",
    [
        {},
        {"collect": None},
        {"collect": []},
        {"collect": {}},
        {"collect": {"completionData": None}},
        {"collect": {"completionData": {"signature": 1}}},
    ],
)
def test_evidence_that_is_none_is_refused(server: Running, evidence: dict[str, Any]) -> None:
    report = judged(server, evidence)
    assert not report.valid
    assert [check.name for check in report.checks] == list(STEPS)


def test_same_evidence_is_worked_through_once_and_any_other_anew(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []

    def counted(*parts: Any) -> VerificationReport:
        worked.append("once")
        return verify(*parts)

    monkeypatch.setattr(provider, "verify", counted)
    signing, evidence = BankIdSigning(server.settings), evidence_of(server)
    assert signing.verify(evidence, EXPECTED).valid
    assert signing.verify(deepcopy(evidence), EXPECTED) == signing.verify(evidence, EXPECTED)
    assert len(worked) == 1
    assert not signing.verify(evidence, replace(EXPECTED, visible_text="Något annat")).valid
    bad = with_data(evidence, user={"personalNumber": BO})
    assert not signing.verify(bad, EXPECTED).valid
    assert len(worked) == 3
