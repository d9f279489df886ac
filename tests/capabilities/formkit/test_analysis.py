"""Each sort of finding, with its place, its words and its example."""

from typing import Any

import pytest
from tests.capabilities.formkit import every_kind, sample
from tests.capabilities.formkit.rules_support import (
    CHOICE,
    DAY,
    HELD,
    MANY,
    NUMBER,
    TEXT,
    N,
    calculated,
    named,
    pages,
    rule,
    value,
)
from tests.capabilities.formkit.sample import one_page, show

from samtjanst.capabilities.formkit import evaluate, load
from samtjanst.capabilities.formkit.analysis import Code, Finding, Report, Severity, analyse
from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.analysis.samples import Samples
from samtjanst.capabilities.formkit.analysis.texts import lix
from samtjanst.capabilities.formkit.model import Kind

YES = {"id": "y", "kind": "yes_no"}
IS_YES = {"op": "equals", "question": "y", "value": True}
TEN = {**NUMBER, "settings": {"minimum": 0, "maximum": 10}}


LEVEL_2, LEVEL_3 = ({"op": "assurance_at_least", "level": level} for level in (2, 3))
NOTHING_TICKED = {"op": "not", "of": {"op": "answered", "question": "m"}}
OTHER = {"id": "k", "kind": "integer"}
TURNED = [(HELD, {"of": "question", "id": "k"}), ({"of": "question", "id": "k"}, HELD)]
PERSON = {"id": "p", "kind": "person"}
TEN_DAYS_ON = {"of": "shifted", "date": {"of": "today"}, "unit": "working_days", "count": 10}
SPAN = {
    "of": "between",
    "unit": "days",
    "first": {"of": "question", "id": "d"},
    "last": {"of": "question", "id": "e"},
}


def day(op: str, other: dict[str, Any]) -> dict[str, Any]:
    return {"op": op, "left": {"of": "question", "id": "d"}, "right": other}


def report(document: dict[str, Any], **more: Any) -> Report:
    return analyse(load(document), today=sample.TODAY, **more)


def only(found: Report, code: Code) -> Finding:
    (finding,) = found.of(code)
    return finding


def compared(op: str, number: Any) -> dict[str, Any]:
    return {"op": op, "left": HELD, "right": value(number)}


def both(*parts: Any) -> dict[str, Any]:
    return {"op": "and", "of": list(parts)}


@pytest.mark.parametrize("municipality", ["mjolby", "norrkoping", None])
def test_shipped_definition_is_proved_sound(municipality: str | None) -> None:
    parameters = sample.values_of(municipality) if municipality else None
    found = report(sample.document(), parameters=parameters, confidentiality=2)
    assert found.sound
    assert [str(f) for f in found.findings if f.severity is not Severity.NOTE] == []


def test_question_that_can_never_be_shown_is_told_with_its_condition() -> None:
    when = both(compared("less", 3), compared("more", 5))
    finding = only(report(one_page([TEN, TEXT], [show("t", when)])), Code.NEVER_SHOWN)
    assert (finding.severity, finding.place) == (Severity.ERROR, "pages[0].questions[1]")
    assert finding.reason == (
        "Frågan ”Fråga t” kan aldrig visas. Den visas bara när ”Fråga n” är mindre än 3 och "
        "”Fråga n” är mer än 5, och det kan aldrig bli så."
    )


@pytest.mark.parametrize(
    ("questions", "when"),
    [
        ([TEN], compared("more", 10)),
        ([TEN], both(compared("more", 3), compared("less", 4))),
        ([CHOICE], both(*({"op": "equals", "question": "c", "value": v} for v in "ab"))),
        ([MANY], both({"op": "contains", "question": "m", "value": "a"}, NOTHING_TICKED)),
        ([TEXT], both(*({"op": "equals", "question": "t", "value": v} for v in ("x", "y")))),
        ([DAY], both(day("less", {"of": "today"}), day("more", {"of": "today", "days": 3}))),
        ([MANY], {"op": "more", "left": {"of": "count", "question": "m"}, "right": value(3)}),
        ([TEN], both(LEVEL_3, {"op": "not", "of": LEVEL_2})),
        ([YES], both(IS_YES, {"op": "not", "of": {"op": "answered", "question": "y"}})),
        ([NUMBER, OTHER], both(*({"op": "less", "left": a, "right": b} for a, b in TURNED))),
    ],
    ids=str,
)
def test_contradictions_of_every_sort_are_proved(questions: list[Any], when: Any) -> None:
    note = {"id": "note", "kind": "information"}
    found = report(one_page([*questions, note], [show("note", when)]))
    assert only(found, Code.NEVER_SHOWN).severity is Severity.ERROR


