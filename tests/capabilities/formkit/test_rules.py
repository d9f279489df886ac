"""Every effect of rules, on small definitions."""

import itertools
import json
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import (
    CHOICE,
    DAY,
    HELD,
    MANY,
    NUMBER,
    TEXT,
    VALIDATOR,
    N,
    calculated,
    pages,
    rule,
    run,
    value,
)
from tests.capabilities.formkit.sample import one_page, show

from samtjanst.capabilities.formkit import Context, DefinitionError, evaluate, load, present


def test_limits_leave_the_common_options() -> None:
    always = N
    rules = [
        {**rule("limit", {"question": "c"}, always, options=["a", "b"]), "id": "one"},
        {**rule("limit", {"question": "c"}, always, options=["b", "c"]), "id": "two"},
    ]
    evaluation = run(one_page([NUMBER, CHOICE], rules), {"n": 1, "c": "a"})
    assert evaluation.hidden_options["c"] == {"a", "c"}
    assert evaluation.values["c"] is None
    assert run(one_page([NUMBER, CHOICE], rules), {"c": "a"}).values["c"] == "a"


def test_prefill_fills_only_what_nobody_has_touched() -> None:
    more = {"id": "k", "kind": "integer"}
    rules = [
        rule("prefill", {"question": "k"}, value={"of": "add", "parts": [HELD, value(1)]}),
        {**rule("prefill", {"question": "c"}, value={"constant": "b"}), "id": "two"},
    ]
    document = one_page([NUMBER, more, CHOICE], rules)
    evaluation = run(document, {"n": 3})
    assert (evaluation.values["k"], evaluation.values["c"]) == (4, "b")
    view = present.page(load(document), "only", evaluation, {"n": 3}, show_errors=False)
    assert [field.value for field in view.fields[:2]] == ["3", "4"]
    assert run(document, {"n": 3, "k": None, "c": "a"}).values == {"n": 3, "k": None, "c": "a"}


def test_prefill_copies_an_earlier_answer_of_the_same_kind() -> None:
    home, other = {"id": "h", "kind": "address"}, {"id": "o", "kind": "address"}
    rules = [rule("prefill", {"question": "o"}, value={"answer": "h"})]
    address = {"street": "Storgatan 1", "postal_code": "595 30", "city": "Mjölby"}
    evaluation = run(one_page([home, other], rules), {"h": address})
    assert evaluation.values["o"] == address
    with pytest.raises(DefinitionError, match="ingen fråga av samma typ"):
        load(one_page([NUMBER, other], [rule("prefill", {"question": "o"}, value={"answer": "n"})]))


def test_compute_rules_go_before_the_usual_calculation() -> None:
    over = {"op": "more", "left": HELD, "right": value(5)}
    rules = [rule("compute", {"question": "sum"}, over, value=value(0))]
    document = one_page([NUMBER, calculated("sum", HELD)], rules)
    assert run(document, {"n": 4}).values["sum"] == 4
    assert run(document, {"n": 6}).values["sum"] == 0


def test_validation_across_answers_is_told_at_its_question() -> None:
    later = {
        "op": "less",
        "left": {"of": "question", "id": "e"},
        "right": {"of": "question", "id": "d"},
    }
    message = {"sv": "Slutdagen ligger före startdagen.", "en": "The end is before the start."}
    rules = [rule("validate", {"question": "e"}, later, message=message)]
    document = one_page([DAY, {"id": "e", "kind": "date"}], rules)
    wrong = run(document, {"d": "2026-12-02", "e": "2026-12-01"})
    assert wrong.errors() == {"e": ["Slutdagen ligger före startdagen."]}
    assert wrong.errors(language="en") == {"e": ["The end is before the start."]}
    assert not wrong.complete
    assert run(document, {"d": "2026-12-01", "e": "2026-12-01"}).complete


def test_stop_closes_what_comes_after_and_says_what_to_do_instead() -> None:
    low = {"op": "less", "left": {"of": "question", "id": "q0"}, "right": value(18)}
    words = {"message": {"sv": "Du är för ung."}, "instead": {"sv": "Be en vuxen."}}
    document = {**pages(1, 1), "rules": [rule("stop", {"page": "p0"}, low, **words)]}
    stopped = run(document, {"q0": 17, "q1": 1})
    assert stopped.visible_pages == ("p0",)
    assert [(s.page_id, str(s.message), str(s.instead)) for s in stopped.stops] == [
        ("p0", "Du är för ung.", "Be en vuxen.")
    ]
    assert not stopped.complete
    assert run(document, {"q0": 18, "q1": 1}).complete


