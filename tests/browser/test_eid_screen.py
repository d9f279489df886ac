"""The e-ID's screen in a real browser: the code, stopping, running out of time, the same device."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import People
from tests.browser.person import Person
from tests.browser.steps import ANNA
from tests.browser.waiting import until
from tests.town import Town

from samtjanst.simulators.bankid.orders import person

pytestmark = pytest.mark.browser
CODE = "[data-qr] img"
DRAWN = "address => fetch(address).then((answer) => answer.text())"


@pytest.fixture
def anna(people: People) -> Person:
    """At the log-in's screen, with an order that nobody has answered."""
    anna = people.person()
    anna.go("/logga-in/")
    anna.press("Logga in med BankID")
    expect(anna.page.locator("#eid[data-state=pending]")).to_be_visible()
    return anna


@pytest.fixture(autouse=True)
def _time_is_put_right(town: Town) -> Iterator[None]:
    yield
    town.bank.bank.reset()


def test_code_is_renewed_by_itself_each_one_is_another_and_an_old_one_is_followed_by_a_new_order(
    anna: Person, town: Town
) -> None:
    seen: dict[str, str] = {}

    def three() -> bool:
        address = anna.page.locator(CODE).get_attribute("src") or ""
        if address not in seen:
            seen[address] = str(anna.page.evaluate(DRAWN, address))
        # Fetched late, one address can answer with the next one's code.
        return len(set(seen.values())) >= 3

    until(three)
    assert all(drawing.startswith("<svg") for drawing in seen.values())
    (first,) = town.bank.bank.waiting()
    town.bank.bank.shift = timedelta(seconds=31)
    until(lambda: [order for order in town.bank.bank.waiting() if order.ref != first.ref])
    anna.answer_in_the_app(ANNA)


def test_time_that_runs_out_and_stopping_are_told_and_one_can_begin_again(
    anna: Person, town: Town
) -> None:
    town.bank.bank.fail(town.bank.bank.waiting()[0], "expiredTransaction")
    anna.reads("Vi fick inget svar från BankID-appen")  # by itself, without a reload
    anna.follow("Försök igen")
    anna.press("Logga in med BankID")
    expect(anna.page.locator("#eid[data-state=pending]")).to_be_visible()
    anna.press("Avbryt")
    anna.reads("Du avbröt.")
    until(lambda: not town.bank.bank.waiting())
    anna.follow("Försök igen")
    anna.log_in(ANNA)
    expect(anna.page.get_by_role("button", name="Logga ut").first).to_be_attached()


def test_app_on_the_same_device_starts_by_its_link_and_leads_back(anna: Person, town: Town) -> None:
    link = anna.page.get_by_role("link", name="Öppna BankID-appen").get_attribute("href") or ""
    (token,) = parse_qs(urlsplit(link).query)["autostarttoken"]
    order, who = town.bank.bank.find(token), person(ANNA)
    assert order
    assert who
    back = urlsplit(str(order.body["returnUrl"])).path
    town.bank.bank.complete(order, who)
    anna.go(back)
    anna.page.wait_for_url(lambda url: "/logga-in/" not in url)
    anna.go("/mina-arenden/")
    anna.heading("Mina ärenden")
