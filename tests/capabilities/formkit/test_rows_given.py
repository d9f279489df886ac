"""Rows in which rules fill in and work out, show single options, and check the cells of tables."""

from typing import Any

import pytest
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import ABC, VALIDATOR, calculated, run, value
from tests.capabilities.formkit.sample import one_page

from samtjanst.capabilities.formkit import evaluate, explaining, inputs, load, posting, present
from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.editing import rule_words, turning
from samtjanst.capabilities.formkit.present import export
from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.kernel.errors import NotFoundError

WHAT = {"id": "what", "kind": "text", "label": {"sv": "Vad"}}
COUNT = {"id": "count", "kind": "integer", "label": {"sv": "Antal"}, "required": True}
PRICE = {"id": "price", "kind": "integer", "label": {"sv": "Pris"}}
WHERE = {"id": "town", "kind": "text", "label": {"sv": "Ort"}}
HOW = {"id": "how", "kind": "choice", "options": ABC, "label": {"sv": "Hur"}}
TOWN = {"id": "home", "kind": "text"}
N, P = {"of": "question", "id": "count"}, {"of": "question", "id": "price"}
TOTAL = {**calculated("total", {"of": "multiply", "parts": [N, P]}), "label": {"sv": "Summa"}}
MANY = {"op": "at_least", "left": N, "right": value(10)}


def group(*questions: Any, **more: Any) -> dict[str, Any]:
    return {"id": "things", "kind": "group", "questions": list(questions), **more}


def on(effect: str, question: str, when: Any = None, **more: Any) -> dict[str, Any]:
    target = {"group": "things", "question": question}
    found = {"id": f"r_{effect}_{question}", "effect": effect, "target": target, **more}
    return found if when is None else {**found, "when": when}


def document(*rules: Any, questions: Any) -> dict[str, Any]:
    return one_page([TOWN, *questions], list(rules))


def rows(*held: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"things": list(held), **more}


def refused(made: dict[str, Any]) -> str:
    with pytest.raises(DefinitionError) as caught:
        load(made)
    return "; ".join(str(one.reason) for one in caught.value.problems)


HOME = on("prefill", "town", value={"answer": "home"})
ONE = on("prefill", "count", value={"constant": 1})
FILLED = document(HOME, ONE, questions=[group(WHAT, COUNT, WHERE)])


def test_row_that_is_begun_is_filled_in_where_nobody_has_answered() -> None:
    found = run(FILLED, rows({"what": "Bord"}, {"what": "Stol", "count": 4}, home="Mantorp"))
    assert found.values["things"] == [
        {"what": "Bord", "count": 1, "town": "Mantorp"},
        {"what": "Stol", "count": 4, "town": "Mantorp"},
    ]
    assert found.complete


def test_row_that_only_holds_what_rules_filled_in_is_no_row() -> None:
    left = run(FILLED, rows({"count": 1, "town": "Mantorp"}, home="Mantorp"))
    assert left.values["things"] is None
    assert left.complete
    changed = run(FILLED, rows({"count": 2, "town": "Mantorp"}, home="Mantorp"))
    assert changed.values["things"] == [{"count": 2, "town": "Mantorp"}]


def test_cell_that_is_emptied_stays_empty() -> None:
    definition, context = load(FILLED), sample.context()
    answers: dict[str, Any] = {"home": "Mantorp"}
    evaluation = evaluate(definition, answers, context)
    blank = present.page(definition, "only", evaluation, answers, show_errors=False)
    cells = {cell.label: cell.value for cell in blank.fields[1].rows[0].fields}
    assert cells == {"Vad": "", "Antal": "1", "Ort": "Mantorp"}
    untouched = inputs.read_page(definition, "only", posting.of_page(blank), context)
    assert evaluate(definition, untouched, context).values["things"] is None
    data = {**posting.of_page(blank), "things.0.what": ["Bord"], "things.0.town": [""]}
    answers |= inputs.read_page(definition, "only", data, context)
    evaluation = evaluate(definition, answers, context)
    assert evaluation.values["things"] == [{"what": "Bord", "count": 1}]
    again = present.page(definition, "only", evaluation, answers, show_errors=False)
    assert {c.label: c.value for c in again.fields[1].rows[0].fields}["Ort"] == ""
    assert inputs.newly_shown(evaluation, "only", posting.of_page(again)) == ()
    more = {**posting.of_page(again), "stay": ["add:things"]}
    answers |= inputs.read_page(definition, "only", more, context)
    added = present.page(
        definition, "only", evaluate(definition, answers, context), answers, show_errors=False
    )
    assert [c.value for row in added.fields[1].rows for c in row.fields] == [
        "Bord", "1", "", "", "1", "Mantorp",
    ]  # fmt: skip


