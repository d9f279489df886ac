"""A letter about a decision can have the decision in it, when the municipality has chosen so."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, staff_token
from tests.town import Town, page_text

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff, set_contact
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseEvent, Decision

POST = "/handlaggning/brev/"
BATCH = re.compile(rf"{POST}([0-9a-f-]{{36}})/")
REASONS = "Vägen är farlig längs ån."
GRANTED = {"outcome": "granted", "reasons": REASONS, "legal_basis": "sl_10_32_1"}
WITH = {"brev": "ja", "beslut": "ja"}


@pytest.fixture
def maja(town: Town) -> Client:  # noqa: F811 - the fixture
    with open_scope(town.row):
        return browser(town.row.slug, staff_token(cast.staff(Role.MANAGER, name="Maja Chef")))


def _decided(place: Town) -> str:
    """A decided case, of somebody whom nothing but a letter reaches."""
    with open_scope(place.row):
        reference = complete_case(cast.citizen_actor())
        set_contact(citizen_id=cast.citizen().id, email="", phone="")
        hanna = cast.put_other_handler()
        services.take(reference=reference, by=hanna)
        revision = Case.objects.get(reference=reference).revision
        handler = browser(place.row.slug, staff_token(StaffAccount.objects.get(name=hanna.name)))
    path = f"/handlaggning/arenden/{reference}/beslut/"
    sent = handler.post(path, GRANTED | {"revision": revision, "send": "1"})
    assert sent.status_code == 302
    return reference


def _printed(maja: Client) -> str:
    assert "gjort" in maja.post(f"{POST}skriv-ut/")["Location"]
    return str(BATCH.findall(maja.get(POST).content.decode())[0])


def test_decision_lies_in_the_letter_and_the_day_of_the_post_stands_in_the_case(
    town: Town,  # noqa: F811 - the fixture
    maja: Client,
) -> None:
    maja.post(f"{POST}val/", WITH)
    reference = _decided(town)
    batch = _printed(maja)
    letter = maja.get(f"{POST}{batch}/").content
    text = text_of(letter)
    for line in ("Beslutet följer med det här brevet.", REASONS, reference, "Hugo Handläggare"):
        assert bare(line) in text, line
    with pikepdf.open(io.BytesIO(letter)) as opened:
        assert len(opened.pages) >= 2
    with open_scope(town.row):
        assert AuditEvent.objects.filter(action="case.decision_letter.read").count() == 1
        row = Message.objects.get(template="decision_made")
        assert (row.is_carrying, row.about) == (True, Decision.objects.get().id)
    noted = f"{POST}{batch}/postat/"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in ("", "x", tomorrow, "2020-01-01"):
        assert maja.post(noted, {"on": wrong}).status_code == 422
    for _ in range(2):  # the same form, sent twice
        assert maja.post(noted, {"on": clock.today().isoformat()}).status_code == 302
    with open_scope(town.row):
        assert CaseEvent.objects.filter(what="decision_posted").count() == 1
    day = f"Anna Provsson, <time>{clock.today().isoformat()}</time>"
    told = page_text(maja, f"/handlaggning/arenden/{reference}/")
    assert "Beslutet lämnades till posten" in told
    assert day in told
    assert "Postade <time>" in page_text(maja, POST)


def test_without_the_choice_the_letter_only_tells_that_there_is_a_decision(
    town: Town,  # noqa: F811 - the fixture
    maja: Client,
) -> None:
    maja.post(f"{POST}val/", {"brev": "ja"})
    _decided(town)
    text = text_of(maja.get(f"{POST}{_printed(maja)}/").content)
    assert bare("Det finns ett beslut i ditt ärende") in text
    assert bare(REASONS) not in text


def test_decision_waits_for_somebody_who_may_read_it(
    town: Town,  # noqa: F811 - the fixture
    maja: Client,
) -> None:
    maja.post(f"{POST}val/", WITH)
    _decided(town)
    with open_scope(town.row):
        roles = {Role.MANAGER: cast.unit("Miljöförvaltningen")}
        number = PersonalNumber("198001012385")
        other = put_staff(number=number, name="Nils", email="n@exempel.invalid", roles=roles)
        nils = browser(town.row.slug, staff_token(other))
    assert "inget" in nils.post(f"{POST}skriv-ut/")["Location"]
    assert "i ett ärende som du inte får läsa" in page_text(nils, POST)
    batch = _printed(maja)
    assert bare(REASONS) in text_of(maja.get(f"{POST}{batch}/").content)
    assert nils.get(f"{POST}{batch}/").status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        there = browser("norrkoping", staff_token(cast.staff(Role.MANAGER)))
    assert there.get(f"{POST}{batch}/").status_code == 404
    day = {"on": clock.today().isoformat()}
    assert there.post(f"{POST}{batch}/postat/", day).status_code == 404


def test_where_somebody_is_protected_nothing_lies_in_the_letter(
    town: Town,  # noqa: F811 - the fixture
    maja: Client,
) -> None:
    maja.post(f"{POST}val/", WITH)
    _decided(town)
    with open_scope(town.row):
        Case.objects.update(is_protected=True)
    text = text_of(maja.get(f"{POST}{_printed(maja)}/").content)
    assert bare(REASONS) not in text
