"""What an open screen costs, and that it stands in nobody's way."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.signin.support import (
    begin,
    browser,
    code_path,
    logged_in_as,
    municipality,
    play,
    poll_path,
)

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import asking
from samtjanst.foundation.people.models import EidOrder
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey.eid import TEXTS
from samtjanst.ports.identity import OrderState, Progress
from samtjanst.simulators.bankid.server import Running

SILENCE = Progress(OrderState.PENDING, "SILENT")


def _queries(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.django_db
@pytest.mark.usefixtures("mjolby", "_at_once")
@pytest.mark.parametrize("people", [1, 30])
def test_poll_and_code_cost_one_query_each(bank: Running, people: int) -> None:
    pages = [(client, begin(client)) for client in (browser() for _ in range(people))]
    client, page = pages[0]
    client.get(poll_path(page))  # now the adapter is there
    for path in (poll_path(page), code_path(page)):
        assert len(_queries(client, path)) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("mjolby")
def test_bankid_is_asked_at_most_once_a_second(bank: Running) -> None:
    client = browser()
    page = begin(client)
    before, started = len(bank.bank.requests), time.monotonic()
    for _ in range(5):
        client.get(poll_path(page))
    seconds = (time.monotonic() - started) / asking.EVERY
    assert 1 <= len(bank.bank.requests) - before <= 1 + seconds


@pytest.mark.django_db
@pytest.mark.usefixtures("mjolby", "_at_once")
def test_slow_bankid_holds_nobody(bank: Running) -> None:
    clients = [browser() for _ in range(10)]
    pages = [begin(client) for client in clients]
    bank.bank.lifetimes.delay = 3
    bank.bank.set_fault("slow")
    started = time.monotonic()
    for client, page in zip(clients, pages, strict=True):
        for _ in range(3):
            assert client.get(poll_path(page)).status_code == 200
    # Thirty polls: ten wait a quarter of a second for the answer, the others not at all.
    assert time.monotonic() - started < 30  # it is 90 if each waits


@pytest.mark.usefixtures("committed_db", "_at_once")
def test_answer_that_comes_late_is_kept_for_whoever_asks_next(bank: Running) -> None:
    mjolby = municipality(bank)
    client = browser()
    page = begin(client)
    play(bank)
    bank.bank.lifetimes.delay = 1
    bank.bank.set_fault("slow", 1)
    assert "HX-Refresh" not in client.get(poll_path(page)).headers
    for _ in range(1000):
        with open_scope(mjolby):
            row = EidOrder.objects.get()
        if len(row.order) > 5000:  # the evidence is in it
            break
        time.sleep(0.05)
    asking._questions.clear()  # the next poll comes to another process
    assert client.get(poll_path(page)).headers["HX-Refresh"] == "true"
    client.get(page)
    assert logged_in_as(client)


@pytest.mark.usefixtures("committed_db", "_at_once")
def test_many_windows_at_once_log_in_once(bank: Running) -> None:
    mjolby = municipality(bank)
    client = browser()
    page = begin(client)
    play(bank)
    together = threading.Barrier(6)

    def load(_number: int) -> int:
        window = browser()
        window.cookies.update(client.cookies)
        together.wait()
        try:
            return window.get(page).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(load, range(6)))
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="citizen.signed_in").count() == 1
    assert statuses.count(302) >= 1
    assert set(statuses) <= {200, 302, 404}


def test_question_is_answered_to_one_and_put_again_after_a_second() -> None:
    asked = []

    def collect() -> Progress:
        asked.append(1)
        return Progress(OrderState.PENDING, "RFA1")

    key = uuid.uuid4()

    def ask() -> Progress | None:
        return asking.ask(key, collect, lambda _answer: None, SILENCE, patience=2)

    assert ask()
    assert ask() is None
    time.sleep(asking.EVERY)
    assert ask()
    assert len(asked) == 2


def test_silence_is_told_until_something_is_said() -> None:
    said = [SILENCE, Progress(OrderState.PENDING, "RFA1")]
    key = uuid.uuid4()

    def ask() -> Progress | None:
        return asking.ask(key, lambda: said.pop(0), lambda _answer: None, SILENCE, patience=2)

    assert (ask(), ask()) == (SILENCE, SILENCE)
    time.sleep(asking.EVERY)
    assert ask() == Progress(OrderState.PENDING, "RFA1")
    assert ask() is None


@pytest.mark.django_db
@pytest.mark.usefixtures("mjolby", "_at_once")
def test_poll_of_bankid_that_says_nothing_costs_one_query(bank: Running) -> None:
    client = browser()
    page = begin(client)
    client.get(poll_path(page))  # now the adapter is there
    bank.bank.set_fault("maintenance")
    for _ in range(3):
        time.sleep(asking.EVERY)
        assert len(_queries(client, poll_path(page))) == 1
    assert str(TEXTS["SILENT"]) in client.get(poll_path(page)).content.decode()
