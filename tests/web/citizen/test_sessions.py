"""Citizens see where they are logged in, and log out what is left behind."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey_support import school_transport
from tests.staff_support import browser

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.people.sessions import OpenedSession, session_for
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db
PAGE = "/mina-arenden/inloggningar/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/605.1.15"


@pytest.fixture(autouse=True)
def mjolby() -> Iterator[None]:
    """Next door the same person is logged in, too."""
    with open_scope(cast.municipality("norrkoping")):
        cast.logged_in()
    with open_scope(cast.municipality()):
        yield


def _at(opened: OpenedSession, agent: str) -> Client:
    client = browser(token=opened.token)
    client.defaults["HTTP_USER_AGENT"] = agent
    return client


def _read(client: Client) -> str:
    answer: Any = client.get(PAGE)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_she_sees_each_browser_of_hers_and_nobody_elses() -> None:
    here, phone = cast.logged_in(), cast.logged_in()
    cast.logged_in(cast.OUTSIDER)
    _at(phone, PHONE).get("/mina-arenden/")
    page = _read(_at(here, FIREFOX))
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert page.count("BankID. Inloggad") == 2
    assert page.count("Den här webbläsaren") == 1
    assert page.count("Logga ut<span") == 1


def test_she_logs_out_another_browser_and_never_somebody_elses() -> None:
    here, phone, other = cast.logged_in(), cast.logged_in(), cast.logged_in(cast.OUTSIDER)
    mine = _at(here, FIREFOX)
    assert mine.post(f"{PAGE}{phone.session.id}/").status_code == 302
    assert session_for(phone.token) is None
    for key in (other.session.id, phone.session.id):
        assert mine.post(f"{PAGE}{key}/").status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        there = BrowserSession.objects.get(citizen__isnull=False)
    assert mine.post(f"{PAGE}{there.id}/").status_code == 404
    assert session_for(other.token)
    assert AuditEvent.objects.filter(action="citizen.session_ended").count() == 1


def test_she_logs_out_everywhere_but_here() -> None:
    here, phone, other = cast.logged_in(), cast.logged_in(), cast.logged_in(cast.OUTSIDER)
    mine = _at(here, FIREFOX)
    assert mine.post(f"{PAGE}andra/")["Location"] == PAGE
    assert session_for(phone.token) is None
    assert session_for(here.token)
    assert session_for(other.token)
    assert "Logga ut överallt" not in _read(mine)
    assert browser().get(PAGE).status_code in {302, 404}


def test_what_is_sensitive_lets_her_rest_a_shorter_time() -> None:
    school_transport()
    opened, other = cast.logged_in(), cast.logged_in()
    mine = _at(opened, FIREFOX)
    filing = str(mine.post("/e-tjanster/skolskjuts/starta/")["Location"])
    assert mine.get(f"{filing}oversikt/").status_code == 200
    with clock.shifted(timedelta(minutes=20)):
        assert session_for(opened.token)
    EService.objects.update(confidentiality=3)
    assert mine.get(f"{filing}oversikt/").status_code == 200
    with clock.shifted(timedelta(minutes=14)):
        assert session_for(opened.token)
        assert session_for(other.token)
    with clock.shifted(timedelta(minutes=40)):
        assert session_for(opened.token) is None
    EService.objects.update(confidentiality=0)
    mine.get(f"{filing}oversikt/")
    row = BrowserSession.objects.get(id=opened.session.id)
    assert row.idle_minutes == 15  # what has been opened stays behind the browser's back button