@pytest.mark.parametrize(
    ("questions", "when"),
    [
        ([DAY], day("more", TEN_DAYS_ON)),
        ([PERSON], {"op": "less", "left": {"of": "age", "question": "p"}, "right": value(18)}),
        ([{"id": "k", "kind": "child"}], {"op": "own_statement", "question": "k"}),
        ([{"id": "k", "kind": "child"}], {"op": "protected", "question": "k"}),
        ([TEXT], {"op": "text_contains", "question": "t", "value": "gatan"}),
        ([MANY], {"op": "contains_all", "question": "m", "values": ["a", "c"]}),
        ([], {"op": "fact_is", "name": "applicant.city", "values": ["Ydre"]}),
        ([], {"op": "assurance_at_least", "level": 4}),
        ([], {"op": "not", "of": {"op": "register_answered"}}),
        ([DAY, {"id": "e", "kind": "date"}], {"op": "more", "left": SPAN, "right": value(3)}),
    ],
    ids=str,
)
def test_what_can_happen_has_an_example_that_the_evaluator_accepts(
    questions: list[Any], when: Any
) -> None:
    note = {"id": "note", "kind": "information"}
    found = report(one_page([*questions, note], [show("note", when)]))
    assert [str(f) for f in found.findings if f.code is not Code.SENSITIVE] == []


def test_condition_that_is_always_true_is_told() -> None:
    when = {"op": "or", "of": [compared("at_most", 5), {"op": "not", "of": compared("at_most", 5)}]}
    finding = only(report(one_page([TEN, TEXT], [show("t", when)])), Code.ALWAYS_TRUE)
    assert finding.place == "rules[0].when"
    assert finding.reason.startswith("Villkoret ””Fråga n” är högst 5 eller")


def test_part_that_makes_no_difference_is_told() -> None:
    when = {"op": "or", "of": [compared("more", 10), compared("less", 2)]}
    finding = only(report(one_page([TEN, TEXT], [show("t", when)])), Code.NEVER_TRUE)
    assert (finding.severity, finding.place) == (Severity.WARNING, "rules[0].when.of[0]")


def test_page_that_cannot_be_reached_is_told_once() -> None:
    rules = [
        {"id": "a", "effect": "show", "target": {"page": "p1"}, "when": compared_to("q0", 5)},
    ]
    document = {**pages(1, 2), "rules": rules}
    document["pages"][0]["questions"][0]["settings"] = {"maximum": 5}
    finding = only(report(document), Code.PAGE_UNREACHABLE)
    assert (finding.place, finding.id) == ("pages[1]", "p1")
    assert not report(document).of(Code.NEVER_SHOWN)


def compared_to(question: str, number: int) -> dict[str, Any]:
    held = {"of": "question", "id": question}
    return {"op": "more", "left": held, "right": value(number)}


def test_option_that_can_never_be_chosen_is_told() -> None:
    target = {"question": "c", "option": "b"}
    rules = [{"id": "r", "effect": "show", "target": target, "when": compared("more", 10)}]
    finding = only(report(one_page([TEN, CHOICE], rules)), Code.OPTION_NEVER_OFFERED)
    assert finding.place == "pages[0].questions[1].options[1]"


def test_answer_that_can_never_be_handed_in_is_told_with_what_is_left_to_mend() -> None:
    needed = {**CHOICE, "required": True}
    rules = [rule("limit", {"question": "c"}, IS_YES, options=["a"])]
    rules += [{**rule("limit", {"question": "c"}, IS_YES, options=["b"]), "id": "r2"}]
    document = one_page([YES, needed], rules)
    finding = only(report(document), Code.DEAD_END)
    assert finding.reason == (
        "När ”Fråga y” är ja går ansökan aldrig att lämna in, vad sökanden än svarar i övrigt."
    )
    assert "Kvar att rätta: ”Fråga c”" in finding.example
    assert not evaluate(load(document), finding.answers, sample.context()).complete


def test_nobody_can_hand_in_is_told() -> None:
    rules = [
        rule("validate", {"question": "n"}, N, message={"sv": "Fel"}),
    ]
    found = report(one_page([{**NUMBER, "required": True}], rules))
    assert only(found, Code.NO_COMPLETION).severity is Severity.ERROR
    assert only(found, Code.CONTRADICTION).reason.startswith("Svaret på ”Fråga n” är fel vad")


