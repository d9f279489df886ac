"""A case that has arrived and gets no second signature always has a way on."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.days import working_days
from tests.handling_support import hand_in_application, reference_of, sign
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.models import Room
from samtjanst.capabilities.signing.services import due_in
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind
from samtjanst.journey import sign as signature
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.queries import case_of_filing, needed

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def anna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=citizen_token())


@pytest.fixture
def waiting(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))


@pytest.fixture
def declined(mjolby: Municipality, waiting: str) -> str:
    with open_scope(mjolby):
        bo = cast.citizen_actor(cast.OTHER_GUARDIAN)
        [request] = [r for r in signing.requests_of(bo) if r.is_open]
        signature.decline(request_id=request.id, reason="Fel skola", by=bo)
    return waiting


def _case(town: Municipality, reference: str) -> Case:
    with open_scope(town):
        return Case.objects.get(reference=reference)


def _room(town: Municipality) -> Room:
    with open_scope(town):
        return Room.objects.get()


def _told(town: Municipality) -> list[str]:
    with open_scope(town):
        return list(Message.objects.order_by("created_at").values_list("template", flat=True))


def _do(client: Client, reference: str, **data: str) -> tuple[int, str]:
    path = f"/handlaggning/arenden/{reference}/vagar-vidare/"
    answer = client.post(path, data, follow=True)
    return answer.status_code, answer.content.decode()


def _mine(client: Client, reference: str) -> str:
    answer = client.get(f"/mina-arenden/{reference}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_after_a_refusal_the_handler_asks_again_and_the_last_signature_completes(
    mjolby: Municipality, hanna: Client, anna: Client, declined: str
) -> None:
    assert "Någon vill inte skriva under" in _mine(anna, declined)
    page = hanna.get(f"/handlaggning/arenden/{declined}/").content.decode()
    assert "Fel skola" in page
    assert "Fråga igen eller avsluta" in page
    status, page = _do(hanna, declined, do="ask")
    assert (status, "En ny begäran om underskrift är på väg" in page) == (200, True)
    assert _told(mjolby)[-2:] == ["sign_invitation", "case_news"]
    assert "Någon vill inte skriva under" not in _mine(anna, declined)
    assert _do(hanna, declined, do="ask")[0] == 409  # nobody has declined now
    with open_scope(mjolby):
        sign(Case.objects.get().filing_id, cast.citizen_actor(cast.OTHER_GUARDIAN))
    assert _case(mjolby, declined).state == "received"


def test_a_case_whose_time_is_out_is_opened_again_by_asking_again(
    mjolby: Municipality, hanna: Client, waiting: str
) -> None:
    with open_scope(mjolby):
        Room.objects.update(expires_at=clock.now() - timedelta(minutes=1))
        assert remind.expire_due() == 1
    assert _case(mjolby, waiting).state == "lapsed"
    assert _do(hanna, waiting, do="ask")[0] == 200
    room = _room(mjolby)
    assert (_case(mjolby, waiting).state, room.state) == ("waiting_for_signature", "open")
    assert room.expires_at
    assert room.expires_at > clock.now() + timedelta(days=29)


def test_waiting_list_tells_how_long_is_left_and_what_was_sent(hanna: Client, waiting: str) -> None:
    page = " ".join(hanna.get("/handlaggning/lista/vantar/").content.decode().split())
    assert waiting in page
    assert "30 dagar kvar att skriva under" in page
    case = hanna.get(f"/handlaggning/arenden/{waiting}/").content.decode()
    assert re.search(r"Inbjudan att skriva under <span.{0,90}</span>: På väg", case)


def test_no_is_told_to_the_handlers_of_the_unit_until_one_says_how_it_goes_on(
    mjolby: Municipality, hanna: Client, declined: str
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        nils = browser("norrkoping", staff_token(cast.staff()))
    day = hanna.get("/handlaggning/min-dag/").content.decode()
    assert day.count(declined) == 4  # what needs her, and what has happened: address and text
    assert declined not in nils.get("/handlaggning/min-dag/").content.decode()
    _do(hanna, declined, do="ask")
    with open_scope(mjolby), clock.shifted(working_days(3)):
        assert needed(cast.staff_actor()) == []


def test_reminders_count_from_the_new_request(
    mjolby: Municipality, hanna: Client, declined: str
) -> None:
    _do(hanna, declined, do="ask")
    with open_scope(mjolby):
        assert remind.remind_due() == 0
        with clock.shifted(working_days(3)):
            assert remind.remind_due() == 1


def test_nobody_is_reminded_when_the_case_goes_on_without(
    mjolby: Municipality, hanna: Client, waiting: str
) -> None:
    path = f"/handlaggning/arenden/{waiting}/ta-utan-underskrift/"
    with open_scope(mjolby), clock.shifted(working_days(3)):
        assert due_in(Room.objects.get().id)
    assert hanna.post(path, {"reason": "Barnets bästa."}).status_code == 302
    with open_scope(mjolby), clock.shifted(working_days(3)):
        assert remind.remind_due() == 0
    assert "sign_reminder" not in _told(mjolby)


def test_time_is_made_longer_and_the_applicant_sees_it(
    mjolby: Municipality, hanna: Client, anna: Client, waiting: str
) -> None:
    before = _room(mjolby).expires_at
    assert before
    assert _do(hanna, waiting, do="extend", days="14")[0] == 200
    after = _room(mjolby).expires_at
    days = timedelta(days=14)
    assert after == clock.last_second(clock.local(before).date() + days)
    assert str(clock.local(after).year) in _mine(anna, waiting)
    for nonsense in ("0", "-3", "91", "", "många", "9" * 40):
        status, page = _do(hanna, waiting, do="extend", days=nonsense)
        assert (status, "Skriv ett antal dagar" in page) == (422, True), nonsense
    assert _room(mjolby).expires_at == after


def test_closing_takes_a_reason_that_the_parties_read(
    mjolby: Municipality, hanna: Client, anna: Client, declined: str
) -> None:
    status, page = _do(hanna, declined, do="close", reason=" ")
    assert (status, "Skriv varför ärendet avslutas" in page) == (422, True)
    assert _case(mjolby, declined).state == "waiting_for_signature"
    assert _do(hanna, declined, do="close", reason="Bo samtycker inte.")[0] == 200
    assert _case(mjolby, declined).state == "lapsed"
    assert _told(mjolby).count("case_closed") == 2
    assert "Bo samtycker inte." in _mine(anna, declined)
    assert _do(hanna, declined, do="close", reason="Igen")[0] == 409


def test_closing_while_it_is_open_ends_the_wait(
    mjolby: Municipality, hanna: Client, waiting: str
) -> None:
    assert _do(hanna, waiting, do="close", reason="Återkallad.")[0] == 200
    assert _room(mjolby).state == "expired"
    with open_scope(mjolby):
        bo = cast.citizen_actor(cast.OTHER_GUARDIAN)
        assert not [r for r in signing.requests_of(bo) if r.is_open]
        assert signing_services.open_rooms() == []


def test_decides_without_the_signature_after_a_refusal(
    mjolby: Municipality, hanna: Client, anna: Client, declined: str
) -> None:
    path = f"/handlaggning/arenden/{declined}/ta-utan-underskrift/"
    assert hanna.post(path, {"reason": "Barnets bästa."}).status_code == 302
    assert _case(mjolby, declined).state == "in_progress"
    assert _do(hanna, declined, do="ask")[0] == 404
    page = _mine(anna, declined)
    assert "Handläggs utan alla underskrifter" in page
    assert "Alla har skrivit under" not in page


def test_others_find_nothing(mjolby: Municipality, anna: Client, declined: str) -> None:
    path = f"/handlaggning/arenden/{declined}/vagar-vidare/"
    with open_scope(cast.municipality("norrkoping")):
        far = browser("norrkoping", staff_token(cast.staff()))
    assert far.get(path).status_code == 404
    assert far.post(path, {"do": "close", "reason": "x"}).status_code == 404
    assert anna.post(path, {"do": "ask"}).status_code == 302  # to the log-in of staff
    assert _case(mjolby, declined).state == "waiting_for_signature"
    with open_scope(mjolby):
        assert case_of_filing(Case.objects.get().filing_id)
