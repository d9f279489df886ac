"""Items of a list have texts per language, wherever they are shown; the Swedish one is kept."""

from typing import Any

import pytest
from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import Context, evaluate, load, parameters, present
from samtjanst.capabilities.formkit.analysis import Code, Finding, Severity, analyse
from samtjanst.capabilities.formkit.inputs import read_page

UNITS: list[dict[str, Any]] = [
    {"id": "eken", "name": "Ekens skola", "names": {"en": "Oak school", "fi": "Tammen koulu"}},
    {"id": "linden", "name": "Lindens skola"},
]
DECLARED = [{"id": "units", "type": "options", "title": {"sv": "Skolor"}}]


def form(look: str = "", **question: Any) -> Any:
    told = {"parameter": "units", **({"look": look} if look else {})}
    asked = {"id": "unit", "kind": "list", "settings": told, **question}
    return load(sample.one_page([asked], parameters=DECLARED))


def context(units: list[dict[str, Any]] | None = None) -> Context:
    return sample.context(parameters={"units": UNITS if units is None else units})


def field(definition: Any, known: Context, language: str, answers: dict[str, Any]) -> Any:
    made = evaluate(definition, answers, known)
    view = present.page(definition, "only", made, answers, show_errors=False, language=language)
    return view.fields[0]


def chosen(definition: Any, posted: str) -> dict[str, Any]:
    return read_page(definition, "only", {"unit": [posted]}, context())


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Ekens skola", "Lindens skola"]),
        ("en", ["Oak school", "Lindens skola"]),
        ("fi", ["Tammen koulu", "Lindens skola"]),
    ],
)
def test_form_offers_the_names_of_the_language_and_swedish_where_there_is_none(
    language: str, names: list[str]
) -> None:
    shown = field(form(), context(), language, {})
    assert [one.label for one in shown.options if one.id] == names


LOOKS = [("", "select"), ("radios", "radios"), ("select", "select"), ("search", "search")]


@pytest.mark.parametrize(("look", "widget"), LOOKS)
def test_list_is_shown_as_the_question_says(look: str, widget: str) -> None:
    assert field(form(look), context(), "sv", {}).widget == widget


def test_name_typed_in_any_language_is_the_same_answer_in_swedish() -> None:
    for typed in ("eken", "Ekens skola", "oak  SCHOOL", "Tammen koulu"):
        assert chosen(form("search"), typed)["unit"] == {"id": "eken", "name": "Ekens skola"}


def test_summary_shows_the_language_and_what_was_chosen_when_it_is_renamed() -> None:
    values = {"unit": {"id": "eken", "name": "Ekens skola"}}

    def lines(known: Context) -> tuple[str, ...]:
        return present.summary(form(), values, known, "en")[0].rows[0].lines

    assert lines(context()) == ("Oak school",)
    renamed = [{"id": "eken", "name": "Nya Eken", "names": {"en": "New Oak"}}]
    assert lines(context(renamed)) == ("Ekens skola",)
    assert field(form("search"), context(), "en", values).value == "Oak school"


def test_options_of_the_form_itself_speak_english_too() -> None:
    option = {"id": "a", "label": {"sv": "Ek", "en": "Oak"}}
    asked = {"id": "unit", "kind": "list", "options": [option]}
    definition = load(sample.one_page([asked]))
    assert field(definition, context(), "en", {}).options[0].label == "Oak"
    values = {"unit": {"id": "a", "name": "Ek"}}
    assert present.summary(definition, values, context(), "en")[0].rows[0].lines == ("Oak",)


def test_analysis_tells_which_items_have_no_text_in_a_language_of_the_form() -> None:
    document = sample.one_page(
        [{"id": "unit", "kind": "list", "settings": {"parameter": "units"},
          "label": {"sv": "Skola", "en": "School"}}],
        parameters=DECLARED,
    )  # fmt: skip

    def found(units: list[dict[str, Any]]) -> list[Finding]:
        report = analyse(load(document), today=sample.TODAY, parameters={"units": units})
        return [o for o in report.of(Code.TRANSLATION_MISSING) if o.place == "parameters[0]"]

    def told(units: list[dict[str, Any]]) -> list[str]:
        return [str(one.reason) for one in found(units)]

    assert told(UNITS) == [
        "1 av 2 val i listan ”Skolor” saknar text på engelska: ”Lindens skola”",
        "1 av 2 val i listan ”Skolor” saknar text på finska: ”Lindens skola”",
    ]
    whole = {"en": "Lime school", "fi": "Lehmuksen koulu"}
    assert told([UNITS[0], {**UNITS[1], "names": whole}]) == []
    # In Swedish alone it is most often a list of names.
    only_names = found([{"id": "a", "name": "Ekens skola"}])
    assert [one.severity for one in only_names] == [Severity.NOTE]


@pytest.mark.parametrize("names", [{"sv": "x"}, {"EN": "x"}, {"en": 1}, [], "en"])
def test_names_that_are_no_texts_by_language_are_refused(names: Any) -> None:
    held = {"units": [{"id": "a", "name": "A", "names": names}]}
    assert parameters.problems(form(), held) != ()
