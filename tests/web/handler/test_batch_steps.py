"""Many cases moved at once in the process of their e-service, from where each stands."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.running.cases.test_process import begun, status, step
from tests.staff_support import browser, staff_token
from tests.town import page_text

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import steps
from samtjanst.kernel import clock, ids
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/lista/alla/"


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport(document=processes.document())
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _chief() -> StaffAccount:
    number, roles = PersonalNumber("198510082392"), {Role.MANAGER: cast.unit()}
    return put_staff(number=number, name="Kim Chef", email="kim@exempel.invalid", roles=roles)


def _asked(client: Client, *references: str, **more: str) -> str:
    wish = {"gor": "steg", "arende": list(references), **more}
    answer = client.post(f"{LIST}flera/", wish)
    assert answer.status_code == 200
    return answer.content.decode()


def _moved(client: Client, *groups: tuple[str, str, list[str]], once: str = "") -> str:
    """Send the page on as it stood: from which status, to which, and which cases."""
    wish: dict[str, object] = {"engang": once or str(ids.new_id())}
    for place, (before, after, references) in enumerate(groups):
        wish |= {f"fran-{place}": before, f"till-{place}": after, f"arende-{place}": references}
    answer = client.post(f"{LIST}flera/status/", wish)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def _choices(page: str) -> list[list[str]]:
    lists = re.findall(r'<select[^>]*name="till-\d+".*?</select>', page, re.DOTALL)
    return [re.findall(r'<option value="(\w+)"', one) for one in lists]


def _status(mjolby: Municipality, reference: str) -> str:
    with open_scope(mjolby):
        return status(reference)[0]


def test_each_group_is_offered_the_statuses_that_lead_from_where_it_stands(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        fresh, more, reviewed, written = (complete_case() for _ in range(4))
        begun(reviewed)
        step(written, "to_write", "review", begun(written))
    assert '<option value="steg">Flytta till en annan status</option>' in page_text(hanna, LIST)
    page = _asked(hanna, fresh, reviewed, more, written, "SKJ-finns-inte")
    assert _choices(page) == [["review"], ["writing"]]
    assert "Ny <span" in page
    assert "Den som flyttar ett nytt ärende blir dess handläggare." in page
    assert "Kan inte flyttas" in page
    assert page.count("Inget steg härifrån är ditt att ta.") == 1
    assert page.count("Ärendet finns inte.") == 1


def test_each_is_moved_or_not_by_itself_and_the_page_says_why(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        fresh, gone, reviewed = (complete_case() for _ in range(3))
        begun(reviewed)
        begun(gone)  # by somebody else, while the page was read
    once = str(ids.new_id())
    groups = ("fresh", "review", [fresh, gone]), ("review", "writing", [reviewed, "SKJ-x"])
    page = _moved(hanna, *groups, once=once)
    assert "Det är gjort i 2 ärenden." in page
    assert "2 ärenden ändrades inte." in page
    assert "Ärendet har fått en annan status sedan du valde." in page
    assert "Ärendet finns inte." in page
    found = [_status(mjolby, one) for one in (fresh, gone, reviewed)]
    assert found == ["review", "review", "writing"]
    # The same form again moves nothing more, and tells how it went.
    assert "Det är gjort i 2 ärenden." in _moved(hanna, *groups, once=once)
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.batch_begun").count() == 1


def test_group_for_which_nothing_is_chosen_stays_and_nothing_at_all_is_asked_for_again(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        fresh, reviewed = complete_case(), complete_case()
        begun(reviewed)
    _moved(hanna, ("fresh", "", [fresh]), ("review", "writing", [reviewed]))
    assert _status(mjolby, fresh) == "fresh"
    wish = {"fran-0": "fresh", "till-0": "", "arende-0": [fresh], "arende": ["SKJ-finns-inte"]}
    answer = hanna.post(f"{LIST}flera/status/", wish)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj en status för minst en grupp." in page
    assert 'href="#f-till-0"' in page
    assert _choices(page) == [["review"]]
    assert "SKJ-finns-inte" in page


def test_step_of_a_manager_is_offered_to_her_only_and_condition_is_seen_to_in_each(
    tmp_path: Path,
) -> None:
    row, document = cast.municipality(storage=str(tmp_path)), processes.document()
    review = processes.status(document, "review")
    review["steps"] = [
        {"id": "placed", "title": {"sv": "Placerad", "en": "Placed"}, "to": "writing",
         "when": processes.PLACED},
    ]  # fmt: skip
    processes.status(document, "fresh")["steps"][0]["who"] = ["manager"]
    with open_scope(row):
        school_transport(document=document)
        fresh, other = complete_case(), complete_case(answers={"placed_school": False})
        reviewed = complete_case(answers={"placed_school": True})
        for one in (other, reviewed):
            services.take(reference=one, by=cast.staff_actor())
        hanna = browser(token=staff_token(cast.staff()))
        chief = browser(token=staff_token(_chief()))
    assert _choices(_asked(hanna, fresh, reviewed)) == [["writing"]]
    assert _choices(_asked(chief, fresh, reviewed)) == [["review"], ["writing"]]
    assert "Inget steg som är ditt leder dit." not in _moved(chief, ("fresh", "review", [fresh]))
    page = _moved(hanna, ("review", "writing", [reviewed, other]))
    assert "Svaren i ärendet uppfyller inte villkoret för steget." in page
    assert (_status(row, reviewed), _status(row, other)) == ("writing", "review")
    assert "Inget steg som är ditt leder dit." in _moved(hanna, ("review", "fresh", [other]))


def test_case_without_a_process_or_with_another_state_is_told_apart(tmp_path: Path) -> None:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
        plain = complete_case()
        school_transport(document=processes.without(processes.document(), "waits"))
        held = complete_case()
        due = clock.today() + timedelta(days=5)
        asked = Asked(due=due, text="Mer behövs.", extras=(("text", "Mer"),))
        services.ask(reference=held, asked=asked, by=begun(held))
        hanna = browser(token=staff_token(cast.staff()))
    page = _asked(hanna, plain, held)
    assert "E-tjänsten har ingen egen process." in page
    assert "Processen står stilla i det läge som ärendet har." in page
    assert "Inget av de valda ärendena kan flyttas av dig nu." in page
    assert _choices(page) == []
    assert "ändrades inte" in _moved(hanna, ("", "review", [plain]), ("review", "writing", [held]))


def test_nothing_is_told_or_moved_of_another_municipalitys_cases(
    mjolby: Municipality, hanna: Client
) -> None:
    there = cast.municipality("norrkoping")
    with open_scope(there):
        school_transport("norrkoping", document=processes.document())
        foreign = [complete_case() for _ in range(2)][-1]
    assert "Ärendet finns inte." in _asked(hanna, foreign)
    assert "Ärendet finns inte." in _moved(hanna, ("fresh", "review", [foreign]))
    with open_scope(there):
        assert status(foreign)[0] == "fresh"
    nonsense = {"gor": "steg", "arende": ["\x00", "x" * 900, "<b>"]}
    assert hanna.post(f"{LIST}flera/", nonsense).status_code == 200
    assert hanna.post("/handlaggning/lista/finns-inte/flera/status/").status_code == 404


def test_whole_list_is_offered_and_five_hundred_at_most(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        fresh = complete_case()
    assert fresh in _asked(hanna, alla="1")
    many = [f"SKJ-{number}" for number in range(501)]
    assert "Bara 500 ärenden ändras åt gången." in _asked(hanna, *many)


@pytest.mark.parametrize("count", [1, 30])
def test_what_is_offered_costs_the_same_however_many(mjolby: Municipality, count: int) -> None:
    with open_scope(mjolby):
        references, by = [complete_case() for _ in range(count)], cast.staff_actor()
        steps.offered(references[:1], by=by)
        with CaptureQueriesContext(connection) as asked:
            offered = steps.offered(references, by=by)
        assert len(offered.standing[0].references) == count
        assert len(asked) == 3
