"""The way in for somebody new: link and start code, both; then BankID, or password and app."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests import cast, invited
from tests.web.signin import support

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import invitations
from samtjanst.foundation.people.models import BrowserSession, StaffAccount, StaffLogin
from samtjanst.foundation.people.queries import staff_by_number
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.simulators.bankid.server import Running

pytestmark = pytest.mark.django_db
WAY, APP = "/valkommen/inloggning/", "/valkommen/app/"


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality("mjolby")
    with open_scope(row):
        yield row


def test_newcomer_chooses_password_connects_the_app_and_is_in(mjolby: Municipality) -> None:
    new, client = invited.newcomer(), invited.browser()
    assert client.get(new.path).status_code == 200
    assert client.post(new.path, {"start_code": new.code.lower()})["Location"] == WAY
    assert client.get(WAY).status_code == 200
    assert client.post(WAY, {"way": "code", "password": invited.PASSWORD})["Location"] == APP
    picture = client.get(f"{APP}kod.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    done = client.post(APP, {"code": invited.code_now(new.account)})
    assert len(invited.shown_codes(done.content.decode())) == 10
    assert "no-store" in done["Cache-Control"]
    assert client.get("/handlaggning/").status_code == 200
    session = BrowserSession.objects.get(staff=new.account, ended_at=None)
    assert (session.assurance_level, session.method) == (2, "code")
    assert AuditEvent.objects.filter(action="staff.login_made").count() == 1


def test_link_is_used_up_by_the_one_who_came_in(mjolby: Municipality) -> None:
    new, client, thief = invited.newcomer(), invited.browser(), invited.browser()
    thief.post(new.path, {"start_code": new.code})  # has both, but is later
    client.post(new.path, {"start_code": new.code})
    client.post(WAY, {"way": "code", "password": invited.PASSWORD})
    client.post(APP, {"code": invited.code_now(new.account)})
    for path in (new.path, WAY, APP, f"{APP}kod.svg"):
        assert thief.get(path).status_code == 404, path
        assert client.get(path).status_code == 404, path


def test_stolen_link_without_start_code_opens_nothing_and_ends(mjolby: Municipality) -> None:
    new, thief = invited.newcomer(), invited.browser()
    for _ in range(invitations.MOST_TRIES):
        assert thief.get(WAY).status_code == 404
        assert thief.post(new.path, {"start_code": "7KQ2M-9XA4C"}).status_code == 422
    assert thief.post(new.path, {"start_code": new.code}).status_code == 404
    refused = AuditEvent.objects.filter(action="staff.start_code_refused")
    assert refused.count() == invitations.MOST_TRIES
    assert not StaffLogin.objects.exists()


def test_start_code_without_the_right_link_opens_nothing(mjolby: Municipality) -> None:
    new, client = invited.newcomer(), invited.browser()
    wrong = new.path[:-2] + ("0/" if new.path[-2] != "0" else "1/")
    assert client.post(wrong, {"start_code": new.code}).status_code == 404
    assert client.get(wrong).status_code == 404


def test_link_of_another_municipality_opens_nothing(mjolby: Municipality) -> None:
    new = invited.newcomer()
    cast.municipality("norrkoping")
    there = invited.browser("norrkoping")
    assert there.post(new.path, {"start_code": new.code}).status_code == 404


def test_invitation_ends_after_a_week(mjolby: Municipality) -> None:
    new = invited.newcomer()
    with clock.shifted(invitations.GOOD_FOR + timedelta(seconds=1)):
        assert invited.browser().get(new.path).status_code == 404


def test_new_invitation_ends_the_earlier(mjolby: Municipality) -> None:
    from samtjanst.journey import staff

    new = invited.newcomer()
    staff.invite_again(staff_id=new.account.id, by=invited.manager())
    assert invited.browser().get(new.path).status_code == 404


def test_unit_that_demands_an_eid_takes_no_password(mjolby: Municipality) -> None:
    new, client = invited.newcomer(level=3), invited.browser()
    client.post(new.path, {"start_code": new.code})
    assert "password" not in client.get(WAY).content.decode()
    posted = client.post(WAY, {"way": "code", "password": invited.PASSWORD})
    assert posted.status_code == 404
    assert not StaffLogin.objects.exists()


def test_weak_password_and_wrong_code_are_told_at_the_field(mjolby: Municipality) -> None:
    new, client = invited.newcomer(), invited.browser()
    client.post(new.path, {"start_code": new.code})
    weak = client.post(WAY, {"way": "code", "password": "kort"})
    assert weak.status_code == 422
    assert 'href="#f-password"' in weak.content.decode()
    client.post(WAY, {"way": "code", "password": invited.PASSWORD})
    wrong = client.post(APP, {"code": "12345"})
    assert wrong.status_code == 422
    assert 'href="#f-code"' in wrong.content.decode()
    assert client.get("/handlaggning/").status_code == 302


def test_newcomer_with_bankid_is_tied_to_the_proved_number(bank: Running) -> None:
    row = support.municipality(bank)
    with open_scope(row):
        new, client = invited.newcomer(level=3), invited.browser()
        client.post(new.path, {"start_code": new.code})
        started = client.post(WAY, {"way": "eid"})
        support.play(bank, cast.HANDLER.digits)
        assert client.get(started["Location"])["Location"] == "/handlaggning/"
        assert client.get("/handlaggning/").status_code == 200
        found = staff_by_number(cast.HANDLER)
        assert found is not None
        assert found.id == new.account.id
        assert invited.browser().get(new.path).status_code == 404


def test_bankid_of_a_stranger_opens_nothing_without_an_invitation(bank: Running) -> None:
    row = support.municipality(bank)
    with open_scope(row):
        new, stranger = invited.newcomer(level=3), invited.browser()
        page = support.begin(stranger, path="/handlaggning/logga-in/")
        support.play(bank, cast.HANDLER.digits)
        assert stranger.get(page).status_code == 200
        assert stranger.get("/handlaggning/").status_code == 302
        assert StaffAccount.objects.get(id=new.account.id).number_index == ""
