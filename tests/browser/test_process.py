"""A process of an e-service's own, followed at the desk and by the applicant, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests import cast
from tests.browser.conftest import People
from tests.browser.looking import Eyes
from tests.browser.person import Person
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.staff_support import citizen_token, staff_token
from tests.town import Town

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.browser


@pytest.fixture
def document() -> dict[str, Any]:
    return processes.document()


def _logged_in(people: People, town: Town, token: str, eyes: Eyes) -> Person:
    client = town.browser()
    client.cookies[COOKIE] = token
    person = people.person(eyes=eyes)
    person.takes_over(client)
    return person


def test_case_is_led_through_its_process(people: People, town: Town) -> None:
    eyes = Eyes()
    with open_scope(town.row):
        reference = complete_case()
        hers, theirs = citizen_token(), staff_token(cast.staff(Role.MANAGER))
    chief = _logged_in(people, town, theirs, eyes)
    anna = _logged_in(people, town, hers, eyes)
    chief.go(f"/handlaggning/arenden/{reference}/")
    chief.look("fresh")
    chief.press("Steget begin")
    chief.reads("Ärendet har gått vidare.")
    chief.press("Bocka av Vägen är mätt")
    chief.reads("Checklista: 1 av 2 klara")
    chief.page.get_by_text("Visa processen som bild").click()
    expect(chief.page.get_by_role("img", name="Statusarna i ordning")).to_be_visible()
    chief.look("reviewed")
    anna.go(f"/mina-arenden/{reference}/")
    anna.reads("För dig: granskas")
    anna.look("followed")
    chief.follow("Flytta till en annan status")
    chief.look("put")
    chief.go(f"/handlaggning/arenden/{reference}/")
    chief.press("Steget to_write")
    chief.look("to_write")
    anna.go(f"/mina-arenden/{reference}/")
    anna.reads("För dig: skrivs")
    assert eyes.faults == []


def test_process_is_made_by_pointing(people: People, town: Town) -> None:
    eyes = Eyes()
    with open_scope(town.row):
        theirs = staff_token(cast.staff(Role.SERVICE_DEVELOPER))
    elin = _logged_in(people, town, theirs, eyes)
    elin.go("/studio/skolskjuts/versioner/")
    elin.press("Påbörja nästa version")
    elin.go("/studio/skolskjuts/installningar/gang/")
    expect(elin.page.get_by_role("img", name="Utredning: Granskas")).to_be_visible()
    elin.look("studio_process")
    elin.page.locator("summary").get_by_text("Granskas", exact=True).click()
    elin.look("studio_status")
    elin.press("+ Lägg till en fas")
    elin.reads("saknas här")
    elin.look("studio_wrong")
    assert eyes.faults == []
