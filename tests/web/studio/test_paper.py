"""A paper form becomes a draft: a person has the last word on each field."""

import re
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.capabilities.paper import boxes_and_lines, corpus, scans, word_forms
from tests.capabilities.paper.corpus import content
from tests.capabilities.paper.word_forms import saved
from tests.web.studio import support
from tests.web.studio.support import text

from samtjanst.building.definitions import from_paper
from samtjanst.building.definitions.models import Draft, EService, PaperForm
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.capabilities.paper.reading import read
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db
START = "/studio/papper/"


def read_in(client: Client, made: bytes, name: str = "blankett.pdf") -> str:
    answer = client.post(START, {"file": SimpleUploadedFile(name, made)})
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[-900:]
    return str(answer["Location"])


def posted(page: str) -> dict[str, str | list[str]]:
    """What the page would post when nothing is changed."""
    data: dict[str, str | list[str]] = {"n": re.findall(r'name="n" value="(\d+)"', page)}
    data |= dict(re.findall(r'name="(label-\d+)" value="([^"]*)"', page))
    data |= dict.fromkeys(re.findall(r'name="(ask-\d+)" value="1" checked', page), "1")
    for number in data["n"]:
        select = page.split(f'name="kind-{number}"', 1)[1].split("</select>", 1)[0]
        data[f"kind-{number}"] = re.findall(r'value="(\w+)" selected', select)[0]
    return data


@pytest.mark.parametrize("form", corpus.FORMS, ids=lambda form: form.name)
def test_every_form_becomes_questions_that_can_be_asked(form: corpus.Form) -> None:
    paper = read(content(form.make))
    chosen = from_paper.proposed(paper)
    made = from_paper.document(paper, chosen, "ansokan", "Ansökan")
    asked = sum(len(page["questions"]) for page in made["pages"])
    assert asked == from_paper.report(paper, chosen).asked > 0
    wrong = [one for one in problems(made) if one.path.startswith("pages")]
    assert [
        one for one in wrong if "settings" not in one.path and "parameter" not in one.path
    ] == []


def test_paper_becomes_a_draft_with_what_was_chosen(elin: Client, mjolby: Municipality) -> None:
    path = read_in(elin, content(boxes_and_lines.small_labels))
    page = text(elin, path)
    assert "<image" in page
    assert elin.get(f"{path}sida/0.png")["Content-Type"] == "image/png"
    data = posted(page)
    named = {value: key.split("-")[1] for key, value in data.items() if key.startswith("label-")}
    number = named["Byggår"]
    data[f"label-{number}"] = "När byggdes huset?"
    data[f"kind-{number}"] = "text"
    del data[f"ask-{named['Fastighetsägare']}"]
    whole = {**data, "title": "Bostadsanpassning", "unit": support.unit_id(mjolby)}
    answer = elin.post(path, whole)
    assert answer["Location"] == f"{path}klart/"
    report = text(elin, f"{path}klart/")
    assert "Redan känt" in report
    with open_scope(mjolby):
        document = Draft.objects.get().document
        assert bytes(PaperForm.objects.get().content) == b""
    asked = {one["label"]["sv"]: one for page in document["pages"] for one in page["questions"]}
    assert asked["När byggdes huset?"]["kind"] == "text"
    assert asked["Utdelningsadress"]["settings"] == {"prefill": "applicant_address"}
    gone = {"Fastighetsägare", "Personnummer", "Namnteckning", "Postnummer", "Datum"}
    assert not gone & asked.keys()
    assert elin.post(path, whole)["Location"] == f"{path}klart/"
    with open_scope(mjolby):
        assert EService.objects.count() == 1
    assert elin.get(path).status_code == 404


def test_title_is_asked_for_and_choices_are_kept(elin: Client, mjolby: Municipality) -> None:
    path = read_in(elin, content(word_forms.word_table), "blankett.docx")
    page = text(elin, path)
    assert "ställd på nytt" in page
    data = posted(page) | {
        "new-label-1": "Barnets skostorlek",
        "label-0": "Elevens hela namn",
        "title": "",
    }
    answer = elin.post(path, data)
    assert answer.status_code == 422
    assert "Elevens hela namn" in answer.content.decode()
    assert 'value="Barnets skostorlek"' in answer.content.decode()
    with open_scope(mjolby):
        assert not EService.objects.exists()


def test_scanned_form_is_shown_and_its_questions_are_typed(
    elin: Client, mjolby: Municipality
) -> None:
    path = read_in(elin, scans.scanned(2))
    page = text(elin, path)
    assert "är en inskannad bild" in page
    assert page.count("<image") == 2
    whole: dict[str, str] = {"title": "Parkeringstillstånd", "unit": support.unit_id(mjolby)}
    empty = elin.post(path, whole)
    assert empty.status_code == 422
    assert 'href="#f-new-label-0"' in empty.content.decode()
    typed = {
        "new-label-0": "Bilens registreringsnummer",
        "new-section-0": "Bilen",
        "new-label-2": "Varför behöver du tillståndet?",
        "new-kind-2": "long_text",
        "new-label-7": "Vem kör?",
        "new-section-7": "Föraren",
    }
    more = elin.post(path, whole | typed | {"do": "more"}).content.decode()
    assert more.count('name="new-label-') == 3 + 5
    assert 'value="Vem kör?"' in more
    with open_scope(mjolby):
        assert not EService.objects.exists()
    assert elin.post(path, whole | typed)["Location"] == f"{path}klart/"
    with open_scope(mjolby):
        document = Draft.objects.get().document
    assert [
        (page["title"]["sv"], [(one["label"]["sv"], one["kind"]) for one in page["questions"]])
        for page in document["pages"]
    ] == [
        (
            "Bilen",
            [
                ("Bilens registreringsnummer", "car"),
                ("Varför behöver du tillståndet?", "long_text"),
            ],
        ),
        ("Föraren", [("Vem kör?", "text")]),
    ]


