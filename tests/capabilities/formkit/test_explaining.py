"""An explanation says what the evaluation did, in sentences that hold."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind, sample
from tests.capabilities.formkit.rules_support import (
    CHOICE,
    HELD,
    MANY,
    NUMBER,
    TEXT,
    N,
    calculated,
    pages,
    rule,
    run,
    value,
)
from tests.capabilities.formkit.sample import one_page, show

from samtjanst.capabilities.formkit import evaluate, explaining
from samtjanst.capabilities.formkit.explaining import Explained, Fact, Reason
from samtjanst.capabilities.formkit.texts import Text, Told

NOTE = {"id": "note", "kind": "information"}
IS_B = {"op": "equals", "question": "c", "value": "b"}


def of(document: dict[str, Any], answers: dict[str, Any], name: str = "note") -> Explained:
    found = explaining.questions(run(document, answers), "only")
    return next(one for one in found if one.id == name)


def test_question_without_rules_is_always_shown() -> None:
    found = of(one_page([{**TEXT, "required": True}]), {}, "t")
    assert found.reasons == (Reason("shown"), Reason("required"))


def test_only_the_parts_that_decided_are_told_with_the_answers_they_saw() -> None:
    more = {"op": "more", "left": HELD, "right": value(3)}
    document = one_page([CHOICE, NUMBER, NOTE], [show("note", {"op": "and", "of": [IS_B, more]})])
    assert of(document, {"c": "b", "n": 7}).reasons[0] == Reason(
        "shown",
        (
            Fact(Told("”Fråga c” är ”B”"), Told("”B”")),
            Fact(Told("”Fråga n” är mer än 3"), Told("”Fråga n”: 7")),
        ),
        ("r1",),
    )
    half = of(document, {"c": "b", "n": 3})
    assert not half.is_visible
    assert half.reasons == (
        Reason(
            "hidden", (Fact(Told("”Fråga n” är inte mer än 3"), Told("”Fråga n”: 3")),), ("r1",)
        ),
    )
    nothing = of(document, {})
    assert nothing.reasons[0].facts == (
        Fact(Told("”Fråga c” är inte ”B”"), Told("inte besvarad")),
        Fact(Told("”Fråga n” är inte mer än 3"), Told("”Fråga n”: saknas")),
    )


def test_one_rule_of_several_is_enough_and_is_the_one_that_is_told() -> None:
    document = one_page([CHOICE, NUMBER, NOTE], [show("note", IS_B), show("note", N, "r2")])
    assert of(document, {"n": 1}).reasons[0].rules == ("r2",)
    assert of(document, {}).reasons[0].rules == ("r1", "r2")


def test_negation_is_told_as_it_is() -> None:
    document = one_page([CHOICE, NOTE], [show("note", {"op": "not", "of": IS_B})])
    assert of(document, {"c": "a"}).reasons[0].facts == (
        Fact(Told("”Fråga c” är inte ”B”"), Told("”A”")),
    )
    assert of(document, {"c": "b"}).reasons[0].facts == (
        Fact(Told("”Fråga c” är ”B”"), Told("”B”")),
    )


def test_requirements_options_values_and_errors_have_reasons() -> None:
    target = {"question": "m"}
    document = one_page(
        [CHOICE, MANY, NUMBER, calculated("sum", HELD)],
        [
            rule("require", target, IS_B),
            rule("limit", target, IS_B, options=["a", "b"]),
            rule("prefill", {"question": "n"}, IS_B, value={"constant": 3}),
            rule("compute", {"question": "sum"}, IS_B, value=value(12)),
            rule("validate", target, IS_B, message={"sv": "Något är fel"}),
        ],
    )
    because = (Fact(Told("”Fråga c” är ”B”"), Told("”B”")),)
    assert of(document, {"c": "b"}, "m").reasons == (
        Reason("shown"),
        Reason("required", because, ("r_require",)),
        Reason("option_hidden", because, ("r_limit",), Text("C")),
        Reason("wrong", because, ("r_validate",), Text("Något är fel")),
    )
    assert of(document, {"c": "b"}, "n").reasons[1] == Reason("prefilled", because, ("r_prefill",))
    worked_out = of(document, {"c": "b"}, "sum").reasons[1]
    assert (worked_out.verdict, worked_out.what, worked_out.rules) == (
        "computed",
        "12",
        ("r_compute",),
    )
    usual = of(document, {"n": 5}, "sum").reasons[1]
    assert (usual.what, usual.facts[-1]) == ("”Fråga n”", Fact(Told("Värdet nu"), Told("5")))
    assert of(document, {}, "m").reasons[1].verdict == "not_required"


def test_option_with_a_rule_of_its_own_says_why_it_is_away() -> None:
    target = {"question": "m", "option": "c"}
    document = one_page([NUMBER, MANY], [rule("show", target, N)])
    assert of(document, {}, "m").reasons[1] == Reason(
        "option_hidden",
        (Fact(Told("”Fråga n” är inte besvarad"), Told("inte besvarad")),),
        ("r_show",),
        Text("C"),
    )


def test_pages_say_why_they_are_closed_or_skipped() -> None:
    asked = {"op": "answered", "question": "q0"}
    document = pages(1, 1, 1)
    document["rules"] = [
        rule("go_to", {"page": "p2"}, asked, **{"from": "p0"}),
        rule("show", {"page": "p2"}, asked),
    ]
    first, second, third = explaining.pages(run(document, {"q0": 1}))
    assert first.reasons == (Reason("open"),)
    because = (Fact(Told("”Fråga” är besvarad"), Told("1")),)
    assert second.reasons == (Reason("skipped", because, ("r_go_to",), Text("Sida 0")),)
    assert third.reasons == (Reason("open", because, ("r_show",)),)
    inside = explaining.questions(run(document, {"q0": 1}), "p1")[0]
    assert inside.reasons == (Reason("page_closed", because, ("r_go_to",), Text("Sida 1")),)
    last = explaining.pages(run(document, {}))[2]
    assert last.reasons[0].verdict == "closed"


def test_stop_is_told_at_its_page_and_at_those_after_it() -> None:
    document = pages(1, 1)
    when = {"op": "answered", "question": "q0"}
    document["rules"] = [rule("stop", {"page": "p0"}, when, message={"sv": "Nej"})]
    first, second = explaining.pages(run(document, {"q0": 1}))
    assert [one.verdict for one in first.reasons] == ["open", "stops"]
    assert [one.verdict for one in second.reasons] == ["skipped"]


# A loaded machine is no fault of the code.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_explanation_agrees_with_the_evaluation(data: st.DataObject) -> None:
    definition = sample.school()
    answers = {
        question.id: data.draw(every_kind.good(question), label=question.id)
        for question in definition.questions()
        if question.kind.is_asked and data.draw(st.booleans())
    }
    evaluation = evaluate(definition, answers, every_kind.context())
    closed = {"closed", "skipped", "empty"}
    for page in explaining.pages(evaluation):
        verdicts = {one.verdict for one in page.reasons}
        assert page.is_visible is (page.id in evaluation.visible_pages)
        assert page.is_visible is not bool(verdicts & closed)
        for question in explaining.questions(evaluation, page.id):
            said = {one.verdict for one in question.reasons}
            assert ("shown" in said) is question.is_visible is evaluation.visible(question.id)
            assert ("required" in said) is evaluation.required(question.id)
            for reason in question.reasons:
                assert bool(reason.rules) <= bool(reason.facts)