def test_what_is_filled_in_goes_by_the_rows_own_answers() -> None:
    cheap = on("prefill", "price", MANY, value={"constant": 5})
    made = document(cheap, questions=[group(WHAT, COUNT, PRICE)])
    found = run(made, rows({"what": "A", "count": 12}, {"what": "B", "count": 2}))
    assert [row.get("price") for row in found.values["things"]] == [5, None]


def test_row_in_which_nothing_is_left_to_the_applicant_is_refused() -> None:
    assert "minst en fråga på raden" in refused(document(ONE, questions=[group(COUNT)]))
    assert "cirkel" in refused(
        document(
            on("prefill", "count", value=P),
            on("prefill", "price", value=N),
            questions=[group(WHAT, COUNT, PRICE)],
        )
    )
    wrong = on("prefill", "count", value={"constant": "x"})
    assert "passar inte" in refused(document(wrong, questions=[group(WHAT, COUNT)]))


def test_value_is_worked_out_in_each_row_and_summed_over_them() -> None:
    half = {"of": "multiply", "parts": [N, P, {"of": "value", "value": "0.5"}]}
    rebate = on("compute", "total", MANY, value=half)
    column = {"of": "column", "op": "sum", "group": "things", "question": "total"}
    made = document(rebate, questions=[group(WHAT, COUNT, PRICE, TOTAL), calculated("all", column)])
    found = run(made, rows({"count": 2, "price": 3}, {"count": 11, "price": 3}, {"what": "Inget"}))
    held = found.values["things"]
    assert [row.get("total") for row in held] == [6, "16.5", None]
    assert found.values["all"] == "22.5"
    view = present.page(load(made), "only", found, found.values, show_errors=False)
    shown = [row.fields[-1] for row in view.fields[1].rows]
    assert [(cell.widget, cell.value) for cell in shown[:2]] == [
        ("calculated", "6"), ("calculated", "16,5"),
    ]  # fmt: skip
    assert present.summary(load(made), found.values, sample.context())[0].rows[0]
    table = export.tables(load(made), found.values)["things"]
    assert (table[0][-1], table[2][-1]) == ("total", "16.5")


def test_nobody_posts_a_value_that_is_worked_out_and_it_begins_no_row() -> None:
    made = document(questions=[group(WHAT, COUNT, PRICE, TOTAL)])
    found = run(made, rows({"total": 7}, {"count": 2, "price": 3, "total": 1_000_000}))
    assert found.values["things"] == [{"count": 2, "price": 3, "total": 6}]
    context, data = sample.context(), {"things._row": ["0"], "things.0.total": ["7"]}
    assert inputs.read_page(load(made), "only", data, context)["things"] is None
    assert found.complete
    rule = on("compute", "count", value=N)
    assert "inget beräknat värde" in refused(document(rule, questions=[group(WHAT, COUNT)]))


def test_rule_may_look_at_what_is_worked_out_in_the_row() -> None:
    dear = {"op": "more", "left": {"of": "question", "id": "total"}, "right": value(100)}
    why = on("require", "what", dear)
    made = document(why, questions=[group(WHAT, COUNT, PRICE, TOTAL)])
    found = run(made, rows({"count": 50, "price": 3}, {"count": 1, "price": 3}))
    assert found.errors() == {"things": ["Rad 1: Fyll i ”Vad”."]}


