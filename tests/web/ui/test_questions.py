from typing import Any

import pytest
from tests.web.ui.pages import LABELLED, Page, part

from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.present.types import FieldView, OptionView, RowView
from samtjanst.web.ui import samples

EVERY = (*samples.fields(), *samples.troubled())
HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


def made(kind: Kind | str, label: str = "Fråga", **more: Any) -> FieldView:
    """A field of a kind, in the kind's own widget."""
    return FieldView("q", kind, "q", label, widget=BEHAVIOURS[Kind(kind)].widget, **more)


def question(field: FieldView) -> Page:
    return part("ui/questions/field.html", field=field)


def test_samples_show_every_kind() -> None:
    shown = {field.kind for field in samples.fields()}
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
    asked = (attrs for tag, attrs in page.elements if tag in LABELLED)
    controls = [attrs for attrs in asked if attrs.get("type") != "hidden"]
    assert all(attrs["id"] in labelled for attrs in controls)


@pytest.mark.parametrize("field", samples.troubled(), ids=lambda field: field.id)
def test_errors_are_described_to_the_field_and_marked_in_words(field: FieldView) -> None:
    page = question(field)
    cells = [cell for row in field.rows for cell in row.fields]
    for error in (text for one in (field, *field.parts, *cells) for text in one.errors):
        assert error in page.words
    if field.errors:
        assert f"f-{field.id}-fel" in page.references("aria-describedby")
        assert "Fel:" in page.words


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_asked])
def test_optional_is_said_in_words_and_only_when_it_is(kind: Kind) -> None:
    optional = made(kind, options=(OptionView("a", "A"),))
    required = made(kind, options=(OptionView("a", "A"),), required=True)
    assert "(frivilligt)" in question(optional).words
    assert "(frivilligt)" not in question(required).words


def test_optional_cell_says_so_beside_its_own_label() -> None:
    # The head of the table is not seen on a narrow screen.
    cell = made(Kind.TEXT)
    table = made(Kind.TABLE, required=True, rows=(RowView("Rad 1", "r1", (cell,)),))
    assert question(table).words.count("(frivilligt)") == 2


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_text_stays_text(kind: Kind) -> None:
    option = (OptionView("a", HOSTILE, help=HOSTILE),)
    rows = (RowView("0", HOSTILE, (FieldView("q.0.a", "text", "q.0.a", HOSTILE, HOSTILE),)),)
    field = made(kind, HOSTILE, help=HOSTILE, value=HOSTILE, options=option, errors=(HOSTILE,),
                 note=HOSTILE, body=HOSTILE, statement=HOSTILE, rows=rows, row_name=HOSTILE,
                 can_add=True, unit=HOSTILE)  # fmt: skip
    page = question(field)
    assert not page.all("script")
    assert "14" not in page.words


def test_typed_value_is_kept_as_it_was_typed() -> None:
    field = made("date", value="31/12 kanske")
    [control] = question(field).all("input")
    assert control["value"] == "31/12 kanske"


def test_long_text_keeps_its_first_line_break() -> None:
    page = question(made("long_text", value="\nrad två"))
    assert "\n\nrad två</textarea>" in page.text


def test_attributes_of_the_kind_reach_the_control() -> None:
    field = made("email", type="email", attrs={"autocomplete": "email"})
    [control] = question(field).all("input")
    assert (control["type"], control["autocomplete"]) == ("email", "email")


def test_chosen_option_is_checked_and_only_that() -> None:
    options = (OptionView("a", "A"), OptionView("b", "B", selected=True))
    page = question(made("choice", options=options))
    assert [attrs["value"] for attrs in page.all("input") if "checked" in attrs] == ["b"]


def test_what_changes_other_questions_can_be_sent_without_a_script() -> None:
    field = made("yes_no", options=(OptionView("yes", "Ja"),), refreshes=True)
    page = question(field)
    assert page.all("noscript")
    assert all("data-refreshes" in attrs for attrs in page.all("input"))


def test_parts_refresh_when_their_question_does() -> None:
    parts = (FieldView("q.name", "text", "q.name", "Namn", refreshes=True),)
    page = question(made("person", parts=parts, refreshes=True))
    assert all("data-refreshes" in attrs for attrs in page.all("input"))


def test_each_file_has_its_own_button_to_remove_it() -> None:
    page = question(next(field for field in samples.fields() if field.id == "file"))
    removing = [attrs["value"] for attrs in page.all("button") if attrs.get("name") == "remove"]
    assert removing == ["file:1", "file:2"]
    assert "Kontrolleras" in page.words
