"""What the handler does; kept in one place, since her screens change more than the citizen's."""

from playwright.sync_api import expect
from tests import cast
from tests.browser.steps import Person

from samtjanst.foundation.tenancy.services import open_scope


def log_in(hanna: Person) -> None:
    with open_scope(hanna.town.row):
        cast.staff()
    hanna.go("/handlaggning/")
    hanna.log_in(cast.HANDLER.digits)


def find_waiting(hanna: Person, reference: str) -> None:
    """The case under Väntar på underskrift, before everybody has signed."""
    hanna.page.get_by_role("link", name="Väntar på underskrift").first.click()
    hanna.page.get_by_role("link", name=reference).first.click()
    expect(hanna.page.get_by_role("main")).to_contain_text("Bo Provsson")


def remind(hanna: Person) -> None:
    hanna.press("Påminn nu")
    expect(hanna.page.get_by_role("status").first).to_be_visible()


def decide(hanna: Person, reference: str, reasons: str) -> None:
    """Take the case and grant it."""
    hanna.go(f"/handlaggning/{reference}/")
    hanna.press("Ta ärendet")
    hanna.page.get_by_role("link", name="Skriv beslut").click()
    hanna.page.get_by_role("group", name="Vad beslutar du?").get_by_role("radio").first.check()
    hanna.page.get_by_label("Skäl för beslutet").fill(reasons)
    hanna.page.get_by_role("group", name="Bestämmelser").get_by_role("checkbox").first.check()
    hanna.press("Kontrollera beslutet")
    hanna.press("Besluta och skicka")
