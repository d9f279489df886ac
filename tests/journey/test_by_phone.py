"""Whoever telephones shows with BankID who she is; it is kept and can be checked."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.taking_support import begun, post_all
from tests.town import ANNA, BO, Town, found, page_text, words

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import prove
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
ASKS = "Vem är det som ringer?"


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    town = found("mjolby", bank, tmp_path)
    with open_scope(town.row):
        cast.staff()
        cast.citizen()
    return town


@pytest.fixture
def hanna(mjolby: Town) -> Client:
    return mjolby.handler()


def _asked(hanna: Client, path: str, who: str = "user") -> str:
    """The page on which the handler follows how it goes."""
    sent = hanna.post(f"{path}samtal/", {"who": who})
    assert sent.status_code == 302, words(sent)
    return str(sent["Location"])


def _bodies(town: Town) -> list[dict[str, object]]:
    requests = town.bank.bank.requests
    return [one["body"] for one in requests if one["operation"] == "phone/auth"]


def test_she_confirms_the_call_and_it_is_sealed_with_what_she_told(
    mjolby: Town, hanna: Client
) -> None:
    path = post_all(hanna, begun())
    assert ASKS in page_text(hanna, f"{path}kontrollera/")
    waiting = _asked(hanna, path)
    mjolby.play(ANNA)
    assert hanna.get(waiting)["Location"] == f"{path}kontrollera/"
    check = page_text(hanna, f"{path}kontrollera/")
    assert "Visade med BankID i telefon vem det är" in check
    assert ASKS not in check
    seen = re.search(r'name="seen" value="(\w+)"', check)
    assert seen
    assert hanna.post(f"{path}kontrollera/", {"seen": seen[1]}).status_code == 302
    with open_scope(mjolby.row):
        case = Case.objects.get()
        [proof] = prove.check_again(reference=case.reference, by=cast.staff_actor()).signatures
    assert (proof.is_call, proof.holds, proof.name) == (True, True, "Anna Provsson")
    desk = page_text(hanna, f"/handlaggning/arenden/{case.reference}/")
    assert "Kontrollera beviset på vem som ringde" in desk
    told = page_text(hanna, f"/handlaggning/arenden/{case.reference}/underskrifter/")
    assert "personen ringde och visade vem det var" in told


def test_official_is_told_what_the_person_is_to_do_and_there_is_no_code(
    mjolby: Town, hanna: Client
) -> None:
    waiting = page_text(hanna, _asked(hanna, post_all(hanna, begun())))
    assert "Be personen öppna BankID-appen och bekräfta samtalet." in waiting
    assert "data-poll" in waiting
    assert "data-qr" not in waiting


@pytest.mark.parametrize(("channel", "has_paper"), [("phone", False), ("visit", True)])
def test_paper_is_asked_for_only_where_there_can_be_one(
    mjolby: Town, hanna: Client, channel: str, *, has_paper: bool
) -> None:
    check = page_text(hanna, f"{post_all(hanna, begun(channel=channel))}kontrollera/")
    assert ("Inskannat papper" in check, "Jag har sett originalet" in check) == (
        has_paper,
        has_paper,
    )


@pytest.mark.parametrize("who", ["user", "RP"])
def test_bankid_is_told_who_has_called_and_whom_it_is_about(
    mjolby: Town, hanna: Client, who: str
) -> None:
    _asked(hanna, post_all(hanna, begun()), who)
    body = _bodies(mjolby)[-1]
    assert (body["callInitiator"], body["personalNumber"]) == (who, ANNA)


def test_somebody_else_cannot_show_it_for_her(mjolby: Town, hanna: Client) -> None:
    path = post_all(hanna, begun())
    waiting = _asked(hanna, path)
    mjolby.play(BO)
    assert "spärrat eller för gammalt" in page_text(hanna, waiting)
    assert ASKS in page_text(hanna, f"{path}kontrollera/")


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("userDeclinedCall", "bekräftade inte samtalet"),
        ("startFailed", "öppnade inte BankID-appen"),
        ("expiredTransaction", "svarade inte i tid"),
    ],
)
def test_what_goes_wrong_is_told_to_the_official_and_it_is_not_asked_again_by_itself(
    mjolby: Town, hanna: Client, hint: str, told: str
) -> None:
    path = post_all(hanna, begun())
    waiting, asked = _asked(hanna, path), len(_bodies(mjolby))
    order = mjolby.bank.bank.find("latest")
    assert order
    mjolby.bank.bank.fail(order, hint)
    assert told in page_text(hanna, waiting)
    assert len(_bodies(mjolby)) == asked


def test_bankid_that_is_down_stops_nobody(mjolby: Town, hanna: Client) -> None:
    path = post_all(hanna, begun())
    mjolby.bank.bank.set_fault("down")
    answer = hanna.post(f"{path}samtal/", {"who": "user"})
    mjolby.bank.bank.set_fault("none")
    assert answer.status_code == 503
    assert "Ansökan kan lämnas in ändå" in words(answer)


@pytest.mark.parametrize("more", [{"channel": "visit"}, {"told_by": "Mormor Prov"}])
def test_only_the_applicant_who_is_on_the_telephone_is_asked(
    mjolby: Town, hanna: Client, more: dict[str, str]
) -> None:
    path = post_all(hanna, begun(**more))
    assert ASKS not in page_text(hanna, f"{path}kontrollera/")
    assert hanna.post(f"{path}samtal/", {"who": "user"}).status_code == 404


def test_whoever_has_no_number_is_not_asked(mjolby: Town, hanna: Client) -> None:
    path = post_all(hanna, begun(number="", name="Astrid Prøvesen"))
    assert ASKS not in page_text(hanna, f"{path}kontrollera/")
    assert hanna.post(f"{path}samtal/", {"who": "user"}).status_code == 404


def test_colleague_and_another_browser_reach_neither_question_nor_answer(
    mjolby: Town, hanna: Client
) -> None:
    path = post_all(hanna, begun())
    waiting = _asked(hanna, path)
    again = mjolby.handler()  # the same official, in another browser
    assert again.get(waiting).status_code == 404
    assert again.post(f"{waiting}avbryt/").status_code == 404
    anna = mjolby.login(ANNA)
    assert anna.post(f"{path}samtal/").status_code in {302, 404}
    mjolby.play(ANNA)
    with open_scope(mjolby.row):
        assert not AuditEvent.objects.filter(action="filing.caller_identified").exists()


def test_it_can_be_stopped_and_is_kept_once(mjolby: Town, hanna: Client) -> None:
    path = post_all(hanna, begun())
    first = _asked(hanna, path)
    assert hanna.post(f"{first}avbryt/")["Location"] == f"{path}kontrollera/"
    assert ASKS in page_text(hanna, f"{path}kontrollera/")
    second = _asked(hanna, path, "RP")
    mjolby.play(ANNA)
    assert [hanna.get(second).status_code, hanna.get(second).status_code] == [302, 302]
    with open_scope(mjolby.row):
        kept = AuditEvent.objects.filter(action="filing.caller_identified")
        assert kept.count() == 1
        assert ANNA not in str(kept.get().details)
