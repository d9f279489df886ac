"""A case is put aside until a day: listed as waiting, and on *Min dag* when the day has come."""

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

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import history
from samtjanst.journey.history import Field
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import View

pytestmark = pytest.mark.django_db
HOME, DAY = "/handlaggning", timedelta(days=1)
ERRAND = "Ring Anna om kartan"


@pytest.fixture
def mjolby() -> Municipality:
    return _town("mjolby")


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return _taken()


def _town(slug: str) -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        school_transport(slug)
    return row


def _taken() -> str:
    reference = complete_case()
    services.take(reference=reference, by=cast.staff_actor())
    return reference


def _address(reference: str, what: str = "annan-dag/") -> str:
    return f"{HOME}/arenden/{reference}/{what}"


def _put_aside(client: Client, reference: str, days: int = 3, errand: str = ERRAND) -> None:
    until = (clock.today() + days * DAY).isoformat()
    answer = client.post(_address(reference), {"until": until, "errand": errand})
    assert answer.status_code == 302, answer.content.decode()


def _text(client: Client, path: str) -> str:
    answer = client.get(f"{HOME}/{path}")
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _lists(mjolby: Municipality) -> dict[View, int]:
    with open_scope(mjolby):
        return cases.counts(cast.staff_actor())


def test_case_waits_until_its_day_and_is_then_on_my_day(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    with open_scope(mjolby):
        other = _taken()
    _put_aside(hanna, reference)
    page = _text(hanna, f"lista/{View.ASIDE.value}/")
    assert reference in page
    assert other not in page
    assert (clock.today() + 3 * DAY).isoformat() in page
    assert [_lists(mjolby)[view] for view in (View.WAITS, View.ASIDE, View.MINE)] == [1, 1, 2]
    assert "Ska tas upp nu" not in _text(hanna, "min-dag/")
    with clock.shifted(3 * DAY):
        today = browser(token=_again(mjolby))
        assert "Ska tas upp nu" in (page := _text(today, "min-dag/"))
        assert reference in page
        assert ERRAND not in page  # what it is about is read in the case only
        assert [_lists(mjolby)[view] for view in (View.WAITS, View.ASIDE)] == [0, 0]


def _again(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return staff_token(cast.staff())


def test_errand_is_read_in_the_case_and_lies_encrypted(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    _put_aside(hanna, reference)
    page = _text(hanna, f"arenden/{reference}/")
    assert ERRAND in page
    assert "Ska tas upp en annan dag" in page
    with open_scope(mjolby):
        row = Case.objects.get(reference=reference)
        assert b"Anna" not in bytes(row.watch_for)
        events = AuditEvent.objects.filter(action="case.put_aside")
        assert ERRAND not in str(events.get().details)
        [line] = [
            one
            for one in history.history(reference=reference, by=cast.staff_actor())[1]
            if one.what is Field.ASIDE
        ]
        assert (line.before, line.after) == ((), ((clock.today() + 3 * DAY).isoformat(),))


def test_another_day_takes_the_place_of_the_first_and_taken_up_it_waits_no_more(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    _put_aside(hanna, reference)
    _put_aside(hanna, reference, days=9, errand="")
    page = _text(hanna, f"arenden/{reference}/")
    assert (clock.today() + 9 * DAY).isoformat() in page
    for _press in range(2):  # twice is once
        assert hanna.post(_address(reference, "ta-upp/")).status_code == 302
    assert _lists(mjolby)[View.ASIDE] == 0
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.taken_up").count() == 1


def test_same_day_sent_twice_is_one_event(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    for _press in range(2):
        _put_aside(hanna, reference)
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.put_aside").count() == 1


def test_time_for_the_decision_goes_on(mjolby: Municipality, hanna: Client, reference: str) -> None:
    with open_scope(mjolby):
        before = cases.get_case(cast.staff_actor(), reference).due
    _put_aside(hanna, reference)
    with open_scope(mjolby):
        assert cases.get_case(cast.staff_actor(), reference).due == before


@pytest.mark.parametrize(
    ("until", "errand", "told"),
    [
        ("", "", "Välj vilken dag."),
        ("i morgon", "", "Välj vilken dag."),
        ("2020-01-01", "", "Välj en dag från och med i morgon."),
        ("2999-01-01", "", "Välj en dag inom två år."),
        ("", "x" * 201, "Skriv högst 200 tecken."),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_nothing_typed_is_lost(
    hanna: Client, reference: str, until: str, errand: str, told: str
) -> None:
    answer = hanna.post(_address(reference), {"until": until, "errand": errand})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(told) == 2  # in the summary and at the field
    assert errand in page


def test_case_that_is_over_is_not_put_aside(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = _taken()
        Case.objects.filter(reference=reference).update(state="decided")
        with pytest.raises(TransitionError):
            services.put_aside(
                reference=reference, until=clock.today() + DAY, errand="", by=cast.staff_actor()
            )
    assert hanna.get(_address(reference)).status_code == 404
    assert "annan-dag" not in _text(hanna, f"arenden/{reference}/")


def test_neither_another_unit_nor_another_municipality_reaches_it(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    _put_aside(hanna, reference)
    with open_scope(far := _town("norrkoping")):
        abroad = browser("norrkoping", staff_token(cast.staff()))
    with open_scope(mjolby):
        beside = browser(token=staff_token(cast.staff(Role.HANDLER, "Miljöförvaltningen")))
    for outsider in (abroad, beside):
        for what in ("annan-dag/", "ta-upp/"):
            assert outsider.post(_address(reference, what), {}).status_code == 404
        assert reference not in _text(outsider, f"lista/{View.ASIDE.value}/")
    assert _lists(far)[View.ASIDE] == 0
    assert _lists(mjolby)[View.ASIDE] == 1


def test_list_takes_the_same_queries_for_1_and_30(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            _text(hanna, f"lista/{View.ASIDE.value}/")
        return statements(seen)

    _put_aside(hanna, reference)
    queries()
    few = queries()
    with open_scope(mjolby):
        until = clock.today() + DAY
        for _ in range(29):
            services.put_aside(reference=_taken(), until=until, errand="", by=cast.staff_actor())
    assert queries() == few == 8
