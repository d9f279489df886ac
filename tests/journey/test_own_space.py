"""An application that lies in the applicant's own space until everybody has signed."""

import copy
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey_support import DOCUMENT
from tests.town import (
    ANNA,
    BO,
    STRANGER,
    Town,
    filing_key,
    fill_in,
    found,
    page_text,
    post,
    prepare,
    request_for,
    words,
)

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import Evidence, Room
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.running.filing import services as filings
from samtjanst.running.filing.models import Filing
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    document = copy.deepcopy(DOCUMENT)
    document["signing"]["mode"] = "own_space_until_signed"
    town = found("mjolby", bank, tmp_path, document=document)
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    return town


@pytest.fixture
def anna(mjolby: Town) -> Client:
    return mjolby.login(ANNA)


@pytest.fixture
def bo(mjolby: Town) -> Client:
    return mjolby.login(BO)


@pytest.fixture
def signed(mjolby: Town, anna: Client) -> str:
    """The path of what Anna has signed."""
    return mjolby.apply(anna)


def _row(town: Town) -> Filing:
    with open_scope(town.row):
        return Filing.objects.get()


def _cases(town: Town) -> int:
    with open_scope(town.row):
        return Case.objects.count()


def _told(town: Town) -> list[str]:
    with open_scope(town.row):
        return list(Message.objects.order_by("created_at").values_list("template", flat=True))


def _decline(bo: Client) -> str:
    path = request_for(bo)
    assert bo.post(f"{path}avbojd/", {"reason": "Fel skola"}).status_code == 302
    return path


def _change_and_sign(town: Town, anna: Client, filing: str) -> None:
    assert anna.post(f"{filing}andra/").status_code == 302
    changed = post(anna, f"{filing}sida/the_journey/", _journey("08:00"))
    assert changed.status_code == 302
    town.sign(anna, prepare(anna, filing), ANNA)


def _journey(time: str) -> dict[str, object]:
    return {
        "days_to": ["monday"], "time_to": time, "email": "anna@exempel.invalid",
        "email.again": "anna@exempel.invalid", "phone": "070-123 45 67",
    }  # fmt: skip


def test_signed_draft_stays_hers_and_is_not_sent(mjolby: Town, anna: Client, signed: str) -> None:
    row = _row(mjolby)
    assert (row.state, bool(row.answers), _cases(mjolby)) == ("signed", True, 0)
    page = page_text(anna, f"{signed}kvitto/")
    assert "Ansökan är inte inskickad än" in page
    mine = page_text(anna, "/mina-arenden/")
    assert "Inte inskickad, väntar på underskrift" in mine
    assert "Påbörjade" not in mine
    assert sorted(_told(mjolby)) == ["application_signed", "sign_invitation"]
    waiting = page_text(mjolby.handler(), "/handlaggning/lista/vantar/")
    assert "Provsson" not in waiting


def test_last_signature_hands_it_in_and_empties_the_draft(
    mjolby: Town, bo: Client, signed: str
) -> None:
    mjolby.sign(bo, request_for(bo), BO)
    row = _row(mjolby)
    assert (row.state, bytes(row.answers), _cases(mjolby)) == ("handed_in", b"", 1)
    with open_scope(mjolby.row):
        case = Case.objects.get()
    assert case.arrived_at == case.completed_at == row.handed_in_at


def test_after_a_refusal_she_changes_and_everybody_signs_anew(
    mjolby: Town, anna: Client, bo: Client, signed: str
) -> None:
    hanna, waiting = mjolby.handler(), "/handlaggning/lista/vantar/"
    once = page_text(hanna, waiting).count("Ansökan om skolskjuts")
    assert once
    old = _decline(bo)
    page = page_text(anna, f"{signed}kvitto/")
    assert "Någon vill inte skriva under" in page
    assert "någon vill inte skriva under" in page_text(anna, "/mina-arenden/")
    assert "Underskrifterna slutar gälla" in page_text(anna, f"{signed}andra/")
    _change_and_sign(mjolby, anna, signed)
    assert bo.get(old).status_code == 404
    assert bo.post(f"{old}starta/").status_code == 404
    assert page_text(hanna, waiting).count("Ansökan om skolskjuts") == once
    assert "08:00" in page_text(bo, request_for(bo))
    mjolby.sign(bo, request_for(bo), BO)
    assert (_row(mjolby).state, _cases(mjolby)) == ("handed_in", 1)
    with open_scope(mjolby.row):
        standing = Room.objects.exclude(state="cancelled").get()
        assert Evidence.objects.filter(room_key=standing.id).count() == 2
        assert Evidence.objects.count() == 3  # what was signed before stays proven, and void


