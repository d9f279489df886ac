"""Somebody without a Swedish number, whom another country's e-ID vouches for, from end to end."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey_support import DOCUMENT
from tests.pdf_text import bare, text_of
from tests.town import Town, fill_in, found, page_text
from tests.web.signin import elsewhere

from samtjanst.foundation.people.models import Citizen
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import case_package, hand_over, look_up, whole_case
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.running.cases.models import Case, CaseParty
from samtjanst.running.cases.queries.search import find
from samtjanst.running.filing import queries as filings
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.oidc import server
from samtjanst.simulators.personas import ASTRID, GRETA

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
        facts = look_up.gather(citizen_id=key, reference="x", by=cast.citizen_actor())
        assert facts["children"] is None
        assert (facts["applicant"]["personal_number"], facts["applicant"]["address"]) == ("", None)
        known = look_up.context(facts, {}, ())
        assert (known.applicant and known.applicant.code) == ASTRID
        assert not CaseParty.objects.exists()
