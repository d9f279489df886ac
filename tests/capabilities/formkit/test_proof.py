"""What the analysis says is held against every single case of small definitions."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import process_sample as processes
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import calculated
from tests.capabilities.formkit.sample import one_page

from samtjanst.capabilities.formkit import DefinitionError, evaluate, load
from samtjanst.capabilities.formkit.analysis import Code, Report, Severity, analyse
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.process import graph

CONTEXT = sample.context(parameters={})
OPTIONS = [{"id": name, "label": {"sv": name.upper()}} for name in "abc"]
KINDS: dict[str, dict[str, Any]] = {
    "yes_no": {},
    "choice": {"options": OPTIONS},
    "many_choices": {"options": OPTIONS[:2]},
    "integer": {"settings": {"minimum": 0, "maximum": 3}},
}
VALUES: dict[str, list[Any]] = {
    "yes_no": [None, True, False],
    "choice": [None, "a", "b", "c"],
    "many_choices": [None, ["a"], ["b"], ["a", "b"]],
    "integer": [None, 0, 1, 2, 3],
}
Draw = Any
SUM = {"sv": "Summan"}


NOBODY = object()  # an answer that nobody has touched, so that rules may fill it in
EFFECTS = (
    *("show", "show", "show", "require", "validate", "limit", "page", "stop", "option", "outcome"),
    *("party", "status", "step", "prefill", "compute", "go_to", "end"),
)
PARTS: dict[str, list[Any]] = {
    "yes_no": [True, False],
    "choice": ["a", "b"],
    "many_choices": [["a"], ["a", "b"]],
    "integer": [0, 2],
}


@st.composite
def definitions(draw: Draw) -> dict[str, Any]:
    """Two or three pages with two to four questions and up to six rules of every effect."""
    names = [f"q{place}" for place in range(draw(st.integers(2, 4)))]
    kinds = {name: draw(st.sampled_from(sorted(KINDS))) for name in names}
    questions = [
        {
            "id": name,
            "kind": kind,
            "label": {"sv": f"Fråga {name}"},
            "required": draw(st.booleans()),
            **KINDS[kind],
        }
        for name, kind in kinds.items()
    ]
    cuts = sorted(draw(st.sets(st.integers(1, len(names) - 1), min_size=1, max_size=2)))
    parts = [questions[a:b] for a, b in itertools.pairwise([0, *cuts, len(names)])]
    parts[-1] = [*parts[-1], {**calculated("sum", {"of": "value", "value": 1}), "label": SUM}]
    ids = [f"p{number}" for number in range(len(parts))]
    rules = [draw(rule(place, kinds, ids)) for place in range(draw(st.integers(1, 6)))]
    pages = [
        {"id": name, "title": {"sv": f"Sida {name}"}, "questions": part}
        for name, part in zip(ids, parts, strict=True)
    ]
    whole = {**one_page([questions[0]]), "pages": pages, "rules": rules}
    return {**whole, "process": processes.process()}


@st.composite
def rule(draw: Draw, place: int, kinds: dict[str, str], pages: list[str]) -> dict[str, Any]:
    effect, target = draw(st.sampled_from(EFFECTS)), draw(st.sampled_from(sorted(kinds)))
    found = {
        "id": f"r{place}",
        "effect": effect,
        "target": {"question": target},
        "when": draw(conditions(kinds | {"sum": "integer"})),
    }
    if made := draw(_special(effect, pages)):
        return {**found, **made}
    kind = kinds[target]
    options = [one["id"] for one in KINDS[kind].get("options", ())]
    if effect == "validate":
        return {**found, "message": {"sv": "Fel"}}
    if effect == "prefill":
        return {**found, "value": {"constant": draw(st.sampled_from(PARTS[kind]))}}
    if effect == "limit" and options:
        return {**found, "options": [draw(st.sampled_from(options))]}
    if effect == "option" and options:
        chosen = draw(st.sampled_from(options))
        return {**found, "effect": "show", "target": {"question": target, "option": chosen}}
    return {**found, "effect": "show" if effect in {"limit", "option"} else effect}


@st.composite
def _special(draw: Draw, effect: str, pages: list[str]) -> dict[str, Any] | None:
    """What an effect needs that is about something else than a question."""
    words = {"message": {"sv": "Stopp"}}
    later = draw(st.sampled_from(pages[1:]))
    value = {"of": "value", "value": draw(st.integers(0, 4))}
    known: dict[str, dict[str, Any]] = {
        "page": {"effect": "show", "target": {"page": later}},
        "stop": {"target": {"page": draw(st.sampled_from(pages))}, **words},
        "outcome": {"effect": "show", "target": {"outcome": "granted"}},
        "party": {"effect": "require", "target": {"party": "guardians"}},
        "status": {"effect": "show", "target": {"status": draw(st.sampled_from(["writing"]))}},
        "step": {"effect": "show", "target": {"step": draw(st.sampled_from(["quick", "begin"]))}},
        "compute": {"target": {"question": "sum"}, "value": value},
        "go_to": {"target": {"page": later}, "from": "p0"},
        "end": {"effect": "go_to", "target": {"end": True}, "from": draw(st.sampled_from(pages))},
    }
    return known.get(effect)


def conditions(kinds: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    tests = st.sampled_from(sorted(kinds)).flatmap(lambda name: test(name, kinds))
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.builds(lambda of: {"op": "not", "of": of}, inner),
            st.builds(
                lambda op, of: {"op": op, "of": of},
                st.sampled_from(["and", "or"]),
                st.lists(inner, min_size=1, max_size=3),
            ),
        ),
        max_leaves=4,
    )


def test(name: str, kinds: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    """A test of one question (not a test of pytest's)."""
    answered = st.just({"op": "answered", "question": name})
    if kinds[name] == "yes_no":
        found = st.builds(lambda v: {"op": "equals", "question": name, "value": v}, st.booleans())
    elif kinds[name] == "choice":
        found = st.builds(
            lambda v: {"op": "any_of", "question": name, "values": v},
            st.lists(st.sampled_from("abc"), min_size=1, max_size=2),
        )
    elif kinds[name] == "many_choices":
        several = st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True)
        ops = st.sampled_from(["contains_any", "contains_all"])
        found = st.builds(
            lambda op, v: {"op": op, "question": name, "values": v}, ops, several
        ) | st.builds(
            lambda n: compared("at_least", {"of": "count", "question": name}, n), st.integers(0, 3)
        )
    else:
        numbers = [other for other, kind in kinds.items() if kind == "integer"]
        ops = st.sampled_from(["less", "at_most", "more", "at_least", "same"])
        held = {"of": "question", "id": name}
        found = st.builds(lambda op, n: compared(op, held, n), ops, st.integers(-1, 4)) | st.builds(
            lambda op, other: {"op": op, "left": held, "right": {"of": "question", "id": other}},
            ops,
            st.sampled_from(numbers),
        )
    return found | answered