def test_option_is_offered_row_by_row() -> None:
    target = {"group": "things", "question": "how", "option": "c"}
    only = {"id": "r_opt", "effect": "show", "target": target, "when": MANY}
    made = document(only, questions=[group(COUNT, HOW)])
    found = run(made, rows({"count": 12, "how": "c"}, {"count": 2, "how": "c"}))
    assert found.values["things"] == [{"count": 12, "how": "c"}, {"count": 2}]
    view = present.page(load(made), "only", found, found.values, show_errors=True)
    offered = [[one.id for one in row.fields[1].options] for row in view.fields[1].rows]
    assert offered == [["a", "b", "c"], ["a", "b"]]
    assert str(rule_words.said(made, only)).startswith("Visa alternativet ")
    why = explaining.questions(found, "only")[1].reasons
    assert "row_limited" in [one.verdict for one in why]
    gone = {**only, "target": {**target, "option": "z"}}
    assert "inget alternativ" in refused(document(gone, questions=[group(COUNT, HOW)]))
    limit = {**only, "effect": "limit", "options": ["a"]}
    assert "kan bara gälla" in refused(document(limit, questions=[group(COUNT, HOW)]))


def table(*options: str) -> dict[str, Any]:
    fixed = [{"id": one, "label": {"sv": one.title()}} for one in options]
    return {**group(WHAT, COUNT, HOW), "kind": "table", **({"options": fixed} if fixed else {})}


DEAR = on("validate", "count", MANY, message={"sv": "För många."})
ASKED = on("require", "what", MANY)
FEW = on("limit", "how", MANY, options=["a"])


def test_cells_of_a_table_are_demanded_checked_and_limited() -> None:
    found = run(
        document(DEAR, ASKED, FEW, questions=[table()]),
        rows({"count": 12, "how": "c"}, {"count": 2, "how": "c"}),
    )
    assert found.values["things"] == [{"count": 12}, {"count": 2, "how": "c"}]
    assert found.errors() == {"things": ["Rad 1: Fyll i ”Vad”.", "Rad 1: För många."]}


def test_fixed_rows_of_a_table_are_checked_under_their_headings() -> None:
    made = document(DEAR, ASKED, questions=[table("bord", "stol")])
    found = run(made, rows({"row": "stol", "count": 12}, {"row": "bord", "count": 2}))
    assert found.errors() == {"things": ["Stol: Fyll i ”Vad”.", "Stol: För många."]}
    view = present.page(load(made), "only", found, found.values, show_errors=True)
    faulty = {cell.id: cell.errors for row in view.fields[1].rows for cell in row.fields
              if cell.errors}  # fmt: skip
    assert faulty == {
        "things.stol.what": ("Fyll i ”Vad”.",),
        "things.stol.count": ("För många.",),
    }
    assert run(made, rows({"row": "stol"})).values["things"] is None


def test_cells_of_a_table_are_filled_in_and_worked_out_from_the_row_and_from_outside() -> None:
    shape = {**group(WHAT, COUNT, PRICE, WHERE, TOTAL), "kind": "table"}
    cheap = on("prefill", "price", MANY, value={"constant": 5})
    half = on("compute", "total", MANY, value={"of": "multiply", "parts": [N, P, value("0.5")]})
    made = document(HOME, cheap, half, questions=[shape])
    answers = rows({"what": "Bord", "count": 12}, {"what": "Stol", "count": 2, "price": 3})
    found = run(made, {**answers, "home": "Mantorp"})
    assert found.values["things"] == [
        {"what": "Bord", "count": 12, "price": 5, "town": "Mantorp", "total": 30},
        {"what": "Stol", "count": 2, "price": 3, "town": "Mantorp", "total": 6},
    ]
    view = present.page(load(made), "only", found, found.values, show_errors=False)
    cells = {cell.id: (cell.widget, cell.value) for cell in view.fields[1].rows[0].fields}
    assert cells["things.0.total"] == ("calculated", "30")
    assert cells["things.0.town"][1] == "Mantorp"
    untouched = inputs.read_page(load(made), "only", posting.of_page(view), sample.context())
    assert run(made, {**untouched, "home": "Mantorp"}).values["things"] == found.values["things"]


