"""Logging in with BankID, seen from the browser."""

import html
import time

import pytest
from tests.web.signin.support import (
    COOKIE,
    DEVICE,
    begin,
    browser,
    code_path,
    logged_in_as,
    order,
    play,
    poll_path,
    text,
)

from samtjanst.foundation.people.orders import MAX_RESTARTS
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.journey.eid import TEXTS
from samtjanst.simulators.bankid.server import Running

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mjolby", "_at_once")]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def test_page_shows_code_button_and_what_to_do(bank: Running) -> None:
    client = browser()
    page = text(client, begin(client))
    assert "Öppna BankID-appen." in page
    assert code_path(begin(client)).split("/")[-1] in page
    assert "/app?autostarttoken=" in page
    assert 'http-equiv="refresh" content="5"' in page  # without a script
    assert "Avbryt" in page
    assert order(bank).body["userVisibleData"]


def test_secrets_of_the_order_never_reach_the_browser(bank: Running) -> None:
    client = browser()
    page = begin(client)
    shown = text(client, page) + text(client, poll_path(page)) + text(client, code_path(page))
    for secret in (order(bank).ref, order(bank).qr_secret, order(bank).qr_token):
        assert secret not in shown


def test_code_is_an_image_that_nobody_keeps(bank: Running) -> None:
    client = browser()
    answer = client.get(code_path(begin(client)))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "no-store"


def test_completed_login_is_told_by_the_poll_and_done_by_the_page(bank: Running) -> None:
    client = browser()
    page = begin(client, "/mina-arenden/?visa=alla")
    assert "HX-Refresh" not in client.get(poll_path(page)).headers
    play(bank)
    assert client.get(poll_path(page)).headers["HX-Refresh"] == "true"
    assert not logged_in_as(client)
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, "/mina-arenden/?visa=alla")
    assert logged_in_as(client)


def test_completed_login_works_without_a_script(bank: Running) -> None:
    client = browser()
    page = begin(client)
    text(client, page)
    play(bank)
    assert client.get(page)["Location"] == "/mina-arenden/"
    assert logged_in_as(client)


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
        "///evil.example", "http:evil.example", "/logga-in/", "evil", " //evil.example",
    ],
)  # fmt: skip
def test_login_never_leads_elsewhere(bank: Running, where: str) -> None:
    client = browser()
    page = begin(client, where)
    play(bank)
    assert client.get(page)["Location"] == "/mina-arenden/"


@pytest.mark.parametrize(
    ("hint", "agent", "told"),
    [
        ("started", "Mozilla/5.0 (X11; Linux)", "RFA15A"),
        ("started", PHONE, "RFA15B"),
        ("noClient", PHONE, "RFA1"),
        ("userSign", PHONE, "RFA9"),
        ("userMrtd", PHONE, "RFA23"),
        ("userCallConfirm", PHONE, "CONFIRM_CALL"),
    ],
)
def test_person_sees_how_far_she_has_come(bank: Running, hint: str, agent: str, told: str) -> None:
    client = browser(user_agent=agent)
    page = begin(client)
    bank.bank.pick_up(order(bank), hint)
    for path in (poll_path(page), page):
        shown = text(client, path)
        assert str(TEXTS[told]) in html.unescape(shown)
        assert "data-qr" not in shown


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("userCancel", "RFA6"),
        ("cancelled", "RFA3"),
        ("expiredTransaction", "RFA8"),
        ("certificateErr", "RFA16"),
        ("userDeclinedCall", "DECLINED_CALL"),
        ("notSupportedByUserApp", "UPDATE_APP"),
        ("transactionRiskBlocked", "RISK"),
        ("somethingNew", "RFA22"),
    ],
)
def test_person_sees_why_it_failed_and_can_try_again(bank: Running, hint: str, told: str) -> None:
    client = browser()
    page = begin(client)
    bank.bank.fail(order(bank), hint)
    assert client.get(poll_path(page)).headers["HX-Refresh"] == "true"
    shown = text(client, page)
    assert str(TEXTS[told]) in shown
    assert "Försök igen" in shown
    assert "http-equiv" not in shown
    assert not logged_in_as(client)


