"""A session that ends in the middle of a page: the person comes back to what she typed."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.town import ANNA, BO, Town, page_text, revision_of, start, stated_answers, words

from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.filing.models import Filing

TYPED = "Hemvägen går över tolv åkrar"


@pytest.fixture
def anna(mjolby: Town) -> Client:
    return mjolby.login(ANNA)


def _fall_asleep(town: Town, for_: timedelta = timedelta(hours=2)) -> None:
    with open_scope(town.row):
        BrowserSession.objects.update(seen_at=clock.now() - for_)


def _send(anna: Client, filing: str, town: Town, rest: str = "") -> str:
    """What is typed is sent when the session has ended; where one is asked to log in."""
    path = f"{filing}sida/the_child/"
    data = stated_answers()["the_child"] | {"home_address.street": TYPED}
    data["revision"] = revision_of(anna, path)
    _fall_asleep(town)
    answer = anna.post(f"{path}{rest}", data | {"go": "1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/logga-in/")
    return str(answer["Location"])


def _log_in(town: Town, login: str, number: str = ANNA) -> tuple[Client, str]:
    """Log in where one was asked to; the browser, and where one ends up."""
    client = town.browser()
    came_from = parse_qs(urlsplit(login).query)["next"][0]
    begun = client.post("/logga-in/", {"next": came_from})
    town.play(number)
    done = client.get(begun["Location"])
    assert done.status_code == 302
    return client, str(done["Location"])


@pytest.mark.parametrize("rest", ["", "falt/"])
def test_person_is_back_at_the_page_with_what_she_typed(
    mjolby: Town, anna: Client, rest: str
) -> None:
    filing = start(anna)
    login = _send(anna, filing, mjolby, rest)
    assert "Hemv" not in login
    client, landed = _log_in(mjolby, login)
    shown = client.get(landed, follow=True)
    assert shown.status_code == 200
    assert shown.request["PATH_INFO"] == f"{filing}sida/the_child/"
    assert "Du är tillbaka där du var" in words(shown)
    assert TYPED in shown.content.decode()
    # It is not saved until she goes on; then it is, and the notice is gone.
    again = page_text(client, f"{filing}sida/the_child/")
    assert TYPED in again
    data = stated_answers()["the_child"] | {"home_address.street": TYPED, "go": "1"}
    data["revision"] = revision_of(client, f"{filing}sida/the_child/")
    assert client.post(f"{filing}sida/the_child/", data).status_code == 302
    after = page_text(client, f"{filing}sida/the_child/")
    assert TYPED in after
    assert "Du är tillbaka" not in after


def test_what_is_kept_is_encrypted_and_the_owners(mjolby: Town, anna: Client) -> None:
    filing = start(anna)
    login = _send(anna, filing, mjolby)
    with open_scope(mjolby.row):
        row = Filing.objects.get()
        assert bytes(row.unsaved)
        assert TYPED.encode() not in bytes(row.unsaved)
        assert row.revision == 0  # no answer has changed
    bo, landed = _log_in(mjolby, login, BO)
    assert bo.get(landed).status_code == 404


def test_nobody_writes_into_a_draft_without_its_owners_own_lapsed_session(
    mjolby: Town, anna: Client
) -> None:
    filing = start(anna)
    path = f"{filing}sida/the_child/"
    stranger, bo = mjolby.browser(), mjolby.login(BO)
    out = mjolby.login(ANNA)
    kept = dict(out.cookies)
    out.post("/logga-ut/")
    out.cookies.update(kept)  # a copy of a secret that its owner has logged out
    _fall_asleep(mjolby)
    for client in (stranger, bo, out):
        assert client.post(path, {"home_address.street": "Fel", "revision": 0}).status_code == 302
    _fall_asleep(mjolby, timedelta(days=2))
    assert anna.post(path, {"home_address.street": "Sent", "revision": 0}).status_code == 302
    with open_scope(mjolby.row):
        assert not bytes(Filing.objects.get().unsaved)


def test_address_that_takes_only_posts_leads_to_its_page(mjolby: Town, anna: Client) -> None:
    filing = start(anna)
    page = f"{filing}sida/the_child/"
    assert anna.get(f"{page}falt/")["Location"] == page
    assert anna.get("/logga-ut/")["Location"] == "/"
    hanna = mjolby.handler()
    case = "/handlaggning/arenden/SKJ-2026-000001-2/"
    for rest in ("ta/", "paminn/", "anteckna/"):
        assert hanna.get(f"{case}{rest}")["Location"] == case
