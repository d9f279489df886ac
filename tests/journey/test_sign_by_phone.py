"""Whoever has telephoned signs with BankID, in the same call, what was read to her."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import sign
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, staff_token
from tests.taking_support import begun, post_all
from tests.town import ANNA, BO, Town, found, page_text, words

from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.models import Evidence
from samtjanst.capabilities.signing.types import RequestState, RequestView
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, prove, sign_by_phone
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
OFFER = "Skriv under i telefonsamtalet"


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


def _taken(hanna: Client, **more: str) -> str:
    """The path of the case of what was taken down."""
    path = post_all(hanna, begun(**more))
    seen = re.search(r'name="seen" value="(\w+)"', page_text(hanna, f"{path}kontrollera/"))
    assert seen
    sent = hanna.post(f"{path}kontrollera/", {"seen": seen[1]})
    assert sent.status_code == 302, words(sent)
    return str(sent["Location"]).split("?", maxsplit=1)[0]


def _asked(hanna: Client, case: str, who: str = "user") -> str:
    sent = hanna.post(f"{case}underskrift-i-telefon/", {"who": who})
    assert sent.status_code == 302, words(sent)
    return str(sent["Location"])


def _own(town: Town) -> RequestView:
    with open_scope(town.row):
        room = signing.room_of(("filing", Case.objects.get().filing_id))
    assert room
    return next(one for one in room.requests if one.role == "applicant")


def _sent(town: Town) -> list[dict[str, Any]]:
    requests = town.bank.bank.requests
    return [one["body"] for one in requests if one["operation"] == "phone/sign"]


def test_she_signs_what_was_read_to_her_and_it_is_proved_as_any_other(
    mjolby: Town, hanna: Client
) -> None:
    case = _taken(hanna)
    assert OFFER in page_text(hanna, case)
    read = page_text(hanna, f"{case}underskrift-i-telefon/")
    request = _own(mjolby)
    assert "Kontrollsumma (SHA-256)" in read
    assert " ".join(request.visible_text.split())[:200] in " ".join(read.split())
    waiting = _asked(hanna, case)
    mjolby.play(ANNA)
    assert hanna.get(waiting)["Location"].startswith(case)
    assert _own(mjolby).state is RequestState.SIGNED
    shown = page_text(hanna, case)
    assert "Den sökande skrev under i telefonsamtalet" in shown
    assert "medan personen talade i telefon med en medarbetare" in shown
    assert OFFER not in shown
    with open_scope(mjolby.row):
        reference = Case.objects.get().reference
        [proof] = prove.check_again(reference=reference, by=cast.staff_actor()).signatures
        assert (proof.is_signature, proof.holds, proof.name) == (True, True, "Anna Provsson")
        whole = bare(text_of(document.case_document(reference=reference, by=cast.staff_actor())))
        assert bare("BankID, i ett telefonsamtal med kommunen") in whole
        assert document.receipt(reference=reference, by=cast.citizen_actor())
        (event,) = AuditEvent.objects.filter(action="signing.signed")
        assert event.details == {"complete": False, "by_phone": True}


@pytest.mark.parametrize("who", ["user", "RP"])
def test_bankid_is_sent_the_text_of_the_room_and_whom_it_is_bound_to(
    mjolby: Town, hanna: Client, who: str
) -> None:
    _asked(hanna, _taken(hanna), who)
    body = _sent(mjolby)[-1]
    assert (body["callInitiator"], body["personalNumber"]) == (who, ANNA)
    assert body["requirement"] == {"pinCode": True}
    assert {"userVisibleData", "userNonVisibleData"} <= set(body)
    assert "endUserIp" not in body


def test_somebody_else_signs_nothing(mjolby: Town, hanna: Client) -> None:
    waiting = _asked(hanna, _taken(hanna))
    mjolby.play(BO)
    assert hanna.get(waiting).status_code == 200
    assert _own(mjolby).state is RequestState.INVITED
    with open_scope(mjolby.row):
        assert Evidence.objects.count() == 0


@pytest.mark.parametrize("flaw", ["tampered", "other_text", "wrong_function", "wrong_person"])
def test_answer_that_does_not_hold_is_not_kept(mjolby: Town, hanna: Client, flaw: str) -> None:
    waiting = _asked(hanna, _taken(hanna))
    mjolby.bank.bank.set_fault(flaw)
    mjolby.play(ANNA)
    assert hanna.get(waiting).status_code == 200
    mjolby.bank.bank.set_fault("none")
    assert _own(mjolby).state is RequestState.INVITED
    with open_scope(mjolby.row):
        assert Evidence.objects.count() == 0


@pytest.mark.parametrize("hint", ["userDeclinedCall", "expiredTransaction", "startFailed"])
def test_what_goes_wrong_leaves_the_case_as_it_was_and_can_be_tried_again(
    mjolby: Town, hanna: Client, hint: str
) -> None:
    case = _taken(hanna)
    waiting = _asked(hanna, case)
    order = mjolby.bank.bank.find("latest")
    assert order
    mjolby.bank.bank.fail(order, hint)
    assert hanna.get(waiting).status_code == 200
    again = _asked(hanna, case)
    mjolby.play(ANNA)
    assert hanna.get(again).status_code == 302
    assert _own(mjolby).state is RequestState.SIGNED


def test_finished_order_is_used_once_and_in_the_browser_that_started_it(
    mjolby: Town, hanna: Client
) -> None:
    case = _taken(hanna)
    waiting = _asked(hanna, case)
    mjolby.play(ANNA)
    with open_scope(mjolby.row):
        stolen = browser("mjolby", staff_token(cast.staff()))
    assert stolen.get(waiting).status_code == 404
    assert hanna.get(waiting).status_code == 302
    assert hanna.get(waiting).status_code == 302
    with open_scope(mjolby.row):
        assert Evidence.objects.count() == 1
    assert hanna.get(f"{case}underskrift-i-telefon/").status_code == 404
    assert hanna.post(f"{case}underskrift-i-telefon/", {"who": "user"}).status_code == 404


def test_order_that_shows_who_calls_signs_nothing(mjolby: Town, hanna: Client) -> None:
    path = post_all(hanna, begun())
    shown = str(hanna.post(f"{path}samtal/", {"who": "user"})["Location"])
    mjolby.play(ANNA)
    assert hanna.get(shown).status_code == 302
    seen = re.search(r'name="seen" value="(\w+)"', page_text(hanna, f"{path}kontrollera/"))
    assert seen
    case = str(hanna.post(f"{path}kontrollera/", {"seen": seen[1]})["Location"]).split("?")[0]
    order = shown.rstrip("/").rsplit("/", maxsplit=1)[1]
    assert hanna.get(f"{case}underskrift-i-telefon/{order}/").status_code == 404
    assert _own(mjolby).state is RequestState.INVITED


def test_only_she_who_has_telephoned_herself_is_asked(mjolby: Town, hanna: Client) -> None:
    case = _taken(hanna, told_by="Mormor Prov")
    assert OFFER not in page_text(hanna, case)
    assert hanna.get(f"{case}underskrift-i-telefon/").status_code == 404
    assert hanna.post(f"{case}underskrift-i-telefon/", {"who": "user"}).status_code == 404


def test_bankid_that_is_down_is_told_and_nothing_is_lost(mjolby: Town, hanna: Client) -> None:
    case = _taken(hanna)
    mjolby.bank.bank.set_fault("down")
    answer = hanna.post(f"{case}underskrift-i-telefon/", {"who": "user"})
    mjolby.bank.bank.set_fault("none")
    assert answer.status_code == 503
    assert "logga in och skriva under senare" in words(answer)
    assert _own(mjolby).is_open


def test_nobody_elses_case_and_nobody_without_the_role_asks(mjolby: Town, hanna: Client) -> None:
    case = _taken(hanna)
    reference = case.rstrip("/").rsplit("/", maxsplit=1)[1]
    request = _own(mjolby)
    with open_scope(mjolby.row):
        other = cast.put_other_handler(cast.unit("Miljöförvaltningen"))
        with pytest.raises(NotFoundError):
            sign_by_phone.to_read(reference=reference, by=other)
        with pytest.raises(NotFoundError):
            sign_by_phone.to_read(reference=reference, by=cast.citizen_actor())
        with pytest.raises(NotFoundError):
            sign_by_phone.to_read(reference="SKO-2026-999999-X", by=cast.staff_actor())
    with open_scope(cast.municipality("norrkoping")):
        next_door = cast.staff_actor()
        with pytest.raises(NotFoundError):
            sign_by_phone.to_read(reference=reference, by=next_door)
        with pytest.raises(NotFoundError):
            signing_services.record_by_phone(
                subject=request.subject,
                request_id=request.id,
                signatory=request.signatory,
                evidence={},
                report=None,  # type: ignore[arg-type]  # never looked at
                by=next_door,
            )


def test_she_who_logs_in_and_signs_meanwhile_has_signed_once(mjolby: Town, hanna: Client) -> None:
    case = _taken(hanna)
    waiting = _asked(hanna, case)
    mjolby.play(ANNA)
    with open_scope(mjolby.row):
        sign(Case.objects.get().filing_id, cast.citizen_actor())
    assert hanna.get(waiting).status_code == 302
    with open_scope(mjolby.row):
        assert Evidence.objects.count() == 1
