"""The process of a case on screen: where it stands in lists, on the case and for the applicant."""

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.running.cases.test_process import begun, step
from tests.staff_support import browser, citizen_token, staff_token
from tests.town import page_text

from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport(document=processes.document())
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        made = complete_case()
        begun(made)
    return made


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def test_lists_show_the_status_and_are_narrowed_by_it(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    mine = "/handlaggning/lista/mina/"
    assert ">Granskas</" in page_text(hanna, mine)
    assert "Status i e-tjänstens process" not in page_text(hanna, mine)
    narrowed = page_text(hanna, f"{mine}?tjanst=skolskjuts&status=review")
    assert "Status i e-tjänstens process" in narrowed
    assert reference in narrowed
    assert reference not in page_text(hanna, f"{mine}?tjanst=skolskjuts&status=writing")
    out = hanna.post(f"{mine}ta-ut/", {"format": "csv", "tjanst": "skolskjuts"})
    assert "Granskas" in out.content.decode("utf-8-sig")


def test_time_line_says_from_where_to_where(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    page = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert "Ny status" in page
    assert "Ny → Granskas" in page


def test_applicant_reads_the_words_that_are_for_her_in_her_language(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
    for path in ("/mina-arenden/", f"/mina-arenden/{reference}/"):
        page = page_text(anna, path)
        assert "För dig: granskas" in page
        assert ">Granskas<" not in page
    with open_scope(mjolby):
        step(reference, "to_write", "review", cast.staff_actor())
    assert "För dig: skrivs" in page_text(anna, f"/mina-arenden/{reference}/")
    anna.post("/sprak/", {"language": "en", "next": "/"})
    assert "For you: writing" in page_text(anna, f"/mina-arenden/{reference}/")


def test_state_is_told_while_the_process_has_no_word_for_it(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        school_transport(document=processes.without(processes.document(), "waits"))
        reference, by = complete_case(), cast.staff_actor()
        begun(reference)
        due = clock.today() + timedelta(days=5)
        asked = Asked(due=due, text="Mer behövs.", extras=(("text", "Mer"),))
        services.ask(reference=reference, asked=asked, by=by)
    page = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert "Väntar på komplettering" in page
    assert "Processen står stilla så länge ärendet har läget Väntar på komplettering." in page
    assert _steps(page) == []


def _steps(page: str) -> list[str]:
    return re.findall(r'name="steg" value="(\w+)"', page)


def test_case_page_offers_the_steps_that_are_hers_and_takes_one(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    case = f"/handlaggning/arenden/{reference}/"
    page = page_text(hanna, case)
    assert _steps(page) == ["to_write"]
    assert "Beslut fattas när ärendet har statusen Skrivs." in page
    assert "Skriv beslut" not in page
    assert "Flytta till en annan status" not in page
    told = hanna.post(f"{case}steg/", {"steg": "to_write", "fran": "review"}, follow=True)
    page = told.content.decode()
    assert "Ärendet har gått vidare." in page
    assert "Skriv beslut" in page
    assert _steps(page) == []
    told = hanna.post(f"{case}steg/", {"steg": "to_write", "fran": "review"}, follow=True)
    assert "Inget är ändrat. Ärendet stod inte kvar där du såg det." in told.content.decode()
    for wrong in ({}, {"steg": "gone", "fran": "writing"}):
        assert hanna.post(f"{case}steg/", wrong).status_code in {302, 404}


def test_case_page_marks_the_step_that_rules_suggest_and_tells_what_a_decision_waits_for(
    tmp_path: Path,
) -> None:
    document, placed = processes.document(), processes.PLACED
    words = {"sv": "Samråd", "en": "Consultation"}
    held = {"id": "consultation", "title": words, "shown": words, "base": "in_progress"}
    review = processes.status(document, "review")
    review["decides"] = True
    review["steps"].append({"id": "consult", "title": {"sv": "Samråd", "en": "Consult"},
                            "to": "consultation"})  # fmt: skip
    document["process"]["phases"][1]["statuses"].append(
        {**held, "steps": [{"id": "back", "title": words, "to": "review"}]}
    )
    document["rules"] += [
        {"id": "before", "effect": "require", "target": {"status": "consultation"}, "when": placed},
        {"id": "next", "effect": "suggest", "target": {"step": "consult"}, "when": placed},
    ]
    with open_scope(cast.municipality(storage=str(tmp_path))):
        school_transport(document=document)
        made = complete_case()
        begun(made)
        hanna = browser(token=staff_token(cast.staff()))
    page = page_text(hanna, f"/handlaggning/arenden/{made}/")
    assert _steps(page) == ["consult", "to_write"]
    assert "Före beslut ska ärendet ha haft statusen Samråd." in page
    assert page.count("Föreslås") == 1
    told = hanna.post(f"/handlaggning/arenden/{made}/steg/", {"steg": "consult", "fran": "review"},
                      follow=True).content.decode()  # fmt: skip
    assert "Före beslut ska ärendet" not in told


def test_case_page_shows_phases_with_where_it_is_guide_timers_and_a_drawing(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    page = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert re.search(r'aria-current="step"><strong>Granskas</strong>', page)
    assert "Mät vägen till skolan." in page
    assert "Checklista: 0 av 2 klara" in page
    assert "Påminnelse: efter 5 arbetsdagar skickar ett meddelande, märks ”Dröjer”" in page
    assert "Nästa tid löper ut" in page
    assert "<svg" in page
    assert "Ärendet är i Granskas." in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]


def test_checklist_is_ticked_off_with_who_and_when(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    case = f"/handlaggning/arenden/{reference}/"
    told = hanna.post(f"{case}bocka/", {"rad": "distance", "klar": "ja"})
    assert told["Location"].endswith("#rad-distance")
    page = page_text(hanna, case)
    assert "Checklista: 1 av 2 klara" in page
    line = page[page.index('id="rad-distance"') : page.index('id="rad-safety"')]
    assert "Hanna Handläggare" in line
    assert 'value="nej"' in line
    hanna.post(f"{case}bocka/", {"rad": "distance", "klar": "nej"})
    assert "Checklista: 0 av 2 klara" in page_text(hanna, case)
    assert hanna.post(f"{case}bocka/", {"rad": "gone", "klar": "ja"}).status_code == 404


def test_manager_puts_the_case_elsewhere_and_faults_stand_at_the_field(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        chief = browser(token=staff_token(cast.staff(Role.MANAGER)))
    address = f"/handlaggning/arenden/{reference}/status/"
    assert "Flytta till en annan status" in page_text(chief, address)
    wish = {"fran": "review", "status": "writing", "why": "Redan utrett på papper."}
    for fault, told in (
        ({"status": ""}, "Välj en status."),
        ({"why": " "}, "Skriv varför, med högst 2000 tecken."),
        ({"fran": "fresh"}, "Det går inte i det läge som ärendet är i. Läs ärendet igen."),
    ):
        answer = chief.post(address, wish | fault)
        assert answer.status_code == 422
        assert html.escape(told) in answer.content.decode()
    assert chief.post(address, wish).status_code == 302
    page = page_text(chief, f"/handlaggning/arenden/{reference}/")
    assert "Granskas → Skrivs. Redan utrett på papper." in page


def test_handler_and_outsiders_find_no_way_to_put_it(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        roles = {Role.MANAGER: cast.unit("Parkenheten")}
        number = PersonalNumber("198306152383")
        row = put_staff(number=number, name="Kim Kollega", email="k@exempel.invalid", roles=roles)
        kim = browser(token=staff_token(row))
    case = f"/handlaggning/arenden/{reference}/"
    for who in (hanna, kim):
        assert who.get(f"{case}status/").status_code == 404
    for path, data in (("steg/", {"steg": "to_write", "fran": "review"}),
                       ("bocka/", {"rad": "distance", "klar": "ja"})):  # fmt: skip
        assert kim.post(f"{case}{path}", data).status_code == 404


def test_case_without_a_process_shows_none(tmp_path: Path) -> None:
    with open_scope(cast.municipality(storage=str(tmp_path))):
        school_transport()
        reference, by = complete_case(), cast.staff_actor()
        services.take(reference=reference, by=by)
        hanna = browser(token=staff_token(cast.staff()))
    page = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert "Ärendets gång" not in page
    assert "Skriv beslut" in page
    assert hanna.get(f"/handlaggning/arenden/{reference}/status/").status_code == 404
