import pytest
from tests.web.ui.pages import LABELLED, Page, part

from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.present.types import FieldView, OptionView
from samtjanst.web.ui import samples

EVERY = (*samples.fields(), *samples.troubled())
HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


def question(field: FieldView) -> Page:
    return part("ui/questions/field.html", field=field)


def test_samples_show_every_kind() -> None:
    shown = {field.kind for field in samples.fields()} | {"person"}
    assert shown == set(Kind)


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.id)
def test_ids_are_unique_and_references_lead_somewhere(field: FieldView) -> None:
    page = question(field)
    assert len(page.ids) == len(set(page.ids))
    assert page.references("aria-describedby") <= set(page.ids)
    assert page.references("for") <= set(page.ids)


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.id)
def test_link_of_the_error_summary_finds_the_field(field: FieldView) -> None:
    assert f"f-{field.id}" in question(field).ids


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.id)
def test_every_control_has_a_label(field: FieldView) -> None:
    page = question(field)
    labelled = page.references("for")
    controls = [attrs for tag, attrs in page.elements if tag in LABELLED]
    assert all(attrs["id"] in labelled for attrs in controls)


@pytest.mark.parametrize("field", samples.troubled(), ids=lambda field: field.id)
def test_errors_are_described_to_the_field_and_marked_in_words(field: FieldView) -> None:
    page = question(field)
    for error in (*field.errors, *(text for piece in field.parts for text in piece.errors)):
        assert error in page.words
    if field.errors:
        assert f"f-{field.id}-fel" in page.references("aria-describedby")
        assert "Fel:" in page.words


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_asked])
def test_optional_is_said_in_words_and_only_when_it_is(kind: Kind) -> None:
    options = (OptionView("a", "A"),)
    optional = FieldView("q", kind, "q", "Fråga", options=options)
    required = FieldView("q", kind, "q", "Fråga", options=options, required=True)
    assert "(frivilligt)" in question(optional).words
    assert "(frivilligt)" not in question(required).words


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_text_stays_text(kind: Kind) -> None:
    option = (OptionView("a", HOSTILE, help=HOSTILE),)
    field = FieldView("q", kind, "q", HOSTILE, HOSTILE, value=HOSTILE, options=option,
                      errors=(HOSTILE,), note=HOSTILE)  # fmt: skip
    page = question(field)
    assert not page.all("script")
    assert "14" not in page.words


def test_typed_value_is_kept_as_it_was_typed() -> None:
    field = FieldView("q", "date", "q", "Datum", value="31/12 kanske")
    [control] = question(field).all("input")
    assert control["value"] == "31/12 kanske"


def test_long_text_keeps_its_first_line_break() -> None:
    page = question(FieldView("q", "long_text", "q", "Beskriv", value="\nrad två"))
    assert "\n\nrad två</textarea>" in page.text


def test_attributes_of_the_kind_reach_the_control() -> None:
    field = FieldView("q", "email", "q", "E-post", attrs={"autocomplete": "email"})
    [control] = question(field).all("input")
    assert (control["type"], control["autocomplete"]) == ("email", "email")


def test_chosen_option_is_checked_and_only_that() -> None:
    options = (OptionView("a", "A"), OptionView("b", "B", selected=True))
    page = question(FieldView("q", "choice", "q", "Välj", options=options))
    assert [attrs["value"] for attrs in page.all("input") if "checked" in attrs] == ["b"]


def test_what_changes_other_questions_can_be_sent_without_a_script() -> None:
    field = FieldView("q", "yes_no", "q", "?", options=(OptionView("yes", "Ja"),), refreshes=True)
    page = question(field)
    assert page.all("noscript")
    assert all("data-refreshes" in attrs for attrs in page.all("input"))


def test_parts_refresh_when_their_question_does() -> None:
    parts = (FieldView("q.name", "text", "q.name", "Namn"),)
    page = question(FieldView("q", "person", "q", "Vem?", parts=parts, refreshes=True))
    assert all("data-refreshes" in attrs for attrs in page.all("input"))


def test_each_file_has_its_own_button_to_remove_it() -> None:
    page = question(next(field for field in samples.fields() if field.id == "file"))
    removing = [attrs["value"] for attrs in page.all("button") if attrs.get("name") == "remove"]
    assert removing == ["file:1", "file:2"]
    assert "Kontrolleras" in page.words
