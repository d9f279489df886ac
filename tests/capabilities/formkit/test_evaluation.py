"""Rules: order never matters, nothing raises, hidden answers take no part."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import Context, evaluate, load, present
from samtjanst.kernel.canonical import canonical_bytes

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(alphabet=st.characters(), max_size=30)
    | st.sampled_from(["distance", "disability", "f", "9", "2026-02-30", "2027-01-11", "yes"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["personal_number", "name", "source", "protected", "raw", "id", "street", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
QUESTION_IDS = [question.id for question in sample.school().questions()]
ANSWERS = st.dictionaries(st.sampled_from(QUESTION_IDS), JSON)
CONTEXTS = st.sampled_from(
    [
        sample.context(),
        sample.context(children=None),
        sample.context(children=()),
        sample.context(parameters={}),
        sample.context(parameters={"schools": "x", "distance_limits": [1], "contact": 3}),
        Context(today=date.max),
        Context(today=date.min),
    ]
)


@settings(max_examples=100, deadline=None)
@given(answers=ANSWERS, context=CONTEXTS)
def test_hostile_answers_never_raise(answers: dict[str, Any], context: Context) -> None:
    definition = sample.school()
    evaluation = evaluate(definition, answers, context)
    assert isinstance(evaluation.complete, bool)
    evaluation.errors()
    for page in definition.pages:
        present.page(definition, page.id, evaluation, answers, show_errors=True, language="en")
    present.summary(definition, evaluation.values, context)


@settings(max_examples=100, deadline=None)
@given(answers=ANSWERS, context=CONTEXTS)
def test_complete_answers_can_always_be_sealed(answers: dict[str, Any], context: Context) -> None:
    evaluation = evaluate(sample.school(), {**sample.complete_answers(), **answers}, context)
    if evaluation.complete:
        canonical_bytes(evaluation.values)


@settings(max_examples=50, deadline=None)
@given(answers=ANSWERS, seed=st.integers(0, 10_000))
def test_order_of_rules_never_matters(answers: dict[str, Any], seed: int) -> None:
    turned = sample.document()
    random.Random(seed).shuffle(turned["rules"])  # noqa: S311 - an order, not a secret
    filled = {**sample.complete_answers(), **answers}
    first = evaluate(sample.school(), filled, sample.context())
    second = evaluate(load(turned), filled, sample.context())
    assert repr(sorted(first.values.items())) == repr(sorted(second.values.items()))
    assert first.errors() == second.errors()
    assert first.visible_pages == second.visible_pages


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_order_of_chained_rules_never_matters(data: st.DataObject) -> None:
    """Chains: whether c shows depends on b, which depends on a, written in any order."""
    names = ["a", "b", "c", "d", "e"]
    questions: list[dict[str, Any]] = [{"id": name, "kind": "yes_no"} for name in names]
    rules = []
    for place, name in enumerate(names[1:], start=1):
        earlier = data.draw(st.sampled_from(names[:place]))
        wanted = data.draw(st.booleans())
        when: dict[str, Any] = {"op": "equals", "question": earlier, "value": wanted}
        if data.draw(st.booleans()):
            when = {"op": "not", "of": when}
        rules.append(sample.show(name, when, f"r{place}"))
    answers = {name: data.draw(st.sampled_from([True, False, None])) for name in names}
    context = Context(today=sample.TODAY)
    both_ways: list[list[dict[str, Any]]] = [questions, questions[::-1]]
    results = [
        evaluate(load(sample.one_page(turned_questions, turned)), answers, context).values
        for turned_questions in both_ways
        for turned in (rules, rules[::-1], data.draw(st.permutations(rules)))
    ]
    assert all(result == results[0] for result in results)


def shown(when: dict[str, Any], answers: dict[str, Any], context: Context | None = None) -> bool:
    options = [{"id": name, "label": {"sv": name}} for name in ("x", "y")]
    questions: list[dict[str, Any]] = [
        {"id": "text", "kind": "text"},
        {"id": "number", "kind": "integer"},
        {"id": "day", "kind": "date"},
        {"id": "yes", "kind": "yes_no"},
        {"id": "one", "kind": "choice", "options": options},
        {"id": "many", "kind": "many_choices", "options": options},
        {"id": "who", "kind": "child"},
        {"id": "seen", "kind": "text"},
    ]
    parameters: list[dict[str, Any]] = [
        {"id": "table", "type": "numbers", "per": "one", "title": {"sv": "Tabell"}},
        {"id": "limit", "type": "number", "title": {"sv": "Gräns"}},
    ]
    definition = load(sample.one_page(questions, [sample.show("seen", when)], parameters))
    known = context or sample.context(parameters={"table": {"x": "2.5", "y": 4}, "limit": "3"})
    return evaluate(definition, answers, known).visible("seen")


def equals(question: str, value: Any) -> dict[str, Any]:
    return {"op": "equals", "question": question, "value": value}


def compare(op: str, left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    return {"op": op, "left": left, "right": right}


NUMBER = {"of": "question", "id": "number"}
DAY = {"of": "question", "id": "day"}
BORN_2018 = sample.child_value(sample.ELLA)
TABLE = [
    (equals("text", "a"), {"text": "a"}, True),
    (equals("text", "a"), {}, False),
    (equals("text", "a"), {"text": "A"}, False),
    (equals("yes", True), {"yes": True}, True),
    (equals("yes", True), {"yes": 1}, False),
    (equals("yes", True), {"yes": "true"}, False),
    (equals("yes", False), {}, False),
    (equals("number", 1), {"number": True}, False),
    (equals("number", 1), {"number": "1"}, False),
    (equals("number", 0), {"number": 0}, True),
    (equals("day", "2026-08-18"), {"day": "2026-08-18"}, True),
    (equals("one", "x"), {"one": "x"}, True),
    ({"op": "any_of", "question": "one", "values": ["x", "y"]}, {"one": "y"}, True),
    ({"op": "any_of", "question": "one", "values": ["x", "y"]}, {}, False),
    ({"op": "contains", "question": "many", "value": "x"}, {"many": ["y", "x"]}, True),
    ({"op": "contains", "question": "many", "value": "x"}, {"many": "x"}, False),
    ({"op": "answered", "question": "number"}, {"number": 0}, True),
    ({"op": "answered", "question": "number"}, {"number": {"raw": "tio"}}, False),
    ({"op": "not", "of": equals("text", "a")}, {}, True),
    ({"op": "and", "of": [equals("text", "a"), equals("yes", True)]}, {"text": "a"}, False),
    ({"op": "or", "of": [equals("text", "a"), equals("yes", True)]}, {"text": "a"}, True),
    (compare("less", NUMBER, {"of": "value", "value": 10}), {"number": 9}, True),
    (compare("less", NUMBER, {"of": "value", "value": 10}), {}, False),
    (compare("at_least", NUMBER, {"of": "value", "value": 10}), {}, False),
    (compare("at_least", NUMBER, {"of": "value", "value": "9.5"}), {"number": 10}, True),
    (compare("more", NUMBER, {"of": "parameter", "id": "limit"}), {"number": 4}, True),
    (compare("more", NUMBER, {"of": "parameter", "id": "table"}), {"number": 3, "one": "x"}, True),
    (compare("more", NUMBER, {"of": "parameter", "id": "table"}), {"number": 3, "one": "y"}, False),
    (compare("more", NUMBER, {"of": "parameter", "id": "table"}), {"number": 3}, False),
    (compare("at_most", DAY, {"of": "today", "days": 7}), {"day": "2026-12-01"}, True),
    (compare("at_most", DAY, {"of": "today", "days": 7}), {"day": "2026-12-02"}, False),
    (compare("less", {"of": "age", "question": "who"}, {"of": "value", "value": 9}), {}, False),
    (
        compare("less", {"of": "age", "question": "who"}, {"of": "value", "value": 9}),
        {"who": BORN_2018},
        True,
    ),
    ({"op": "protected", "question": "who"}, {"who": sample.child_value(sample.TOVE)}, True),
    ({"op": "protected", "question": "who"}, {"who": BORN_2018}, False),
    ({"op": "own_statement", "question": "who"}, {"who": BORN_2018}, False),
    ({"op": "register_answered"}, {}, True),
]


@pytest.mark.parametrize(("when", "answers", "expected"), TABLE)
def test_condition(when: dict[str, Any], answers: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert shown(when, answers) is expected


def test_hidden_answer_counts_as_unanswered_but_stays_in_the_draft() -> None:
    answers = {**sample.complete_answers(), "other_reason": "Kvar", "distance": 1}
    answers["reasons"] = ["traffic"]
    before = dict(answers)
    evaluation = evaluate(sample.school(), answers, sample.context())
    assert "other_reason" not in evaluation.values
    assert "distance" not in evaluation.values
    assert not evaluation.visible("distance_short")
    assert answers == before


def test_hidden_option_is_not_an_answer() -> None:
    options = [{"id": name, "label": {"sv": name}} for name in ("x", "y")]
    rule = {
        "id": "r",
        "effect": "show",
        "target": {"question": "one", "option": "y"},
        "when": equals("yes", True),
    }
    questions: list[dict[str, Any]] = [
        {"id": "yes", "kind": "yes_no"},
        {"id": "one", "kind": "choice", "required": True, "options": options},
        {"id": "many", "kind": "many_choices", "options": options},
    ]
    second = {**rule, "id": "r2", "target": {"question": "many", "option": "y"}}
    definition = load(sample.one_page(questions, [rule, second]))
    answers = {"one": "y", "many": ["x", "y"]}
    evaluation = evaluate(definition, answers, sample.context())
    assert evaluation.values == {"yes": None, "one": None, "many": ["x"]}
    view = present.page(definition, "only", evaluation, answers, show_errors=True)
    assert [option.id for option in view.fields[1].options] == ["x"]
    assert not evaluation.complete
    assert evaluate(definition, {**answers, "yes": True}, sample.context()).complete


def test_hidden_page_is_left_out() -> None:
    document = sample.one_page([{"id": "a", "kind": "yes_no", "required": True}])
    second: dict[str, Any] = {"id": "second", "title": {"sv": "Två"}, "questions": []}
    second["questions"] = [{"id": "b", "kind": "text", "label": {"sv": "B"}, "required": True}]
    document["pages"].append(second)
    rule = {"id": "r", "effect": "show", "target": {"page": "second"}, "when": equals("a", True)}
    definition = load({**document, "rules": [rule]})
    hidden = evaluate(definition, {"a": False, "b": "x"}, sample.context())
    assert hidden.visible_pages == ("only",)
    assert hidden.values == {"a": False}
    assert hidden.complete
    shown_now = evaluate(definition, {"a": True}, sample.context())
    assert shown_now.visible_pages == ("only", "second")
    assert list(shown_now.errors("second")) == ["b"]


def test_calculated_limit_follows_municipality_and_school_year() -> None:
    answers = {**sample.complete_answers(), "school_year": "5"}
    found = {
        name: evaluate(
            sample.school(), answers, sample.context(parameters=sample.values_of(name))
        ).values["distance_limit"]
        for name in ("mjolby", "norrkoping")
    }
    assert found == {"mjolby": 4, "norrkoping": 3}


def test_same_input_gives_the_same_result_twice() -> None:
    first = evaluate(sample.school(), sample.complete_answers(), sample.context())
    second = evaluate(sample.school(), sample.complete_answers(), sample.context())
    assert first.values == second.values
    assert first.complete
    assert second.complete


def test_repr_of_a_context_holds_no_personal_data() -> None:
    text = repr(sample.context()) + repr(evaluate(sample.school(), {}, sample.context()))
    assert "Provsson" not in text
    assert "19850101" not in text
