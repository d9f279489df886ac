"""What an applicant and the other guardian do, step by step, as they see it on the screen."""

import re
from typing import Any

from playwright.sync_api import expect
from tests.browser.person import Person

ANNA, BO, STRANGER = "198501012382", "198501012390", "196608253081"
PDF: Any = {"name": "intyg.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nintyg"}
WEEK = ("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag")
SERVICE = "Ansökan om skolskjuts"
REFERENCE = re.compile(r"SKJ-\d{4}-\d{6}-\w")
TIME_OF_DAY = re.compile(r"kl\. \d\d:\d\d:\d\d")


def find_service(anna: Person, *words: str) -> None:
    """From the portal's first view to the page about the service."""
    anna.go("/")
    anna.look("portal")
    for word in words:
        anna.fill("Sök bland våra e-tjänster", word)
        anna.press("Sök")
        expect(anna.page.get_by_role("link", name=SERVICE)).to_be_visible()
    anna.look("search")
    anna.follow(SERVICE)
    anna.heading(SERVICE)
    anna.reads("Ha det här till hands")
    anna.reads(re.compile(r"ungefär \d+ minuter", re.IGNORECASE))
    anna.look("service")


def begin(anna: Person, number: str = ANNA) -> None:
    """Log in and begin a draft."""
    anna.follow("Starta")
    anna.look("login")
    anna.log_in(number)
    anna.heading("Innan du börjar")
    anna.look("before")
    anna.press("Börja")
    anna.heading("Barnet")


def answer_the_child(anna: Person, name: str = "Ella") -> None:
    anna.choose("Vilket barn gäller ansökan?", name)
    anna.press("Fortsätt")
    anna.heading("Skolan")


def answer_the_school(anna: Person) -> None:
    anna.pick("Skola", 1)
    anna.choose("Har kommunen placerat barnet", "Ja")
    anna.choose("Årskurs", "Årskurs 1")
    anna.fill("Från vilket datum", "2027-01-11")
    anna.choose("Bor barnet växelvis", "Nej")
    anna.press("Fortsätt")
    anna.heading("Skälet")


def choose_disability(anna: Person) -> None:
    anna.choose("Varför behöver barnet skolskjuts?", "Barnet har en funktionsnedsättning")


def describe_disability(anna: Person) -> None:
    anna.fill(
        "Beskriv varför barnet inte kan",
        "Ella använder rullstol och kan inte ta sig till skolan på egen hand.",
    )


def add_certificate(anna: Person, file: Any = PDF) -> None:
    anna.upload(file)


def choose_days(anna: Person) -> None:
    anna.choose("åka till skolan?", *WEEK)
    anna.choose("åka från skolan?", *WEEK)


def answer_the_journey(anna: Person) -> None:
    """What is asked once days are chosen."""
    anna.fill("När börjar skoldagen?", "8.10")
    anna.fill("När slutar skoldagen?", "13.30")
    anna.fill("Din e-postadress", "anna@exempel.invalid")
    anna.fill("Ditt telefonnummer", "070-174 06 05")


def sign(person: Person, number: str) -> None:
    """From the page that shows what is signed."""
    person.press("Skriv under med BankID")
    expect(person.page.locator("#eid[data-state=pending]")).to_be_visible()
    person.look("sign-order")
    person.answer_in_the_app(number)


def open_what_waits(bo: Person, number: str = BO) -> None:
    """The other guardian comes by the address in the message."""
    bo.log_in(number)
    bo.heading("Mina ärenden")
    bo.look("to-sign")
    bo.follow(SERVICE)
    bo.heading("Läs och skriv under")


def reference_on(person: Person) -> str:
    found = REFERENCE.search(person.page.get_by_role("main").inner_text())
    assert found
    return found[0]
