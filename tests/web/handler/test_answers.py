"""Answers that are marked for lists: narrowing, columns, files, and what stays hidden."""

import copy
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of
from tests.journey_support import DOCUMENT, school_transport
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.building.definitions.services.relisting import LISTING_JOB
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import index
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.models import CaseSearch, WorkSearch

pytestmark = pytest.mark.django_db
MARKS = {"child": "search", "school": "column", "school_year": "search", "start_date": "search",
         "placed_school": "search", "traffic_place": "search"}  # fmt: skip
LIST = "/handlaggning/lista/alla/"
NARROWED = 11


def _unmarked() -> dict[str, Any]:
    made = copy.deepcopy(DOCUMENT)
    for question in (one for page in made["pages"] for one in page["questions"]):
        question.pop("in_lists", None)
    return made


def _marked() -> dict[str, Any]:
    made = copy.deepcopy(DOCUMENT)
    for page in made["pages"]:
        for question in page["questions"]:
            if question["id"] == "traffic_place":
                question["kind"] = "text"
                question.get("settings", {}).pop("max_length", None)
            if mark := MARKS.get(question["id"]):
                question["in_lists"] = mark
    return made


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport(document=_marked())
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _case(name: str, school: str, year: str, start: str, place: str = "Backen 4.") -> str:
    child = {"name": name, "personal_number": "201801012392", "protected": False,
             "source": "navet"}  # fmt: skip
    answers = {"child": child, "school": {"id": school, "name": f"{school}s skola"},
               "school_year": year, "start_date": start, "traffic_place": place}  # fmt: skip
    return complete_case(cast.citizen_actor(), answers=answers)


def _narrow(client: Client, **said: str) -> str:
    posted = {"tjanst": "skolskjuts"} | {name.replace("_", ".", 1): v for name, v in said.items()}
    answer = client.post(f"{LIST}urval/", posted)
    typed = [v for name, v in said.items() if not name.startswith("s_")]
    assert not any(text in answer["Location"] for text in typed)
    return client.get(answer["Location"]).content.decode()


def _found(page: str) -> set[str]:
    return set(re.findall(r"arenden/(SKJ-[0-9A-Z-]+)/", page))


def test_list_is_narrowed_by_sentences_over_the_answers(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        tove = _case("Tove Åkesson", "normlosa", "f", "2027-01-11", "Krysset vid lastbilarna.")
        noa = _case("Noa Lind", "vifolkaskolan", "1", "2027-08-17")
        index.index_missing()
    both = {tove, noa}
    assert _found(_narrow(hanna)) == both
    for said, wanted in (
        ({"s_school": "normlosa"}, {tove}),
        ({"s_school": "nonsens"}, both),
        ({"s_school_year": "1"}, {noa}),
        ({"s_placed_school": "no"}, set()),
        ({"o_traffic_place": "lastbil kryss"}, {tove}),
        ({"o_child": "åke"}, {tove}),
        ({"o_child": "20180101-2392"}, both),
        ({"o_child": "20180101"}, set()),  # a personal number is found whole only
        ({"f_start_date": "2027-01-11", "t_start_date": "2027-01-31"}, {tove}),
        ({"f_start_date": "2027-01-12"}, {noa}),
        ({"t_start_date": "2027-08-17"}, both),
        ({"f_start_date": "2027-09-01", "t_start_date": "2027-01-01"}, set()),
        ({"s_placed_school": "yes", "o_child": "noa", "f_start_date": "2027-01-01"}, {noa}),
    ):
        assert _found(_narrow(hanna, **said)) == wanted, said
    # Without the e-service an answer narrows nothing; another's typed words are not hers.
    assert _found(hanna.get(f"{LIST}?s.school=normlosa").content.decode()) == both
    with open_scope(mjolby):
        theirs = WorkSearch.objects.latest("made_at").id
        maja = put_staff(
            number=PersonalNumber("198510082392"), name="Maja", email="m@x.invalid",
            roles={Role.HANDLER: cast.unit()},
        )  # fmt: skip
        other = browser(token=staff_token(maja))
    assert other.get(f"{LIST}?tjanst=skolskjuts&svar={theirs}").status_code == 404


def test_columns_follow_the_mark_the_viewers_choice_and_the_file(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        reference = _case("Tove Åkesson", "normlosa", "f", "2027-01-11")
        index.index_missing()
        assert b"Tove" not in bytes(CaseSearch.objects.get().answers)
    narrowed = f"{LIST}?tjanst=skolskjuts"
    page = hanna.get(narrowed).content.decode()
    assert "<bdi>normlosas skola</bdi>" in page
    assert "<bdi>2027-01-11</bdi>" not in page
    chosen = f"{narrowed}&kolumn=kom&kolumn=svar.start_date&kolumn=svar.child"
    page = hanna.get(chosen).content.decode()
    assert "<bdi>2027-01-11</bdi>" in page
    assert "<bdi>normlosas skola</bdi>" not in page
    kept = page.split('name="kolumner" value="')[1].split('"')[0]
    out = {"tjanst": "skolskjuts", "kolumner": kept, "format": "csv"}
    heads, line = hanna.post(f"{LIST}ta-ut/", out).content.decode("utf-8-sig").splitlines()
    assert heads.endswith('"Från vilket datum behöver barnet skolskjuts?"')
    assert line.startswith(f'"{reference}"')
    assert line.endswith('"Tove Åkesson";"2027-01-11"')
    assert "svar." not in hanna.get(LIST).content.decode()


def test_marked_answers_take_the_same_queries_at_1_and_30_rows(
    mjolby: Municipality, hanna: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            hanna.get(f"{LIST}?tjanst=skolskjuts&s.school_year=f")
        return statements(seen)

    with open_scope(mjolby):
        complete_case()
        index.index_missing()
    queries()
    few = queries()
    with open_scope(mjolby):
        [complete_case() for _ in range(30)]
        index.index_missing()
    assert (few, queries()) == (NARROWED, NARROWED)


def test_mark_of_a_new_version_reaches_old_cases_and_nobody_protected() -> None:
    mjolby, norrkoping = cast.municipality(), cast.municipality("norrkoping")
    with open_scope(norrkoping):
        school_transport("norrkoping", document=_marked())
        theirs = [complete_case(answers={"school_year": "1"}) for _ in range(3)][-1]
        index.index_missing()
    with open_scope(mjolby):
        school_transport(document=_unmarked())
        old = complete_case(answers={"school_year": "1"})
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        hidden = reference_of(hand_in_application(other=petra, protected=True,
                              answers={"school_year": "1"}))  # fmt: skip
        index.index_missing()
        school_transport(document=_marked())
        [job] = Job.objects.filter(name=LISTING_JOB)
        jobs.run(job.id)
        hanna = browser(token=staff_token(cast.staff()))
        held = CaseSearch.objects.filter(case__reference=hidden).values_list("answers", flat=True)
        assert [bytes(one) for one in held] == [b""]
        school_transport(document=_marked())
        assert Job.objects.filter(name=LISTING_JOB).count() == 1  # nothing new is marked
    found = _found(_narrow(hanna, s_school_year="1"))
    assert found == {old}
    assert theirs not in {old, hidden}
