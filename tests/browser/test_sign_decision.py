"""A decision is signed with passkeys, in browsers: by the one who decides and by a colleague."""

import copy
import uuid
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect
from tests import cast
from tests.browser import handler_steps
from tests.browser.conftest import People
from tests.browser.looking import Eyes
from tests.browser.person import Person
from tests.journey_support import DOCUMENT
from tests.staff_support import staff_token
from tests.town import ANNA, NOA, Town, page_text, reference_in

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.models import Decision

pytestmark = pytest.mark.browser
NUMBERS = {"Hanna Handläggare": "197001012397", "Kim Kollega": "198001012385"}


@pytest.fixture
def document() -> dict[str, Any]:
    """Decisions are signed, and approved by one colleague."""
    found = copy.deepcopy(DOCUMENT)
    found["handling"] |= {"decision_signed": True, "approvers": 1}
    return found


def _official(people: People, town: Town, name: str, eyes: Eyes) -> Person:
    """Somebody who is logged in, and whose browser has an authenticator with her passkey."""
    with open_scope(town.row):
        put_unit(name=cast.UNIT, staff_level=2)
        account = put_staff(
            number=PersonalNumber(NUMBERS[name]),
            name=name,
            email=f"{uuid.uuid4().hex}@exempel.invalid",
            roles={Role.HANDLER: cast.unit()},
        )
        client = town.browser()
        client.cookies[COOKIE] = staff_token(account)
    person = people.person(eyes=eyes)
    person.takes_over(client)
    _authenticator(person.page.context.new_cdp_session(person.page))
    person.go("/medarbetare/jag/")
    person.press("Lägg till en passkey")
    expect(person.page.locator("#f-passkeys ~ ul li").first).to_be_visible()
    return person


def _authenticator(wire: CDPSession) -> None:
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_decision_is_signed_by_two_and_made(people: People, town: Town) -> None:
    eyes = Eyes()
    client = town.login(ANNA)
    town.apply(client, child=NOA)
    reference = reference_in(page_text(client, "/mina-arenden/"))
    hanna = _official(people, town, "Hanna Handläggare", eyes)
    kim = _official(people, town, "Kim Kollega", eyes)
    handler_steps.take(hanna, reference)
    hanna.follow("Skriv beslut")
    group = hanna.group("Vad beslutar du?")
    hanna.check(group.get_by_role("radio").first)
    hanna.fill("Skäl för beslutet", "Vägen är lång.")
    hanna.check(hanna.group("Bestämmelser").get_by_role("checkbox").first)
    hanna.press("Kontrollera beslutet")
    hanna.press("Skicka för underskrift")
    hanna.reads("Välj en kollega i varje ruta")
    hanna.look("decision-check-approvers")
    hanna.pick("Kollega 1", 1)
    hanna.press("Skicka för underskrift")
    hanna.heading("Skriv under ditt beslut")
    hanna.look("sign-decider")
    hanna.follow("Skriv under med passkey")
    hanna.reads("Du skrev under")
    hanna.look("sign-waits")
    hanna.go("/handlaggning/att-skriva-under/")
    hanna.reads("Kim Kollega")
    hanna.look("sign-list")
    hanna.follow(reference)
    hanna.reads("Det gäller när alla som ska har skrivit under.")
    hanna.look("case-waits-for-signatures")
    kim.go("/handlaggning/min-dag/")
    kim.look("day-to-sign")
    kim.follow(reference)
    kim.heading("Godkänn beslutet med din underskrift")
    kim.look("sign-approver")
    kim.follow("Skriv under med passkey")
    kim.reads("Beslutet är fattat")
    kim.look("sign-done")
    with open_scope(town.row):
        assert Decision.objects.get().decided_by.name == "Hanna Handläggare"
    hanna.go(f"/handlaggning/arenden/{reference}/underskrifter/")
    assert hanna.page.get_by_text("Underskriften håller").count() == 3
    hanna.look("signatures-checked")
    assert eyes.faults == []