def test_scanned_page_is_told_and_questions_are_added_to_what_was_found(
    elin: Client, mjolby: Municipality
) -> None:
    path = read_in(elin, scans.with_scan(content(boxes_and_lines.dotted)))
    page = text(elin, path)
    assert "Sida 2 är en inskannad bild" in page
    data = posted(page) | {"new-label-0": "Något mer", "new-kind-0": "script"}
    whole = {**data, "new-label-1": "Postnummer", "title": "A", "unit": support.unit_id(mjolby)}
    assert elin.post(path, whole)["Location"] == f"{path}klart/"
    with open_scope(mjolby):
        document = Draft.objects.get().document
    asked = [one["label"]["sv"] for page in document["pages"] for one in page["questions"]]
    assert asked[-1] == "Postnummer"
    assert "Något mer" not in asked  # no such kind is offered


def test_refused_file_changes_nothing(elin: Client, mjolby: Municipality) -> None:
    for made in (b"hej", b"%PDF-1.7 x"):
        answer = elin.post(START, {"file": SimpleUploadedFile("x.pdf", made)})
        assert answer.status_code == 422
    assert elin.post(START).status_code == 422
    with open_scope(mjolby):
        assert not PaperForm.objects.exists()


def test_text_of_a_paper_is_never_markup(elin: Client) -> None:
    made = docx.Document()
    made.add_paragraph("<img src=x onerror=alert(1)>: ...................")
    page = text(elin, read_in(elin, saved(made), "x.docx"))
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_others_do_not_find_it(elin: Client, mjolby: Municipality) -> None:
    path = read_in(elin, content(boxes_and_lines.dotted))
    other = cast.municipality("norrkoping")
    with open_scope(other):
        cast.staff()
    abroad, handler = support.client(other), support.client(mjolby, Role.HANDLER)
    for client in (abroad, handler):
        for one in (path, f"{path}sida/0.png", f"{path}klart/"):
            assert client.get(one).status_code in {403, 404}
        assert client.post(path, {"title": "x"}).status_code in {403, 404}
    assert elin.get(f"{path}klart/").status_code == 404
    assert elin.get(f"{path}sida/9.png").status_code == 404


def test_paper_is_forgotten_after_a_day(elin: Client, mjolby: Municipality) -> None:
    path = read_in(elin, content(boxes_and_lines.dotted))
    with open_scope(mjolby):
        PaperForm.objects.update(at=clock.now() - timedelta(days=2))
    read_in(elin, content(boxes_and_lines.shaded))
    assert elin.get(path).status_code == 404


def test_word_form_is_shown_as_pages_of_its_words_beside_the_proposals(elin: Client) -> None:
    path = read_in(elin, content(word_forms.word_grid), "blankett.docx")
    page = text(elin, path)
    assert f'<image href="{path}sida/0.png"' in page
    assert "ställd på nytt" in page
    numbers = re.findall(r'<text class="paper__number"[^>]*>(\d+)</text>', page)
    assert sorted(map(int, numbers)) == list(range(1, page.count('name="n"') + 1))
    assert "paper__mark" not in page  # only the numbers: the places are ours, not the paper's
    drawn = elin.get(f"{path}sida/0.png")
    assert drawn.content.startswith(b"\x89PNG")
    assert elin.get(f"{path}sida/9.png").status_code == 404


def test_choices_in_repeated_fields_become_choices_in_each_row() -> None:
    made = docx.Document()
    made.add_heading("Anmälan till kolloverksamhet", 0)
    for child in (1, 2):
        made.add_heading(f"Barn {child}", 1)
        made.add_paragraph("Namn: ..............................")
        made.add_paragraph("Simkunnig: ☐ Ja, 200 meter ☐ Lite ☐ Nej")
    paper = read(saved(made))
    document = from_paper.document(paper, from_paper.proposed(paper), "kollo", "Kollo")
    asked = [one for page in document["pages"] for one in page["questions"]]
    group = next(one for one in asked if one["kind"] == "group")
    by_label = {one["label"]["sv"]: one for one in group["questions"]}
    swims = by_label["Simkunnig"]
    assert swims["kind"] in {"choice", "many_choices"}
    assert [one["label"]["sv"] for one in swims["options"]] == ["Ja, 200 meter", "Lite", "Nej"]
    assert [one for one in problems(document) if one.path.startswith("pages")] == []
