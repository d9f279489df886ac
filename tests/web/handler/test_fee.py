"""The desk's list of what waits to be paid, and who may do what about a fee."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.fees.types import NewOrder
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/lista/betalas/"
CASE = "/handlaggning/arenden/"


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _unpaid(days: int = 14) -> str:
    """A case that waits to be paid."""
    reference = complete_case()
    case = Case.objects.get(reference=reference)
    fees.open_order(
        new=NewOrder(
            ("filing", case.filing_id),
            cast.citizen().id,
            case.unit_id,
            "Avgift",
            30_000,
            0,
            clock.today() + timedelta(days=days),
        ),
        by=cast.citizen_actor(),
    )
    return reference


def test_what_waits_to_be_paid_is_a_list_of_its_own_the_nearest_day_first(
    mjolby: Municipality, hanna: Client
) -> None:
    neighbour = cast.municipality("norrkoping")
    with open_scope(neighbour):
        school_transport("norrkoping")
        _unpaid(1)
    with open_scope(mjolby):
        late, soon, free = _unpaid(20), _unpaid(2), complete_case()
    page = hanna.get(LIST).content.decode()
    assert page.index(f">{soon}<") < page.index(f">{late}<")
    assert free not in page
    assert (clock.today() + timedelta(days=2)).isoformat() in page
    assert (clock.today() + timedelta(days=1)).isoformat() not in page  # the neighbour's
    assert soon in hanna.get("/handlaggning/lista/vantande/").content.decode()


def test_list_takes_as_many_statements_with_thirty_as_with_one(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        _unpaid()
    hanna.get(LIST)  # what a process looks up once
    with CaptureQueriesContext(connection) as one:
        hanna.get(LIST)
    with open_scope(mjolby):
        for _ in range(29):
            _unpaid()
    with CaptureQueriesContext(connection) as many:
        hanna.get(LIST)
    assert statements(one) == statements(many)


def test_case_without_a_fee_has_no_page_for_it(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = complete_case()
    assert hanna.get(f"{CASE}{reference}/avgift/").status_code == 404
    for act in ("paminn", "tid", "utredd"):
        data = {"days": "3"}
        assert hanna.post(f"{CASE}{reference}/avgift/{act}/", data).status_code == 404
    refund = {"amount": "1", "reason": "x"}
    assert hanna.post(f"{CASE}{reference}/avgift/tillbaka/", refund).status_code == 404


def test_reminder_goes_once_a_day(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = _unpaid()
        with clock.shifted(timedelta(days=-2)):
            older = _unpaid(30)
    for told, one in (("nyss-paminda", reference), ("paminnelse", older), ("nyss-paminda", older)):
        answer = hanna.post(f"{CASE}{one}/avgift/paminn/")
        assert answer["Location"].endswith(f"besked={told}")