def test_stop_that_always_stops_is_a_note_not_an_error() -> None:
    stop = rule("stop", {"page": "only"}, IS_YES, message={"sv": "Du kan inte ansöka."})
    found = report(one_page([YES], [stop]))
    assert only(found, Code.ALWAYS_STOPPED).severity is Severity.NOTE
    assert found.sound


def test_required_question_that_a_rule_hides() -> None:
    no = {"op": "not", "of": IS_YES}
    always = [show("t", IS_YES), {**rule("require", {"question": "t"}, no), "id": "r2"}]
    finding = only(report(one_page([YES, TEXT], always)), Code.REQUIRED_HIDDEN)
    assert finding.severity is Severity.ERROR
    sometimes = [show("t", IS_YES), {**rule("require", {"question": "t"}, N), "id": "r2"}]
    finding = only(report(one_page([YES, NUMBER, TEXT], sometimes)), Code.REQUIRED_HIDDEN)
    assert finding.severity is Severity.WARNING
    assert finding.example


def test_number_of_signatures_that_can_never_be_reached() -> None:
    never = [show("who", {"op": "and", "of": [IS_YES, {"op": "not", "of": IS_YES}]})]
    hidden = {**named({"needed": 2}, YES), "rules": never}
    finding = only(report(hidden), Code.SIGNING_NEVER)
    assert (finding.severity, finding.place) == (Severity.ERROR, "signing.signatories.needed")
    optional = named({"needed": 2})
    optional["pages"][0]["questions"][0]["required"] = False
    assert only(report(optional), Code.SIGNING_NEVER).severity is Severity.WARNING
    assert not report(named({"needed": 2})).of(Code.SIGNING_NEVER)


def test_property_that_neighbours_lie_beside_is_there_to_be_answered() -> None:
    def beside(**more: Any) -> dict[str, Any]:
        document = one_page([YES, {"id": "estate", "kind": "property", **more}])
        document["signing"]["signatories"] = {"neighbours_of": "estate"}
        return document

    hidden = beside(required=True)
    never = {"op": "and", "of": [IS_YES, {"op": "not", "of": IS_YES}]}
    hidden["rules"] = [show("estate", never)]
    finding = only(report(hidden), Code.SIGNING_NEVER)
    place = "signing.signatories.neighbours_of"
    assert (finding.severity, finding.place) == (Severity.ERROR, place)
    assert only(report(beside()), Code.SIGNING_NEVER).severity is Severity.WARNING
    assert not report(beside(required=True)).of(Code.SIGNING_NEVER)


def test_two_values_at_once_are_told() -> None:
    rules = [
        {**rule("compute", {"question": "s"}, compared("more", 3), value=value(0)), "id": "a"},
        {**rule("compute", {"question": "s"}, compared("more", 5), value=value(1)), "id": "b"},
    ]
    rivals = rules, [{**rules[0], "id": "c"}, rules[1]]
    held = [
        only(report(one_page([TEN, calculated("s", HELD)], one)), Code.CONTRADICTION).reason
        for one in rivals
    ]
    said = (
        "Villkoren (Räkna ut ”Fråga s” som 0 när ”Fråga n” är mer än 3) och "
        "(Räkna ut ”Fråga s” som 1 när ”Fråga n” är mer än 5) ger ”Fråga s” "
        "olika värden på samma gång."
    )
    assert held == [f"{said} Då gäller det första av dem.", f"{said} Då gäller det andra av dem."]
    assert held[0].en.endswith("at the same time. Then the first of them holds.")


def test_known_parameters_sharpen_the_proof() -> None:
    parameters = [{"id": "limit", "type": "number", "title": {"sv": "Gräns"}}]
    when = {"op": "more", "left": HELD, "right": {"of": "parameter", "id": "limit"}}
    document = one_page([TEN, TEXT], [show("t", when)], parameters)
    assert not report(document).of(Code.NEVER_SHOWN)
    assert only(report(document, parameters={"limit": 10}), Code.NEVER_SHOWN)
    assert not report(document, parameters={"limit": 9}).of(Code.NEVER_SHOWN)


def test_search_that_ends_says_so_and_claims_nothing() -> None:
    when = both(compared("less", 3), compared("more", 5))
    found = report(one_page([TEN, TEXT], [show("t", when)]), steps=0)
    finding = only(found, Code.NEVER_SHOWN)
    assert finding.severity is Severity.UNDECIDED
    assert finding.reason.startswith("Det gick inte att avgöra")
    assert not found.sound