test.__test__ = False  # type: ignore[attr-defined]


def compared(op: str, left: dict[str, Any], number: int) -> dict[str, Any]:
    return {"op": op, "left": left, "right": {"of": "value", "value": number}}


def loaded(document: dict[str, Any]) -> Definition | None:
    try:
        return load(document)
    except DefinitionError:  # a circle: refused, as it should be
        return None


def every_case(definition: Definition) -> list[Evaluation]:
    """Every combination of good and missing answers, and of those that rules may fill in."""
    questions = [one for one in definition.questions() if one.kind.is_asked]
    filled = {one.target_id for one in definition.rules if one.effect == "prefill"}
    values = [
        [*VALUES[one.kind.value], *((NOBODY,) if one.id in filled else ())] for one in questions
    ]
    return [
        evaluate(
            definition,
            {q.id: one for q, one in zip(questions, case, strict=True) if one is not NOBODY},
            CONTEXT,
        )
        for case in itertools.product(*values)
    ]


def told(report: Report, code: Code, severity: Severity = Severity.ERROR) -> set[str]:
    return {f.id for f in report.of(code) if f.severity is severity}


SLOW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@SLOW
@given(definitions())
def test_what_is_said_to_be_dead_is_dead_and_nothing_else(document: dict[str, Any]) -> None:
    definition = loaded(document)
    if definition is None:
        return
    report, cases = analyse(definition, today=CONTEXT.today, parameters={}), every_case(definition)
    unsure = {f.id for f in report.findings if f.severity is Severity.UNDECIDED}
    shown = {q.id for q in definition.questions() for case in cases if case.visible(q.id)}
    pages = {page for case in cases for page in case.visible_pages}
    dead_pages = told(report, Code.PAGE_UNREACHABLE)
    dead = told(report, Code.NEVER_SHOWN)
    dead |= {q.id for page in definition.pages if page.id in dead_pages for q in page.questions}
    assert not dead & shown
    assert not dead_pages & pages
    assert shown | dead | unsure >= {q.id for q in definition.questions()}


@SLOW
@given(definitions())
def test_conditions_said_to_be_constant_are_constant(document: dict[str, Any]) -> None:
    definition = loaded(document)
    if definition is None:
        return
    report, cases = analyse(definition, today=CONTEXT.today, parameters={}), every_case(definition)
    never, always = told(report, Code.NEVER_TRUE), told(report, Code.ALWAYS_TRUE, Severity.WARNING)
    whole = {f.id for f in report.of(Code.ALWAYS_TRUE) if f.place.endswith(".when")}
    for rule_id, node in definition.program.nodes.items():
        holds = node.compiled()
        found = {holds(case.state) for case in cases}
        if rule_id in never:
            assert found == {False}
        if rule_id in always & whole:
            assert found == {True}


@SLOW
@given(definitions())
def test_steps_said_to_be_closed_are_closed_and_those_said_to_be_open_are_open(
    document: dict[str, Any],
) -> None:
    definition = loaded(document)
    if definition is None:
        return
    report = analyse(definition, today=CONTEXT.today, parameters={})
    done = [case for case in every_case(definition) if case.complete]
    told_of = {f.id: f.severity for f in report.of(Code.NEVER_TRUE) if f.kind == "status"}
    if report.of(Code.NO_COMPLETION):
        assert not told_of
        return
    for step, holds in definition.program.steps_of_process.items():
        is_open = any(holds(case.state) for case in done)
        if told_of.get(step) is not Severity.UNDECIDED:
            assert is_open is (step not in told_of)


