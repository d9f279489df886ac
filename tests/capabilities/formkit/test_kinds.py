"""Each kind of question: what is read, what is refused and with which words, how it is shown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import FileFacts, evaluate, inputs, load, present
from samtjanst.capabilities.formkit.kinds.numbers import read_date

OPTIONS = [{"id": name, "label": {"sv": name.upper()}} for name in ("x", "y")]
QUESTIONS: dict[str, dict[str, Any]] = {
    "text": {"kind": "text", "settings": {"max_length": 10}},
    "long_text": {"kind": "long_text"},
    "choice": {"kind": "choice", "options": OPTIONS},
    "many_choices": {"kind": "many_choices", "options": OPTIONS},
    "yes_no": {"kind": "yes_no"},
    "date": {"kind": "date", "settings": {"earliest": 0, "latest": 30}},
    "integer": {"kind": "integer", "settings": {"minimum": 1, "maximum": 5000}},
    "person": {"kind": "person", "settings": {"not_applicant": True}},
    "child": {"kind": "child"},
    "address": {"kind": "address"},
    "school": {"kind": "school", "settings": {"parameter": "schools"}},
    "file": {"kind": "file", "settings": {"accept": ["application/pdf"], "max_files": 2}},
    "email": {"kind": "email"},
    "phone": {"kind": "phone"},
}
SCHOOLS = [{"id": "schools", "type": "options", "title": {"sv": "Skolor"}}]


def definition_of(kind: str, **more: Any) -> Any:
    question = {"id": "q", "label": {"sv": "Frågan"}, **QUESTIONS[kind], **more}
    return load(sample.one_page([question], parameters=SCHOOLS if kind == "school" else None))


def answer(kind: str, posted: dict[str, list[str]], **changes: Any) -> tuple[Any, list[str]]:
    """What is read from a post, and the errors it gets."""
    definition, context = definition_of(kind), sample.context(**changes)
    read = inputs.read_page(definition, "only", {"_shown": ["q"], **posted}, context)
    return read["q"], evaluate(definition, read, context).errors().get("q", [])


def errors_of(kind: str, value: Any, **changes: Any) -> list[str]:
    return (
        evaluate(definition_of(kind), {"q": value}, sample.context(**changes)).errors().get("q", [])
    )


READ = [
    ("text", "  Hej ", "Hej"),
    ("text", "", None),
    ("long_text", "a\r\nb\rc", "a\nb\nc"),
    ("long_text", "e\u0301", "é"),
    ("long_text", "👩‍👧 שלום", "👩‍👧 שלום"),
    ("choice", "x", "x"),
    ("yes_no", "yes", True),
    ("yes_no", "no", False),
    ("date", "2026-12-01", "2026-12-01"),
    ("date", "20261201", "2026-12-01"),
    ("date", "1/12 2026", "2026-12-01"),
    ("date", "1 december 2026", "2026-12-01"),
    ("integer", "1 200", 1200),
    ("integer", "0042", 42),
    ("email", " a.b@exempel.se ", "a.b@exempel.se"),
    ("phone", "+46 (0)70-174 06 05", "+46701740605"),
    ("school", "vifolkaskolan", {"id": "vifolkaskolan", "name": "Vifolkaskolan, Mantorp"}),
]


@pytest.mark.parametrize(("kind", "typed", "expected"), READ)
def test_answer_is_read(kind: str, typed: str, expected: Any) -> None:
    value, errors = answer(kind, {"q": [typed]})
    assert value == expected
    assert errors == []


REFUSED = [
    ("text", "elva tecken", "”Frågan” får ha högst 10 tecken. Du har skrivit 11. Korta texten."),
    ("text", "a\nb", "”Frågan” ska stå på en enda rad."),
    ("text", "a\x00b", "tecken som inte går att läsa"),
    ("text", "a\x1b[31m", "tecken som inte går att läsa"),
    ("choice", "z", "går inte längre att välja"),
    ("yes_no", "kanske", "går inte längre att välja"),
    ("date", "2026-02-30", "Skriv ”Frågan” som år-månad-dag, till exempel 2026-12-01."),
    ("date", "i morgon", "år-månad-dag"),
    ("date", "2026-11-23", "får vara tidigast 2026-11-24"),
    ("date", "2026-12-25", "får vara senast 2026-12-24"),
    ("integer", "tio", "heltal med siffror"),
    ("integer", "3,5", "heltal med siffror"),
    ("integer", "٣", "heltal med siffror"),
    ("integer", "0", "ska vara minst 1"),
    ("integer", "9999", "får vara högst 5\u00a0000"),
    ("integer", "9" * 40, "heltal med siffror"),
    ("email", "anna", "e-postadress med @"),
    ("email", "anna@x", "e-postadress med @"),
    ("email", "a@b.se, c@d.se", "e-postadress med @"),
    ("email", "a@b.se\nBcc: c@d.se", "e-postadress med @"),
    ("phone", "ring mig", "telefonnummer med siffror"),
    ("phone", "070", "telefonnummer med siffror"),
    ("school", "hogwarts", "går inte längre att välja"),
    ("child", "198501012382", "går inte längre att välja"),
]


@pytest.mark.parametrize(("kind", "typed", "text"), REFUSED)
def test_wrong_answer_is_told_and_kept(kind: str, typed: str, text: str) -> None:
    value, errors = answer(kind, {"q": [typed]})
    assert len(errors) == 1
    assert text in errors[0]
    assert value in (typed, {"raw": typed}) or str(value) == typed


def test_hundred_thousand_characters_are_kept_and_told() -> None:
    typed = "å" * 100_000
    value, errors = answer("long_text", {"q": [typed]})
    assert value == typed
    assert errors == [
        "”Frågan” får ha högst 4\u00a0000 tecken. Du har skrivit 100\u00a0000. Korta texten."
    ]


MISSING = {
    "text": "Fyll i ”Frågan”.",
    "choice": "Välj vad som gäller för ”Frågan”.",
    "file": "Ladda upp ”Frågan”.",
}


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_missing_answer_is_told(kind: str) -> None:
    definition = definition_of(kind, required=True)
    texts = evaluate(definition, {}, sample.context()).errors()["q"]
    assert len(texts) == 1
    assert texts[0] == MISSING.get(kind, texts[0])
    assert "obligatorisk" not in texts[0]


def test_missing_text_of_the_question_goes_first() -> None:
    errors = evaluate(
        sample.school(),
        {**sample.complete_answers(), "reasons": ["disability"]},
        sample.context(),
    ).errors()
    assert errors["medical_certificate"] == ["Ladda upp läkarintyget."]


def test_question_with_question_mark_is_asked_to_be_answered() -> None:
    definition = definition_of("yes_no", required=True, label={"sv": "Bor barnet växelvis?"})
    assert evaluate(definition, {}, sample.context()).errors()["q"] == [
        "Svara på frågan ”Bor barnet växelvis?”"
    ]


def test_many_choices_are_kept_in_the_order_of_the_question() -> None:
    assert answer("many_choices", {"q": ["y", "x"]}) == (["x", "y"], [])


def test_unticked_boxes_are_an_empty_answer() -> None:
    assert answer("many_choices", {}) == ([], [])


def test_unknown_box_is_told() -> None:
    _, errors = answer("many_choices", {"q": ["x", "z"]})
    assert len(errors) == 1


def test_child_is_taken_from_the_register() -> None:
    value, errors = answer("child", {"q": ["201801012392"]})
    assert value == sample.child_value(sample.ELLA)
    assert errors == []


def test_child_cannot_be_forged_with_another_name() -> None:
    forged = {**sample.child_value(sample.ELLA), "name": "Någon Annan"}
    assert errors_of("child", forged)


def test_protection_of_a_child_cannot_be_taken_away() -> None:
    forged = {**sample.child_value(sample.TOVE), "protected": False}
    assert errors_of("child", forged)


def test_child_is_stated_when_the_register_is_down() -> None:
    posted = {"q.name": ["Ella Provsson"], "q.personal_number": ["20180101-2392"]}
    value, errors = answer("child", posted, children=None)
    assert value == {
        "personal_number": "201801012392",
        "name": "Ella Provsson",
        "source": "own_statement",
        "protected": False,
    }
    assert errors == []


def test_stated_child_is_chosen_again_when_the_register_is_back() -> None:
    stated = {**sample.child_value(sample.ELLA), "source": "own_statement"}
    assert errors_of("child", stated) == [
        "Välj barnet i listan. Nu har vi uppgifterna från folkbokföringen."
    ]


def test_chosen_child_stays_when_the_register_goes_down() -> None:
    assert errors_of("child", sample.child_value(sample.ELLA), children=None) == []


@pytest.mark.parametrize(
    ("name", "number", "texts"),
    [
        ("Bo Provsson", "198501012390", []),
        ("", "198501012390", ["Skriv för- och efternamn."]),
        ("Bo", "", ["Skriv personnumret med tolv siffror."]),
        ("Bo", "198501012391", ["Personnumret stämmer inte. Kontrollera siffrorna"]),
        ("Bo", "19850101-2382", ["Det här är ditt eget personnummer."]),
        ("12", "x", ["Skriv för- och efternamn.", "Personnumret stämmer inte."]),
    ],
)
def test_person(name: str, number: str, texts: list[str]) -> None:
    value, errors = answer("person", {"q.name": [name], "q.personal_number": [number]})
    assert value["name"] == name
    assert len(errors) == len(texts)
    assert all(error.startswith(text) for error, text in zip(errors, texts, strict=True))


def test_address_is_told_part_by_part() -> None:
    value, errors = answer("address", {"q.street": ["Storgatan 1"], "q.postal_code": ["59"]})
    assert value["postal_code"] == "59"
    assert errors == [
        "Skriv postnumret med fem siffror, till exempel 595 30.",
        "Skriv postort.",
    ]


@pytest.mark.parametrize(
    ("street", "source"), [("Storgatan 1", "register"), ("Storgatan 2", "own_statement")]
)
def test_changed_address_is_the_persons_own_statement(street: str, source: str) -> None:
    posted = {"q.street": [street], "q.postal_code": ["59530"], "q.city": ["Mjölby"]}
    value, errors = answer("address", posted)
    assert errors == []
    assert value["postal_code"] == "595 30"
    assert value["source"] == source


FILES = [
    (FileFacts("f", "a.pdf", "application/pdf", 10), ""),
    (FileFacts("f", "a.pdf", "application/pdf", 10, "pending"), ""),
    (FileFacts("f", "a.exe", "application/x-dosexec", 10), "Det går bra med PDF."),
    (FileFacts("f", "a.pdf", "application/pdf", 60_000_000), "får vara högst 10 MB"),
    (FileFacts("f", "a.pdf", "application/pdf", 10, "infected"), "skadlig kod"),
]


@pytest.mark.parametrize(("file", "text"), FILES)
def test_file(file: FileFacts, text: str) -> None:
    errors = errors_of("file", ["f"], files={"f": file})
    assert [text in error for error in errors] == [True] * bool(text)


def test_too_many_files_and_a_gone_one_are_told() -> None:
    texts = errors_of("file", ["f1", "a", "b"])
    assert any("högst 2 filer" in text for text in texts)
    assert any("finns inte kvar" in text for text in texts)


def test_files_are_never_read_from_a_post() -> None:
    data = {"_shown": ["q"], "q": ["f1"]}
    assert inputs.read_page(definition_of("file"), "only", data, sample.context()) == {}


@settings(max_examples=100)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 1, 1)))
def test_every_date_is_read_in_every_form(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.day}/{day.month} {day.year}") == day
    assert read_date(f"{day:%Y%m%d}") == day


def test_bidirectional_override_is_kept_but_not_shown() -> None:
    typed = "intyg\u202efdp.exe"
    definition, context = definition_of("long_text"), sample.context()
    evaluation = evaluate(definition, {"q": typed}, context)
    assert evaluation.values["q"] == typed
    assert evaluation.complete
    (section,) = present.summary(definition, evaluation.values, context)
    view = present.page(definition, "only", evaluation, {"q": typed}, show_errors=False)
    assert section.rows[0].lines == ("intygfdp.exe",)
    assert view.fields[0].value == "intygfdp.exe"