def test_texts_are_read() -> None:
    long = "Den som ansöker ska " + "och ".join(["lämna uppgifter "] * 20) + "."
    questions: list[dict[str, Any]] = [
        {"id": "a", "kind": "text", "label": {"sv": "Namn", "en": "Name"}, "help": {"sv": long}},
        {"id": "b", "kind": "text", "label": {"sv": "Namn"}, "required": True},
        {"id": "c", "kind": "text", "label": {"sv": "Vem är firmatecknare?", "en": "Who?"}},
        {"id": "e", "kind": "text", "label": {"sv": "Vilken diagnos har du?", "en": "What?"}},
    ]
    found = report(one_page(questions))
    assert only(found, Code.DUPLICATE_WORDING).id == "b"
    assert only(found, Code.LONG_SENTENCE).place == "pages[0].questions[0].help"
    assert "pages[0].questions[1].label" in {f.place for f in found.of(Code.TRANSLATION_MISSING)}
    assert only(found, Code.TEXT_MISSING).id == "b"
    assert only(found, Code.HELP_MISSING).id == "c"
    assert "inte informationsklassad" in only(found, Code.SENSITIVE).reason
    assert only(report(one_page(questions), confidentiality=1), Code.SENSITIVE).severity == "error"
    assert not report(one_page(questions), confidentiality=2).of(Code.SENSITIVE)


def test_lix_grows_with_long_words_and_sentences() -> None:
    easy = "Du kan söka om du bor här. Skriv ditt namn. Vi svarar inom en vecka."
    hard = "Myndighetsutövningens förutsättningar regleras genom delegationsordningen."
    assert lix(easy) < 30
    assert lix(hard) > 60


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_asked])
def test_every_kind_has_a_good_sample_answer(kind: Kind) -> None:
    definition = every_kind.definition()
    samples = Samples(Abstraction(definition, sample.TODAY, None).atoms, definition.parameters)
    mine = [question for question in definition.questions() if question.kind is kind]
    assert mine
    for question in mine:
        assert samples.of(question, samples.worlds[0]), question.id


def test_definition_with_every_kind_leaves_nobody_stuck() -> None:
    found = analyse(every_kind.definition(), today=sample.TODAY, confidentiality=2)
    bad = {Severity.ERROR, Severity.UNDECIDED}
    assert [str(f) for f in found.findings if f.severity in bad] == []


def test_stop_question_is_told_as_a_stop_and_not_as_a_dead_end() -> None:
    stop = {"id": "halt", "kind": "stop", "settings": {"instead": {"sv": "Sök där du bor."}}}
    document = one_page([YES, stop], [show("halt", IS_YES)])
    found = report(document)
    assert only(found, Code.ALWAYS_STOPPED).answers["y"] is True
    assert not found.of(Code.DEAD_END)
    assert found.sound


def test_consent_cannot_be_refused_so_a_rule_on_refusal_never_holds() -> None:
    statement = {"statement": {"sv": "Jag samtycker."}}
    consent = {"id": "ok", "kind": "consent", "label": {"sv": "Samtycke"}, "settings": statement}
    refused = {"op": "equals", "question": "ok", "value": False}
    found = report(one_page([consent, TEXT], [show("t", refused)]))
    assert only(found, Code.NEVER_SHOWN).id == "t"


def test_conditions_on_rows_have_examples() -> None:
    group = {
        "id": "g",
        "kind": "group",
        "label": {"sv": "Barn"},
        "questions": [{"id": "age", "kind": "integer", "label": {"sv": "Ålder"}}],
    }
    old = compared("more", 17)
    old["left"] = {"of": "question", "id": "age"}
    rules = [show("t", {"op": "any_row", "group": "g", "of": old})]
    found = report(one_page([group, TEXT], rules))
    assert not found.of(Code.NEVER_SHOWN)
    assert not found.of(Code.ALWAYS_TRUE)


def test_same_definition_gives_the_same_report() -> None:
    document = one_page([TEN, YES, TEXT], [show("t", both(compared("less", 3), IS_YES))])
    assert report(document) == report(document)


def test_samples_are_good_answers() -> None:
    definition = sample.school()
    model = Abstraction(definition, sample.TODAY, sample.values_of("mjolby"))
    samples = Samples(model.atoms, definition.parameters)
    for question in definition.questions():
        if question.kind.is_asked:
            assert samples.of(question, samples.worlds[0]), question.id
