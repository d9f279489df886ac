"""What the handler does; kept in one place, since her screens change more than the citizen's."""

import re

from playwright.sync_api import expect
from tests.browser.person import Person


def log_in(hanna: Person, number: str) -> None:
    hanna.go("/handlaggning/")
    hanna.log_in(number)
    hanna.look("handler-new")


def find_waiting(hanna: Person, reference: str) -> None:
    """The case under Väntar på underskrift, before everybody has signed."""
    hanna.click(hanna.page.get_by_role("link", name=re.compile(r"^Väntar")).first)
    hanna.heading("Väntar")
    hanna.click(hanna.page.get_by_role("link", name=re.compile(r"^Underskrift")).first)
    hanna.heading("Väntar på underskrift")
    hanna.look("handler-waiting")
    hanna.follow(reference)
    hanna.reads("Bo Provsson")
    hanna.look("handler-case-waiting")


def remind(hanna: Person) -> None:
    hanna.press("Påminn nu")
    expect(hanna.page.get_by_role("main").get_by_role("status").first).to_be_visible()


def take(hanna: Person, reference: str) -> None:
    hanna.go(f"/handlaggning/arenden/{reference}/")
    hanna.press("Ta ärendet")
    hanna.reads("Läs ansökan och skriv beslut.")
    hanna.look("handler-case")


def decide(hanna: Person, reasons: str) -> None:
    """Grant it, from the page of one's own case."""
    hanna.follow("Skriv beslut")
    group = hanna.group("Vad beslutar du?")
    hanna.check(group.get_by_role("radio").first)
    hanna.fill("Skäl för beslutet", reasons)
    hanna.check(hanna.group("Bestämmelser").get_by_role("checkbox").first)
    hanna.look("handler-decision")
    hanna.press("Kontrollera beslutet")
    hanna.heading("Kontrollera beslutet")
    hanna.look("handler-decision-check")
    hanna.press("Besluta och skicka")
    hanna.reads("Ärendet är avgjort.")
    hanna.look("handler-case-decided")