def test_go_to_skips_the_pages_between_only_from_an_open_page() -> None:
    answered = {"op": "answered", "question": "q0"}
    way = rule("go_to", {"page": "p3"}, answered, **{"from": "p1"})
    hidden = {"op": "equals", "question": "q0", "value": 2}
    gate = {"id": "gate", "effect": "show", "target": {"page": "p1"}, "when": hidden}
    document = {**pages(1, 1, 1, 1), "rules": [way, gate]}
    assert run(document, {"q0": 2}).visible_pages == ("p0", "p1", "p3")
    assert run(document, {"q0": 3}).visible_pages == ("p0", "p2", "p3")
    end = {**pages(1, 1, 1), "rules": [rule("go_to", {"end": True}, answered, **{"from": "p0"})]}
    assert run(end, {"q0": 1}).visible_pages == ("p0",)


def test_outcomes_and_guardians_can_depend_on_answers() -> None:
    document = sample.document()
    placed = {"op": "equals", "question": "placed_school", "value": True}
    document["rules"] += [
        {"id": "x1", "effect": "show", "target": {"outcome": "granted"}, "when": placed},
        {"id": "x2", "effect": "require", "target": {"party": "guardians"}, "when": placed},
    ]
    VALIDATOR.validate(document)
    yes, no = run(document, {"placed_school": True}), run(document, {"placed_school": False})
    assert set(yes.outcomes) - set(no.outcomes) == {"granted"}
    assert yes.must_sign("guardians")
    assert not no.must_sign("guardians")
    assert run(sample.document(), {}).must_sign("guardians")


def test_order_of_rules_means_nothing() -> None:
    when = {"op": "more", "left": HELD, "right": value(0)}
    made = [
        {**rule("prefill", {"question": "c"}, value={"constant": name}), "id": f"p_{name}"}
        for name in "abc"
    ]
    computes = [
        {**rule("compute", {"question": "sum"}, when, value=value(number)), "id": f"s_{number}"}
        for number in (1, 2, 3)
    ]
    found = set()
    for seed in range(12):
        rules = [*made, *computes, show("c", when)]
        random.Random(seed).shuffle(rules)  # noqa: S311 - only an order
        document = one_page([NUMBER, CHOICE, calculated("sum", HELD)], rules)
        found.add(json.dumps(run(document, {"n": 5}).values, sort_keys=True))
    assert found == {'{"c": "a", "n": 5, "sum": 1}'}


def test_shipped_rules_give_the_same_in_any_order() -> None:
    document, answers = sample.document(), sample.complete_answers()
    before = evaluate(load(document), answers, sample.context())
    for rules in itertools.islice(itertools.permutations(document["rules"]), 1, 400, 57):
        after = evaluate(load({**document, "rules": list(rules)}), answers, sample.context())
        assert (after.values, after.visible_pages) == (before.values, before.visible_pages)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (
            rule("limit", {"question": "n"}, N, options=["x"]),
            "alternativ",
        ),
        (rule("compute", {"question": "n"}, value=value(1)), "inget beräknat värde"),
        (rule("prefill", {"question": "n"}, value={"constant": "text"}), "passar inte"),
        (rule("prefill", {"question": "n"}, value=HELD), "cirkel: n → n"),
        (
            rule("go_to", {"page": "only"}, N, **{"from": "only"}),
            "framåt",
        ),
        (
            rule("stop", {"question": "n"}, N, message={"sv": "x"}),
            "en sida",
        ),
        (rule("require", {"party": "dog"}, N), "guardians"),
        (rule("show", {"outcome": "no"}, N), "finns inte"),
        (
            rule("show", {"question": "n"}, {"op": "less", "left": value(1), "right": value(2)}),
            "fasta",
        ),
        (rule("validate", {"question": "n"}, N), "texten saknas"),
        (rule("show", {"question": "n"}, {}), "tomt"),
    ],
    ids=lambda item: item if isinstance(item, str) else item["effect"],
)
def test_faulty_rules_are_refused_with_a_reason(made: Any, reason: str) -> None:
    with pytest.raises(DefinitionError, match=reason):
        load(one_page([NUMBER], [made]))


def test_stop_that_looks_past_its_page_is_a_named_circle() -> None:
    ahead = {"op": "answered", "question": "q1"}
    stop = rule("stop", {"page": "p0"}, ahead, message={"sv": "Stopp"})
    with pytest.raises(DefinitionError, match=r"cirkel: .*p1.*q1"):
        load({**pages(1, 1), "rules": [stop]})


def test_nothing_raises_whatever_the_answers_are() -> None:
    nasty: list[Any] = [None, True, 10**30, "x", [], {}, [None], {"raw": 1}, "9999-12-31"]
    held = {"of": "shifted", "date": {"of": "question", "id": "d"}, "unit": "years", "count": 2000}
    when = {"op": "less", "left": held, "right": {"of": "today"}}
    questions: list[dict[str, Any]] = [NUMBER, DAY, CHOICE, MANY, TEXT, calculated("sum", HELD)]
    definition = load(one_page(questions, [show("t", when)]))
    context = replace(sample.context(), today=date(9999, 12, 31))
    for answer in nasty:
        answers = dict.fromkeys(("n", "d", "c", "m", "t"), answer)
        evaluate(definition, answers, context).errors()
    assert evaluate(definition, {}, Context(today=date(1, 1, 1))).complete
