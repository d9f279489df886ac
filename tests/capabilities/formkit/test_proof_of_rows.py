"""What the analysis says of rows is held against every single row of small definitions."""

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.formkit.rules_support import calculated
from tests.capabilities.formkit.sample import one_page
from tests.capabilities.formkit.test_proof import (
    CONTEXT,
    KINDS,
    PARTS,
    SLOW,
    VALUES,
    Draw,
    conditions,
    loaded,
    told,
)

from samtjanst.capabilities.formkit import evaluate
from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation

EFFECTS = (
    *("show", "show", "require", "validate", "validate"),
    *("limit", "option", "prefill", "compute"),
)
WORKED_OUT = [{"of": "value", "value": 1}, {"of": "value", "value": 3}]
Case = tuple[Evaluation, dict[str, Any]]


@st.composite
def definitions(draw: Draw) -> dict[str, Any]:
    """A question, a group of two or three, and rules on its rows; an id may stand in both."""
    outside = draw(st.sampled_from(["out", "a"]))
    names = ["a", "b", "c"][: draw(st.integers(2, 3))]
    kinds = {name: draw(st.sampled_from(sorted(KINDS))) for name in names}
    out_kind = draw(st.sampled_from(["yes_no", "choice", "integer"]))
    seen = {outside: out_kind} | kinds | {"sum": "integer"}
    group = {
        "id": "g",
        "kind": "group",
        "required": draw(st.booleans()),
        "questions": [
            *(asked(name, kind, draw(st.booleans())) for name, kind in kinds.items()),
            {**calculated("sum", draw(st.sampled_from(WORKED_OUT))), "label": {"sv": "Summan"}},
        ],
    }
    rules = [draw(row_rule(place, kinds, seen)) for place in range(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        when = draw(conditions({outside: out_kind}))
        rules.append({"id": "gate", "effect": "show", "target": {"question": "g"}, "when": when})
    return one_page([asked(outside, out_kind, draw(st.booleans())), group], rules)


def asked(name: str, kind: str, required: bool) -> dict[str, Any]:  # noqa: FBT001 - drawn
    words = {"sv": f"Fråga {name}"}
    return {"id": name, "kind": kind, "label": words, "required": required, **KINDS[kind]}


@st.composite
def row_rule(draw: Draw, place: int, kinds: dict[str, str], seen: dict[str, str]) -> Any:
    effect, name = draw(st.sampled_from(EFFECTS)), draw(st.sampled_from(sorted(kinds)))
    found = {
        "id": f"r{place}",
        "effect": effect,
        "target": {"group": "g", "question": name},
        "when": draw(conditions(seen)),
    }
    options = [one["id"] for one in KINDS[kinds[name]].get("options", [])]
    if effect == "prefill":  # the last question is left to the applicant
        name = draw(st.sampled_from(sorted(kinds)[:-1]))
        value = {"constant": draw(st.sampled_from(PARTS[kinds[name]]))}
        return {**found, "target": {"group": "g", "question": name}, "value": value}
    if effect == "compute":
        value = draw(st.sampled_from(WORKED_OUT))
        return {**found, "target": {"group": "g", "question": "sum"}, "value": value}
    if effect == "validate":
        return {**found, "message": {"sv": "Fel"}}
    if effect == "limit" and options:
        return {**found, "options": [draw(st.sampled_from(options))]}
    if effect == "option" and options:
        target = {**found["target"], "option": draw(st.sampled_from(options))}
        return {**found, "effect": "show", "target": target}
    return {**found, "effect": "show" if effect in {"limit", "option"} else effect}


def every_row(definition: Definition) -> Iterator[Case]:
    """Every combination of answers outside and in one row."""
    first, group = definition.questions()
    inner = [one for one in group.questions if one.kind.is_asked]
    values = [VALUES[one.kind.value] for one in (first, *inner)]
    for out, *cells in itertools.product(*values):
        held = zip(inner, cells, strict=True)
        row = {one.id: cell for one, cell in held if cell is not None}
        answers = {first.id: out, "g": [row] if row else None}
        yield evaluate(definition, answers, CONTEXT), row


def asked_in(case: Evaluation, row: dict[str, Any]) -> tuple[Any, ...]:
    found = case.draft_row("g", row)
    return found.asked if found else ()


@SLOW
@given(definitions())
def test_what_is_said_of_a_row_holds_for_every_row(document: dict[str, Any]) -> None:
    definition = loaded(document)
    if definition is None:
        return
    report = analyse(definition, today=CONTEXT.today, parameters={})
    if told(report, Code.NO_COMPLETION):
        return  # then nothing is said of rows
    cases = list(every_row(definition))
    shown = {one.id for case, row in cases if case.visible("g") for one in asked_in(case, row)}
    places = {one.id: f"pages[0].questions[1].questions[{n}]"
              for n, one in enumerate(definition.question("g").questions)}  # fmt: skip

    def of_row(code: Code) -> set[str]:
        errors = [one for one in report.of(code) if one.severity is Severity.ERROR]
        return {name for name, at in places.items() for one in errors if one.place == at}

    assert not of_row(Code.NEVER_SHOWN) & shown
    done = [case for case, _row in cases if case.values.get("g") and case.complete]
    if any(one.id == "g" for one in report.of(Code.DEAD_END) if one.severity is Severity.ERROR):
        assert not done
    answered = {name for case in done for row in case.values["g"] for name in row}
    for name in of_row(Code.DEAD_END):
        if definition.question("g").questions[int(places[name][-2])].kind.value == "integer":
            assert name not in answered
