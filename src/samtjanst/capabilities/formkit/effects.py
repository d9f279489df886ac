"""What each effect of a rule does to the steps of the program."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit import aims
from samtjanst.capabilities.formkit.conditions import (
    Compiler,
    Condition,
    Node,
    Operand,
    Sort,
    State,
    sort_of,
)
from samtjanst.capabilities.formkit.conditions.tree import All, Rows
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.model import Effect, Kind, Question, Rule
from samtjanst.capabilities.formkit.program import Assembly
from samtjanst.capabilities.formkit.reading.fields import ID, Fields
from samtjanst.capabilities.formkit.reading.rules import FORMS
from samtjanst.capabilities.formkit.row_rules import RowRules
from samtjanst.capabilities.formkit.texts import Text, Told

ALWAYS = All(())
_NOTHING_LEFT = Told(
    "minst en fråga på raden måste besvaras av den sökande själv, annars går det inte att se om "
    "hon har börjat på den",
    "the applicant must answer at least one question of the row herself, or nobody can tell "
    "whether she has begun it",
)
_GIVEN = frozenset({Sort.TEXT, Sort.NUMBER, Sort.DATE, Sort.YES_NO, Sort.OPTION, Sort.OPTIONS})


def add(work: Assembly, rule: Rule, path: str) -> None:
    """Let a rule have its effect; faults are noted in the assembly."""
    compiler = work.compiler()
    is_row = rule.target == "row"
    inside = compiler.inside(rule.target_id) if is_row else compiler
    node: Node = ALWAYS
    if rule.when:
        node = inside.condition(Fields(rule.when, f"{path}.when", work.problems))
    # What is asked about a rule on rows is whether it holds for any of them.
    work.nodes[rule.id] = Rows("any_row", rule.target_id, node) if is_row else node
    effect = Effect(rule.effect)
    if rule.target not in FORMS[effect].targets:
        return  # told when the rule was read
    if reason := aims.missing(work, rule):
        work.refuse(f"{path}.target", reason)
        return
    if is_row:
        _on_rows(work, rule, node, (compiler, inside), path)
    else:
        _EFFECTS[effect](work, rule, node.compiled(), compiler, path)
    work.used |= compiler.used


def _on_rows(
    work: Assembly, rule: Rule, node: Node, compilers: tuple[Compiler, Compiler], path: str
) -> None:
    """A rule on a question in each row of a group."""
    step, name, holds = work.steps[rule.target_id], rule.inner, node.compiled()
    rows = step.rows = step.rows or RowRules(step.question)
    looked_at = set(node.questions())
    match rule.effect:
        case Effect.SHOW if rule.option_id:
            rows.options.setdefault(name, {}).setdefault(rule.option_id, []).append(holds)
        case Effect.SHOW:
            rows.show[name] = (*rows.show.get(name, ()), holds)
        case Effect.REQUIRE:
            rows.require[name] = (*rows.require.get(name, ()), holds)
        case Effect.LIMIT:
            able = (holds, frozenset(rule.options))
            rows.limits[name] = (*rows.limits.get(name, ()), able)
        case Effect.PREFILL | Effect.COMPUTE:
            looked_at |= _given_in_rows(work, rule, rows, (holds, compilers[1]), path)
        case _:
            rows.validations[name] = (*rows.validations.get(name, ()), (holds, rule))
    if rule.effect not in {Effect.REQUIRE, Effect.VALIDATE}:
        own = {one.id for one in step.question.questions}
        rows.before.setdefault(name, set()).update(own.intersection(looked_at))
        work.needs(rule.target_id, compilers[0].used)
    compilers[0].used.add(rule.target_id)  # an answer in a row changes what is asked in it


def _given_in_rows(
    work: Assembly, rule: Rule, rows: RowRules, held: tuple[Condition, Compiler], path: str
) -> set[str]:
    """What a rule gives a question in each row; the ids that it looks at."""
    holds, inside = held
    item = Fields(rule.value, f"{path}.value", work.problems)
    question = next(one for one in rows.group.questions if one.id == rule.inner)
    if rule.effect == Effect.COMPUTE:
        value = inside.value(item, "number")
        work.values[rule.id] = value
        rows.computes[rule.inner] = (*rows.computes.get(rule.inner, ()), (holds, value.compiled()))
        return set(value.questions())
    first = _first_value(work, rule, question, item, inside)
    rows.prefills[rule.inner] = (*rows.prefills.get(rule.inner, ()), (holds, first))
    if not rows.can_be_begun:
        work.refuse(f"{path}.target", _NOTHING_LEFT)
    step = work.steps[rule.target_id]
    step.question = replace(
        step.question, questions=tuple(rows.marked(one) for one in step.question.questions)
    )
    found = work.values.get(rule.id)
    return {str(rule.value.get("answer"))} | set(found.questions() if found else ())


def _show(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    del path
    if rule.target == "outcome":
        work.outcomes.setdefault(rule.target_id, []).append(holds)
        return
    if rule.target in {"status", "step"}:
        held = work.statuses if rule.target == "status" else work.steps_held
        held.setdefault(rule.target_id, []).append(holds)
        return
    if rule.target == "page":
        gate = work.gates[rule.target_id]
        gate.show = (*gate.show, holds)
        work.needs(f"page {rule.target_id}", compiler.used)
        return
    step = work.steps[rule.target_id]
    work.needs(rule.target_id, compiler.used)
    if rule.target == "question":
        step.show = (*step.show, holds)
        return
    options = dict(step.options)
    options[rule.option_id] = (*options.get(rule.option_id, ()), holds)
    step.options = tuple(options.items())


def _require(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    del compiler, path
    if rule.target == "party":
        work.parties.setdefault(rule.target_id, []).append(holds)
        return
    if rule.target == "status":
        work.demanded.setdefault(rule.target_id, []).append(holds)
        return
    step = work.steps[rule.target_id]
    step.require = (*step.require, holds)


def _suggest(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    del compiler, path
    work.suggested.setdefault(rule.target_id, []).append(holds)


def _limit(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    del path
    step = work.steps[rule.target_id]
    step.limits = (*step.limits, (holds, frozenset(rule.options)))
    work.needs(rule.target_id, compiler.used)


def _prefill(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    step = work.steps[rule.target_id]
    item = Fields(rule.value, f"{path}.value", work.problems)
    step.prefills = (
        *step.prefills,
        (holds, _first_value(work, rule, step.question, item, compiler)),
    )
    work.needs(rule.target_id, compiler.used)


def _first_value(
    work: Assembly, rule: Rule, question: Question, item: Fields, compiler: Compiler
) -> Operand:
    if item.has("constant"):
        return _constant(question, item)
    if item.has("answer"):
        return _copied(question, item, compiler)
    value = compiler.value(item)
    if value.sort != sort_of(question.kind).value:
        item.refuse(
            "",
            Text(
                "värdet passar inte frågan ”{id}”", "the value does not fit the question “{id}”"
            ).told(id=question.id),
        )
    work.values[rule.id] = value
    return _as_answer(value.compiled(), BEHAVIOURS[question.kind])


def _constant(question: Question, item: Fields) -> Operand:
    value = item.raw("constant", required=True)
    item.close()
    sort, plain = sort_of(question.kind), Context(today=date(2000, 1, 1))
    seen = BEHAVIOURS[question.kind].seen(question, value, plain)
    if sort not in _GIVEN or seen is None:
        item.refuse(
            "constant",
            Text(
                "värdet passar inte frågan ”{id}”", "the value does not fit the question “{id}”"
            ).told(id=question.id),
        )
    return lambda _: value


def _copied(question: Question, item: Fields, compiler: Compiler) -> Operand:
    """The same answer as to an earlier question of the same kind."""
    source = item.text("answer", form=ID)
    item.close()
    found = compiler.questions.get(source)
    if found is None or found.kind is not question.kind or found.kind is Kind.FILE:
        item.refuse(
            "answer",
            Text(
                "”{source}” är ingen fråga av samma typ som ”{id}”",
                "“{source}” is not a question of the same kind as “{id}”",
            ).told(source=source, id=question.id),
        )
        return lambda _: None
    compiler.use(source)
    return lambda state: state.values.get(source)


def _as_answer(operand: Operand, behaviour: Behaviour) -> Operand:
    def found(state: State) -> Any:
        value = operand(state)
        if isinstance(value, date):
            return value.isoformat()
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return behaviour.calculated(value) if number else value

    return found


def _compute(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    item = Fields(rule.value, f"{path}.value", work.problems)
    value = compiler.value(item, "number")
    work.values[rule.id] = value
    step = work.steps[rule.target_id]
    step.computes = (*step.computes, (holds, value.compiled()))
    work.needs(rule.target_id, compiler.used)


def _validate(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    del compiler, path
    step = work.steps[rule.target_id]
    step.validations = (*step.validations, (holds, rule))


def _stop(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    del path
    work.stops.append((rule.target_id, holds, rule))
    after = list(work.pages)[work.pages[rule.target_id] + 1 :]
    _skip(work, after, rule.target_id, holds, compiler)


def _go_to(work: Assembly, rule: Rule, holds: Condition, compiler: Compiler, path: str) -> None:
    start = work.pages.get(rule.from_page)
    if start is None:
        work.refuse(
            f"{path}.from",
            Text("sidan ”{from_page}” finns inte", "the page “{from_page}” does not exist").told(
                from_page=rule.from_page
            ),
        )
        return
    end = work.pages[rule.target_id] if rule.target == "page" else len(work.pages)
    if end <= start:
        work.refuse(
            f"{path}.target",
            Told(
                "det går bara att gå framåt, till en senare sida",
                "it is only possible to go forwards, to a later page",
            ),
        )
        return
    _skip(work, list(work.pages)[start + 1 : end], rule.from_page, holds, compiler)


def _skip(
    work: Assembly, pages: list[str], source: str, holds: Condition, compiler: Compiler
) -> None:
    for page in pages:
        gate = work.gates[page]
        gate.skips = (*gate.skips, (source, holds))
        work.needs(f"page {page}", {*compiler.used, f"page {source}"})


_Effect = Callable[[Assembly, Rule, Condition, Compiler, str], None]
_EFFECTS: Mapping[Effect, _Effect] = MappingProxyType(
    {
        Effect.SHOW: _show,
        Effect.REQUIRE: _require,
        Effect.SUGGEST: _suggest,
        Effect.LIMIT: _limit,
        Effect.PREFILL: _prefill,
        Effect.COMPUTE: _compute,
        Effect.VALIDATE: _validate,
        Effect.STOP: _stop,
        Effect.GO_TO: _go_to,
    }
)
