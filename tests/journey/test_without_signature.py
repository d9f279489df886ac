"""An e-service that asks for no signature: whoever is logged in reads, and hands in."""

import copy
import re
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey_support import DOCUMENT
from tests.pdf_text import bare, text_of
from tests.town import ANNA, STRANGER, Town, fill_in, found, page_text, words

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import Room
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases.models import Case
from samtjanst.running.filing.models import Filing, Snapshot
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
HOW = "Inloggad med e-legitimation på tillitsnivå 3"


def unsigned(slug: str, bank: Bank, folder: Path) -> Town:  # noqa: F811 - the fixture
    document = copy.deepcopy(DOCUMENT)
    document["signing"] |= {"confirmation": "login", "signatories": {}}
    return found(slug, bank, folder, document=document)


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    return unsigned("mjolby", bank, tmp_path)


@pytest.fixture
def anna(mjolby: Town) -> Client:
    return mjolby.login(ANNA)


@pytest.fixture
def filing(mjolby: Town, anna: Client) -> str:
    """The path of a draft in which everything is answered."""
    return fill_in(anna, mjolby.answers())


def _seen(anna: Client, filing: str) -> str:
    asked = re.search(r'name="seen" value="(\w+)"', page_text(anna, f"{filing}kontrollera/"))
    assert asked
    return asked[1]


def _hand_in(anna: Client, filing: str, seen: str = "") -> int:
    answer = anna.post(f"{filing}kontrollera/", {"seen": seen or _seen(anna, filing)})
    return int(answer.status_code)


def test_it_is_said_from_the_beginning_that_nobody_signs(mjolby: Town, anna: Client) -> None:
    about = page_text(anna, "/e-tjanster/skolskjuts/")
    assert "Ingen. Det räcker att du loggar in." in about
    assert "skriv under" not in about
    before = page_text(anna, "/e-tjanster/skolskjuts/starta/")
    assert "Kontrollera dina svar och lämna in" in before
    assert "skriv under" not in before


def test_handed_in_is_a_whole_case_and_says_everywhere_how_it_was_done(
    mjolby: Town, anna: Client, filing: str
) -> None:
    check = words(anna.get(f"{filing}kontrollera/"))
    assert "du behöver inte skriva under" in check
    assert "BankID" not in check
    handed_in = anna.post(f"{filing}kontrollera/", {"seen": _seen(anna, filing)})
    assert handed_in["Location"] == f"{filing}kvitto/"
    receipt = page_text(anna, handed_in["Location"])
    assert "Din ansökan har kommit in" in receipt
    with open_scope(mjolby.row):
        case = Case.objects.get()
        assert (case.state, case.completed_at) == ("received", case.arrived_at)
        assert not Room.objects.exists()
        assert list(Message.objects.values_list("template", flat=True)) == ["application_received"]
        cast.staff()
    reference = case.reference
    assert HOW in page_text(anna, f"/mina-arenden/{reference}/")
    hanna = mjolby.handler()
    desk = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert HOW in desk
    assert "E-tjänsten ber inte om någon underskrift." in desk
    pdf = text_of(hanna.get(f"/handlaggning/arenden/{reference}/dokument.pdf").content)
    assert bare(HOW) in pdf
    assert "Underskrifter" not in pdf
    assert "Underskrifter" not in text_of(
        anna.get(f"/mina-arenden/{reference}/kvittens.pdf").content
    )


def test_what_she_has_not_read_is_not_handed_in(mjolby: Town, anna: Client, filing: str) -> None:
    read = _seen(anna, filing)
    fill_in(anna, {"the_journey": mjolby.answers()["the_journey"] | {"time_to": "09:00"}}, filing)
    answer = anna.post(f"{filing}kontrollera/", {"seen": read})
    assert answer.status_code == 422
    assert "Något har ändrats sedan du läste dina svar" in words(answer)
    assert _hand_in(anna, filing, seen="nonsense") == 422
    with open_scope(mjolby.row):
        assert (Filing.objects.get().state, Snapshot.objects.count()) == ("draft", 0)
    assert _hand_in(anna, filing) == 302


def test_handed_in_twice_is_one_case(mjolby: Town, anna: Client, filing: str) -> None:
    seen = _seen(anna, filing)
    assert [_hand_in(anna, filing, seen), _hand_in(anna, filing, seen)] == [302, 302]
    with open_scope(mjolby.row):
        assert (Case.objects.count(), Snapshot.objects.count()) == (1, 1)


def test_nobody_else_hands_it_in(
    mjolby: Town,
    anna: Client,
    filing: str,
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    seen = _seen(anna, filing)
    next_door = unsigned("norrkoping", bank, tmp_path)
    for client in (mjolby.login(STRANGER), next_door.login(ANNA)):
        assert _hand_in(client, filing, seen) == 404
    for town in (mjolby, next_door):
        with open_scope(town.row):
            assert not Case.objects.exists()