def test_fixed_row_of_a_table_is_begun_by_an_answer_of_the_applicants_own_only() -> None:
    made = document(HOME, questions=[{**table("bord", "stol"), "questions": [WHAT, COUNT, WHERE]}])
    context, definition = sample.context(), load(made)
    blank = present.page(
        definition, "only", evaluate(definition, {"home": "Mantorp"}, context),
        {"home": "Mantorp"}, show_errors=False,
    )  # fmt: skip
    shown = {cell.id: cell.value for row in blank.fields[1].rows for cell in row.fields}
    assert (shown["things.bord.town"], shown["things.stol.town"]) == ("Mantorp", "Mantorp")
    untouched = inputs.read_page(definition, "only", posting.of_page(blank), context)
    assert evaluate(definition, untouched, context).values["things"] is None
    data = {**posting.of_page(blank), "things.stol.count": ["2"]}
    begun = inputs.read_page(definition, "only", data, context)
    assert evaluate(definition, begun, context).values["things"] == [
        {"row": "stol", "count": 2, "town": "Mantorp"}
    ]
    emptied = inputs.read_page(definition, "only", {**data, "things.stol.town": [""]}, context)
    assert evaluate(definition, emptied, context).values["things"] == [{"row": "stol", "count": 2}]


def test_single_option_is_shown_in_the_cells_of_a_table() -> None:
    only = on("show", "how", MANY)
    only["target"]["option"] = "c"
    found = run(document(only, questions=[table()]), rows({"count": 2, "how": "c"},
                                                          {"count": 12, "how": "c"}))  # fmt: skip
    assert found.values["things"] == [{"count": 2}, {"count": 12, "how": "c"}]


def test_cell_of_a_table_is_never_hidden_and_a_group_is_offered_instead() -> None:
    told = refused(document(on("show", "what", MANY), questions=[table()]))
    assert "gör om den till en upprepad grupp" in told


@pytest.mark.parametrize("options", [(), ("bord",), ("bord", "stol")])
def test_table_becomes_a_group_with_every_rule(options: tuple[str, ...]) -> None:
    made = document(DEAR, ASKED, FEW, questions=[table(*options)])
    turned = turning.as_group(made, "things")
    assert turned["rules"] == made["rules"]
    held = load(turned).question("things")
    *first, what, count, how = (one.id for one in held.questions)
    assert (what, count, how) == ("what", "count", "how")
    assert [held.questions[0].label.sv for _ in first] == (["Rad"] if len(options) > 1 else [])
    named = dict.fromkeys(first, "stol")
    found = run(turned, rows({**named, "count": 12, "how": "c"}))
    assert found.errors() == {"things": ["Rad 1: Fyll i ”Vad”.", "Rad 1: För många."]}
    hide = {**turned, "rules": [*turned["rules"], on("show", "what", MANY)]}
    assert load(hide)
    with pytest.raises(NotFoundError):
        turning.as_group(turned, "things")


def test_rows_that_are_filled_in_and_worked_out_are_proved() -> None:
    never = {"op": "less", "left": {"of": "question", "id": "total"}, "right": value(0)}
    count, price = ({**one, "settings": {"minimum": 0}} for one in (COUNT, PRICE))
    told = on("show", "what", never)
    made = document(told, ONE, questions=[group(WHAT, count, price, TOTAL)])
    VALIDATOR.validate(made)
    report = analyse(load(made), today=sample.TODAY)
    assert not [one for one in report.findings if one.severity is Severity.ERROR
                and one.code is not Code.NEVER_TRUE]  # fmt: skip
    always = on("validate", "count", {"op": "answered", "question": "count"}, message={"sv": "Nej"})
    broken = document(always, ONE, questions=[group(WHAT, count, price, TOTAL)])
    found = analyse(load(broken), today=sample.TODAY).of(Code.DEAD_END)
    assert [one.id for one in found] == ["things"]