def test_code_that_grows_old_is_renewed_and_in_the_end_given_up(bank: Running) -> None:
    client = browser()
    page = begin(client)
    first = order(bank).ref
    bank.bank.lifetimes.pickup = -1
    assert str(TEXTS["RFA1"]) in text(client, poll_path(page))
    bank.bank.lifetimes.pickup = 30
    assert order(bank).ref != first
    bank.bank.lifetimes.pickup = -1
    for _ in range(MAX_RESTARTS - 1):
        text(client, poll_path(page))
    client.get(poll_path(page))
    assert str(TEXTS["RFA17B"]) in text(client, page)


def test_cancel_stops_it_here_and_in_the_app(bank: Running) -> None:
    client = browser()
    page = begin(client)
    shown = client.post(f"{page}avbryt/", follow=True).content.decode()
    assert str(TEXTS["RFA6"]) in shown
    for _ in range(1500):
        if not bank.bank.waiting():
            break
        time.sleep(0.02)
    assert bank.bank.waiting() == []


def test_cancelled_login_stays_so_even_if_the_app_was_faster(bank: Running) -> None:
    client = browser()
    page = begin(client)
    play(bank)
    client.post(f"{page}avbryt/")
    assert str(TEXTS["RFA6"]) in text(client, page)
    assert not logged_in_as(client)


def test_bankid_that_is_down_is_said_plainly_and_nothing_is_lost(bank: Running) -> None:
    bank.bank.set_fault("down")
    answer = browser().post("/logga-in/", {"next": "/mina-arenden/?visa=alla"})
    shown = answer.content.decode()
    assert answer.status_code == 503
    assert str(TEXTS["RFA5"]) in shown
    assert "Det du har sparat finns kvar." in shown
    assert 'value="/mina-arenden/?visa=alla"' in shown


def test_bankid_that_goes_silent_is_waited_for(bank: Running) -> None:
    client = browser()
    page = begin(client)
    bank.bank.set_fault("maintenance")
    for path in (poll_path(page), page):
        assert str(TEXTS["SILENT"]) in text(client, path)
    bank.bank.set_fault("none")
    assert str(TEXTS["RFA1"]) in text(client, poll_path(page))
    play(bank)
    assert client.get(page).status_code == 302


def test_proof_that_does_not_hold_is_told_and_nobody_logged_in(bank: Running) -> None:
    client = browser()
    page = begin(client)
    bank.bank.set_fault("tampered")
    play(bank)
    client.get(poll_path(page))
    assert str(TEXTS["UNVERIFIED"]) in text(client, page)
    assert not logged_in_as(client)


def test_stranger_is_no_staff(bank: Running) -> None:
    client = browser()
    page = begin(client, path="/handlaggning/logga-in/")
    play(bank)
    assert str(TEXTS["STRANGER"]) in text(client, page)
    assert client.get("/handlaggning/").status_code == 302


def test_device_is_the_same_at_every_login_and_not_the_session(
    bank: Running, mjolby: Municipality
) -> None:
    client = browser()
    devices, sessions = set(), set()
    for _ in range(3):
        begin(client)
        devices.add(order(bank).body["web"]["deviceIdentifier"])
        sessions.add(client.cookies[COOKIE].value)
    assert (len(devices), len(sessions)) == (1, 3)
    assert client.cookies[DEVICE]["httponly"]
    assert int(client.cookies[DEVICE]["max-age"]) == 365 * 24 * 3600
    assert client.cookies[DEVICE].value not in devices  # a hash is told, not the cookie
    begin(browser())
    assert order(bank).body["web"]["deviceIdentifier"] not in devices
