"""Answers bent in every known way, each refused for the reason that it should be."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.simulators_support import walk_saml

from samtjanst.adapters.saml.provider import SamlLogin
from samtjanst.kernel import clock
from samtjanst.ports.failures import Rejected
from samtjanst.ports.login import StartedLogin, StartLogin, VouchedPerson
from samtjanst.simulators.personas import ADA, ASTRID, HANNA, KIM, PABLO
from samtjanst.simulators.saml import server
from samtjanst.simulators.saml.directory import NUMBER, PERSISTENCE, PRID
from samtjanst.simulators.saml.lies import LIES

BACK = "https://mjolby.example/logga-in/hos/eid/klar/"
LOA = "http://id.elegnamnden.se/loa/1.0/loa"
REASONS = {
    "wrong_signature": "signature",
    "key_in_message": "signature",
    "unsigned": "unsigned",
    "only_assertion_signed": "unsigned",
    "stripped": "unsigned",
    "sha1": "algorithm",
    "hmac": "algorithm",
    "unencrypted": "unencrypted",
    "for_another_key": "decryption",
    "pkcs1": "algorithm",
    "cbc": "algorithm",
    "other_issuer": "issuer",
    "other_assertion_issuer": "issuer",
    "other_audience": "audience",
    "other_recipient": "recipient",
    "other_destination": "destination",
    "unsolicited": "unsolicited",
    "other_request": "unsolicited",
    "other_confirmation": "unsolicited",
    "expired": "expired",
    "late": "age",
    "future": "early",
    "stale": "stale",
    "no_subject": "subject",
    "bad_number": "number",
    "failed": "status",
    **{f"xsw{number}": "wrapped" for number in range(1, 9)},
    "tampered": "signature",
    "comment": "declaration",
    "entities": "declaration",
    "external": "declaration",
    "duplicate_id": "ids",
    "transforms": "transforms",
    "huge": "size",
    "deflated": "unreadable",
}


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    running = server.start(tmp_path_factory.mktemp("saml"))
    running.directory.members[KIM] = []
    yield running
    running.stop()


@pytest.fixture
def idp(_running: server.Running) -> server.Running:
    """As good as new."""
    directory = _running.directory
    directory.mode, directory.level = "up", f"{LOA}3"
    directory.keeps_numbers = directory.signs_assertions = False
    directory.extra = {}
    return _running


def _made(idp: server.Running, **changes: Any) -> SamlLogin:
    return SamlLogin(idp.settings | changes)


def _answer(started: StartedLogin, who: str = HANNA) -> dict[str, str]:
    return walk_saml(started.url, who)[1]


def _log_in(idp: server.Running, who: str = HANNA, **changes: Any) -> VouchedPerson:
    provider = _made(idp, **changes)
    started = provider.start(StartLogin(BACK, (3, 4)))
    return provider.finish(started.kept, _answer(started, who))


def _refused(idp: server.Running, **changes: Any) -> str:
    with pytest.raises(Rejected) as refused:
        _log_in(idp, **changes)
    assert HANNA not in repr(refused.value)
    assert refused.value.__cause__ is None
    return refused.value.code


def test_every_lie_has_its_reason() -> None:
    assert set(REASONS) == set(LIES)


@pytest.mark.parametrize("lie", LIES)
def test_lie_is_refused_for_its_own_reason(idp: server.Running, lie: str) -> None:
    idp.directory.mode = lie
    assert _refused(idp) == f"saml:{REASONS[lie]}"


def test_whoever_is_vouched_for_is_read(idp: server.Running) -> None:
    hanna = _log_in(idp)
    assert (hanna.personal_number and hanna.personal_number.digits) == HANNA
    assert (hanna.assurance_level, hanna.given_name) == (3, "Hanna")
    assert hanna.groups == {"skola-handlaggare"}
    assert HANNA not in hanna.subject + repr(hanna) + str(hanna.evidence)
    kim = _log_in(idp, KIM)
    assert kim.personal_number
    assert kim.personal_number.is_coordination_number
    idp.directory.keeps_numbers = True
    foreign = _log_in(idp)
    assert foreign.personal_number is None
    assert foreign.foreign
    assert foreign.subject == foreign.foreign.prid
    assert foreign.subject not in repr(foreign) + str(foreign.evidence)
    idp.directory.extra = {NUMBER: [HANNA]}  # somebody has linked them: not who is here
    assert _log_in(idp).personal_number is None


@pytest.mark.parametrize(
    ("prid", "persistence", "code"),
    [
        ([HANNA], ["A"], "prid"),
        ([f"SE:{HANNA}"], ["A"], "prid"),
        ([ASTRID], ["D"], "prid"),
        ([ASTRID], [], "prid"),
        ([ASTRID, PABLO], ["A"], "attributes"),
    ],
)
def test_prid_that_is_none_is_refused(
    idp: server.Running, prid: list[str], persistence: list[str], code: str
) -> None:
    idp.directory.extra = {PRID: prid, PERSISTENCE: persistence}
    assert _refused(idp) == f"saml:{code}"


def test_level_that_was_not_asked_for_is_refused(idp: server.Running) -> None:
    for level in ("low_level", "no_context"):
        idp.directory.mode = level
        assert _refused(idp) == "saml:level"
    idp.directory.mode, idp.directory.level = "up", f"{LOA}2"
    assert _refused(idp) == "saml:level"


def test_assertion_has_its_own_signature_where_that_is_demanded(idp: server.Running) -> None:
    assert _refused(idp, signed_assertions=True) == "saml:assertion_unsigned"
    idp.directory.signs_assertions = True
    assert _log_in(idp, signed_assertions=True).name == "Hanna Handläggare"
    assert _log_in(idp).name == "Hanna Handläggare"


def test_cbc_is_taken_where_it_is_allowed(idp: server.Running) -> None:
    idp.directory.mode = "cbc"
    assert _log_in(idp, encryption="gcm-or-cbc").name == "Hanna Handläggare"


def test_other_organisation_of_the_same_provider_is_refused(idp: server.Running) -> None:
    assert _refused(idp, organisation="2120000829") == "saml:organisation"


def test_two_certificates_hold_while_keys_are_changed(idp: server.Running) -> None:
    directory = idp.directory
    other = directory.stranger.certificate_pem.decode()
    both = other + str(idp.settings["idp_certificates"])
    assert _log_in(idp, idp_certificates=both)
    # Ours: what is still encrypted to the old key can be opened after the change.
    changed = {
        "key": directory.stranger.key_pem.decode(),
        "certificate": other,
        "next_key": idp.settings["key"],
        "next_certificate": idp.settings["certificate"],
    }
    made = _made(idp, **changed)
    old = _made(idp).start(StartLogin(BACK))
    assert made.finish(old.kept, _answer(old)).name == "Hanna Handläggare"
    assert made.describe(BACK).count("<ds:X509Certificate>") == 4
    assert [one.whose for one in made.certificates()] == ["theirs", "own", "own"]


def test_level_3_alone_is_taken_when_nothing_else_is_said(idp: server.Running) -> None:
    assert _made(idp, levels=None).levels() == {3}


def test_certificate_of_another_municipalitys_provider_is_refused(idp: server.Running) -> None:
    theirs = idp.directory.stranger.certificate_pem.decode()
    assert _refused(idp, idp_certificates=theirs) == "saml:signature"


def test_answer_is_for_one_log_in_and_one_municipality_once(idp: server.Running) -> None:
    provider = _made(idp)
    mine, theirs = provider.start(StartLogin(BACK)), provider.start(StartLogin(BACK))
    answer = _answer(theirs)
    for kept, change, reason in (
        (mine.kept, {}, "state"),
        (mine.kept, {"RelayState": mine.handle}, "unsolicited"),
        (theirs.kept, {"RelayState": "https://ond.example/"}, "state"),
        ({**theirs.kept, "return_url": BACK.replace("mjolby", "norrkoping")}, {}, "destination"),
    ):
        with pytest.raises(Rejected) as refused:
            provider.finish(kept, {**answer, **change})
        assert refused.value.code == f"saml:{reason}"
    provider.finish(theirs.kept, answer)
    with pytest.raises(Rejected, match="replay"):
        provider.finish(theirs.kept, answer)


def test_clocks_may_differ_by_a_minute_and_no_more(idp: server.Running) -> None:
    provider = _made(idp)
    for minutes, holds in ((-0.9, True), (-3.0, False), (7.0, False)):
        started = provider.start(StartLogin(BACK))
        answer = _answer(started)
        with clock.shifted(timedelta(minutes=minutes)):
            if holds:
                assert provider.finish(started.kept, answer)
                continue
            with pytest.raises(Rejected):
                provider.finish(started.kept, answer)


def test_provider_takes_no_question_that_we_have_not_signed(idp: server.Running) -> None:
    url = _made(idp).start(StartLogin(BACK)).url
    assert idp.directory.begin(url.partition("?")[2])
    bent = url.replace("RelayState=", "RelayState=x")
    assert idp.directory.begin(bent.partition("?")[2]) is None
    assert ADA not in url