@st.composite
def processes_of(draw: Draw) -> dict[str, Any]:
    """A form with a process of up to five statuses, steps with conditions, and a demand."""
    kinds = {"q0": "yes_no", "q1": draw(st.sampled_from(["choice", "integer"]))}
    questions = [
        {"id": name, "kind": kind, "label": {"sv": name}, "required": draw(st.booleans()),
         **KINDS[kind]}
        for name, kind in kinds.items()
    ]  # fmt: skip
    whole = {**one_page(questions), "process": processes.process()}
    names = [f"s{place}" for place in range(draw(st.integers(2, 4)))]
    known = st.sampled_from([*names, "review", "writing"])
    for name in names:
        words = {"sv": name, "en": name}
        made = {"id": name, "title": words, "base": "in_progress", "decides": True}
        whole["process"]["phases"][1]["statuses"].append(made)
    for place in range(draw(st.integers(2, 7))):
        step = {"id": f"t{place}", "title": {"sv": f"t{place}"}, "to": draw(known)}
        if draw(st.integers(0, 4)):
            step["when"] = draw(conditions(kinds))
        processes.status(whole, draw(known)).setdefault("steps", []).append(step)
    demand = {
        "id": "demand",
        "effect": "require",
        "target": {"status": draw(st.sampled_from(names))},
    }
    return {**whole, "rules": [{**demand, "when": draw(conditions(kinds))}]}


@SLOW
@given(processes_of())
def test_statuses_said_to_be_out_of_reach_are_so_with_every_answer(
    document: dict[str, Any],
) -> None:
    definition = loaded(document)
    assert definition
    process = definition.process
    assert process
    report = analyse(definition, today=CONTEXT.today, parameters={})
    done = [case for case in every_case(definition) if case.complete]
    held = definition.program.steps_of_process
    come = [
        (
            case,
            graph.reached(
                process, closed=[s for s, holds in held.items() if not holds(case.state)]
            ),
        )
        for case in done
    ]
    everywhere = {status for _case, found in come for status in found}
    if done:
        dead = {f.id for f in report.of(Code.STATUS_UNREACHABLE)}
        unsure = {f.id for f in report.findings if f.severity is Severity.UNDECIDED}
        assert not dead & everywhere
        assert unsure or {one.id for one in process.statuses()} - everywhere == dead
    (rule,) = definition.rules
    holds = definition.program.nodes[rule.id].compiled()
    stuck = [case for case, found in come if holds(case.state) and rule.target_id not in found]
    told_of = [f for f in report.of(Code.DEAD_END) if f.kind == "rule"]
    if done and not any(f.severity is Severity.UNDECIDED for f in told_of):
        assert bool(told_of) is bool(stuck) or rule.target_id not in graph.reached(process)


@SLOW
@given(definitions())
def test_answers_said_to_lead_nowhere_lead_nowhere(document: dict[str, Any]) -> None:
    definition = loaded(document)
    if definition is None:
        return
    report = analyse(definition, today=CONTEXT.today, parameters={})
    done = [case for case in every_case(definition) if case.complete]
    if told(report, Code.NO_COMPLETION):
        assert not done
    elif not told(report, Code.NO_COMPLETION, Severity.UNDECIDED):
        assert done
    for finding in report.of(Code.DEAD_END) + report.of(Code.ALWAYS_STOPPED):
        given_answer = finding.answers.get(finding.id)
        if finding.severity is Severity.UNDECIDED or given_answer is None:
            continue
        if not isinstance(given_answer, list | int) or isinstance(given_answer, bool):
            assert not [case for case in done if case.values.get(finding.id) == given_answer]


@SLOW
@given(definitions(), st.integers(0, 10**6))
def test_random_walker_completes_what_is_sound(document: dict[str, Any], seed: int) -> None:
    definition = loaded(document)
    if definition is None or not analyse(definition, today=CONTEXT.today, parameters={}).sound:
        return
    walker = random.Random(seed)  # noqa: S311 - a walk
    assert any(walk(definition, walker) for _ in range(60))


def walk(definition: Definition, walker: random.Random) -> bool:
    """Answer page by page at random, like a person who corrects what is marked red."""
    answers: dict[str, Any] = {}
    for page in definition.pages:
        for _ in range(12):
            evaluation = evaluate(definition, answers, CONTEXT)
            asked = list(questions_to_answer(evaluation, page.id, answers))
            if not asked:
                break
            name = walker.choice(asked)
            kind = definition.question(name).kind.value
            answers[name] = walker.choice(VALUES[kind])
    return evaluate(definition, answers, CONTEXT).complete


def questions_to_answer(
    evaluation: Evaluation, page_id: str, answers: dict[str, Any]
) -> Iterator[str]:
    for question in evaluation.definition.page(page_id).questions:
        if (
            question.kind.is_asked
            and evaluation.visible(question.id)
            and (question.id not in answers or evaluation.messages(question.id))
        ):
            yield question.id
