"""Somebody in front of a browser: with a finger, or with the keyboard alone."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.test import Client
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from samtjanst.foundation.people.middleware import COOKIE

FOCUSED = "node => node === document.activeElement"
SHOWS_FOCUS = """() => {
  const node = document.activeElement, around = node.closest(".choice") ?? node;
  return [getComputedStyle(node), getComputedStyle(node, "::after"), getComputedStyle(around)]
    .some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""
TRIES = 6  # presses on a field that is being drawn anew
FAR = 150  # presses on Tab before one gives up


class Eid(Protocol):
    """The BankID app in somebody's hand."""

    def play(self, number: str) -> None:
        """Answer what is asked for right now."""


class Looking(Protocol):
    """What is done with each page that a person comes to."""

    def look(self, page: Page, name: str) -> None:
        """Look at the page."""


class NotLooking:
    """Goes on without looking."""

    def look(self, page: Page, name: str) -> None:
        """Do nothing."""


@dataclass
class Person:
    """Somebody with a browser of her own."""

    page: Page
    eid: Eid
    address: str
    eyes: Looking = field(default_factory=NotLooking)
    scripts: bool = True

    # What hands do.
    def click(self, target: Locator) -> None:
        target.click()

    def check(self, target: Locator) -> None:
        target.check()

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def pick(self, label: str, index: int) -> None:
        self.page.get_by_label(label, exact=True).select_option(index=index)

    def upload(self, file: Any) -> None:
        self.page.locator("input[type=file]").set_input_files(file)

    # What people do.
    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def look(self, name: str) -> None:
        self.page.wait_for_load_state()
        self.eyes.look(self.page, name)

    def heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def reads(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def reads_not(self, text: str) -> None:
        expect(self.page.get_by_role("main")).not_to_contain_text(text)

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True).last)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Go where a link leads; it leads to another page, and one is there afterwards."""
        here = self.page.url
        self.click(self.page.get_by_role("main").get_by_role("link", name=name).first)
        self.page.wait_for_url(lambda url: url != here, wait_until="load")

    def group(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=name)

    def choose(self, group: str, *options: str) -> None:
        for option in options:
            self.check(self.group(group).get_by_label(option).first)

    def takes_over(self, client: Client) -> None:
        """Be logged in as the test client is, where the log-in is not what is walked."""
        cookie: Any = {"name": COOKIE, "value": client.cookies[COOKIE].value, "url": self.address}
        self.page.context.add_cookies([cookie])

    def log_in(self, number: str) -> None:
        """From the page that asks one to log in."""
        self.press("Logga in med BankID")
        self.answer_in_the_app(number)

    def answer_in_the_app(self, number: str) -> None:
        """The page goes on by itself by script; without scripts, whoever is in a hurry reloads it.

        That it renews itself when nobody does is what ``tests/web/signin/test_screen.py`` shows.
        """
        expect(self.page.locator("#eid[data-state=pending]")).to_be_visible()
        order = self.page.url
        self.eid.play(number)
        if not self.scripts:
            self.page.goto(order)
        self.page.wait_for_url(lambda url: url != order, wait_until="load")


class KeyboardPerson(Person):
    """Somebody who uses no pointer; the focus must be seen wherever it stands."""

    def click(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def check(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._choose_by_arrows(target)
        else:
            self.reach(target)
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        target = self.page.get_by_label(label)
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        expect(target).to_have_value(text)

    def pick(self, label: str, index: int) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        for _ in range(index):
            self.page.keyboard.press("ArrowDown")

    def upload(self, file: Any) -> None:
        """What was typed just before is being saved, which can take a press from the field."""
        for _ in range(TRIES):
            self.reach(self.page.locator("input[type=file]"))
            with suppress(TooLate), self.page.expect_file_chooser(timeout=10_000) as opened:
                self.page.keyboard.press("Space")
                opened.value.set_files(file)
                return
        raise AssertionError("no file can be chosen with the keyboard")

    def reach(self, target: Locator) -> None:
        """Tab forward until the target has the focus."""
        expect(target).to_be_visible()
        self._tab_until(lambda: bool(target.evaluate(FOCUSED)), str(target))
        assert self.page.evaluate(SHOWS_FOCUS), f"focus cannot be seen on {target}"

    def _choose_by_arrows(self, target: Locator) -> None:
        name = target.get_attribute("name")
        inside = f"() => document.activeElement.name === {name!r}"
        self._tab_until(lambda: bool(self.page.evaluate(inside)), str(target))
        for _ in range(FAR):
            if target.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")

    def _tab_until(self, arrived: Any, what: str) -> None:
        for _ in range(FAR):
            if arrived():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {what}")
