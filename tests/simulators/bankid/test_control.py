"""The page on which one plays the app: by hand on a phone, and by a test."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from tests.simulators_support import bankid

from samtjanst.adapters.bankid.provider import BankIdIdentity
from samtjanst.ports.identity import OrderState, StartedOrder, StartIdentification
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import ANNA

START = StartIdentification(
    end_user_ip="198.51.100.24",
    purpose="Logga in hos <Mjölby>",
    return_url="http://mjolby.localhost:8000/logga-in/klar/1/",
    referring_domain="localhost",
    user_agent="Mozilla/5.0",
    device_identifier="b1946ac92492d234",
)


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def bank(_running: Running) -> Running:
    _running.bank.reset()
    return _running


@pytest.fixture
def started(bank: Running) -> StartedOrder:
    return BankIdIdentity(bank.settings).start(START)


def _page(bank: Running, path: str = "/") -> str:
    answer = httpx2.get(bank.control_url + path)
    assert answer.status_code == 200
    return answer.text


def _press(bank: Running, path: str, **form: str) -> httpx2.Response:
    return httpx2.post(bank.control_url + path, data=form)


def _state(bank: Running, started: StartedOrder) -> tuple[OrderState, str]:
    progress = BankIdIdentity(bank.settings).collect(started.order)
    return progress.state, progress.hint


def test_page_is_for_a_phone_and_needs_no_script(bank: Running, started: StartedOrder) -> None:
    page = _page(bank)
    assert 'name="viewport" content="width=device-width' in page
    assert "<script" not in page
    assert "Logga in som Anna Provsson" in page
    assert "Logga in hos &lt;Mjölby&gt;" in page
    assert "inte på riktigt" in page


def test_person_logs_in_with_one_press_and_is_sent_back(
    bank: Running, started: StartedOrder
) -> None:
    app = httpx2.get(started.launch_url)
    assert _state(bank, started) == (OrderState.PENDING, "RFA9")  # the app has been opened
    ref = re.findall(r'name="order" value="([^"]+)"', app.text)[0]
    answer = _press(bank, "/complete", order=ref, back="http://x/", person=ANNA)
    assert (answer.status_code, answer.headers["Location"]) == (303, START.return_url)
    assert _state(bank, started) == (OrderState.COMPLETE, "")


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("/cancel", {}, "RFA6"),
        ("/fail", {"hint": "expiredTransaction"}, "RFA8"),
        ("/fail", {"hint": "certificateErr"}, "RFA16"),
    ],
)
def test_person_cancels_or_lets_the_time_run_out(
    bank: Running, started: StartedOrder, path: str, form: dict[str, str], told: str
) -> None:
    assert "Låt tiden gå ut" in _page(bank)
    assert _press(bank, path, **form).headers["Location"] == "/"
    assert _state(bank, started) == (OrderState.FAILED, told)


def test_service_is_told_to_be_down_and_up_again(bank: Running) -> None:
    _press(bank, "/fault", fault="down")
    assert "Nu: <strong>Tjänsten är nere (503)</strong>" in _page(bank)
    assert bank.bank.fault == "down"
    _press(bank, "/fault", fault="none")
    assert "Nu: <strong>Inget fel</strong>" in _page(bank)


def test_code_is_scanned_by_its_text(bank: Running, started: StartedOrder) -> None:
    from samtjanst.kernel import clock

    text = BankIdIdentity(bank.settings).qr_text(started.order, clock.now())
    assert _press(bank, "/scan", text=text).headers["Location"] == "/"
    assert _press(bank, "/scan", text=text[:-4]).headers["Location"] == "/?sagt=nej"


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("complete", {"person": "nobody"}),
        ("fail", {"hint": "nonsense"}),
        ("fault", {"fault": "nonsense"}),
        ("fault", {"fault": "down", "times": "-1"}),
        ("lifetimes", {"pickup": "soon"}),
        ("lifetimes", {"unknown": "1"}),
        ("nonsense", {}),
    ],
)
def test_what_cannot_be_done_is_said(
    bank: Running, started: StartedOrder, action: str, form: dict[str, str]
) -> None:
    answer = _press(bank, f"/_sim/{action}", **form)
    assert (answer.status_code, answer.json()) == (409, {"done": False})
    assert _state(bank, started)[0] is OrderState.PENDING