def test_after_the_time_is_out_she_signs_anew(mjolby: Town, anna: Client, signed: str) -> None:
    with open_scope(mjolby.row):
        Room.objects.update(expires_at=clock.now() - timedelta(minutes=1))
        assert remind.expire_due() == 1
    assert "Tiden gick ut innan alla hade skrivit under" in page_text(anna, f"{signed}kvitto/")
    _change_and_sign(mjolby, anna, signed)
    assert _row(mjolby).state == "signed"


def test_taking_it_back_while_it_waits_tells_who_was_asked(
    mjolby: Town, anna: Client, bo: Client, signed: str
) -> None:
    asked = request_for(bo)
    warned = page_text(anna, f"{signed}andra/")
    assert "får veta att ansökan är tillbakatagen" in warned
    assert _row(mjolby).state == "signed"  # the warning itself changes nothing
    assert anna.post(f"{signed}andra/").status_code == 302
    assert _row(mjolby).state == "draft"
    assert bo.get(asked).status_code == 404
    assert bo.post(f"{asked}starta/").status_code == 404
    assert not re.search("/underskrift/", page_text(bo, "/mina-arenden/"))
    assert anna.post(f"{signed}andra/").status_code == 302  # pressed twice
    assert _told(mjolby).count("sign_withdrawn") == 1


def test_nothing_is_saved_behind_a_signature(mjolby: Town, anna: Client, signed: str) -> None:
    before = _row(mjolby)
    path = f"{signed}sida/the_journey/"
    assert anna.get(path)["Location"] == f"{signed}kvitto/"
    data = _journey("09:00") | {"revision": before.revision}
    assert anna.post(path, data).status_code == 409
    assert anna.post(f"{path}falt/", data).status_code == 409
    assert anna.post(f"{signed}kontrollera/")["Location"] == f"{signed}kvitto/"
    after = _row(mjolby)
    assert (after.revision, after.state) == (before.revision, "signed")


def test_signed_draft_is_nobody_elses(mjolby: Town, bo: Client, signed: str) -> None:
    mjolby_handler, stranger = mjolby.handler(), mjolby.login(STRANGER)
    for client in (bo, stranger):
        for rest in ("andra/", "kvitto/", "kasta/"):
            assert client.get(f"{signed}{rest}").status_code == 404
            assert client.post(f"{signed}{rest}").status_code in {404, 405}
    assert mjolby_handler.get(f"{signed}andra/").status_code == 302  # to the citizens' login
    assert _row(mjolby).state == "signed"


def test_thrown_away_it_is_gone_for_everybody(
    mjolby: Town, anna: Client, bo: Client, signed: str
) -> None:
    asked = request_for(bo)
    assert anna.post(f"{signed}kasta/").status_code == 302
    row = _row(mjolby)
    assert (row.state, bytes(row.answers)) == ("discarded", b"")
    assert bo.get(asked).status_code == 404


def test_what_waits_is_not_erased_as_an_old_draft(mjolby: Town, anna: Client) -> None:
    pages = mjolby.answers()
    filing = fill_in(anna, pages)
    with open_scope(mjolby.row):
        Filing.objects.update(expires_at=clock.now() + timedelta(days=1))
    mjolby.sign(anna, prepare(anna, filing), ANNA)
    with open_scope(mjolby.row):
        with clock.shifted(timedelta(days=100)):
            assert filings.erase_expired() == 0
        with clock.shifted(timedelta(days=121)):
            assert filings.erase_expired() == 1
    assert filing_key(filing)
    assert "Inte inskickad" not in words(anna.get("/mina-arenden/"))


def test_own_words_are_read_beside_what_has_not_come_in_and_written_nowhere(
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    document = copy.deepcopy(DOCUMENT)
    document["signing"]["mode"] = "own_space_until_signed"
    document["handling"]["messages"] = [
        {"id": "a", "moment": "draft", "text": {"sv": "Hej {namn}! Ta fram {ärendenummer}."}},
        {"id": "b", "moment": "own_space", "to": "parties",
         "text": {"sv": "{e-tjänst} väntar. Be {gäller} logga in.", "en": "It waits for Bo."}},
    ]  # fmt: skip
    town = found("mjolby", bank, tmp_path, document=document)
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    anna = town.login(ANNA)
    draft = fill_in(anna, town.answers())
    page = page_text(anna, f"{draft}oversikt/")
    assert "Hej Anna Provsson! Ta fram –." in page
    assert "Ansökan om skolskjuts väntar." not in page
    town.sign(anna, prepare(anna, draft), ANNA)
    waits = page_text(anna, f"{draft}kvitto/")
    assert "Ansökan om skolskjuts väntar. Be – logga in." in waits
    assert "Hej Anna" not in waits
    with open_scope(town.row):
        assert not Case.objects.exists()
        assert not Message.objects.filter(template="letter_sent").exists()
    bo = town.login(BO)
    town.sign(bo, request_for(bo), BO)
    assert "Be – logga in." not in page_text(anna, f"{draft}kvitto/")
