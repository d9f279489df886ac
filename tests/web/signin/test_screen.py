"""The e-ID screen in a real browser, with and without scripts, on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.looking import wrong
from tests.web.signin.support import municipality, order, play

from samtjanst.journey.eid import TEXTS
from samtjanst.simulators.bankid.server import Running

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # milliseconds; without scripts the page renews itself every five seconds


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(
    request: pytest.FixtureRequest,
    chromium: Browser,
    bank: Running,
    committed_db: None,
    live_server: LiveServer,
) -> Iterator[Page]:
    municipality(bank)
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="sv-SE", java_script_enabled=request.param
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"{live_server.url.replace('localhost', 'mjolby.localhost')}/logga-in/")
    opened.get_by_role("button", name="Logga in med BankID").click()
    # Not before this is there an order that the bank can be told about.
    expect(opened.locator("#eid[data-state=pending]")).to_be_visible(timeout=PATIENCE)
    yield opened
    context.close()


def test_person_sees_each_step_and_ends_up_logged_in(page: Page, bank: Running) -> None:
    says, code = page.locator(".eid__status"), page.locator(".eid__qr img")
    expect(says).to_have_text(str(TEXTS["RFA1"]))
    expect(code).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    bank.bank.pick_up(order(bank), "userSign")
    expect(says).to_have_text(str(TEXTS["RFA9"]), timeout=PATIENCE)  # by itself
    expect(code).to_have_count(0, timeout=PATIENCE)
    play(bank)
    page.wait_for_url("**/mina-arenden/")


def test_person_sees_that_it_failed_and_begins_again(page: Page, bank: Running) -> None:
    bank.bank.fail(order(bank), "userCancel")
    expect(page.locator(".eid__status")).to_have_text(str(TEXTS["RFA6"]), timeout=PATIENCE)
    page.get_by_role("link", name="Försök igen").click()
    again = page.get_by_role("button", name="Logga in med BankID")
    expect(again).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_code_is_renewed_by_itself_and_the_focus_stays(page: Page) -> None:
    cancel = page.get_by_role("button", name="Avbryt")
    cancel.focus()
    code = page.locator(".eid__qr img")
    for _ in range(2):
        before = code.get_attribute("src") or ""
        expect(code).not_to_have_attribute("src", before, timeout=PATIENCE)
    expect(cancel).to_be_focused()
    assert wrong(page) == []
