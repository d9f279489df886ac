"""Rules are pointed together in a browser, with the keyboard alone and without a script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browser.looking import wrong
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.editing.pointing.support import everything
from tests.web.studio import support

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)


@pytest.fixture
def mjolby(committed_db: None) -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        cast.staff()
    return row


@pytest.fixture
def client(mjolby: Municipality) -> Client:
    return support.client(mjolby)


@pytest.fixture
def home(client: Client, mjolby: Municipality) -> str:
    """An e-service with every kind of question."""
    return support.imported(client, mjolby, everything())


@dataclass
class Developer:
    """Somebody with a keyboard, in a browser with or without scripts."""

    page: Page
    has_script: bool

    def sent(self, act: Callable[[], object]) -> None:
        """Do what sends the form, and wait for the screen that comes."""
        with self.page.expect_response(lambda one: one.status == 200):
            act()
        self.page.wait_for_load_state("load")
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def press(self, name: str, nth: int = 0) -> None:
        button = self.page.get_by_role("button", name=name)
        expect(button.nth(nth)).to_be_visible()
        pressed = button.nth(nth).get_attribute("id")
        self.sent(lambda: button.nth(nth).press("Enter"))
        if self.has_script and name.startswith("Lägg till"):
            expect(
                self.page.locator(f"#{pressed}")
            ).to_be_focused()  # so that one can go on from there

    def point(self, label: str, choice: str, nth: int = 0) -> None:
        control = self.page.get_by_label(label, exact=True).nth(nth)
        control.focus()
        if self.has_script:
            self.sent(lambda: control.select_option(label=choice))
            expect(control).to_be_focused()
            return
        control.select_option(label=choice)
        self.press("Spara", -1)

    def write(self, label: str, text: str, nth: int = 0) -> None:
        control = self.page.get_by_label(label, exact=True).nth(nth)
        control.fill(text)
        if self.has_script:
            self.sent(lambda: control.press("Tab"))
        else:
            self.press("Spara", -1)

    def reads(self, text: str) -> None:
        expect(self.page.locator("p.sentence").first).to_contain_text(text)

    def sound(self) -> None:
        if not self.has_script:
            return  # the checker is a script
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert wrong(self.page) == [], self.page.url
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def elin(
    request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer, mjolby: Municipality
) -> Iterator[Developer]:
    base = live_server.url.replace("localhost", "mjolby.localhost")
    context = chromium.new_context(
        base_url=base, locale="sv-SE", java_script_enabled=request.param,
        viewport={"width": 1280, "height": 900},
    )  # fmt: skip
    cookie: Any = {"name": COOKIE, "value": support.token(mjolby), "url": base}
    context.add_cookies([cookie])
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Developer(page, request.param)
    context.close()


def rules(client: Client, home: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = support.exported(client, home)["rules"]
    return found


def test_check_across_answers_is_pointed_together(
    elin: Developer, client: Client, home: str
) -> None:
    elin.page.goto(f"{home}villkor/?effect=validate")
    elin.sound()
    elin.page.get_by_label("Vad det gäller", exact=True).select_option(label="”Från vilket datum?”")
    elin.press("Fortsätt")
    elin.reads("Säg till vid ”Från vilket datum?” när ”Från vilket datum?” är besvarad")
    elin.point("Jämförs", "är före")
    elin.point("Med", "En tid före eller efter ett datum")
    elin.write("Hur många (minus för före)", "15")
    elin.point("Enhet", "arbetsdagar")
    elin.write("Det som sägs till den sökande", "Det tar tre veckor att ordna skjuts.")
    elin.press("Lägg till en grupp")
    elin.point("Det som jämförs", "Sökandens ålder", 1)
    elin.point("Jämförs", "är mindre än", 1)
    elin.write("Värde", "18")
    expect(elin.page.get_by_role("group", name="Grupp 2")).to_be_visible()
    elin.press("Lägg till ett delvillkor i grupp 2")
    elin.point("Hur delvillkoren hör ihop", "inget delvillkor stämmer", 1)
    elin.sound()
    found = rules(client, home)[-1]
    assert found["message"] == {"sv": "Det tar tre veckor att ordna skjuts."}
    first, second = found["when"]["of"]
    assert first == {
        "op": "less",
        "left": {"of": "question", "id": "date"},
        "right": {"of": "shifted", "date": {"of": "today"}, "count": 15, "unit": "working_days"},
    }
    assert second["op"] == "not"
    assert [one["op"] for one in second["of"]["of"]] == ["less", "answered"]
    elin.press("Ta bort delvillkor 1", 1)
    assert rules(client, home)[-1]["when"]["of"][1]["of"]["of"][0]["op"] == "answered"


def test_what_is_to_be_paid_is_pointed_together(elin: Developer, client: Client, home: str) -> None:
    elin.page.goto(f"{home}fraga/fee/")
    elin.page.get_by_role("link", name="Ändra hur värdet räknas").press("Enter")
    elin.page.wait_for_load_state("load")
    elin.point("Vilket värde", "Antalet i ”Vilka fler bor i hushållet?”")
    elin.point("Vilket värde", "Gångra (×)")
    elin.write("Värde", "150,50")
    elin.press("Lägg till ett led")
    elin.point("Led 3", "Kommunens ”Gräns”")
    elin.sound()
    elin.reads("= antalet i ”Vilka fler bor i hushållet?” × 150,50 × kommunens ”Gräns”")
    elin.press("Ta bort led 3")
    elin.reads("= antalet i ”Vilka fler bor i hushållet?” × 150,50")


def test_question_on_each_row_is_shown_by_its_own_answers(
    elin: Developer, client: Client, home: str
) -> None:
    elin.page.goto(f"{home}fraga/born/")
    elin.press("Visa frågan bara när …")
    elin.reads("Visa ”Födelsedag” på varje rad i ”Vilka fler bor i hushållet?” när")
    elin.point("Det som jämförs", "”Arbetar personen?”")
    elin.point("Jämförs", "är ja")
    elin.sound()
    found = rules(client, home)[-1]
    assert found["target"] == {"group": "group", "question": "born"}
    assert found["when"] == {"op": "equals", "question": "works", "value": True}


def test_row_asks_more_as_it_is_answered(
    elin: Developer, client: Client, mjolby: Municipality
) -> None:
    inner = [
        {"id": "age", "kind": "integer", "label": {"sv": "Ålder"}, "required": True},
        {"id": "school", "kind": "text", "label": {"sv": "Skola"}, "required": True},
    ]
    group = {"id": "kids", "kind": "group", "label": {"sv": "Barnen"}, "questions": inner}
    old = {"op": "at_least", "left": {"of": "question", "id": "age"},
           "right": {"of": "value", "value": 6}}  # fmt: skip
    target = {"group": "kids", "question": "school"}
    rule = {"id": "r", "effect": "show", "target": target, "when": old}
    home = support.imported(client, mjolby, sample.one_page([group], [rule]))
    elin.page.goto(f"{home}prova/")
    school = elin.page.get_by_label("Skola")
    expect(school).to_have_count(0)
    age = elin.page.get_by_label("Ålder")
    age.fill("8")
    if elin.has_script:
        age.press("Tab")
    else:
        elin.page.get_by_role("button", name="Fortsätt", exact=True).last.press("Enter")
    expect(school).to_be_visible()
    if elin.has_script:  # it has just appeared
        expect(elin.page.get_by_text("Fyll i ”Skola”")).to_have_count(0)
    elin.sound()
    elin.page.get_by_role("button", name="Fortsätt", exact=True).last.press("Enter")
    expect(elin.page.get_by_text("Fyll i ”Skola”").first).to_be_visible()
