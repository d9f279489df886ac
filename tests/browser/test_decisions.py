"""Decisions that go against the parties, in part or wholly, written and read in the browser."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests import cast
from tests.browser.conftest import People
from tests.browser.person import Person
from tests.browser.steps import ANNA, BO
from tests.town import Town, page_text, reference_in, request_for

from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.browser
REASONS = "Vägen till skolan är kortare än gränsen, men trafiken är farlig på vintern."


@pytest.fixture
def complete(town: Town) -> list[str]:
    """Two cases that both guardians have signed."""
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    anna, bo = town.login(ANNA), town.login(BO)
    return [_case(town, anna, bo) for _ in range(2)]


def _case(town: Town, anna: Client, bo: Client) -> str:
    filing = town.apply(anna)
    town.sign(bo, request_for(bo), BO)
    return reference_in(page_text(anna, f"{filing}kvitto/"))


def test_partly_granted_and_refused_are_read_by_both_guardians_with_how_to_appeal(
    people: People, town: Town, complete: list[str]
) -> None:
    hanna, anna, bo = people.person(width=1280), people.person(), people.person()
    hanna.takes_over(town.handler())
    _walks_the_list_with_keys(hanna, complete)
    anna.takes_over(town.login(ANNA))
    bo.takes_over(town.login(BO))
    for outcome, case in zip(("Delvis beviljad", "Avslag"), complete, strict=True):
        _decide(hanna, case, outcome)
        for one in (anna, bo):
            _reads(one, case, outcome)


def _walks_the_list_with_keys(hanna: Person, complete: list[str]) -> None:
    page = hanna.page
    hanna.go("/handlaggning/")
    first, second = (page.get_by_role("link", name=one, exact=True) for one in complete)
    ticked = page.get_by_role("checkbox", name=complete[1], exact=True)
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("x")
    expect(ticked).to_be_checked()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("?")
    off = page.get_by_label("Stäng av tangenterna")
    expect(off).to_be_visible()
    off.dispatch_event("click")  # where it stands moves while the help unfolds
    expect(off).to_be_checked()
    first.focus()
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.reload()  # kept
    page.keyboard.press("j")
    expect(first).not_to_be_focused()
    off.dispatch_event("click")
    expect(off).not_to_be_checked()
    first.focus()
    page.keyboard.press("Enter")
    hanna.reads("Ta ärendet")


def _decide(hanna: Person, reference: str, outcome: str) -> None:
    hanna.go(f"/handlaggning/arenden/{reference}/")
    hanna.press("Ta ärendet")
    hanna.follow("Skriv beslut")
    hanna.check(hanna.group("Vad beslutar du?").get_by_label(outcome, exact=True))
    hanna.fill("Skäl för beslutet", REASONS)
    hanna.check(hanna.group("Bestämmelser").get_by_role("checkbox").first)
    hanna.check(hanna.group("Har parten fått yttra sig?").get_by_role("radio").first)
    hanna.fill("När och hur, eller varför inte", "Per telefon den 3 december.")
    hanna.press("Kontrollera beslutet")
    hanna.heading("Kontrollera beslutet")
    hanna.reads("Hur man överklagar")
    hanna.press("Besluta och skicka")
    hanna.reads("Ärendet är avgjort.")


def _reads(person: Person, reference: str, outcome: str) -> None:
    person.go(f"/mina-arenden/{reference}/")
    person.reads(outcome)
    person.reads(REASONS)
    person.reads("Om du vill överklaga")
    person.reads(re.compile("förvaltningsrätten", re.IGNORECASE))
    path = f"/mina-arenden/{reference}/beslut.pdf"
    kind = person.page.evaluate("p => fetch(p).then((a) => a.headers.get('content-type'))", path)
    assert kind == "application/pdf"
