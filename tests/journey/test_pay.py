"""Paying a fee: handed in at once or when it is paid, once, whatever Swish does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.paying import KRONOR, applied, attempt, old, order, pay, town
from tests.pdf_text import bare, text_of
from tests.town import ANNA, STRANGER, Town, page_text, words

from samtjanst.adapters.swish import Swish as Adapter
from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.fees.models import Attempt, PaymentOrder
from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import pay as paying
from samtjanst.kernel import clock
from samtjanst.ports.payment import PaymentRequest
from samtjanst.running.cases.models import Case
from samtjanst.running.filing.models import Snapshot
from samtjanst.running.filing.queries import snapshot as snapshot_of
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.swish import server as swish_server
from samtjanst.simulators.swish.server import Running as Swish

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
DESK = "/handlaggning/arenden/"
PHONE = "070-123 45 67"


@pytest.fixture(scope="module")
def _swish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swish]:
    running = swish_server.start(tmp_path_factory.mktemp("swish"))
    yield running
    running.stop()


@pytest.fixture
def swish(_swish: Swish) -> Swish:
    _swish.swish.orders.clear()
    _swish.swish.refunds.clear()
    _swish.swish.asked.clear()
    return _swish


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path, swish: Swish) -> Town:  # noqa: F811 - the fixture
    return town("mjolby", bank, tmp_path, swish)


def _begin(anna: Client, page: str, **posted: str) -> int:
    return int(anna.post(f"{page}betala/", {"way": "app"} | posted).status_code)


def _case(at: Town) -> Case:
    with open_scope(at.row):
        return Case.objects.get()


def test_application_comes_in_at_once_and_waits_to_be_paid(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    case = _case(mjolby)
    text = page_text(anna, page)
    assert "Din ansökan har kommit in. Den väntar på att avgiften betalas." in text
    assert KRONOR in anna.get(page).content.decode()
    assert (case.state, order(mjolby).state) == ("received", "open")
    assert "Avgiften är inte betald" in page_text(anna, f"/mina-arenden/{case.reference}/")
    assert "Väntar på din betalning" in page_text(anna, "/mina-arenden/")
    with open_scope(mjolby.row):
        assert Message.objects.filter(template="fee_due", citizen_id=cast.citizen().id).count() == 1
    assert swish.swish.orders == {}  # nobody is asked before she wants to pay


def test_what_is_to_be_paid_is_sealed_and_told_before_hand_in(mjolby: Town) -> None:
    applied(mjolby)
    with open_scope(mjolby.row):
        sealed = snapshot_of(Snapshot.objects.get().id).content["fee"]
    told = {"amount": 30_000, "currency": "SEK", "vat": 0, "when": "after", "days": 14}
    assert sealed == told


def test_paid_in_the_app_leads_to_receipt_notice_and_case(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    assert _begin(anna, page) == 302
    html = anna.get(page).content.decode()
    assert "token=" in html
    assert anna.get(f"{page}kod.svg")["Content-Type"] == "image/svg+xml"
    pay(mjolby, swish)
    assert anna.get(f"{page}lage/")["HX-Refresh"] == "true"
    text = page_text(anna, page)
    assert "Avgiften är betald" in text
    assert "Ingen moms" in text
    assert order(mjolby).state == "paid"
    receipt = anna.get(f"{page}kvitto.pdf").content
    assert receipt.startswith(b"%PDF")
    told = text_of(receipt)
    for one in ("Kvitto", "Anna Provsson", order(mjolby).reference, _case(mjolby).reference):
        assert bare(one) in told
    with open_scope(mjolby.row):
        assert Message.objects.filter(template="fee_paid").count() == 1


def test_paid_by_phone_number_which_nobody_keeps(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    assert _begin(anna, page, way="phone", phone=PHONE) == 302
    asked = swish.swish.orders[attempt(mjolby).instruction]
    assert asked.told["payerAlias"] == "46701234567"
    assert "godkänn betalningen" in page_text(anna, page)
    with open_scope(mjolby.row):
        kept = repr([vars(one) for one in Attempt.objects.all()])
        kept += repr([vars(one) for one in PaymentOrder.objects.all()])
    assert "701234567" not in kept
    pay(mjolby, swish)
    assert "Avgiften är betald" in page_text(anna, page)


def test_number_that_is_none_is_told_at_the_field(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    answer = anna.post(f"{page}betala/", {"way": "phone", "phone": "hej"})
    assert answer.status_code == 422
    assert "Skriv mobilnumret" in words(answer)
    assert swish.swish.orders == {}


def test_pressed_twice_is_one_request(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    assert (_begin(anna, page), _begin(anna, page)) == (302, 302)
    assert len(swish.swish.orders) == 1
    assert "token=" in anna.get(page).content.decode()


def test_nobody_rings_in_a_phone_time_and_again(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    for _ in range(10):
        assert _begin(anna, page, way="phone", phone=PHONE) == 302
        assert anna.post(f"{page}avbryt/").status_code == 302
    assert _begin(anna, page, way="phone", phone=PHONE) == 429
    assert len(swish.swish.orders) == 10
    order_id = order(mjolby).id
    with open_scope(mjolby.row), clock.shifted(timedelta(minutes=61)):
        assert fees.begin(order_id=order_id, to_phone=True, by=cast.citizen_actor())


def test_answer_of_swish_that_is_lost_is_found_and_can_be_begun_anew(
    mjolby: Town, swish: Swish
) -> None:
    anna, page = applied(mjolby)
    with open_scope(mjolby.row):
        order_id, by = PaymentOrder.objects.get().id, cast.citizen_actor()
        made = fees.begin(order_id=order_id, to_phone=False, by=by)
    # It reached Swish, and the process was killed before anything came back.
    provider = Adapter(swish.settings)
    provider.ask(
        PaymentRequest(made.instruction, 30_000, order(mjolby).reference, "x", "/x", made.secret)
    )
    assert _begin(anna, page) == 302
    assert len(swish.swish.orders) == 1
    assert "Avbryt den för att börja om" in page_text(anna, page)
    anna.post(f"{page}avbryt/")
    assert _begin(anna, page) == 302
    assert "token=" in anna.get(page).content.decode()


def test_other_way_takes_the_first_request_back(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    before = attempt(mjolby).instruction
    _begin(anna, page, way="phone", phone=PHONE)
    assert swish.swish.orders[before].status == "CANCELLED"
    assert len(swish.swish.open_orders()) == 1


@pytest.mark.parametrize(
    ("code", "told"),
    [("RF07", "Banken sade nej"), ("BANKIDCL", "avbröts i BankID"), ("TM01", "i tid")],
)
def test_payment_that_comes_to_nothing_can_be_tried_again(
    mjolby: Town, swish: Swish, code: str, told: str
) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    pay(mjolby, swish, code)
    assert told in page_text(anna, page)
    assert _begin(anna, page) == 302
    pay(mjolby, swish)
    assert "Avgiften är betald" in page_text(anna, page)


def test_unclear_payment_is_never_asked_for_again_until_somebody_knows(
    mjolby: Town, swish: Swish
) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    pay(mjolby, swish, "DS24")
    text = page_text(anna, page)
    assert "Banken har inte sagt hur betalningen gick. Betala inte igen." in text
    assert "Betala senast" not in text
    _begin(anna, page)
    assert len(swish.swish.orders) == 1
    handler, reference = mjolby.handler(), _case(mjolby).reference
    assert "Oklart om den är betald" in page_text(handler, f"{DESK}{reference}/")
    handler.post(f"{DESK}{reference}/avgift/utredd/")
    assert _begin(anna, page) == 302
    assert len(swish.swish.orders) == 2


@pytest.mark.parametrize("mode", ["down", "dropped", "busy", "nonsense"])
def test_swish_that_is_down_loses_neither_application_nor_money(
    mjolby: Town, swish: Swish, mode: str
) -> None:
    anna, page = applied(mjolby)
    swish.swish.mode = mode
    answer = anna.post(f"{page}betala/", {"way": "app"})
    assert answer.status_code == 503
    assert "Inget har betalats" in words(answer)
    assert "Betala med Swish" in words(answer)  # she tries again where she stands
    swish.swish.mode = "no_callback"
    assert _begin(anna, page) == 302
    pay(mjolby, swish)
    assert "Avgiften är betald" in page_text(anna, page)
    assert _case(mjolby).state == "received"


def test_other_amount_than_asked_pays_nothing_and_is_shown(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    pay(mjolby, swish)
    swish.swish.mode = "other_amount"
    text = page_text(anna, page)
    assert "Det belopp som kom är inte det som skulle betalas. Betala inte igen." in text
    assert (order(mjolby).state, order(mjolby).needs_look) == ("open", "wrong_amount")
    reference = _case(mjolby).reference
    shown = page_text(mjolby.handler(), f"{DESK}{reference}/")
    assert "Fel belopp har betalats" in shown


def test_callback_is_a_hint_only(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    made, outside = attempt(mjolby), mjolby.browser()
    path = f"/betalning/svar/{made.id}/"
    told = swish.swish.orders[made.instruction].shown() | {"status": "PAID", "amount": 300.0}

    def call(secret: str, body: object = told) -> int:
        headers = {"callbackIdentifier": secret} if secret else {}
        answer = outside.post(path, body, content_type="application/json", headers=headers)
        return int(answer.status_code)

    for secret in ("", "0" * 32, made.secret[:-1]):
        assert call(secret) == 404
    assert call(made.secret) == 200  # it says "paid", which is a lie
    assert order(mjolby).state == "open"
    pay(mjolby, swish)
    assert (call(made.secret, {"status": "DECLINED"}), call(made.secret)) == (200, 200)
    assert order(mjolby).state == "paid"
    assert call(made.secret) == 200  # again: nothing happens twice
    with open_scope(mjolby.row):
        assert Message.objects.filter(template="fee_paid").count() == 1
    swish.swish.mode = "down"
    assert call(made.secret) == 503  # it calls again


def test_order_of_somebody_else_is_not_there(mjolby: Town, swish: Swish) -> None:
    _anna, page = applied(mjolby)
    stranger = mjolby.login(STRANGER)
    for path in ("", "lage/", "kod.svg", "kvitto.pdf"):
        assert stranger.get(f"{page}{path}").status_code == 404
    assert _begin(stranger, page) == 404
    assert stranger.post(f"{page}avbryt/").status_code == 404
    assert swish.swish.orders == {}


def test_payment_is_followed_when_the_page_is_closed(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    pay(mjolby, swish)
    with open_scope(mjolby.row):
        assert paying.follow_due() == 1
        assert paying.follow_due() == 0
    assert order(mjolby).state == "paid"


def test_poll_is_one_query_while_nothing_happens(
    mjolby: Town, swish: Swish, django_assert_num_queries: object
) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    asked = len(swish.swish.asked)
    with open_scope(mjolby.row):
        row = PaymentOrder.objects.get()
        by = cast.citizen_actor()
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert not paying.poll(order_id=row.id, by=by)
    assert len(swish.swish.asked) == asked


def test_time_that_passes_ends_it_with_a_notice_and_a_handler_gives_more(
    mjolby: Town, swish: Swish
) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    with open_scope(mjolby.row), clock.shifted(timedelta(days=12)):
        assert (paying.remind_due(), paying.remind_due()) == (1, 0)
    with open_scope(mjolby.row), clock.shifted(timedelta(days=15)):
        assert (paying.lapse_due(), paying.lapse_due()) == (1, 0)
        told = set(Message.objects.values_list("template", flat=True))
    assert {"fee_reminder", "fee_expired"} <= told
    assert swish.swish.orders[attempt(mjolby).instruction].status == "CANCELLED"
    assert "Tiden att betala har gått ut" in page_text(anna, page)
    assert f"/mina-arenden/{_case(mjolby).reference}/meddelanden/" in page_text(anna, page)
    handler, reference = mjolby.handler(), _case(mjolby).reference
    answer = handler.post(f"{DESK}{reference}/avgift/tid/", {"days": "7"})
    assert answer.status_code == 302
    assert order(mjolby).until == clock.today() + timedelta(days=7)
    _begin(anna, page)
    pay(mjolby, swish)
    assert "Avgiften är betald" in page_text(anna, page)


def test_paid_after_the_time_is_told_that_it_goes_back(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    with open_scope(mjolby.row):
        PaymentOrder.objects.update(state="lapsed")
    pay(mjolby, swish)
    with open_scope(mjolby.row):
        assert paying.follow_due() == 1
    told = page_text(anna, page)
    for part in ("Tiden att betala har gått ut", "Din betalning kom efter", "Betalas tillbaka"):
        assert part in told
    assert "Avgiften är betald" not in told


def test_paid_in_the_last_moment_does_not_lapse(mjolby: Town, swish: Swish) -> None:
    anna, page = applied(mjolby)
    _begin(anna, page)
    pay(mjolby, swish)
    with open_scope(mjolby.row), clock.shifted(timedelta(days=15)):
        assert paying.lapse_due() == 0
    assert order(mjolby).state == "paid"


def test_definition_without_a_fee_has_nothing_to_pay(
    db: None,
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    from tests.journey.test_without_signature import unsigned
    from tests.town import fill_in

    at = unsigned("mjolby", bank, tmp_path)
    anna = at.login(ANNA)
    filing = fill_in(anna, at.answers())
    assert "Avgift" not in words(anna.get(f"{filing}kontrollera/"))
    old(at)
    with open_scope(at.row):
        assert not PaymentOrder.objects.exists()
