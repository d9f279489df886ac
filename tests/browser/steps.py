"""What an applicant and the other guardian do, step by step, as they see it on the screen."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect
from tests.town import ANNA, Town

PDF: Any = {"name": "intyg.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nintyg"}
WEEK = ("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag")


@dataclass
class Person:
    """Somebody in front of a browser."""

    page: Page
    town: Town
    address: str

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def group(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=name)

    def choose(self, group: str, *options: str) -> None:
        for option in options:
            self.group(group).get_by_label(option).first.check()

    def log_in(self, number: str = ANNA) -> None:
        """From the page that asks one to log in; without a script the page is opened again."""
        self.press("Logga in med BankID")
        self.answer_in_the_app(number)

    def answer_in_the_app(self, number: str) -> None:
        expect(self.page.locator("#eid")).to_be_visible()
        order = self.page.url
        self.town.play(number)
        if self.page.evaluate("() => true") and self._has_scripts():
            self.page.wait_for_url(lambda url: url != order)
        else:
            self.page.goto(order)

    def _has_scripts(self) -> bool:
        return self.page.locator("#eid[data-poll]").count() == 1 and self.scripts

    scripts: bool = True

    # The four pages of the application.
    def choose_child(self, name: str = "Ella") -> None:
        self.choose("Vilket barn gäller ansökan?", name)

    def describe_school(self) -> None:
        self.page.get_by_label("Skola", exact=True).select_option(index=1)
        self.choose("Har kommunen placerat barnet", "Ja")
        self.choose("Årskurs", "Årskurs 1")
        self.page.get_by_label("Från vilket datum").fill("2027-01-11")
        self.choose("Bor barnet växelvis", "Nej")

    def choose_disability(self) -> None:
        self.choose("Varför behöver barnet skolskjuts?", "Barnet har en funktionsnedsättning")

    def describe_disability(self) -> None:
        self.page.get_by_label("Beskriv varför barnet inte kan").fill("Ella använder rullstol.")

    def add_certificate(self, file: Any = PDF) -> None:
        self.page.locator("input[type=file]").set_input_files(file)

    def choose_days(self) -> None:
        self.choose("åka till skolan?", *WEEK)
        self.choose("åka från skolan?", *WEEK)

    def describe_journey(self) -> None:
        self.page.get_by_label("När börjar skoldagen?").fill("8.10")
        self.page.get_by_label("När slutar skoldagen?").fill("13.30")
        self.page.get_by_label("Din e-postadress").fill("anna@exempel.invalid")
        self.page.get_by_label("Ditt telefonnummer").fill("070-174 06 05")
