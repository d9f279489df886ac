"""A signature belongs to one request, one session and one municipality, and happens once."""

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.simulators_support import bankid
from tests.town import ANNA, BO, STRANGER, Town, fill_in, found, page_text, prepare, words

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import asking, orders
from samtjanst.foundation.people.models import EidOrder
from samtjanst.foundation.plugins.services import signing_provider
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.ports.identity import OrderState, StartedOrder
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank


@pytest.fixture(scope="module")
def _bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def bank(_bank: Bank, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    monkeypatch.setattr(asking, "EVERY", 0.0)  # nobody waits a second between two questions
    _bank.bank.reset()
    yield _bank
    _bank.bank.reset()


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:
    return found("mjolby", bank, tmp_path)


def _started(town: Town) -> tuple[Client, str, str]:
    """Anna with a signature begun: her browser, the request's path and the order's."""
    anna = town.login(ANNA)
    request = prepare(anna, fill_in(anna, town.answers()))
    answer = anna.post(f"{request}starta/")
    assert answer.status_code == 302, words(answer)
    return anna, request, str(answer["Location"])


def _polled(order: str) -> str:
    return f"/eid/{order.rstrip('/').rsplit('/', 1)[-1]}/status/"


def test_signature_told_by_the_poll_is_recorded_by_the_page(mjolby: Town) -> None:
    anna, _, order = _started(mjolby)
    assert "HX-Refresh" not in anna.get(_polled(order)).headers
    mjolby.play(ANNA)
    assert anna.get(_polled(order)).headers["HX-Refresh"] == "true"
    assert "inte inskickad" in page_text(anna, "/mina-arenden/")
    done = anna.get(order)
    assert done.status_code == 302
    assert "har kommit in" in page_text(anna, done["Location"])


def test_signature_that_has_been_told_is_recorded_even_if_bankid_goes_down(mjolby: Town) -> None:
    anna, _, order = _started(mjolby)
    mjolby.play(ANNA)
    anna.get(_polled(order))  # BankID tells it once; now it is kept here
    mjolby.bank.bank.reset()
    mjolby.bank.bank.set_fault("down")
    assert "har kommit in" in page_text(anna, anna.get(order)["Location"])


def test_page_loaded_again_signs_nothing_again(mjolby: Town) -> None:
    anna, _, order = _started(mjolby)
    mjolby.play(ANNA)
    targets = {anna.get(order)["Location"] for _ in range(3)}
    assert len(targets) == 1
    with open_scope(mjolby.row):
        assert Case.objects.count() <= 1
        assert AuditEvent.objects.filter(action="filing.handed_in").count() <= 1


def test_order_does_not_exist_under_another_request(mjolby: Town) -> None:
    anna, request, order = _started(mjolby)
    mjolby.play(ANNA)
    anna.get(order)
    _, other_request, other_order = _started(mjolby)
    mixed = other_order.replace(other_request, request)
    assert mixed != other_order
    assert anna.get(mixed).status_code == 404


@pytest.mark.parametrize("who", [BO, STRANGER, ANNA])
def test_order_of_another_session_does_not_exist(mjolby: Town, who: str) -> None:
    _, _, order = _started(mjolby)
    other = mjolby.login(who)  # Anna too, in another browser
    for path in (order, _polled(order), _polled(order).replace("status/", "kod.svg")):
        assert other.get(path).status_code == 404
    assert other.post(f"{order}avbryt/").status_code == 404


def test_login_order_is_no_signature(mjolby: Town) -> None:
    anna, request, order = _started(mjolby)
    login = anna.post("/logga-in/", {"next": ""})["Location"]
    key = login.rstrip("/").rsplit("/", 1)[-1]
    # The new login has its own session; whoever is in it has nothing to sign.
    assert anna.get(f"{request}order/{key}/").status_code in {302, 404}
    assert anna.get(order).status_code in {302, 404}


def test_signature_order_logs_nobody_in(mjolby: Town) -> None:
    anna, _, order = _started(mjolby)
    key = order.rstrip("/").rsplit("/", 1)[-1]
    mjolby.play(ANNA)
    assert anna.get(f"/logga-in/order/{key}/").status_code == 404


def test_return_from_the_app_in_another_browser_shows_nothing(mjolby: Town) -> None:
    _, request, order = _started(mjolby)
    back = f"{request}klar/{order.rstrip('/').rsplit('/', 1)[-1]}/"
    answer = mjolby.browser().get(back)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/logga-in/")


def test_window_that_asks_after_the_only_answer_leaves_the_order_signed(mjolby: Town) -> None:
    anna, _, order = _started(mjolby)
    key = order.rstrip("/").rsplit("/", 1)[-1]
    with open_scope(mjolby.row):
        late = EidOrder.objects.get(id=key)
    mjolby.play(ANNA)
    assert anna.get(order).status_code == 302
    with open_scope(mjolby.row):
        told = orders.follow_order(order=late, provider=signing_provider(), launch=_never)
        assert told.order.state == OrderState.COMPLETE
        assert EidOrder.objects.get(id=key).state == OrderState.COMPLETE
    assert anna.get(order).status_code == 302


def _never(_key: uuid.UUID) -> StartedOrder:
    raise AssertionError


@pytest.mark.usefixtures("committed_db")
def test_many_windows_at_once_hand_in_once(bank: Bank, tmp_path: Path) -> None:
    town = found("mjolby", bank, tmp_path)
    anna, _, order = _started(town)
    town.play(ANNA)
    together = threading.Barrier(6)

    def load(_number: int) -> int:
        window = town.browser()
        window.cookies.update(anna.cookies)
        together.wait()
        try:
            return window.get(order).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(load, range(6)))
    assert set(statuses) <= {200, 302}
    assert 302 in statuses
    assert anna.get(order).status_code == 302
    with open_scope(town.row):
        assert AuditEvent.objects.filter(action="signing.signed").count() == 1
        assert AuditEvent.objects.filter(action="filing.handed_in").count() == 1
