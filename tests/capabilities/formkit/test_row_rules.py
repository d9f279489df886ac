"""Rules on the questions in rows: each row by itself, what is hidden as if never given."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import ABC, VALIDATOR, rule, run, value
from tests.capabilities.formkit.sample import one_page

from samtjanst.capabilities.formkit import evaluate, explaining, inputs, load, posting, present
from samtjanst.capabilities.formkit.analysis import Code, analyse
from samtjanst.capabilities.formkit.editing import removing, rule_words
from samtjanst.capabilities.formkit.editing.references import redirected
from samtjanst.capabilities.formkit.problems import DefinitionError

INNER = [
    {"id": "age", "kind": "integer", "label": {"sv": "Ålder"}, "required": True},
    {"id": "school", "kind": "text", "label": {"sv": "Skola"}, "required": True},
    {"id": "why", "kind": "text", "label": {"sv": "Varför"}},
]
GROUP = {"id": "kids", "kind": "group", "required": True, "questions": INNER}
LIMIT = {"id": "limit", "kind": "integer"}
AGE = {"of": "question", "id": "age"}
SCHOOLED = {"op": "at_least", "left": AGE, "right": value(6)}
OLD = {"op": "more", "left": AGE, "right": value(17)}


def on(effect: str, question: str, when: Any, **more: Any) -> dict[str, Any]:
    found = rule(effect, {"group": "kids", "question": question}, when, **more)
    return {**found, "id": f"r_{effect}_{question}"}


SHOW = on("show", "school", SCHOOLED)
REQUIRE = on("require", "why", OLD)
WRONG = on("validate", "age", OLD, message={"sv": "Bara barn, tack.", "en": "Children only."})


def document(*rules: dict[str, Any], questions: Any = (LIMIT, GROUP)) -> dict[str, Any]:
    return one_page(list(questions), list(rules))


def rows(*held: dict[str, Any]) -> dict[str, Any]:
    return {"kids": list(held)}


def test_each_row_shows_what_its_own_answers_say() -> None:
    found = run(document(SHOW), rows({"age": 4, "school": "Vifolka"}, {"age": 8, "school": "Bo"}))
    assert found.values["kids"] == [{"age": 4}, {"age": 8, "school": "Bo"}]
    assert found.errors() == {}  # what is not asked is not missed
    late = run(document(SHOW), rows({"age": 4}, {"age": 8}))
    assert late.errors() == {"kids": ["Rad 2: Fyll i ”Skola”."]}


def test_hidden_answer_is_as_if_never_given() -> None:
    chained = on("show", "why", {"op": "answered", "question": "school"})
    found = run(document(SHOW, chained), rows({"age": 4, "school": "Vifolka", "why": "Långt"}))
    assert found.values["kids"] == [{"age": 4}]
    order = run(document(chained, SHOW), rows({"age": 4, "school": "Vifolka", "why": "Långt"}))
    assert order.values == found.values
    outside = one_page(
        [GROUP, {"id": "note", "kind": "information"}],
        [SHOW, {**sample.show("note", {"op": "any_row", "group": "kids",
                                       "of": {"op": "answered", "question": "school"}})}],
    )  # fmt: skip
    assert not run(outside, rows({"age": 4, "school": "Vifolka"})).visible("note")


def test_row_demands_an_answer_and_is_checked_at_its_cell() -> None:
    found = run(
        document(REQUIRE, WRONG), rows({"age": 8, "school": "A"}, {"age": 19, "school": "B"})
    )
    assert found.errors() == {"kids": ["Rad 2: Fyll i ”Varför”.", "Rad 2: Bara barn, tack."]}
    english = found.errors(language="en")["kids"]
    assert english[-1].endswith("Children only.")
    done = run(document(REQUIRE), rows({"age": 19, "school": "B", "why": "Går om"}))
    assert done.complete


def test_answers_outside_are_seen_and_the_rows_own_go_before() -> None:
    high = on("show", "school", {"op": "at_least", "left": AGE,
                                 "right": {"of": "question", "id": "limit"}})  # fmt: skip
    assert run(document(high), {"limit": 10, **rows({"age": 8})}).complete
    assert not run(document(high), {"limit": 7, **rows({"age": 8})}).complete
    same = {"id": "age", "kind": "integer", "label": {"sv": "Din ålder"}}
    twice = document(SHOW, questions=(same, GROUP))
    assert run(twice, {"age": 40, **rows({"school": "Vifolka"})}).values["kids"] is None


def test_page_asks_only_what_the_row_has_and_follows_the_answers() -> None:
    definition, answers = load(document(SHOW, WRONG, REQUIRE)), rows({"age": 4}, {"age": 19})
    evaluation = evaluate(definition, answers, sample.context())
    view = present.page(definition, "only", evaluation, answers, show_errors=True)
    field = view.fields[1]
    assert [[cell.label for cell in row.fields] for row in field.rows] == [
        ["Ålder", "Varför"],
        ["Ålder", "Skola", "Varför"],
    ]
    assert [cell.required for cell in field.rows[1].fields] == [True, True, True]
    assert field.rows[0].fields[1].required is False
    assert field.rows[1].fields[0].errors == ("Bara barn, tack.",)
    assert field.refreshes


def test_cell_that_has_just_appeared_is_not_wrong_yet() -> None:
    definition, context = load(document(SHOW)), sample.context()
    blank = present.page(
        definition, "only", evaluate(definition, {}, context), {}, show_errors=False
    )
    assert blank.shown == ("limit", "kids", "kids.0.age", "kids.0.why")
    data = {**posting.of_page(blank), "kids.0.age": ["8"]}
    answers = inputs.read_page(definition, "only", data, context)
    evaluation = evaluate(definition, answers, context)
    assert inputs.newly_shown(evaluation, "only", data) == ("kids",)
    again = present.page(definition, "only", evaluation, answers, show_errors=False)
    data = {**posting.of_page(again), "kids.0.age": ["8"]}
    assert inputs.newly_shown(evaluation, "only", data) == ()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (on("show", "gone", SCHOOLED), "finns inte i ”kids”"),
        ({**SHOW, "target": {"group": "limit", "question": "age"}}, "ingen upprepad grupp"),
        ({**SHOW, "target": {"group": "gone", "question": "age"}}, "finns inte"),
        ({**SHOW, "target": {"group": "kids"}}, "saknas"),
        ({**SHOW, "target": {**SHOW["target"], "option": "x"}}, "inget alternativ"),
        (on("stop", "age", SCHOOLED, message={"sv": "Stopp"}), "kan bara gälla"),
        (on("show", "age", SCHOOLED), "cirkel"),
        (on("show", "age", {"op": "answered", "question": "gone"}), "finns inte"),
    ],
)
def test_rule_that_cannot_be_is_refused_with_the_reason(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(document(wrong))
    assert any(reason in str(one.reason) for one in caught.value.problems), caught.value.problems


def test_rows_that_look_at_each_other_in_a_circle_are_refused() -> None:
    back = on("show", "school", {"op": "answered", "question": "why"})
    forth = on("show", "why", {"op": "answered", "question": "school"})
    with pytest.raises(DefinitionError, match="cirkel"):
        load(document(back, forth))


def test_rule_is_told_in_words_and_fits_the_published_schema() -> None:
    made = document(SHOW, REQUIRE, WRONG)
    VALIDATOR.validate(made)
    assert (
        rule_words.said(made, SHOW)
        == "Visa ”Skola” på varje rad i ”Fråga kids” när ”Ålder” är minst 6"
    )
    assert rule_words.said(made, WRONG).en.startswith("Say so at “Ålder” in each row of “")


def test_question_taken_out_takes_its_rule_along() -> None:
    made = document(SHOW, REQUIRE)
    assert removing.rules_on(made, "school") == [SHOW]
    assert removing.remove_question(made, "age")["rules"] == []
    moved = redirected(SHOW, lambda one: f"{one.group or 'top'}.{one.id}")
    assert moved["target"]["question"] == "kids.school"
    assert moved["when"]["left"]["id"] == "kids.age"


def test_analysis_finds_examples_and_what_can_never_be() -> None:
    report = analyse(load(document(SHOW, REQUIRE)), today=sample.TODAY)
    assert report.sound, report.findings
    never = {"op": "and", "of": [SCHOOLED, {"op": "not", "of": SCHOOLED}]}
    dead = analyse(load(document(on("show", "school", never))), today=sample.TODAY)
    assert [one.id for one in dead.findings if one.code is Code.NEVER_TRUE] == ["r_show_school"]


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.one_of(st.integers(0, 30), st.text(max_size=3), st.none()),
        "school": st.one_of(st.just("Vifolka"), st.just(""), st.integers()),
        "why": st.just("Därför"),
        "other": st.booleans(),
    },
)


@given(st.lists(st.one_of(CELLS, st.none(), st.integers()), max_size=5))
def test_a_row_never_changes_another_and_nothing_raises(held: list[Any]) -> None:
    made = load(document(SHOW, REQUIRE, WRONG))
    context = sample.context()
    found = evaluate(made, {"kids": held}, context)
    found.errors()
    if all(isinstance(row, dict) for row in held):
        alone = [evaluate(made, {"kids": [row]}, context).values["kids"] or [] for row in held]
        assert (found.values["kids"] or []) == [row for rows_ in alone for row in rows_]


def test_why_is_told_with_the_rows_own_words() -> None:
    definition = load(document(SHOW, REQUIRE, WRONG))
    evaluation = evaluate(definition, rows({"age": 4}, {"age": 19}), sample.context())
    told = explaining.questions(evaluation, "only")[1]
    found = {one.verdict: one for one in told.reasons}
    assert found["row_shown"].rules == ("r_show_school",)
    said = [str(fact.text) for fact in found["row_shown"].facts]
    assert said == ["någon rad i ”Fråga kids” uppfyller: ”Ålder” är minst 6"]
    assert found["wrong"].what.to("en") == "Children only."
    assert {"row_required", "shown"} <= set(found)


def test_sum_over_rows_is_told_by_the_label() -> None:
    over = {"op": "more", "right": value(30),
            "left": {"of": "column", "op": "sum", "group": "kids", "question": "age"}}  # fmt: skip
    made = document(sample.show("limit", over))
    assert rule_words.said(made, made["rules"][0]).endswith(
        "när summan av ”Ålder” i ”Fråga kids” är mer än 30"
    )


def found_in(*rules: dict[str, Any], questions: Any = (LIMIT, GROUP)) -> list[Any]:
    report = analyse(load(document(*rules, questions=questions)), today=sample.TODAY)
    codes = {Code.DEAD_END, Code.CONTRADICTION, Code.NO_COMPLETION}
    return [one for one in report.findings if one.code in codes]


def test_row_that_can_never_be_right_is_proved_and_blocks() -> None:
    always = on("validate", "age", {"op": "answered", "question": "age"}, message={"sv": "Fel."})
    optional = {**GROUP, "required": False}
    told = found_in(always, questions=(LIMIT, optional))
    assert {(one.code, one.severity.value) for one in told} == {
        (Code.DEAD_END, "error"),
        (Code.CONTRADICTION, "error"),
    }
    stuck = next(one for one in told if one.code is Code.DEAD_END)
    assert (stuck.id, stuck.place) == ("kids", "pages[0].questions[1]")
    assert stuck.reason == "Ingen rad i ”Fråga kids” går att fylla i rätt."
    assert found_in(WRONG) == []


def test_answer_in_a_row_that_leads_nowhere_is_found_at_its_question() -> None:
    yes = {"id": "away", "kind": "yes_no", "label": {"sv": "Bor barnet borta?"}}
    group = {**GROUP, "questions": [*INNER, yes]}
    is_away = {"op": "equals", "question": "away", "value": True}
    wrong = on("validate", "age", is_away, message={"sv": "Inte borta."})
    dead = [one for one in found_in(wrong, questions=(LIMIT, group)) if one.code is Code.DEAD_END]
    assert [(one.id, one.place) for one in dead] == [("away", "pages[0].questions[1].questions[3]")]
    assert dead[0].reason.startswith("På en rad i ”Fråga kids”: ")
    assert dead[0].reason.en.startswith("In a row of “Fråga kids”: ")


def test_group_that_is_shown_sometimes_is_looked_at_only_then() -> None:
    yes = {"id": "y", "kind": "yes_no", "required": True}
    is_yes = {"op": "equals", "question": "y", "value": True}
    shown = {**sample.show("kids", is_yes), "id": "r_kids"}
    wrong = on("validate", "age", {"op": "not", "of": is_yes}, message={"sv": "Nej."})
    assert found_in(shown, wrong, SHOW, questions=(yes, GROUP)) == []


def test_options_are_limited_row_by_row() -> None:
    pick = {"id": "how", "kind": "choice", "options": ABC, "label": {"sv": "Hur"}}
    many = {"id": "what", "kind": "many_choices", "options": ABC, "label": {"sv": "Vad"}}
    group = {**GROUP, "questions": [INNER[0], pick, many]}
    rules = (
        on("limit", "how", SCHOOLED, options=["a", "b"]),
        on("limit", "what", {"op": "equals", "question": "how", "value": "c"}, options=["a"]),
    )
    made = document(*rules, questions=(LIMIT, group))
    young, old = {"age": 4, "how": "c", "what": ["a", "b"]}, {"age": 9, "how": "c", "what": ["b"]}
    found = run(made, rows(young, old))
    # What the first row may not choose is gone; in the second nothing was left of "how".
    assert found.values["kids"] == [
        {"age": 4, "how": "c", "what": ["a"]},
        {"age": 9, "what": ["b"]},
    ]
    view = present.page(load(made), "only", found, rows(young, old), show_errors=True)
    shown = [[[o.id for o in cell.options] for cell in row.fields] for row in view.fields[1].rows]
    assert shown == [[[], ["a", "b", "c"], ["a"]], [[], ["a", "b"], ["a", "b", "c"]]]
    why = explaining.questions(found, "only")[1].reasons
    assert [one.verdict for one in why if one.rules] == ["row_limited", "row_limited"]
    with pytest.raises(DefinitionError, match="inget alternativ"):
        load(document(on("limit", "how", SCHOOLED, options=["z"]), questions=(group,)))


def test_row_is_proved_where_an_id_stands_both_in_and_outside_the_group() -> None:
    same = {"id": "age", "kind": "integer", "label": {"sv": "Din ålder"}}
    grown = {"op": "more", "left": AGE, "right": value(17)}
    # Outside the question is hidden from everybody who is grown; in the row nobody may be.
    outer = sample.show("note", {"op": "not", "of": grown})
    note = {"id": "note", "kind": "information"}
    always = on("validate", "age", {"op": "answered", "question": "age"}, message={"sv": "Fel."})
    optional = {**GROUP, "required": False}
    told = found_in(outer, always, questions=(same, note, optional))
    assert {(one.code, one.id) for one in told} == {
        (Code.DEAD_END, "kids"),
        (Code.CONTRADICTION, "r_validate_age"),
    }
    assert found_in(outer, SHOW, WRONG, questions=(same, note, optional)) == []
    never = on("show", "school", {"op": "and", "of": [SCHOOLED, {"op": "not", "of": SCHOOLED}]})
    report = analyse(load(document(never, questions=(same, optional))), today=sample.TODAY)
    dead = [one for one in report.findings if one.code is Code.NEVER_SHOWN]
    assert [(one.id, one.place) for one in dead] == [
        ("school", "pages[0].questions[1].questions[1]")
    ]


def test_id_that_stands_in_and_outside_with_another_sort_of_answer_is_analysed() -> None:
    outside = {"id": "school", "kind": "integer"}
    named = {"op": "equals", "question": "school", "value": "Vifolka"}
    low = {"op": "less", "left": {"of": "question", "id": "school"}, "right": value(3)}
    note = {"id": "note", "kind": "information"}
    any_row = {"op": "any_row", "group": "kids", "of": named}
    rules = (sample.show("note", {"op": "or", "of": [any_row, low]}), on("show", "why", named))
    report = analyse(load(document(*rules, questions=(outside, note, GROUP))), today=sample.TODAY)
    assert not report.of(Code.NO_COMPLETION)
    assert "error" not in {one.severity.value for one in report.findings}
