"""One order, one browser, one municipality: what a swindler tries."""

import uuid
from urllib.parse import urlsplit

import pytest
from tests.web.signin.support import (
    COOKIE,
    begin,
    browser,
    code_path,
    key_of,
    logged_in_as,
    municipality,
    order,
    play,
    poll_path,
    text,
)

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey.eid import TEXTS
from samtjanst.simulators.bankid.server import Running

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mjolby", "_at_once")]


def _come_back_path(bank: Running) -> str:
    return urlsplit(order(bank).return_url).path


def test_secret_from_before_the_login_is_worth_nothing_after_it(bank: Running) -> None:
    client = browser()
    page = begin(client)
    before = client.cookies[COOKIE].value
    play(bank)
    client.get(page)
    assert client.cookies[COOKIE].value != before
    thief = browser()
    thief.cookies[COOKIE] = before
    assert not logged_in_as(thief)
    assert thief.get(page).status_code == 404


def test_secret_that_somebody_planted_is_never_taken_over(bank: Running) -> None:
    swindler, victim = browser(), browser()
    begin(swindler)
    planted = swindler.cookies[COOKIE].value
    victim.cookies[COOKIE] = planted
    page = begin(victim)
    assert victim.cookies[COOKIE].value != planted
    play(bank)
    victim.get(page)
    assert logged_in_as(victim)
    assert not logged_in_as(swindler)


@pytest.mark.parametrize("who", ["stranger", "other login", "logged in"])
def test_order_of_another_session_does_not_exist(bank: Running, who: str) -> None:
    page = begin(browser())
    other = browser()
    if who != "stranger":
        others = begin(other)
        if who == "logged in":
            play(bank)
            other.get(others)
    for path in (page, poll_path(page), code_path(page)):
        assert other.get(path).status_code == 404
    assert other.post(f"{page}avbryt/").status_code == 404


@pytest.mark.parametrize("path", ["/logga-in/order/{}/", "/eid/{}/status/", "/eid/{}/kod.svg"])
def test_absent_order_looks_the_same(bank: Running, path: str) -> None:
    client = browser()
    begin(client)
    assert client.get(path.format(uuid.uuid4())).status_code == 404


def test_order_does_not_exist_in_another_municipality(bank: Running) -> None:
    municipality(bank, "norrkoping")
    here = browser()
    page = begin(here)
    there = browser("norrkoping")
    there.cookies[COOKIE] = here.cookies[COOKIE].value
    for path in (page, poll_path(page), code_path(page)):
        assert there.get(path).status_code == 404


def test_logged_out_session_follows_nothing_more(bank: Running) -> None:
    client = browser()
    page = begin(client)
    kept = client.cookies[COOKIE].value
    client.post("/logga-ut/")
    client.cookies[COOKIE] = kept
    for path in (page, poll_path(page), code_path(page)):
        assert client.get(path).status_code == 404


def test_app_sends_back_to_the_order_of_this_browser(bank: Running) -> None:
    client = browser()
    page = begin(client)
    assert _come_back_path(bank) == f"/logga-in/klar/{key_of(page)}/"
    answer = client.get(_come_back_path(bank))
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_page_that_was_reloaded_on_return_goes_on(bank: Running) -> None:
    client = browser()
    page = begin(client)
    back = _come_back_path(bank)
    play(bank)
    assert client.get(back)["Location"] == page
    assert client.get(page).status_code == 302
    assert logged_in_as(client)
    # The app's own tab comes a moment later, with the new secret.
    assert client.get(back).status_code == 302
    assert logged_in_as(client)


def test_login_finished_in_another_browser_is_taken_back(
    bank: Running, mjolby: Municipality
) -> None:
    swindler, victim = browser(), browser()
    page = begin(swindler)  # and sends the link that opens the app to the victim
    back = _come_back_path(bank)
    play(bank)
    swindler.get(page)
    assert logged_in_as(swindler)
    shown = text(victim, back, 403)  # the app opens the address in the victim's browser
    assert "försök till bedrägeri" in shown
    assert not logged_in_as(swindler)
    assert not logged_in_as(victim)
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="eid.taken_back").count() == 1


def test_login_that_was_stopped_from_another_browser_does_not_happen(bank: Running) -> None:
    swindler, victim = browser(), browser()
    page = begin(swindler)
    back = _come_back_path(bank)
    text(victim, back, 403)
    play(bank)
    assert str(TEXTS["ELSEWHERE"]) in text(swindler, page)
    assert not logged_in_as(swindler)


def test_unknown_address_to_come_back_to_stops_nothing(bank: Running) -> None:
    client = browser()
    page = begin(client)
    text(browser(), f"/logga-in/klar/{uuid.uuid4()}/", 403)
    play(bank)
    client.get(page)
    assert logged_in_as(client)


def test_trusted_proxys_word_alone_gives_the_persons_address(
    bank: Running, settings: object
) -> None:
    begin(browser(x_forwarded_for="203.0.113.9"))
    assert order(bank).body["endUserIp"] == "127.0.0.1"
    settings.TRUSTED_PROXY = "127.0.0.1"  # type: ignore[attr-defined]  # the plugin's own type
    begin(browser(x_forwarded_for="198.51.100.7, 203.0.113.9"))
    assert order(bank).body["endUserIp"] == "203.0.113.9"
