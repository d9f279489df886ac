"""School transport from the portal to a decided case, as people meet it."""

import copy
import re

import pytest
from playwright.sync_api import expect
from tests import cast
from tests.browser import handler_steps, steps
from tests.browser.conftest import People
from tests.browser.looking import Eyes
from tests.browser.person import KeyboardPerson, Person
from tests.browser.steps import ANNA, BO
from tests.browser.waiting import mails_to, path_in
from tests.journey_support import DOCUMENT
from tests.town import Town

from samtjanst.foundation.tenancy.services import open_scope

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("worker")]
HANNA = cast.HANDLER.digits
REASONS = "Ella har rätt till skolskjuts, eftersom hon använder rullstol."
PERSONAL = ("Anna", "Bo ", "Ella", "Provsson", "skolskjuts", "SKJ-", "1985", "2018", "rullstol")
KIND_OF_FILE = "path => fetch(path).then((answer) => answer.headers.get('content-type'))"
OWN_SPACE = copy.deepcopy(DOCUMENT)
OWN_SPACE["signing"]["mode"] = "own_space_until_signed"


@pytest.fixture(autouse=True)
def _known(town: Town) -> None:
    """A handler; Bo has logged in before and said where to write to him."""
    with open_scope(town.row):
        cast.staff()
        cast.citizen(cast.OTHER_GUARDIAN)


def test_whole_journey_on_a_phone(people: People, town: Town) -> None:
    """Every page is looked at; the case comes in at once and waits for the other guardian."""
    eyes = Eyes()
    anna, hanna, bo = (people.person(eyes=eyes, width=width) for width in (360, 1280, 360))
    for one in (anna, hanna, bo):
        eyes.follow(one.page)
    steps.find_service(anna, "skjuts", "buss")
    steps.begin(anna)
    _children_are_treated_rightly(anna)
    steps.answer_the_child(anna)
    _answer_in_the_middle(anna)
    handler_steps.log_in(hanna, HANNA)
    hanna.reads("Inga nya ärenden.")

    home = people.person(eyes=eyes, width=1280)
    _come_back(home)
    reference = _hand_in(home)
    home.follow("Följ ditt ärende")
    home.reads("Väntar på underskrift")
    home.look("my-case")

    invitation = mails_to(town, "bo@exempel.invalid", 1)[0]
    assert [word for word in PERSONAL if word in invitation["subject"] + invitation["text"]] == []
    handler_steps.find_waiting(hanna, reference)
    handler_steps.remind(hanna)
    mails_to(town, "bo@exempel.invalid", 2)

    bo.go(path_in(invitation))
    steps.open_what_waits(bo)
    bo.reads("Ella använder rullstol")
    bo.look("sealed")
    steps.sign(bo, BO)
    bo.heading("Du har skrivit under")
    bo.reads(reference)
    bo.look("signed")

    _decide(hanna, reference)
    for address in ("anna@exempel.invalid", "bo@exempel.invalid"):
        mails_to(town, address, 3)
    _read_decision(anna, reference)
    _read_decision(bo, reference)
    assert "\n".join(eyes.faults) == ""
    assert eyes.hosts == {people.netloc}


def _children_are_treated_rightly(anna: Person) -> None:
    """Shared guardianship, sole custody, protected identity: each said on the page."""
    children = anna.group("Vilket barn gäller ansökan?")
    for name in ("Ella", "Noa", "Tove"):
        expect(children.get_by_label(name)).to_be_visible()
    anna.choose("Vilket barn gäller ansökan?", "Tove")
    expect(anna.page.locator("[data-question=protected_note]")).to_be_visible()
    expect(anna.page.locator("[data-question=home_address]")).to_have_count(0)
    anna.choose("Vilket barn gäller ansökan?", "Ella")
    expect(anna.page.locator("[data-question=home_address]")).to_be_visible()
    expect(anna.page.locator("[data-question=other_guardian]")).to_have_count(0)
    anna.look("child")


def _answer_in_the_middle(anna: Person) -> None:
    """Up to the certificate that is missing, and away."""
    anna.look("school")
    steps.answer_the_school(anna)
    description = anna.page.get_by_label("Beskriv varför barnet inte kan")
    expect(description).to_have_count(0)
    steps.choose_disability(anna)
    expect(description).to_be_visible()
    steps.describe_disability(anna)
    anna.press("Fortsätt")
    summary = anna.page.get_by_role("alert")
    expect(summary).to_contain_text("Ladda upp läkarintyget.")
    expect(anna.page.locator("#f-medical_certificate-fel")).to_contain_text("Ladda upp läkarint")
    anna.look("certificate-missing")
    anna.press("Spara och fortsätt senare")
    anna.heading("Mina ärenden")
    anna.look("my-cases")


