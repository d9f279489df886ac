"""The form is tried without a trace, and says why it looks as it does."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.capabilities.formkit.test_rows_given import FILLED
from tests.web.studio import support
from tests.web.studio.support import post, text

from samtjanst import eservices
from samtjanst.building.definitions.models import Draft
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    return cast.municipality()


@pytest.fixture
def home(elin: Client, mjolby: Municipality) -> str:
    upload = SimpleUploadedFile("s.json", eservices.read("skolskjuts/definition.json").encode())
    return post(elin, "/studio/importera/", {"file": upload, "unit": support.unit_id(mjolby)})


def posted(page: str, **answers: str | list[str]) -> dict[str, str | list[str]]:
    """What a browser would post from the trial's page."""
    memory, now = (re.findall(rf'name="{name}" value="([^"]*)"', page) for name in MEMORY)
    shown = re.findall(r'name="_shown" value="([^"]+)"', page)
    return {"memory": memory[0], "page": now[0], "_shown": shown, **answers}


MEMORY = ("memory", "page")


def first_child(page: str) -> str:
    return str(re.findall(r'name="child" value="([^"]+)"', page)[0])


def test_inspector_says_why_a_question_is_shown_or_not(elin: Client, home: str) -> None:
    page = text(elin, f"{home}prova/")
    assert "Den här frågan visas inte. Orsak:" in page
    assert "”Har barnet en vårdnadshavare till?” är inte ja" in page
    rule = f"{home}villkor/show_has_other_guardian/"
    assert rule in page
    assert "Ändra" in page
    text(elin, rule)


def test_looking_takes_what_is_typed_without_going_on_or_finding_faults(
    elin: Client, home: str
) -> None:
    page = text(elin, f"{home}prova/")
    data = posted(page, child=first_child(page), look="1")
    looked = elin.post(f"{home}prova/", data)
    assert looked.status_code == 200
    seen = looked.content.decode()
    assert "Den här frågan visas därför att" in seen
    assert re.findall(r'name="page" value="([^"]*)"', seen) == ["the_child"]
    assert "ds-error-summary" not in seen


def test_it_is_tried_for_a_company_and_with_a_lower_level(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    assert 'id="for"' not in text(elin, f"{home}prova/")  # takes applications for nobody else
    document = json.loads(eservices.read("skolskjuts/definition.json")) | {"id": "for_foretag"}
    document["signing"]["represents"] = {"company": "proven"}
    when = {"op": "not", "of": {"op": "assurance_at_least", "level": 3}}
    stop = {"id": "level_stop", "effect": "stop", "target": {"page": "the_child"}, "when": when}
    document["rules"].append({**stop, "message": {"sv": "Logga in säkrare."}})
    taken = support.imported(elin, mjolby, document)
    page = text(elin, f"{taken}prova/?person=teofil&for=alone&level=2")
    assert re.findall(r'<option value="(\w+)" selected', page)[-3:] == ["teofil", "alone", "2"]
    data = posted(page, look="1")
    assert "Logga in säkrare." in elin.post(f"{taken}prova/", {**data, "go": "1"}).content.decode()
    assert "Logga in säkrare." not in text(elin, f"{taken}prova/?person=teofil&level=4")
    for key, why in (("together", "inte att du ensam får företräda"), ("bankrupt", "konkurs")):
        assert why in text(elin, f"{taken}prova/?for={key}")


def test_row_is_added_and_filled_in_while_the_form_is_tried(
    elin: Client, mjolby: Municipality
) -> None:
    made = support.imported(elin, mjolby, FILLED)
    page = text(elin, f"{made}prova/")
    assert page.count('class="ds-fieldset row') == 1
    data = {"things._row": "0", "things.0.what": "Bord", "things.0.count": "1"}
    answer = elin.post(f"{made}prova/", {**posted(page), **data, "stay": "add:things"})
    page = answer.content.decode()
    assert page.count('class="ds-fieldset row') == 2
    assert re.search(r'name="things.1.count"[^>]*value="1"', page)


def test_calculated_column_of_a_table_is_not_told_as_something_to_answer(
    elin: Client, mjolby: Municipality
) -> None:
    home = support.new_service(elin, mjolby)
    parts = [{"of": "question", "id": "many"}, {"of": "value", "value": 150}]
    inner = [
        {"id": "many", "kind": "integer", "label": {"sv": "Antal"}, "required": True},
        {"id": "note", "kind": "text", "label": {"sv": "Anteckning"}, "required": False},
        {"id": "sum", "kind": "calculated", "label": {"sv": "Summa"}, "settings": {
            "shown_as": {"sv": "{value} kr"}, "calculate": {"of": "multiply", "parts": parts}}},
    ]  # fmt: skip
    table = {
        "id": "bought",
        "kind": "table",
        "label": {"sv": "Vad har du köpt?"},
        "required": True,
        "settings": {"min_rows": 1, "max_rows": 5},
        "questions": inner,
    }
    with open_scope(mjolby):
        document = Draft.objects.get().document
        document["pages"][0]["questions"] = [table]
        Draft.objects.update(document=document)
    begun = {"person": "teofil", "page": "page_1"}
    page = elin.post(f"{home}prova/", begun).content.decode()
    heads = re.findall(r'<th scope="col">(.*?)</th>', page, re.DOTALL)
    assert [("frivilligt" in head) for head in heads[1:]] == [False, True, False]
    assert "Summa" in heads[-1]


def test_faulty_question_is_to_be_mended_and_none_to_be_added(
    elin: Client, mjolby: Municipality
) -> None:
    home = support.new_service(elin, mjolby)
    assert "Lägg till en fråga först." in text(elin, f"{home}prova/")
    page = str(elin.get(home)["Location"])
    post(elin, f"{page}ny-fraga/", {"label": "Barn", "kind": "group"}, seen=page)
    for where in ("prova/", "dokumentation/"):
        shown = text(elin, f"{home}{where}")
        assert "Rätta felen i frågorna först." in shown
        assert "Lägg till en fråga först." not in shown
