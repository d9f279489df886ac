"""Runs are recorded as tests, run at every change, and hold the gate."""

import html
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.web.studio import support
from tests.web.studio.support import post, text

from samtjanst.building.definitions.models import Draft, RecordedTest
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db


def answered(elin: Client, home: str, said: str = "Vid bron") -> str:
    """Try the form as Bo; returns what the last screen remembers."""
    page = text(elin, f"{home}prova/?person=bo")
    asked = re.findall(r'name="_shown" value="([^"]+)"', page)[0]
    data = {"memory": memory(page), "page": "page_1", "_shown": asked, asked: said, "go": "1"}
    return memory(elin.post(f"{home}prova/", data).content.decode())


def memory(page: str) -> str:
    return html.unescape(re.findall(r'name="memory" value="([^"]+)"', page)[0])


def record(elin: Client, home: str, name: str = "Vid bron går bra", said: str = "Vid bron") -> str:
    data = {"memory": answered(elin, home, said), "name": name}
    return post(elin, f"{home}tester/", data)


def break_it(elin: Client, home: str) -> None:
    """One more question that must be answered."""
    page = str(elin.get(home)["Location"])
    post(elin, f"{page}ny-fraga/", {"label": "När då?", "kind": "text"}, seen=page)


def test_run_is_recorded_and_holds(elin: Client, home: str) -> None:
    page = text(elin, record(elin, home))
    assert "Testet är inspelat." in page
    assert "Alla tester stämmer." in page
    assert "Som Bo Provsson" in page
    assert "1 inspelat test" in text(elin, f"{home}prova/")


def test_change_breaks_it_in_words_and_undo_mends_it(elin: Client, home: str) -> None:
    record(elin, home)
    break_it(elin, home)
    page = text(elin, f"{home}tester/")
    assert "1 test stämmer inte." in page
    assert "Frågan ”När då?” visas, och gjorde det inte förut." in page
    assert "Det går inte längre att lämna in." in page
    post(elin, f"{home}angra/", {"do": "undo"})
    assert "Alla tester stämmer." in text(elin, f"{home}tester/")


def test_broken_test_holds_the_gate_until_it_is_accepted(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    record(elin, home)
    assert "1 inspelat test stämmer" in text(elin, f"{home}checklista/")
    break_it(elin, home)
    assert "1 av 1 inspelade tester stämmer inte" in text(elin, f"{home}checklista/")
    seen = support.revision(text(elin, f"{home}publicera/"))
    refused = elin.post(f"{home}publicera/", {"revision": seen, "note": "", "when": "now"})
    assert refused.status_code == 422
    with open_scope(mjolby):
        test = RecordedTest.objects.get()
    post(elin, f"{home}tester/{test.id}/", {"do": "accept"})
    assert "Alla tester stämmer." in text(elin, f"{home}tester/")
    # A person cannot answer for a test in its place.
    break_it(elin, home)
    elin.post(f"{home}checklista/tests/", {"state": "done", "text": "Det är bra ändå."})
    assert "1 av 1 inspelade tester stämmer inte" in text(elin, f"{home}checklista/")


def test_published_version_keeps_its_tests_for_the_next(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    record(elin, home)
    post(elin, f"{home}publicera/", {"note": "", "when": "now"}, seen=f"{home}publicera/")
    post(elin, f"{home}utkast/")
    assert "Alla tester stämmer." in text(elin, f"{home}tester/")
    with open_scope(mjolby):
        assert Draft.objects.get().tests == 1


def test_recorded_run_is_opened_in_the_trial_with_its_answers(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    record(elin, home)
    with open_scope(mjolby):
        test = RecordedTest.objects.get()
    page = text(elin, f"{home}prova/?test={test.id}")
    assert "Vid bron" in page
    for wrong in ("x", uuid.uuid4()):
        text(elin, f"{home}prova/?test={wrong}", status=404)


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "Vid bron går bra"])
def test_name_that_says_nothing_or_is_taken_is_refused_and_the_run_kept(
    elin: Client, home: str, name: str
) -> None:
    record(elin, home)
    data = {"memory": answered(elin, home), "name": name}
    refused = elin.post(f"{home}tester/", data)
    assert refused.status_code == 422
    again = memory(refused.content.decode())
    post(elin, f"{home}tester/", {"memory": again, "name": "Ett annat namn"})


def test_expected_refusal_can_be_a_test(elin: Client, home: str, mjolby: Municipality) -> None:
    data = {"memory": memory(text(elin, f"{home}prova/?person=bo")), "name": "Tomt går inte"}
    post(elin, f"{home}tester/", data)
    with open_scope(mjolby):
        assert RecordedTest.objects.get().expected["complete"] is False


def test_test_is_removed(elin: Client, home: str, mjolby: Municipality) -> None:
    record(elin, home)
    with open_scope(mjolby):
        test = RecordedTest.objects.get()
    assert elin.post(f"{home}tester/{test.id}/", {"do": "something"}).status_code == 404
    post(elin, f"{home}tester/{test.id}/", {"do": "remove"})
    assert "Inga inspelade tester än" in text(elin, f"{home}tester/")


def test_others_reach_no_tests(elin: Client, home: str, mjolby: Municipality) -> None:
    record(elin, home)
    with open_scope(mjolby):
        test = RecordedTest.objects.get()
    outsider = support.client(cast.municipality("boxholm"))
    handler = support.client(mjolby, Role.HANDLER)
    for other in (outsider, handler):
        text(other, f"{home}tester/", status=404)
        text(other, f"{home}prova/?test={test.id}", status=404)
        for act in ("accept", "remove"):
            path = f"{home}tester/{test.id}/"
            assert other.post(path, {"do": act}).status_code == 404
    with open_scope(mjolby):
        assert RecordedTest.objects.count() == 1


def test_test_of_one_e_service_is_not_reached_through_another(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    record(elin, home)
    other = support.new_service(elin, mjolby, "Något annat")
    with open_scope(mjolby):
        test = RecordedTest.objects.get()
    path = f"{other}tester/{test.id}/"
    assert elin.post(path, {"do": "remove"}).status_code == 404
    text(elin, f"{other}prova/?test={test.id}", status=404)


@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_the_same_number_of_queries(elin: Client, home: str, rows: int) -> None:
    kept = answered(elin, home)
    for number in range(rows):
        post(elin, f"{home}tester/", {"memory": kept, "name": f"Test {number}"})
    text(elin, f"{home}tester/")
    with CaptureQueriesContext(connection) as queries:
        page = text(elin, f"{home}tester/")
    assert page.count('id="test-') == rows
    assert len(queries) == 18