def _come_back(home: Person) -> None:
    """On another device: what was typed is there."""
    home.go("/mina-arenden/")
    home.log_in(ANNA)
    home.follow(steps.SERVICE)
    home.heading("Din ansökan")
    home.look("overview")
    home.follow("Fortsätt")
    home.heading("Skälet")
    expect(home.page.get_by_label("Beskriv varför barnet inte kan")).to_have_value(
        re.compile("Ella använder rullstol")
    )


def _hand_in(home: Person) -> str:
    steps.add_certificate(home)
    home.reads("intyg.pdf")
    home.look("certificate")
    home.press("Fortsätt")
    home.heading("Resan")
    home.look("journey")
    steps.choose_days(home)
    steps.answer_the_journey(home)
    home.press("Fortsätt")
    home.heading("Kontrollera dina svar")
    home.reads("Bo Provsson")
    home.look("check")
    steps.sign(home, ANNA)
    home.heading("Din ansökan har kommit in")
    home.reads("kan inte handläggas förrän alla har skrivit under")
    home.reads(steps.TIME_OF_DAY)
    home.look("receipt")
    return steps.reference_on(home)


def _decide(hanna: Person, reference: str) -> None:
    handler_steps.take(hanna, reference)
    hanna.reads("Så kontrollerades underskriften av Bo Provsson")
    path = f"/handlaggning/arenden/{reference}/dokument.pdf"
    assert hanna.page.evaluate(KIND_OF_FILE, path) == "application/pdf"
    handler_steps.decide(hanna, REASONS)


def _read_decision(person: Person, reference: str) -> None:
    person.go("/mina-arenden/")
    person.follow(re.compile("skolskjuts"))
    person.reads("Beviljad")
    person.reads(REASONS)
    person.look("decision")


@pytest.mark.parametrize("document", [OWN_SPACE])
def test_whole_journey_without_scripts_in_the_own_space(people: People, town: Town) -> None:
    """Nothing is sent before everybody has signed; until then nobody at the municipality reads."""
    anna, hanna, bo = (people.person(scripts=False) for _ in range(3))
    steps.find_service(anna, "buss")
    steps.begin(anna)
    steps.answer_the_child(anna)
    steps.answer_the_school(anna)
    steps.choose_disability(anna)
    anna.press("Fortsätt")  # what that choice asks for has not been seen yet
    anna.reads("Det finns fler frågor på sidan")
    expect(anna.page.get_by_role("alert")).to_have_count(0)
    anna.press("Fortsätt")
    expect(anna.page.get_by_role("alert")).to_contain_text("Ladda upp läkarintyget.")
    steps.describe_disability(anna)
    steps.add_certificate(anna)
    anna.press("Fortsätt")
    anna.heading("Resan")
    steps.choose_days(anna)
    anna.press("Fortsätt")
    steps.answer_the_journey(anna)
    anna.press("Fortsätt")
    anna.heading("Kontrollera dina svar")
    anna.reads("ligger ansökan kvar i ditt eget utrymme")
    steps.sign(anna, ANNA)
    anna.heading("Ansökan är inte inskickad än")

    handler_steps.log_in(hanna, HANNA)
    hanna.go("/handlaggning/lista/vantar/")
    hanna.reads("Väntar i medborgarnas eget utrymme")
    hanna.reads("vårdnadshavare")
    for word in ("Anna", "Bo Provsson", "Ella"):
        hanna.reads_not(word)

    bo.go(path_in(mails_to(town, "bo@exempel.invalid", 1)[0]))
    steps.open_what_waits(bo)
    steps.sign(bo, BO)
    bo.heading("Du har skrivit under")
    reference = steps.reference_on(bo)
    _decide(hanna, reference)
    _read_decision(anna, reference)


def test_whole_journey_with_the_keyboard_alone(people: People, town: Town) -> None:
    anna, hanna, bo = (people.person(KeyboardPerson, width=1280) for _ in range(3))
    steps.find_service(anna, "buss")
    steps.begin(anna)
    steps.answer_the_child(anna)
    steps.answer_the_school(anna)
    steps.choose_disability(anna)
    expect(anna.page.get_by_label("Beskriv varför barnet inte kan")).to_be_visible()
    steps.describe_disability(anna)
    steps.add_certificate(anna)
    anna.reads("intyg.pdf")
    anna.press("Fortsätt")
    anna.heading("Resan")
    steps.choose_days(anna)
    steps.answer_the_journey(anna)
    anna.press("Fortsätt")
    anna.heading("Kontrollera dina svar")
    steps.sign(anna, ANNA)
    anna.heading("Din ansökan har kommit in")
    reference = steps.reference_on(anna)

    bo.go("/mina-arenden/")
    steps.open_what_waits(bo)
    steps.sign(bo, BO)
    bo.heading("Du har skrivit under")
    handler_steps.log_in(hanna, HANNA)
    _decide(hanna, reference)
    _read_decision(anna, reference)
