"""The portal's first view: light, from one's own host only, and each municipality's own."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response, expect
from tests.browser.conftest import People
from tests.browser.person import Person
from tests.browser.steps import ANNA
from tests.town import Town, fill_in, found

from samtjanst.building.definitions.queries import service_of
from samtjanst.foundation.tenancy.services import open_scope, put_municipality
from samtjanst.project import demo

pytestmark = pytest.mark.browser
MOST = 60 * 1024  # bytes over the wire
COLOUR = "getComputedStyle(document.body).getPropertyValue('--ds-color-accent-base-default')"


def _weight(answer: Response) -> int:
    """Bytes as they are sent: fonts are packed already, the rest the server packs."""
    body = answer.body()
    return min(len(body), len(gzip.compress(body)))


def test_first_view_is_light_and_asks_nobody_else(people: People) -> None:
    anna = people.person()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    anna.page.on("response", keep)
    anna.go("/")
    anna.page.wait_for_load_state("networkidle")
    assert {urlsplit(answer.url).netloc for answer in answers} == {people.netloc}
    assert sum(_weight(answer) for answer in answers) <= MOST


def test_each_of_the_seven_has_its_own_name_colour_and_emblem(people: People) -> None:
    for new in demo.MUNICIPALITIES:
        put_municipality(new=new)
    anna, colours, emblems = people.person(), set(), set()
    for new in demo.MUNICIPALITIES:
        anna.page.goto(people.address.replace("mjolby", new.slug))
        banner = anna.page.get_by_role("banner")
        expect(banner).to_contain_text(new.name)
        if new.slug != people.town.row.slug:
            anna.reads("Här finns inga e-tjänster ännu")
        expect(anna.page).to_have_title(re.compile(re.escape(new.name)))
        emblem = banner.locator("img")
        assert emblem.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        emblems.add(emblem.get_attribute("src"))
        colours.add(anna.page.evaluate(COLOUR))
    assert len(colours) == len(emblems) == len(demo.MUNICIPALITIES) == 7


def test_same_definition_has_other_schools_and_limits_next_door(
    people: People, town: Town, tmp_path: Path
) -> None:
    """One and the same version of the e-service, with each municipality's own values."""
    norrkoping = found("norrkoping", town.bank, tmp_path, register=town.register)
    seen: dict[str, tuple[tuple[str, ...], str]] = {}
    for place in (town, norrkoping):
        anna = people.person(town=place)
        _on_the_way(place, anna)
        options = anna.page.get_by_label("Skola", exact=True).locator("option")
        schools = tuple(text.strip() for text in options.all_inner_texts())
        anna.choose("Har kommunen placerat barnet", "Ja")
        anna.pick("Skola", 1)
        anna.choose("Årskurs", "Årskurs 4")
        anna.fill("Från vilket datum", "2027-01-11")
        anna.choose("Bor barnet växelvis", "Nej")
        anna.press("Fortsätt")
        anna.heading("Skälet")
        anna.choose("Varför behöver barnet skolskjuts?", "Vägen till skolan är lång")
        limit = anna.page.locator("[data-question=distance_limit]")
        expect(limit).to_contain_text("km till skolan")
        seen[place.row.slug] = (schools, limit.inner_text())
    assert "4 km" in seen["mjolby"][1]
    assert "3 km" in seen["norrkoping"][1]
    assert "Blåklintskolan, Mjölby" in seen["mjolby"][0]
    assert "Åby skola" in seen["norrkoping"][0]
    assert not set(seen["mjolby"][0][1:]) & set(seen["norrkoping"][0][1:])
    hashes = set()
    for place in (town, norrkoping):
        with open_scope(place.row):
            hashes.add(service_of("skolskjuts").published.sha256)
    assert len(hashes) == 1


def _on_the_way(place: Town, anna: Person) -> None:
    """A draft at the page about the school."""
    client = place.login(ANNA)
    filing = fill_in(client, {"the_child": place.answers()["the_child"]})
    anna.takes_over(client)
    anna.go(f"{filing}sida/the_school/")
    anna.heading("Skolan")
