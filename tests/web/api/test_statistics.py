"""Numbers without personal data, and addresses that go away."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import complete_case, decided_case
from tests.web.api import support

from samtjanst.foundation.people.types import Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.web.api import going

pytestmark = pytest.mark.django_db
PATH = "/api/v1/statistics/cases"
GOES = going.Going(date(2026, 11, 1), date(2027, 12, 1), "https://exempel.invalid/nytt")


def test_numbers_tell_what_came_in_and_was_decided(mjolby: Municipality) -> None:
    decided_case(cast.staff_actor())
    complete_case()
    caller = support.caller(support.connect((Scope.STATISTICS,)))
    assert caller.get(PATH).json() == [
        {"e_service": "skolskjuts", "arrived": 2, "waiting": 1, "decided": 1, "days": None}
    ]


def test_time_is_told_when_it_says_nothing_of_a_single_case(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided_case(cast.staff_actor())
    monkeypatch.setattr("samtjanst.running.cases.queries.tally.FEWEST_DECISIONS", 1)
    caller = support.caller(support.connect((Scope.STATISTICS,)))
    assert caller.get(PATH).json()[0]["days"] == 0.0


def test_another_unit_and_another_municipality_are_not_counted(
    mjolby: Municipality, tmp_path: Path
) -> None:
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        complete_case()
    complete_case()
    caller = support.caller(support.connect((Scope.STATISTICS,), unit="Socialförvaltningen"))
    assert caller.get(PATH).json() == []


@pytest.mark.parametrize("rows", [1, 5])
def test_numbers_take_the_same_queries_for_more(
    mjolby: Municipality, rows: int, django_assert_num_queries: Any
) -> None:
    for _each in range(rows):
        complete_case()
    caller = support.caller(support.connect((Scope.STATISTICS,)))
    caller.get(PATH)
    with django_assert_num_queries(6):
        caller.get(PATH)


def test_address_that_goes_says_so_in_headers_and_description(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    school_transport()
    caller, path = support.caller(support.connect()), "/api/v1/e-services/skolskjuts"
    assert "Deprecation" not in caller.get(path)
    monkeypatch.setattr(going, "GOING", {"GET /api/v1/e-services/{slug}": GOES})
    answer = caller.get(path)
    assert answer["Deprecation"] == "@1793491200"
    assert answer["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert answer["Link"] == '<https://exempel.invalid/nytt>; rel="deprecation"'
    assert "Deprecation" not in caller.get("/api/v1/e-services")
    told = support.http().get("/api/v1/openapi.json").json()["paths"]
    assert told["/api/v1/e-services/{slug}"]["get"]["deprecated"]


def test_errors_files_and_unchanged_answers_say_it_too(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided_case(cast.staff_actor())
    caller, case = support.caller(support.connect()), "/api/v1/cases/{reference}"
    paths = (case, f"{case}/document.pdf", "/api/v1/e-services")
    monkeypatch.setattr(going, "GOING", dict.fromkeys([f"GET {path}" for path in paths], GOES))
    reference = caller.get("/api/v1/cases").json()["items"][0]["reference"]
    found = caller.get(case.format(reference=reference))
    again = caller.get(case.format(reference=reference), headers={"if-none-match": found["ETag"]})
    answers = {
        200: caller.get(f"/api/v1/cases/{reference}/document.pdf"),
        304: again,
        404: caller.get(case.format(reference="2026-99999")),
        401: support.http().get("/api/v1/e-services"),
    }
    assert answers[200]["Content-Type"] == "application/pdf"
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer["Deprecation"] == "@1793491200", status
    assert "Deprecation" not in caller.post(case.format(reference=reference))


def test_nothing_goes_sooner_than_in_twelve_months() -> None:
    with pytest.raises(ValueError, match="twelve"):
        going.Going(date(2026, 11, 1), date(2027, 10, 1), "x")
