"""Screens off the main road, looked at as the journey's are: every size, every mode."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests import cast, seals
from tests.browser.conftest import People
from tests.browser.looking import Eyes
from tests.browser.person import Person
from tests.journey.test_represent import short
from tests.staff_support import staff_token
from tests.town import ANNA, ELLA, Town, page_text, reference_in

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import document_seal
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.bolagsverket import server as bolagsverket
from samtjanst.simulators.lantmateriet import places
from samtjanst.simulators.lantmateriet import server as lantmateriet

pytestmark = pytest.mark.browser
ESTATE = {
    "id": "estate",
    "kind": "property",
    "label": {"sv": "Vilken fastighet gäller det?"},
    "settings": {"from_register": True, "ask_owner": True},
}
PLACE = {
    "id": "place",
    "kind": "address",
    "label": {"sv": "Vilken adress gäller det?"},
    "settings": {"from_register": True},
}


@pytest.fixture
def _sealed(town: Town) -> Iterator[None]:
    town.bind(Port.SEAL, "pades", seals.settings_of(seals.made()))
    yield
    with open_scope(town.row):
        seal: Any = document_seal()
        seal._process.close()


def _staff(people: People, town: Town, role: Role, eyes: Eyes, number: str = "") -> Person:
    """Somebody of the staff with that role alone, logged in."""
    known = PersonalNumber(number or {Role.HANDLER: "197001012397"}.get(role, "196804012380"))
    with open_scope(town.row):
        account = put_staff(
            number=known,
            name=f"Prov {role.value.title()}",
            email=f"{role.value}@exempel.invalid",
            roles={role: cast.unit()},
        )
        client = town.browser()
        client.cookies[COOKIE] = staff_token(account)
    person = people.person(eyes=eyes)
    person.takes_over(client)
    return person


def _see(person: Person, **paths: str) -> None:
    for name, path in paths.items():
        person.go(path)
        person.look(name)


def test_what_staff_do_about_signatures_and_the_publics_right(people: People, town: Town) -> None:
    eyes = Eyes()
    client = town.login(ANNA)
    town.apply(client, child=ELLA)
    case = f"/handlaggning/arenden/{reference_in(page_text(client, '/mina-arenden/'))}/"
    handler = _staff(people, town, Role.HANDLER, eyes)
    _see(
        handler,
        checked=f"{case}underskrifter/",
        on_paper=f"{case}underskrift-pa-papper/",
        disclose=f"{case}utlamna/",
        diary="/handlaggning/diarium/",
        given="/handlaggning/utlamnanden/",
        narrowed="/handlaggning/lista/alla/?tjanst=skolskjuts",
    )
    _see(_staff(people, town, Role.MANAGER, eyes), paper="/handlaggning/papper/")
    olle = _staff(people, town, Role.SUPPLIER, eyes, "197909102399")
    _see(olle, ask_emergency="/drift/nodatkomst/begar/")
    olle.fill("Varför", "Jobb 4711 stannar på ett ärende")
    olle.press("Be om åtkomst")
    olle.reads("Jobb 4711 stannar på ett ärende")
    olle.look("asked_emergency")
    ada = _staff(people, town, Role.ADMINISTRATOR, eyes)
    _see(ada, emergencies="/drift/nodatkomst/")
    ada.press("Godkänn")
    expect(ada.page.get_by_role("button", name="Avsluta nu")).to_be_visible()
    ada.look("approved_emergency")
    _see(olle, case_in_emergency=case)
    olle.reads("Ella Provsson")
    assert eyes.faults == []


@pytest.mark.usefixtures("_sealed")
def test_document_is_checked_by_anybody(people: People, town: Town, tmp_path: Path) -> None:
    eyes = Eyes()
    client = town.login(ANNA)
    town.apply(client, child=ELLA)
    pdf = tmp_path / "kvittens.pdf"
    reference = reference_in(page_text(client, "/mina-arenden/"))
    pdf.write_bytes(_receipt(client, reference))
    anybody = people.person(eyes=eyes)
    _see(anybody, empty="/kontrollera/")
    sealed = pdf.read_bytes()
    place = sealed.index(b"/Title") + 9
    flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    for name, content, told in (
        ("sound", sealed, "är oförändrat"),
        ("changed", flipped, "har ändrats"),
        ("nonsense", b"inte alls", "går inte att läsa"),
    ):
        pdf.write_bytes(content)
        anybody.upload(pdf)
        anybody.press("Kontrollera")
        anybody.reads(told)
        anybody.look(name)
    assert eyes.faults == []


def _receipt(client: Client, reference: str) -> bytes:
    answer = client.get(f"/mina-arenden/{reference}/kvittens.pdf")
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


class TestForACompany:
    """A property that a register knows, asked about by somebody who acts for a company."""

    @pytest.fixture
    def document(self) -> dict[str, Any]:
        made = short(company="stated")
        made["pages"][0]["questions"].extend(copy.deepcopy([ESTATE, PLACE]))
        return made

    @pytest.fixture
    def registers(self, town: Town, tmp_path: Path) -> Iterator[None]:
        firms = bolagsverket.start(tmp_path / "firms")
        land = lantmateriet.start(tmp_path / "land")
        town.bind(Port.COMPANY_REGISTER, "bolagsverket", firms.settings)
        town.bind(Port.PROPERTY_REGISTER, "lantmateriet", land.settings)
        yield
        firms.stop()
        land.stop()

    def test_company_is_told_on_each_page_and_the_property_is_looked_up(
        self, people: People, town: Town, registers: None
    ) -> None:
        eyes = Eyes()
        anna = people.person(eyes=eyes)
        anna.takes_over(town.login(ANNA))
        _see(anna, begin="/e-tjanster/skolskjuts/starta/")
        anna.page.get_by_role("radio", name="Ett företag eller en förening").check()
        anna.fill("Organisationsnummer", "529999-9994")
        anna.press("Börja")
        her_word = anna.page.get_by_label("heder och samvete")
        expect(her_word).to_be_visible()
        anna.look("asked_for_her_word")
        her_word.check()
        anna.press("Börja")
        expect(anna.page.get_by_label("Vilken fastighet")).to_be_visible()
        anna.look("first_page")
        anna.fill("Vilken fastighet", places.OLD)
        street = anna.page.get_by_label("Gatuadress", exact=True)
        street.press_sequentially("storgatan 1")
        expect(anna.page.locator("datalist option").first).to_be_attached()
        street.fill("Storgatan 1 A, 595 30 Mjölby")  # as when it is chosen in the list
        expect(street).to_have_value("Storgatan 1 A")
        expect(anna.page.get_by_label("Postnummer", exact=True)).to_have_value("595 30")
        for part in ("Postnummer", "Postort"):
            anna.fill(part, "")
        anna.fill("Gatuadress", "Vasavägen 7")
        anna.fill("Vad gäller det?", "Skylt")  # the address is left, and completed
        expect(anna.page.get_by_label("Postort", exact=True)).to_have_value("Mjölby")
        anna.press("Fortsätt")
        anna.heading("Kontrollera dina svar")
        anna.reads(places.NEW)
        anna.look("checked_answers")
        anna.reads("Provcykel AB")
        assert eyes.faults == []
