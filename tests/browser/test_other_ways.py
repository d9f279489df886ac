"""The journey's other ways: sole custody, a protected child, a no, and copied links."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests import cast
from tests.browser import steps
from tests.browser.conftest import People
from tests.browser.steps import ANNA, BO, STRANGER
from tests.town import ELLA, NOA, Town, fill_in, found, page_text, reference_in, request_for

from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.browser
TOVE = "201601012386"
HANNA = cast.HANDLER.digits


def test_sole_custody_and_protected_child_need_no_other_signature(
    people: People, town: Town
) -> None:
    client = town.login(ANNA)
    alone, protected = (fill_in(client, town.answers(child=child)) for child in (NOA, TOVE))
    anna = people.person()
    anna.takes_over(client)
    anna.go(f"{protected}kontrollera/")
    anna.heading("Kontrollera dina svar")
    anna.reads("En handläggare kontaktar dig om den andra vårdnadshavarens underskrift.")
    anna.reads_not("Bo Provsson")
    anna.go(f"{alone}kontrollera/")
    anna.reads("När du har skrivit under har ansökan kommit in.")
    steps.sign(anna, ANNA)
    anna.heading("Din ansökan har kommit in")
    anna.reads("Den är komplett och väntar på handläggning.")


def test_other_guardian_declines_and_strangers_get_nothing(
    people: People, town: Town, tmp_path: Path
) -> None:
    with open_scope(town.row):
        cast.staff()
    norrkoping = found("norrkoping", town.bank, tmp_path)
    with open_scope(norrkoping.row):
        cast.staff()
    client = town.login(ANNA)
    filing = town.apply(client, child=ELLA)
    reference = reference_in(page_text(client, "/mina-arenden/"))
    request = request_for(town.login(BO))

    stranger = people.person()
    stranger.go(request)
    stranger.log_in(STRANGER)
    for path in (request, filing, f"{filing}kvitto/", f"/mina-arenden/{reference}/"):
        stranger.go(path)
        stranger.heading("Sidan finns inte")
    nils = people.person(town=norrkoping)
    nils.takes_over(norrkoping.handler())
    nils.go(f"/handlaggning/arenden/{reference}/")
    nils.heading("Sidan finns inte")

    bo = people.person()
    bo.takes_over(town.login(BO))
    bo.go(request)
    bo.follow("Jag vill inte skriva under")
    bo.press("Jag skriver inte under")
    expect(bo.page.locator("#f-reason-fel")).to_be_visible()
    bo.fill("Varför vill du inte skriva under?", "Ella kan cykla.")
    bo.press("Jag skriver inte under")
    bo.heading("Du har svarat att du inte skriver under")
    hanna = people.person(width=1280)
    hanna.takes_over(town.handler())
    hanna.go(f"/handlaggning/arenden/{reference}/")
    hanna.reads("Bo Provsson vill inte skriva under.")
    hanna.reads("Ella kan cykla.")
