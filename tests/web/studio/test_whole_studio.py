"""From nothing to a citizen's hand-in: an e-service is built in a browser, and used."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browser.looking import wrong
from tests.simulators_support import bankid
from tests.web.studio import support
from tests.web.studio.making import MARKS

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import person

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def mjolby(committed_db: None, bank: Running, tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        cast.staff()
        settings = bank.settings | {"environment": "test"}
        bind(port=Port.SIGNING, adapter="bankid", settings=settings)
    return row


@pytest.fixture
def base(live_server: LiveServer) -> str:
    return live_server.url.replace("localhost", "mjolby.localhost")


def window(chromium: Browser, base: str, token: str, width: int = 1280) -> Page:
    context: BrowserContext = chromium.new_context(
        viewport={"width": width, "height": 900}, locale="sv-SE"
    )
    context.add_cookies([{"name": COOKIE, "value": token, "url": base}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{base}/studio/")
    return page


@pytest.fixture
def elin(chromium: Browser, base: str, mjolby: Municipality) -> Iterator[Page]:
    page = window(chromium, base, support.token(mjolby))
    yield page
    page.context.close()


def begin(page: Page, title: str) -> None:
    page.get_by_role("link", name="Ny e-tjänst").click()
    page.get_by_label("Vad heter e-tjänsten?").fill(title)
    page.get_by_role("button", name="Börja bygga").click()
    expect(page.get_by_label("Vad ska frågan vara?")).to_be_visible()


def ask(page: Page, label: str, kind: str) -> None:
    page.get_by_label("Vad ska frågan vara?").fill(label)
    page.get_by_label("Hur besvaras den?").select_option(label=kind)
    page.get_by_role("button", name="Lägg till", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=label)).to_be_visible()
    page.wait_for_load_state("load")


def back_to_page(page: Page) -> None:
    page.locator(".where a").first.click()
    expect(page.get_by_label("Vad ska frågan vara?")).to_be_visible()


def build(page: Page) -> None:
    begin(page, "Anmäl klotter")
    ask(page, "Är klottret hotfullt?", "Ja eller nej")
    back_to_page(page)
    ask(page, "Vad står det?", "Kort text")
    page.get_by_role("button", name="Visa frågan bara när").click()
    page.wait_for_load_state("load")
    expect(page.get_by_role("status").first).to_contain_text("Är klottret hotfullt?")
    page.get_by_label("Jämförs", exact=True).select_option(label="är ja")
    expect(page.get_by_role("status").first).to_contain_text("är ja")
    for screen, answers in SETTINGS.items():
        page.get_by_role("link", name="Inställningar").first.click()
        page.get_by_role("link", name=screen, exact=True).click()
        for label, said in answers.items():
            controls = page.get_by_label(label, exact=True)
            expect(controls.first).to_be_visible()
            for control in controls.all():
                control.fill(said) if label != "Så överklagas beslut" else control.select_option(
                    said
                )
        page.get_by_role("button", name="Spara", exact=True).last.click()
        expect(page.get_by_role("status").filter(has_text="Sparat.")).to_be_visible()
    page.get_by_role("link", name="Inställningar").first.click()
    page.get_by_role("link", name="Ansvar och mottagare").click()
    page.get_by_label("Ägare").select_option(label="Elin Byggare")
    page.get_by_label("Ersättare").select_option(label="Hanna Handläggare")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Sparat.")).to_be_visible()


SETTINGS = {
    "Om e-tjänsten": {
        "Vad e-tjänsten är till för": "Här anmäler du klotter på kommunens hus.",
        "Vem som beslutar": "Gatukontoret.",
        "Vad det kostar": "Ingenting.",
    },
    "Personuppgifter": {"Text": "För att kunna ta bort klottret."},
    "Handläggning": {"Hur länge ärenden sparas": "Två år."},
    "Beslut": {"Text": "Vi har tagit emot din anmälan."},
    "Lagstöd och överklagande": {
        "Bestämmelse": "Kommunallagen 2 kap. 1 §",
        "Så överklagas beslut": "ej_overklagbart",
    },
}


def check_off(page: Page) -> None:
    page.get_by_role("link", name="Checklista").click()
    for line, said in MARKS.items():
        row = page.locator(f"#{line}")
        row.locator("summary").click()
        row.get_by_role("textbox").fill(said)
        row.get_by_role("button", name="Klart", exact=True).click()
        expect(page.locator(f"#{line} .status")).to_have_text("Klart")
    row = page.locator("#registers")
    row.locator("summary").click()
    row.get_by_role("textbox").fill("Ingen anges: alla är anonyma.")
    row.get_by_role("button", name="Behövs inte", exact=True).click()
    expect(page.locator("#registers .status")).to_have_text("Behövs inte")


def test_e_service_is_built_published_and_used(
    chromium: Browser, base: str, elin: Page, mjolby: Municipality, bank: Running
) -> None:
    build(elin)
    check_off(elin)
    elin.get_by_role("link", name="Publicera", exact=True).click()
    elin.get_by_role("button", name="Publicera", exact=True).click()
    expect(elin.get_by_role("status").first).to_contain_text("E-tjänsten är publicerad.")
    elin.get_by_role("link", name="Visa den i portalen").click()
    expect(elin.get_by_role("heading", level=1, name="Anmäl klotter")).to_be_visible()

    with open_scope(mjolby):
        token = cast.logged_in().token
    anna = window(chromium, base, token, width=360)
    anna.goto(f"{base}/e-tjanster/anmal-klotter/")
    anna.get_by_role("link", name="Starta").first.click()
    anna.get_by_role("button", name="Börja").click()
    expect(anna.get_by_label("Ja", exact=True)).to_be_visible()
    anna.wait_for_load_state("load")
    expect(anna.get_by_label("Vad står det?")).to_have_count(0)
    anna.get_by_label("Ja", exact=True).check()
    anna.get_by_label("Vad står det?").fill("Ett hot")
    anna.get_by_role("button", name="Fortsätt", exact=True).last.click()
    expect(anna.get_by_text("Ett hot")).to_be_visible()
    anna.get_by_role("button", name="Skriv under med BankID").click()
    anna.wait_for_url("**/underskrift/**")
    expect(anna.locator("#eid[data-state=pending]")).to_be_visible()
    who = person(cast.APPLICANT.digits)
    assert who
    bank.bank.complete(bank.bank.waiting()[0], who)
    expect(anna.get_by_text("har kommit in").first).to_be_visible()
    anna.context.close()


def test_keyboard_alone_builds_and_undoes(elin: Page) -> None:
    begin(elin, "Lämna synpunkt")
    for label in ("Första", "Andra"):
        elin.get_by_label("Vad ska frågan vara?").focus()
        elin.keyboard.type(label)
        elin.keyboard.press("Enter")
        expect(elin.get_by_role("heading", level=1, name=label)).to_be_visible()
        elin.locator(".where a").first.focus()
        elin.keyboard.press("Enter")
    elin.get_by_role("button", name="Flytta uppåt: Andra").focus()
    elin.keyboard.press("Enter")
    rows = elin.locator(".rows .row__name a")
    expect(rows).to_have_text(["Andra", "Första"])
    # The focus stays on the button, so that one can go on moving.
    expect(elin.get_by_role("button", name="Flytta uppåt: Andra")).to_be_focused()
    elin.locator("h1").click()
    elin.keyboard.press("Control+z")
    expect(rows).to_have_text(["Första", "Andra"])


def test_keyboard_alone_copies_into_another_e_service(elin: Page) -> None:
    begin(elin, "Lämna synpunkt")
    ask(elin, "Vad vill du säga?", "Lång text")
    elin.locator("summary", has_text="Flytta, kopiera").focus()
    elin.keyboard.press("Enter")
    elin.get_by_role("button", name="Kopiera till en annan e-tjänst").press("Enter")
    expect(elin.get_by_role("status").filter(has_text="Kopierat: frågan")).to_be_visible()
    elin.get_by_role("link", name="Alla e-tjänster").press("Enter")
    begin(elin, "Boka lokal")
    elin.get_by_role("link", name="Klistra in här").press("Enter")
    expect(elin.get_by_role("button", name="Klistra in")).to_be_visible()
    elin.wait_for_load_state("load")
    for width in (360, 1280):
        elin.set_viewport_size({"width": width, "height": 900})
        assert wrong(elin) == []
        assert elin.evaluate("document.documentElement.scrollWidth") <= width
    elin.get_by_role("button", name="Klistra in").press("Enter")
    expect(elin.get_by_role("status").filter(has_text="Inklistrat")).to_be_visible()
    expect(elin.locator(".rows .row__name a")).to_have_text(["Vad vill du säga?"])


def test_trial_explains_itself_to_the_keyboard_as_answers_change(elin: Page) -> None:
    begin(elin, "Anmäl klotter")
    ask(elin, "Är klottret hotfullt?", "Ja eller nej")
    back_to_page(elin)
    ask(elin, "Vad står det?", "Kort text")
    elin.get_by_role("button", name="Visa frågan bara när").click()
    elin.wait_for_load_state("load")
    elin.get_by_label("Jämförs", exact=True).select_option(label="är ja")
    expect(elin.get_by_role("status").first).to_contain_text("är ja")
    elin.get_by_role("link", name="Prova", exact=True).press("Enter")
    because = elin.locator(".because", has_text="Vad står det?")
    expect(because).to_contain_text("Visas inte")
    because.locator("summary").press("Enter")
    expect(because).to_contain_text("”Är klottret hotfullt?” är inte ja")
    assert wrong(elin) == []
    elin.get_by_label("Ja", exact=True).press("Space")
    expect(elin.get_by_label("Vad står det?")).to_be_visible()
    expect(because).not_to_contain_text("Visas inte")
    because.locator("summary").press("Enter")
    expect(because).to_contain_text("”Är klottret hotfullt?” är ja")


def test_keyboard_alone_records_a_test_that_tells_what_broke(elin: Page) -> None:
    begin(elin, "Anmäl klotter")
    ask(elin, "Vad står det?", "Kort text")
    elin.get_by_role("link", name="Prova", exact=True).press("Enter")
    elin.get_by_label("Vad står det?").press_sequentially("Ett hot")
    elin.get_by_label("Vad står det?").press("Enter")
    expect(elin.get_by_role("heading", name="Det här skulle lämnas in")).to_be_visible()
    elin.get_by_label("Vad testet visar").press_sequentially("Ett hot kommer in")
    elin.get_by_label("Vad testet visar").press("Enter")
    expect(elin.get_by_role("status").filter(has_text="Alla tester stämmer.")).to_be_visible()
    elin.get_by_role("link", name="Innehåll", exact=True).press("Enter")
    ask(elin, "När såg du det?", "Datum")
    elin.get_by_role("link", name="Prova", exact=True).press("Enter")
    elin.get_by_role("link", name="1 inspelat test, 1 stämmer inte").press("Enter")
    broken = elin.locator(".test__differences")
    expect(broken).to_contain_text("”När såg du det?” visas, och gjorde det inte förut.")
    for width in (360, 1280):
        elin.set_viewport_size({"width": width, "height": 900})
        assert wrong(elin) == []
        assert elin.evaluate("document.documentElement.scrollWidth") <= width
    elin.get_by_role("button", name="Det ska vara så nu").press("Enter")
    expect(elin.get_by_role("status").filter(has_text="Alla tester stämmer.")).to_be_visible()


def test_question_is_dragged_to_its_place(elin: Page) -> None:
    begin(elin, "Lämna synpunkt")
    for label in ("Första", "Andra"):
        ask(elin, label, "Kort text")
        back_to_page(elin)
    questions = elin.locator(".outline__questions a")
    expect(elin.locator("#disposition[data-draggable]")).to_be_visible()
    questions.nth(1).drag_to(questions.nth(0), target_position={"x": 20, "y": 2}, steps=8)
    rows = elin.locator(".rows .row__name a")
    expect(rows).to_have_text(["Andra", "Första"])
    elin.get_by_role("button", name="Ångra").click()
    expect(rows).to_have_text(["Första", "Andra"])


def test_typing_is_saved_and_seen_beside_without_a_button(elin: Page) -> None:
    begin(elin, "Boka lokal")
    ask(elin, "Vilken dag?", "Datum")
    elin.get_by_label("Frågan", exact=True).fill("Vilken dag vill du boka?")
    expect(elin.locator("#sparat")).to_contain_text("Sparat")
    expect(elin.locator("#disposition")).to_contain_text("Vilken dag vill du boka?")
    phone = elin.frame_locator("#mobil")
    expect(phone.get_by_text("Vilken dag vill du boka?")).to_be_visible()


def test_two_people_see_each_other(
    chromium: Browser, base: str, elin: Page, mjolby: Municipality
) -> None:
    begin(elin, "Boka lokal")
    from samtjanst.foundation.people.types import Role

    with open_scope(mjolby):
        cast.staff(Role.SERVICE_DEVELOPER)
    other = window(chromium, base, support.token(mjolby, Role.MANAGER), width=1280)
    with open_scope(mjolby):
        cast.staff(Role.SERVICE_DEVELOPER)
    other.goto(elin.url)
    elin.reload()
    expect(elin.locator("#har")).to_contain_text("Hanna Handläggare")
    other.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_screens_are_accessible_and_fit(elin: Page, width: int) -> None:
    elin.set_viewport_size({"width": width, "height": 900})
    begin(elin, "Boka lokal")
    ask(elin, "Vilken lokal?", "Ett val")
    question = elin.url
    told: list[str] = []
    elin.on("console", lambda message: told.append(message.text))
    home = question.split("fraga/")[0]
    screens = ["", "villkor/", "installningar/", "installningar/om/", "installningar/beslut/",
               "installningar/ansvar/", "installningar/parametrar/", "prova/", "kommentarer/",
               "checklista/", "publicera/", "versioner/"]  # fmt: skip
    for address in [question, *(home + screen for screen in screens)]:
        elin.goto(address)
        assert wrong(elin) == [], address
        assert elin.evaluate("document.documentElement.scrollWidth") <= width, address
    assert [text for text in told if "Security" in text] == []


def test_keyboard_alone_keeps_a_block_up_to_date(elin: Page) -> None:
    begin(elin, "Lämna synpunkt")
    ask(elin, "Din e-post", "Kort text")
    back_to_page(elin)
    first = elin.url
    elin.locator("summary", has_text="Block").press("Enter")
    elin.get_by_role("link", name="Spara som block").press("Enter")
    elin.get_by_label("Vad heter blocket?").fill("Kontakt")
    sound(elin)
    elin.get_by_role("button", name="Spara blocket").press("Enter")
    expect(elin.get_by_role("link", name="Kontakt", exact=True)).to_be_visible()
    elin.get_by_role("link", name="Alla e-tjänster").press("Enter")
    begin(elin, "Boka lokal")
    elin.locator("summary", has_text="Block").press("Enter")
    elin.get_by_role("link", name="Infoga ett block").press("Enter")
    expect(elin.get_by_role("heading", name="Infoga ett block")).to_be_visible()
    sound(elin)
    elin.get_by_role("button", name="Infoga Kontakt").press("Enter")
    expect(elin.get_by_role("status").filter(has_text="Inklistrat")).to_be_visible()
    second = elin.url.split("?")[0]
    for page, label in ((first, "Vilken e-post har du?"), (second, "E-post till dig")):
        elin.goto(page)
        elin.locator(".rows .row__name a").first.click()
        elin.locator("input[name='label.sv']").fill(label)
        expect(elin.locator("#sparat")).to_contain_text("Sparat")
    elin.goto(first)
    elin.get_by_role("link", name="Kontakt", exact=True).press("Enter")
    expect(elin.get_by_role("button", name="Spara som ny version")).to_be_visible()
    sound(elin)
    elin.get_by_role("button", name="Spara som ny version").press("Enter")
    expect(elin.get_by_text("version 2, den nyaste")).to_be_visible()
    elin.goto(second)
    elin.get_by_role("link", name="Se vad som är nytt i version 2").press("Enter")
    expect(elin.get_by_role("heading", name="Ändrat på båda hållen")).to_be_visible()
    sound(elin)
    elin.get_by_label("Som i blocket:").press("Space")
    elin.get_by_role("button", name="Ta in version 2").press("Enter")
    expect(elin.locator(".rows .row__name a")).to_have_text(["Vilken e-post har du?"])
    elin.goto(f"{elin.url.split('/studio/')[0]}/studio/block/")
    sound(elin)
    elin.get_by_role("link", name="Kontakt", exact=True).press("Enter")
    expect(elin.get_by_role("heading", name="Används i")).to_be_visible()
    sound(elin)


def sound(page: Page) -> None:
    """Accessible, and no wider than the window, on a phone and on a large screen."""
    page.wait_for_load_state("load")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert wrong(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
