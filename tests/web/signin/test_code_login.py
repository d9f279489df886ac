"""Logging in with password and one-time code: the screen, and what it gives."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests import cast, invited

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import sessions
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db
PAGE, DESK = "/handlaggning/logga-in/kod/", "/handlaggning/"


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality("mjolby")
    with open_scope(row):
        yield row


def _form(code: str, **change: str) -> dict[str, str]:
    return {"email": invited.EMAIL, "password": invited.PASSWORD, "code": code} | change


def test_right_answers_lead_to_the_desk(mjolby: Municipality) -> None:
    account, client = invited.with_login(), invited.browser()
    before = client.get(PAGE)
    assert before.status_code == 200
    answer = client.post(PAGE, _form(invited.code_now(account)))
    assert answer["Location"] == DESK
    assert client.get(DESK).status_code == 200
    assert AuditEvent.objects.filter(action="staff.signed_in").count() == 1


def test_every_failure_looks_the_same(mjolby: Municipality) -> None:
    account = invited.with_login()
    pages = set()
    for form in (
        _form("000000"),
        _form(invited.code_now(account), password="fel lösenord här"),
        _form(invited.code_now(account), email="ingen@exempel.invalid"),
    ):
        answer = invited.browser().post(PAGE, form | {"email": form["email"]})
        assert answer.status_code == 422
        text = answer.content.decode().replace(form["email"], "")
        pages.add(text[text.index("<main") : text.index("csrfmiddleware")])
    assert len(pages) == 1
    refused = AuditEvent.objects.filter(action="staff.refused")
    assert refused.count() == 2  # nobody's account leaves no trace of who was guessed at
    assert invited.EMAIL not in str(list(refused.values_list("details", "subject_id")))


@pytest.mark.parametrize(
    "target", ["https://ond.example/", "//ond.example/", "/\\ond.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(mjolby: Municipality, target: str) -> None:
    account = invited.with_login()
    form = _form(invited.code_now(account), next=target)
    assert invited.browser().post(PAGE, form)["Location"] == DESK


def test_place_of_ours_is_come_back_to(mjolby: Municipality) -> None:
    account = invited.with_login()
    form = _form(invited.code_now(account), next="/medarbetare/jag/")
    client = invited.browser()
    assert client.post(PAGE, form)["Location"] == "/medarbetare/jag/"
    assert client.get("/medarbetare/jag/").status_code == 200


def test_unit_that_begins_to_demand_an_eid_closes_at_once(mjolby: Municipality) -> None:
    account, client = invited.with_login(), invited.browser()
    client.post(PAGE, _form(invited.code_now(account)))
    assert client.get(DESK).status_code == 200
    put_unit(name=cast.UNIT, staff_level=3)
    assert client.get(DESK).status_code == 404
    with clock.shifted(timedelta(minutes=1)):
        again = client.post(PAGE, _form(invited.code_now(account)))
    assert again["Location"] == "/handlaggning/logga-in/utan-roll/"
    assert client.get(again["Location"]).status_code == 200


def test_session_ends_sooner_than_with_an_eid(mjolby: Municipality) -> None:
    account, client = invited.with_login(), invited.browser()
    client.post(PAGE, _form(invited.code_now(account)))
    with clock.shifted(sessions.WEAK_IDLE + timedelta(seconds=1)):
        assert client.get(DESK).status_code == 302


def test_login_gives_a_new_session_secret(mjolby: Municipality) -> None:
    account, client = invited.with_login(), invited.browser()
    with open_scope(mjolby):
        given = sessions.begin_session()
    client.cookies["samtjanst"] = given.token
    client.post(PAGE, _form(invited.code_now(account)))
    assert client.cookies["samtjanst"].value != given.token
    assert sessions.session_for(given.token) is None
