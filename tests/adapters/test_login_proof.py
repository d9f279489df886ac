"""What a log-in leaves behind proves who confirmed what, and nothing else, without any network."""

import base64
import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.simulators_support import walk_saml, walk_through

from samtjanst.adapters.oidc.provider import OidcLogin
from samtjanst.adapters.saml.provider import SamlLogin
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import Rejected
from samtjanst.ports.login import StartLogin
from samtjanst.ports.signing import Expected
from samtjanst.simulators.oidc import server as oidc
from samtjanst.simulators.personas import ANNA, ASTRID
from samtjanst.simulators.saml import server as saml

BACK = "https://mjolby.example/logga-in/hos/eid/klar/"
EXPECTED = Expected(ForeignIdentity(ASTRID), "Jag ansöker ☃", b"{}")
Evidence = dict[str, Any]


class _Made:
    """A provider, and a log-in there that confirms something."""

    def __init__(self, provider: Any, walk: Callable[[str, str], dict[str, str]], key: str) -> None:
        self.provider, self.walk, self.key = provider, walk, key

    def evidence(self, who: str = ASTRID, binding: str = EXPECTED.digest) -> Evidence:
        started = self.provider.start(StartLogin(BACK, binding=binding))
        found = self.provider.finish(started.kept, self.walk(started.url, who))
        return copy.deepcopy(found.evidence)

    def failed(self, evidence: Evidence, expected: Expected = EXPECTED) -> set[str]:
        report = self.provider.verify(evidence, expected)
        return {check.name for check in report.checks if not check.held}


@pytest.fixture(scope="module", params=["oidc", "saml"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[_Made]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    if request.param == "oidc":
        there = oidc.start(folder)
        settings = there.settings | {"timeout": 20}
        yield _Made(
            OidcLogin(settings),
            lambda url, who: dict(parse_qsl(urlsplit(walk_through(url, who)).query)),
            "token",
        )
        there.stop()
        return
    idp = saml.start(folder)
    idp.directory.signs_assertions = True
    yield _Made(SamlLogin(idp.settings), lambda url, who: walk_saml(url, who)[1], "signed")
    idp.stop()


def test_proof_holds_for_whoever_logged_in_over_what_she_confirmed(made: _Made) -> None:
    report = made.provider.verify(made.evidence(), EXPECTED)
    assert report.valid
    assert report.signed_at
    assert all(report.roots)
    number = replace(EXPECTED, signatory=PersonalNumber(ANNA))
    made_by = made.evidence(ANNA) if made.key == "signed" else None
    assert made_by is None or made.provider.verify(made_by, number).valid


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (replace(EXPECTED, signatory=ForeignIdentity("NO:5068907694")), "login_person"),
        (replace(EXPECTED, signatory=ForeignIdentity(ASTRID.replace("NO", "DE"))), "login_person"),
        (replace(EXPECTED, visible_text="Jag ansöker ☂"), "login_content"),
        (replace(EXPECTED, hidden_data=b"{1}"), "login_content"),
    ],
)
def test_proof_is_of_nobody_else_and_over_nothing_else(
    made: _Made, other: Expected, name: str
) -> None:
    assert made.failed(made.evidence(), other) == {name}


def test_ordinary_log_in_confirms_nothing(made: _Made) -> None:
    evidence = made.evidence(binding="")
    assert "login_content" in made.failed(evidence)
    another = made.evidence(binding=replace(EXPECTED, hidden_data=b"x").digest)
    assert made.failed(another) == {"login_content"}


def test_each_part_that_is_changed_is_told(made: _Made) -> None:
    evidence = made.evidence()
    text = evidence[made.key]
    for place in (10, len(text) // 2, len(text) - 12):
        sign = "A" if text[place] != "A" else "B"
        bent = evidence | {made.key: text[:place] + sign + text[place + 1 :]}
        assert "login_signature" in made.failed(bent)
    for bent in (evidence | {made.key: ""}, {**evidence, made.key: "x"}, {"kind": "none"}):
        assert "login_signature" in made.failed(bent)
    late = datetime.fromisoformat(evidence["received_at"]) + timedelta(hours=3)
    assert made.failed(evidence | {"received_at": late.isoformat()}) == {"login_time"}
    assert made.failed(evidence | {"received_at": "then"}) == {"login_time"}


def test_proof_of_another_provider_proves_nothing(made: _Made, tmp_path: Path) -> None:
    evidence = made.evidence()
    if made.key == "token":
        other: Any = oidc.start(tmp_path)
        provider: Any = OidcLogin(other.settings | {"timeout": 20})
        # With that one's own key put in, the token is still none of it.
        failed = {"login_provider"}
    else:
        other = saml.start(tmp_path)
        provider = SamlLogin(other.settings)
        failed = {"login_signature"}
    report = provider.verify(evidence, EXPECTED)
    assert failed <= {check.name for check in report.checks if not check.held}
    other.stop()


def test_assertion_without_a_signature_of_its_own_confirms_nothing(tmp_path: Path) -> None:
    idp = saml.start(tmp_path)
    provider = SamlLogin(idp.settings)
    started = provider.start(StartLogin(BACK, binding=EXPECTED.digest))
    with pytest.raises(Rejected, match="assertion_unsigned"):
        provider.finish(started.kept, walk_saml(started.url, ASTRID)[1])
    idp.stop()


def test_old_certificates_hold_for_proofs_and_for_no_log_in(tmp_path: Path) -> None:
    old, new = saml.start(tmp_path / "old"), saml.start(tmp_path / "new")
    old.directory.signs_assertions = True
    before = SamlLogin(old.settings)
    started = before.start(StartLogin(BACK, binding=EXPECTED.digest))
    answer = walk_saml(started.url, ASTRID)[1]
    evidence = before.finish(started.kept, answer).evidence
    changed = old.settings | {
        "idp_certificates": new.settings["idp_certificates"],
        "former_certificates": old.settings["idp_certificates"],
    }
    after = SamlLogin(changed)
    assert after.verify(evidence, EXPECTED).valid
    again = after.start(StartLogin(BACK))
    with pytest.raises(Rejected, match="signature"):
        after.finish(again.kept, walk_saml(again.url, ASTRID)[1])
    forgetful = SamlLogin({**changed, "former_certificates": ""})
    assert not forgetful.verify(evidence, EXPECTED).valid
    assert base64.b64decode(evidence["signed"]).startswith(b"<")
    old.stop()
    new.stop()
