"""A fee that is paid before the application comes in: until then it lies in own space."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_pay import _begin, _case, _swish, swish  # noqa: F401 - fixtures
from tests.paying import applied, order, pay, town
from tests.paying import document as paid_document
from tests.paying import opened as paid_town
from tests.town import Town, page_text

from samtjanst.capabilities.fees.models import PaymentOrder, Refund
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import pay as paying
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.running.filing.models import Filing
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.swish.server import Running as Swish

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def first(db: None, bank: Bank, tmp_path: Path, swish: Swish) -> Town:  # noqa: F811 - the fixture
    """Where the fee is paid before the application comes in."""
    return town("mjolby", bank, tmp_path, swish, when="before")


def test_fee_first_keeps_the_application_in_own_space_until_it_is_paid(
    first: Town,
    swish: Swish,  # noqa: F811 - the fixture
) -> None:
    anna, page = applied(first)
    text = page_text(anna, page)
    assert "Din ansökan är inte inskickad än" in text
    with open_scope(first.row):
        assert not Case.objects.exists()
        assert Filing.objects.get().state == "signed"
    assert "Väntar på din betalning" in page_text(anna, "/mina-arenden/")
    _begin(anna, page)
    pay(first, swish)
    assert "Avgiften är betald" in page_text(anna, page)
    case = _case(first)
    assert (case.state, case.completed_at) == ("received", case.arrived_at)
    assert "Din ansökan har kommit in" in page_text(
        anna, f"/ansokan/{order(first).subject_id}/kvitto/"
    )


def test_page_to_pay_on_says_the_own_words_of_what_waits_until_it_is_paid(
    bank: Bank,  # noqa: F811 - the fixture
    tmp_path: Path,
    swish: Swish,  # noqa: F811 - the fixture
) -> None:
    document = paid_document(when="before")
    said = {
        "id": "m",
        "moment": "own_space",
        "text": {"sv": "Hej {namn}! Betala så börjar vi."},
    }
    document["handling"]["messages"] = [said]
    at = paid_town("mjolby", bank, tmp_path, swish, document)
    anna, page = applied(at)
    assert "Betala så börjar vi." in page_text(anna, page)
    assert "{namn}" not in page_text(anna, page)
    _begin(anna, page)
    pay(at, swish)
    assert "Betala så börjar vi." not in page_text(anna, page)


def test_fee_first_that_is_not_paid_in_time_can_be_handed_in_again(
    first: Town,
    swish: Swish,  # noqa: F811 - the fixture
) -> None:
    anna, page = applied(first)
    with open_scope(first.row), clock.shifted(timedelta(days=15)):
        assert paying.lapse_due() == 1
        assert not Case.objects.exists()
    text = page_text(anna, page)
    assert "Ansökan är inte inskickad" in text
    again = re.search(r'href="(/ansokan/[^"]+/andra/)"', anna.get(page).content.decode())
    assert again
    assert anna.get(again[1]).status_code == 200
    assert anna.post(again[1]).status_code == 302
    with open_scope(first.row):
        assert Filing.objects.get().state == "draft"
        assert PaymentOrder.objects.get().state == "cancelled"


def test_paid_although_it_is_taken_back_goes_back(
    first: Town,
    swish: Swish,  # noqa: F811 - the fixture
) -> None:
    anna, page = applied(first)
    _begin(anna, page)
    anna.post(f"/ansokan/{order(first).subject_id}/andra/")
    pay(first, swish)
    with open_scope(first.row):
        assert paying.follow_due() == 1
        assert not Case.objects.exists()
        assert Refund.objects.get().amount == 30_000
    first.work()
    first.work()
    with open_scope(first.row):
        assert Refund.objects.get().state in {"waiting", "paid"}
    assert len(swish.swish.refunds) == 1
    told = page_text(anna, page)
    assert "Det finns inget att betala" in told
    assert "Betalas tillbaka" in told or "Tillbakabetalt" in told
