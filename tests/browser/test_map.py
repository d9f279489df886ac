"""A place is set out in the map by pointing, by keyboard or by typing; the map only writes it."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.conftest import People
from tests.browser.looking import Eyes
from tests.browser.person import Person
from tests.journey.test_represent import short
from tests.town import ANNA, Town

from samtjanst.foundation.plugins.types import Port
from samtjanst.simulators.geodata import server as geodata

pytestmark = pytest.mark.browser
SPOT = {"id": "spot", "kind": "map", "label": {"sv": "Var är det?"}}
FIELD = {
    "id": "field",
    "kind": "map",
    "label": {"sv": "Vilken yta gäller det?"},
    "settings": {"shape": "area"},
}
METRES = re.compile(r"^\d{7}, \d{6}$")


@pytest.fixture
def document() -> dict[str, Any]:
    made = short()
    made["pages"][0]["questions"].extend(copy.deepcopy([SPOT, FIELD]))
    return made


def _on_the_page(people: People, town: Town, eyes: Eyes, **how: Any) -> Person:
    anna = people.person(eyes=eyes, **how)
    anna.takes_over(town.login(ANNA))
    anna.go("/e-tjanster/skolskjuts/starta/")
    anna.press("Börja")
    anna.heading("Om ansökan")
    return anna


def _map(person: Person, question: str) -> Locator:
    box = person.page.locator(f"[data-question={question}] .map")
    person.page.locator(f"[data-question={question}]").scroll_into_view_if_needed()
    expect(box.locator("canvas").first).to_be_visible()
    return box


def _coordinates(person: Person, question: str) -> Locator:
    return person.page.locator(f"[name='{question}.points']")


def test_place_is_set_out_with_a_finger_and_shown_on_the_check_page(
    people: People, town: Town
) -> None:
    eyes = Eyes()
    anna = _on_the_page(people, town, eyes)
    eyes.follow(anna.page)
    spot = _map(anna, "spot")
    spot.locator(".map__view").click(position={"x": 120, "y": 140})
    expect(_coordinates(anna, "spot")).to_have_value(METRES)
    expect(spot.get_by_role("status")).to_contain_text("Utsatt: N 6")
    field = _map(anna, "field")
    for x, y in ((60, 80), (200, 80), (130, 200)):
        field.locator(".map__view").click(position={"x": x, "y": y})
        anna.page.wait_for_timeout(400)  # two quick presses are one double press
    expect(_coordinates(anna, "field")).to_have_value(re.compile(r"^(\d{7}, \d{6}\n?){3}$"))
    anna.look("maps")
    anna.fill("Vad gäller det?", "Skylt")
    anna.press("Fortsätt")
    anna.heading("Kontrollera dina svar")
    expect(anna.page.locator("dd .map canvas")).not_to_have_count(0)
    anna.look("checked")
    assert eyes.faults == []
    assert eyes.hosts == {people.netloc}  # a map tells nobody where one looks


def test_keyboard_and_typing_do_what_a_finger_does(people: People, town: Town) -> None:
    eyes = Eyes()
    anna = _on_the_page(people, town, eyes, width=1280)
    spot = _map(anna, "spot")
    view = spot.get_by_role("application")
    view.focus()
    anna.page.keyboard.press("ArrowRight")
    anna.page.keyboard.press("+")
    set_out = spot.get_by_role("button", name="Sätt ut mitt i kartan")
    for _ in range(5):  # past the buttons of the map itself
        if set_out.evaluate("node => node === document.activeElement"):
            break
        anna.page.keyboard.press("Tab")
    anna.page.keyboard.press("Enter")
    expect(_coordinates(anna, "spot")).to_have_value(METRES)
    spot.get_by_role("button", name="Ta bort platsen").press("Enter")
    expect(_coordinates(anna, "spot")).to_have_value("")
    _coordinates(anna, "spot").fill("58.3259, 15.1234")
    anna.fill("Vad gäller det?", "Skylt")
    anna.press("Fortsätt")
    anna.reads(re.compile(r"N 6.465.001"))
    expect(anna.page.locator("dd .map canvas")).not_to_have_count(0)


def test_own_map_of_the_municipality_is_drawn_under_it_and_told(
    people: People, town: Town, tmp_path: Path
) -> None:
    service = geodata.start(tmp_path / "geodata")
    town.bind(Port.MAP_GROUND, "wms", service.settings)
    eyes = Eyes()
    anna = _on_the_page(people, town, eyes)
    eyes.follow(anna.page)
    with anna.page.expect_response(re.compile("/falt/")):  # it is kept
        _coordinates(anna, "spot").fill("6465001, 507234")
        _coordinates(anna, "spot").blur()
    with anna.page.expect_response(re.compile(r"/karta/1\d/\d+/\d+/")) as drawn:
        anna.page.reload()
        spot = _map(anna, "spot")
    assert drawn.value.status == 200
    expect(spot.locator(".map__source")).to_contain_text("Provkartan")
    assert eyes.hosts == {people.netloc}  # nobody else is told where she looks
    service.stop()


def test_without_scripts_there_is_no_map_and_nothing_is_missing(people: People, town: Town) -> None:
    anna = _on_the_page(people, town, Eyes(), scripts=False)
    expect(anna.page.locator("[data-question=spot] .map")).to_be_hidden()
    anna.page.locator("[name='spot.place']").fill("Vid skolan")
    anna.fill("Vad gäller det?", "Skylt")
    anna.press("Fortsätt")
    anna.reads("Vid skolan")
