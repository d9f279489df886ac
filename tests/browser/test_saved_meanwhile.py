"""What is answered while an earlier save is on its way stands, whatever that save's answer says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route, expect
from tests.browser.conftest import People
from tests.browser.person import Person
from tests.journey.test_represent import short
from tests.town import ANNA, Town

pytestmark = pytest.mark.browser
NOTE = {"id": "note", "kind": "text", "label": {"sv": "Något att tillägga?"}, "required": False}
NEEDED = {
    "id": "needed",
    "effect": "require",
    "target": {"question": "note"},
    "when": {"op": "equals", "question": "what", "value": "Skylt"},
}


@pytest.fixture
def document() -> dict[str, Any]:
    made = short()
    made["pages"][0]["questions"].append(NOTE)
    return made | {"rules": [NEEDED]}


@pytest.fixture
def anna(people: People, town: Town) -> Person:
    person = people.person()
    person.takes_over(town.login(ANNA))
    person.go("/e-tjanster/skolskjuts/starta/")
    person.press("Börja")
    person.heading("Om ansökan")
    return person


@contextmanager
def _slow_save(page: Page) -> Iterator[None]:
    """The first save in here is on its way until the end."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/falt/**", hold)
    yield
    held[0].continue_()


def _answers(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").fill(text)
    page.locator(f"[name={name}]").blur()


def test_answer_taken_away_while_it_is_saved_does_not_come_back(anna: Person) -> None:
    with anna.page.expect_response(_saves_nothing), _slow_save(anna.page):
        with anna.page.expect_request("**/falt/**"):
            _answers(anna.page, "note", "Vid skolan")
        _answers(anna.page, "note", "")
    expect(anna.page.locator("[name=note]")).to_have_value("")
    anna.page.reload()
    expect(anna.page.locator("[name=note]")).to_have_value("")


def test_answer_given_while_its_question_is_told_anew_is_kept(anna: Person) -> None:
    with anna.page.expect_response("**/falt/**"):
        _answers(anna.page, "note", "Först")
    asked = anna.page.locator("[data-question=note]")
    expect(asked).to_contain_text("frivilligt")
    with _slow_save(anna.page):
        with anna.page.expect_request("**/falt/**"):
            _answers(anna.page, "what", "Skylt")  # the other question is no longer voluntary
        _answers(anna.page, "note", "Sedan")
    expect(asked).not_to_contain_text("frivilligt")
    expect(anna.page.locator("[name=note]")).to_have_value("Sedan")


def _saves_nothing(response: Response) -> bool:
    sent = response.request.post_data or ""
    return "/falt/" in response.url and "Vid" not in sent
