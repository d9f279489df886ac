"""Somebody without a Swedish number, whom another country's e-ID vouches for, from end to end."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import sign
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey_support import DOCUMENT
from tests.pdf_text import bare, text_of
from tests.signatories_support import filled, offer
from tests.simulators_support import walk_saml
from tests.town import BO, Town, fill_in, found, page_text, request_for
from tests.web.signin import elsewhere

from samtjanst.capabilities.registers.types import NO_GROUND
from samtjanst.capabilities.signing.models import Evidence
from samtjanst.capabilities.signing.queries import evidence_of
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.models import BrowserSession, Citizen
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.sessions import proof_of
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import (
    answer,
    case_package,
    hand_over,
    look_up,
    prove,
    submit,
    whole_case,
)
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.running.cases.models import Case, CaseParty
from samtjanst.running.cases.queries.search import find
from samtjanst.running.filing import queries as filings
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.oidc import server
from samtjanst.simulators.personas import ASTRID, GRETA
from samtjanst.simulators.saml import server as saml_server

pytestmark = pytest.mark.django_db
BEGIN = "/logga-in/annan-e-legitimation/"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    running = server.start(tmp_path_factory.mktemp("oidc"))
    yield running
    running.stop()


def _town(slug: str, bank: Bank, folder: Path, provider: server.Running, **signing: Any) -> Town:  # noqa: F811 - the fixture
    document = copy.deepcopy(DOCUMENT)
    document["signing"] |= signing
    town = found(slug, bank, folder, document=document)
    settings = provider.settings | {"levels": {LOA3: 3}, "timeout": 20}
    town.bind(Port.LOGIN, "oidc", settings, "eid")
    return town


@pytest.fixture
def mjolby(
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
    provider: server.Running,
) -> Town:
    """Here nobody signs; next door is somebody with the same foreign identity."""
    with open_scope(cast.municipality("norrkoping")):
        remember_citizen(identity=ForeignIdentity(ASTRID), name="Nilla Nästa", given_name="Nilla")
    return _town("mjolby", bank, tmp_path, provider, confirmation="login", signatories={})


def _login(town: Town, prid: str = ASTRID) -> Client:
    client = town.browser()
    assert client.get(elsewhere.back(elsewhere.away(client, BEGIN), prid)).status_code == 302
    return client


def _handed_in(town: Town, client: Client) -> Case:
    filing = fill_in(client, town.answers())
    check = page_text(client, f"{filing}kontrollera/")
    seen = re.search(r'name="seen" value="(\w+)"', check)
    assert seen
    assert client.post(f"{filing}kontrollera/", {"seen": seen[1]}).status_code == 302
    with open_scope(town.row):
        return Case.objects.get()


def test_she_fills_in_what_no_register_can_tell_and_is_told_why(mjolby: Town) -> None:
    astrid = _login(mjolby)
    filing = fill_in(astrid, {})
    page = page_text(astrid, f"{filing}sida/the_child/")
    assert "inloggad utan svenskt personnummer" in page
    assert "når inte folkbokföringen" not in page


def test_her_case_names_her_by_the_foreign_identity_everywhere(mjolby: Town) -> None:
    astrid = _login(mjolby)
    case = _handed_in(mjolby, astrid)
    reference, hanna = case.reference, mjolby.handler()
    assert "Astrid" in page_text(astrid, "/mina-arenden/")
    assert reference in page_text(astrid, f"/mina-arenden/{reference}/")
    desk = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert "Saknar svenskt personnummer" in desk
    assert ASTRID in desk
    assert "Nilla" not in desk
    pdf = text_of(hanna.get(f"/handlaggning/arenden/{reference}/dokument.pdf").content)
    assert bare("Astrid Prøvesen") in pdf
    with open_scope(mjolby.row):
        by = cast.staff_actor()
        sealed = filings.snapshot(case.snapshot_id).content
        assert sealed["applicant"] == {
            "personal_number": "",
            "name": "Astrid Prøvesen",
            "foreign": ASTRID,
        }
        [party] = case_package.package(reference=reference, by=by)["parties"]
        assert party["foreign_identity"] == ASTRID
        assert party["personal_number"] is None
        sources = {one.name for one in hand_over.sources(case.version.slug)}
        assert "applicant.foreign_identity" in sources
        people = whole_case.of(reference, clock.now()).people
        told = [(one.role, one.number, one.foreign) for one in people if one.role == "applicant"]
        assert told == [("applicant", "", ASTRID)]


def test_desk_finds_her_by_the_whole_identity_and_by_nothing_less(mjolby: Town) -> None:
    case = _handed_in(mjolby, _login(mjolby))
    mjolby.work()
    with open_scope(mjolby.row):
        by = cast.staff_actor()
        assert find(by, ASTRID).case_ids == (case.id,)
        for text in (ASTRID[3:], ASTRID.lower(), ASTRID[:-1], f"SE:{ASTRID[3:]}"):
            assert find(by, text).case_ids == ()


def test_name_that_her_country_tells_now_is_the_one_she_has(mjolby: Town) -> None:
    with open_scope(mjolby.row):
        remember_citizen(identity=ForeignIdentity(GRETA), name="Greta Som Skrev", given_name="G")
    _login(mjolby, GRETA)
    with open_scope(mjolby.row):
        who = open_identity(Citizen.objects.get())
        assert (who.name, who.foreign and who.foreign.persistence) == ("Greta Muster", "B")


def test_no_register_is_asked_and_no_letter_is_posted(mjolby: Town) -> None:
    _login(mjolby)
    with open_scope(mjolby.row):
        key = Citizen.objects.get().id
        facts = look_up.gather(
            citizen_id=key, reference="x", ground=NO_GROUND, by=cast.citizen_actor()
        )
        assert facts["children"] is None
        assert (facts["applicant"]["personal_number"], facts["applicant"]["address"]) == ("", None)
        assert facts["applicant"]["born"] == "1988-03-14"
        known = look_up.context(facts, {}, ())
        assert (known.applicant and known.applicant.code) == ASTRID
        assert not CaseParty.objects.exists()


# --- what a log-in proves


def _login_check(town: Town, case: Case) -> prove.CheckedCase:
    with open_scope(town.row):
        return prove.check_again(reference=case.reference, by=cast.staff_actor())


def test_log_in_that_a_filing_was_handed_in_with_is_kept_and_can_be_checked(mjolby: Town) -> None:
    case = _handed_in(mjolby, _login(mjolby))
    found = _login_check(mjolby, case)
    assert found.holds
    [proof] = found.signatures
    assert (proof.is_login, proof.name) == (True, "Astrid Prøvesen")
    assert {one.name for one in proof.checks} >= {"snapshot", "login_signature", "login_person"}
    hanna = mjolby.handler()
    desk = page_text(hanna, f"/handlaggning/arenden/{case.reference}/")
    assert "Kontrollera beviset på inloggningen" in desk
    page = page_text(hanna, f"/handlaggning/arenden/{case.reference}/underskrifter/")
    assert "Beviset håller" in page
    assert "ditt svar" not in page
    with open_scope(mjolby.row):
        row = BrowserSession.objects.filter(citizen__isnull=False).get()
        assert ASTRID.encode() not in bytes(row.proof)


@pytest.mark.parametrize(
    ("part", "failed"),
    [
        ("another person's", {"login_person"}),
        ("token", {"login_signature"}),
        ("key", {"login_signature"}),
        ("received_at", {"login_time"}),
    ],
)
def test_each_part_of_the_log_ins_proof_that_somebody_changes_is_told(
    mjolby: Town, part: str, failed: set[str]
) -> None:
    astrid = _login(mjolby)
    with open_scope(mjolby.row):
        row = BrowserSession.objects.get(citizen__isnull=False, ended_at=None)
        proof = proof_of(row.id)
    other = _login(mjolby, GRETA)
    assert other
    with open_scope(mjolby.row):
        theirs = proof_of(BrowserSession.objects.exclude(id=row.id).get(ended_at=None).id)
        changed = {
            "another person's": theirs,
            "token": proof | {"token": proof["token"][:-6] + "AAAAAA"},
            "key": proof | {"key": {**proof["key"], "n": proof["key"]["n"][:-4] + "AAAA"}},
            "received_at": proof | {"received_at": "2020-01-01T00:00:00+00:00"},
        }[part]
        kept = encrypt(f"session:{row.id}:proof", json.dumps(changed).encode())
        BrowserSession.objects.filter(id=row.id).update(proof=kept)
    found = _login_check(mjolby, _handed_in(mjolby, astrid))
    assert not found.holds
    told = {one.name for one in found.signatures[0].checks if not one.held}
    assert failed <= told


# --- signing by logging in anew


@pytest.fixture
def signing(
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
    provider: server.Running,
) -> Town:
    """Here the applicant signs."""
    return _town("mjolby", bank, tmp_path, provider, signatories={})


def _asked_to_sign(town: Town, client: Client) -> str:
    filing = fill_in(client, town.answers())
    check = page_text(client, f"{filing}kontrollera/")
    assert "BankID" not in check
    seen = re.search(r'name="seen" value="(\w+)"', check)
    assert seen
    answer = client.post(f"{filing}kontrollera/", {"seen": seen[1]})
    assert "Legitimera dig och skriv under" in page_text(client, answer["Location"])
    return str(answer["Location"])


def _signs(client: Client, path: str, prid: str = ASTRID) -> Any:
    away = elsewhere.away(client, f"{path}starta/")
    return client.get(elsewhere.back(away, prid))


def test_she_signs_by_logging_in_anew_and_the_proof_is_verified_and_kept(signing: Town) -> None:
    astrid = _login(signing)
    path = _asked_to_sign(signing, astrid)
    back = _signs(astrid, path)
    assert back["Location"] == f"{path}legitimerad/"
    assert "kvitto" in astrid.get(back["Location"])["Location"]
    hanna = signing.handler()
    with open_scope(signing.row):
        case = Case.objects.get()
        [proof] = evidence_of(("filing", case.filing_id))
        assert (proof.identity, proof.provider) == (ForeignIdentity(ASTRID), "eid")
        assert all(held for _, held, _ in proof.checks)
        found = prove.check_again(reference=case.reference, by=cast.staff_actor())
        assert found.holds
        assert {one.name for one in found.signatures[0].checks} >= {"login_content", "login_person"}
        event = AuditEvent.objects.get(action="signing.by_login")
        assert len(event.details["keys"]) == 1
    pdf = text_of(hanna.get(f"/handlaggning/arenden/{case.reference}/dokument.pdf").content)
    for told in ("Ny inloggning med e-legitimation", ASTRID):
        assert bare(told) in pdf
    # She is in the same visit as before, and cannot sign twice.
    assert astrid.get("/mina-arenden/").status_code == 200
    assert astrid.post(f"{path}starta/").status_code == 302


def test_somebody_elses_login_or_an_ordinary_one_signs_nothing(
    signing: Town, provider: server.Running
) -> None:
    astrid = _login(signing)
    path = _asked_to_sign(signing, astrid)
    answer = _signs(astrid, path, GRETA)
    assert answer.status_code == 403
    assert "någon annan som legitimerade sig" in answer.content.decode()
    # An ordinary log-in that is to lead to the page of the signature has signed nothing.
    away = elsewhere.away(astrid, BEGIN, f"{path}legitimerad/")
    assert astrid.get(elsewhere.back(away, ASTRID)).status_code == 302
    assert astrid.get(f"{path}legitimerad/")["Location"] == path
    # Nor does an answer that is of another question.
    provider.directory.mode = "other_nonce"
    answer = _signs(astrid, path)
    provider.directory.mode = "up"
    assert answer.status_code == 403
    assert "inget är underskrivet" in answer.content.decode()
    with open_scope(signing.row):
        assert not Case.objects.exists()
        assert not Evidence.objects.exists()


def test_answer_that_comes_back_in_another_browser_or_twice_signs_nothing(signing: Town) -> None:
    astrid = _login(signing)
    path = _asked_to_sign(signing, astrid)
    back = elsewhere.back(elsewhere.away(astrid, f"{path}starta/"), ASTRID)
    assert _login(signing).get(back).status_code == 403
    assert astrid.get(back).status_code == 302
    assert astrid.get(back).status_code == 403
    with open_scope(signing.row):
        assert Evidence.objects.count() == 1


def test_she_is_named_by_her_identity_and_signs_beside_somebody_with_a_number(
    signing: Town,
) -> None:
    with open_scope(signing.row):
        offer({"needed": 1})
        anna, work = cast.citizen_actor(), filled(cast.OTHER_GUARDIAN, cast.OUTSIDER)
        rows = {"who._row": ["0", "1"]}
        for place, (name, code) in enumerate((("Bo Provsson", BO), ("Greta Grannsson", GRETA))):
            rows |= {
                f"who.{place}.name": [name],
                f"who.{place}.personal_number": [code],
                f"who.{place}.email": [f"{place}@exempel.invalid"],
            }
        revision = work.filing.revision
        work = answer.save_page(work=work, page_id="only", data=rows, revision=revision, by=anna)
        assert not work.evaluation.errors()
        submit.prepare(filing_id=work.filing.id, by=anna)
        sign(work.filing.id, anna)
    greta = _login(signing, GRETA)
    path = request_for(greta)
    assert _signs(greta, path, GRETA)["Location"] == f"{path}legitimerad/"
    assert "Du har skrivit under" in page_text(greta, path)
    with open_scope(signing.row):
        proof = evidence_of(("filing", work.filing.id))[-1]
        assert (proof.role, proof.identity) == ("signatory", ForeignIdentity(GRETA))
        case = Case.objects.get()
        assert case.state == "received"  # one of two is enough
        found = prove.check_again(reference=case.reference, by=cast.staff_actor())
        assert found.signatures[-1].holds
    # Nobody who is not asked finds it, whatever her identity looks like.
    assert _login(signing).get(path).status_code == 404


@pytest.mark.parametrize("code", ["no:5068907693", "NO:", "SE:abc", "NO:5068907693 x", "NO"])
def test_identity_that_is_none_is_told_at_the_field(mjolby: Town, code: str) -> None:
    with open_scope(mjolby.row):
        offer({"needed": 1})
        anna, work = cast.citizen_actor(), filled(cast.OTHER_GUARDIAN, cast.OUTSIDER)
        rows = {"who._row": ["0"], "who.0.name": ["Greta"], "who.0.personal_number": [code]}
        revision = work.filing.revision
        work = answer.save_page(work=work, page_id="only", data=rows, revision=revision, by=anna)
        told = str(work.evaluation.errors())
        assert "utländska identiteten precis som den står" in told


def test_saml_answer_is_kept_as_proof_in_the_same_way(
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    idp = saml_server.start(tmp_path / "idp")
    idp.directory.signs_assertions = True
    town = found("mjolby", bank, tmp_path, document=_signed_document())
    town.bind(Port.LOGIN, "saml", idp.settings, "eid")

    def comes_back(client: Client, begin: str) -> Any:
        there, form = walk_saml(elsewhere.away(client, begin), ASTRID)
        left = town.browser().post(urlsplit(there).path, form)
        return client.get(left["Location"])

    astrid = town.browser()
    assert comes_back(astrid, BEGIN).status_code == 302
    path = _asked_to_sign(town, astrid)
    assert comes_back(astrid, f"{path}starta/")["Location"] == f"{path}legitimerad/"
    with open_scope(town.row):
        case = Case.objects.get()
        [proof] = evidence_of(("filing", case.filing_id))
        assert proof.raw["kind"] == "saml"
        assert prove.check_again(reference=case.reference, by=cast.staff_actor()).holds
    idp.stop()


def _signed_document() -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    document["signing"] |= {"signatories": {}}
    return document
