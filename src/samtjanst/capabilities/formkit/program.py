"""A definition compiled for evaluation: steps in an order where each looks only backwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from samtjanst.capabilities.formkit.conditions import Compiler, Condition, Operand
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.model import Kind, Page, Question, Rule
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.reading.loader import Parts
from samtjanst.kernel.errors import NotFoundError


@dataclass(slots=True)
class Step:
    """One question, with everything that decides whether and how it takes part."""

    question: Question
    page_id: str
    behaviour: Behaviour
    page_rules: tuple[Condition, ...] = ()
    show: tuple[Condition, ...] = ()
    require: tuple[Condition, ...] = ()
    options: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    calculate: Operand | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """The steps in order of evaluation, and what the present views ask about them."""

    steps: tuple[Step, ...]
    by_id: Mapping[str, Step]
    page_rules: Mapping[str, tuple[Condition, ...]]
    refreshing: frozenset[str]

    def question(self, question_id: str) -> Question:
        """The question with the id.

        Raises:
            NotFoundError: there is none.
        """
        step = self.by_id.get(question_id)
        if step is None:
            raise NotFoundError(question_id)
        return step.question


@dataclass(slots=True)
class _Assembly:
    parts: Parts
    problems: list[Problem]
    questions: dict[str, Question] = field(default_factory=dict)
    show: dict[str, list[Condition]] = field(default_factory=dict)
    require: dict[str, list[Condition]] = field(default_factory=dict)
    pages: dict[str, list[Condition]] = field(default_factory=dict)
    options: dict[str, dict[str, list[Condition]]] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)  # question or "page x" -> ids
    used: set[str] = field(default_factory=set)


def assemble(parts: Parts, problems: list[Problem]) -> Program | None:
    """Compile a definition's parts; None when faults were noted in ``problems``."""
    work = _Assembly(parts, problems)
    _collect(work)
    _refuse_wrong_references(work)
    for place, rule in enumerate(parts.rules):
        _add_rule(work, rule, f"rules[{place}]")
    calculated = {
        question.id: _calculation(work, question, path)
        for path, question in _with_paths(parts.pages)
        if question.kind is Kind.CALCULATED
    }
    order = _order(work)
    if problems or order is None:
        return None
    return _program(work, order, calculated)


def _with_paths(pages: Iterable[Page]) -> list[tuple[str, Question]]:
    return [
        (f"pages[{number}].questions[{place}]", question)
        for number, page in enumerate(pages)
        for place, question in enumerate(page.questions)
    ]


def _collect(work: _Assembly) -> None:
    for path, question in _with_paths(work.parts.pages):
        if question.id and question.id in work.questions:
            reason = f"”{question.id}” används redan; varje id ska vara unikt"
            if not any(p.path == f"{path}.id" for p in work.problems):
                work.problems.append(Problem(f"{path}.id", 0, reason))
        work.questions.setdefault(question.id, question)


def _compiler(work: _Assembly) -> Compiler:
    parameters = {parameter.id: parameter for parameter in work.parts.parameters}
    return Compiler(work.questions, parameters)


def _add_rule(work: _Assembly, rule: Rule, path: str) -> None:
    compiler = _compiler(work)
    condition = compiler.condition(Fields(rule.when, f"{path}.when", work.problems))
    work.used |= compiler.used
    reason = _missing_target(work, rule)
    if reason:
        work.problems.append(Problem(f"{path}.target", 0, reason))
        return
    if rule.effect == "require":
        work.require.setdefault(rule.target_id, []).append(condition)
        return
    node = f"page {rule.target_id}" if rule.target == "page" else rule.target_id
    work.before.setdefault(node, set()).update(compiler.used)
    if rule.target == "option":
        options = work.options.setdefault(rule.target_id, {})
        options.setdefault(rule.option_id, []).append(condition)
    else:
        targets = work.pages if rule.target == "page" else work.show
        targets.setdefault(rule.target_id, []).append(condition)


def _missing_target(work: _Assembly, rule: Rule) -> str:
    if rule.target == "page":
        known = any(page.id == rule.target_id for page in work.parts.pages)
        return "" if known else f"sidan ”{rule.target_id}” finns inte"
    question = work.questions.get(rule.target_id)
    if question is None:
        return f"frågan ”{rule.target_id}” finns inte"
    if rule.effect == "require" and not question.kind.is_asked:
        return f"”{rule.target_id}” besvaras inte och kan inte krävas"
    if rule.target == "option" and rule.option_id not in {item.id for item in question.options}:
        return f"frågan ”{rule.target_id}” har inget alternativ ”{rule.option_id}”"
    return ""


def _calculation(work: _Assembly, question: Question, path: str) -> Operand:
    compiler = _compiler(work)
    item = Fields(question.settings.calculate, f"{path}.settings.calculate", work.problems)
    operand, kind = compiler.operand(item)
    if kind != "number":
        item.refuse("", "ett beräknat värde ska vara ett tal")
    work.used |= compiler.used
    work.before.setdefault(question.id, set()).update(compiler.used)
    return operand


def _refuse_wrong_references(work: _Assembly) -> None:
    parts = work.parts
    named = {parameter.id: parameter for parameter in parts.parameters}
    for path, question in _with_paths(parts.pages):
        name = question.settings.parameter
        if name and (name not in named or named[name].type != "options"):
            reason = f"det finns ingen parameter ”{name}” med en lista"
            work.problems.append(Problem(f"{path}.settings.parameter", 0, reason))
    for place, parameter in enumerate(parts.parameters):
        if parameter.per and not _is(work, parameter.per, Kind.CHOICE):
            reason = f"”{parameter.per}” är ingen fråga med ett val"
            work.problems.append(Problem(f"parameters[{place}].per", 0, reason))
    who = parts.signing.signatories
    for name, kind in ((who.guardians_of, Kind.CHILD), (who.stated_in, Kind.PERSON)):
        if name and not _is(work, name, kind):
            reason = f"”{name}” är ingen fråga av rätt typ"
            work.problems.append(Problem("signing.signatories", 0, reason))


def _is(work: _Assembly, question_id: str, kind: Kind) -> bool:
    question = work.questions.get(question_id)
    return question is not None and question.kind is kind


def _order(work: _Assembly) -> tuple[str, ...] | None:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for page in work.parts.pages:
        sorter.add(f"page {page.id}", *sorted(work.before.get(f"page {page.id}", ())))
        for question in page.questions:
            needs = work.before.get(question.id, set()) | {f"page {page.id}"}
            sorter.add(question.id, *sorted(needs))
    try:
        return tuple(node for node in sorter.static_order() if " " not in node)
    except CycleError as error:
        ring = " → ".join(node.removeprefix("page ") for node in error.args[1])
        reason = f"villkoren går i cirkel: {ring}"
        work.problems.append(Problem("rules", 0, reason))
        return None


def _program(work: _Assembly, order: tuple[str, ...], calculated: Mapping[str, Operand]) -> Program:
    page_of = {q.id: page.id for page in work.parts.pages for q in page.questions}
    steps = tuple(_step(work, name, page_of[name], calculated) for name in order)
    return Program(
        steps=steps,
        by_id={step.question.id: step for step in steps},
        page_rules={page.id: tuple(work.pages.get(page.id, ())) for page in work.parts.pages},
        refreshing=frozenset(work.used),
    )


def _step(work: _Assembly, name: str, page_id: str, calculated: Mapping[str, Any]) -> Step:
    question = work.questions[name]
    return Step(
        question=question,
        page_id=page_id,
        behaviour=BEHAVIOURS[question.kind],
        page_rules=tuple(work.pages.get(page_id, ())),
        show=tuple(work.show.get(name, ())),
        require=tuple(work.require.get(name, ())),
        options=tuple((key, tuple(rules)) for key, rules in work.options.get(name, {}).items()),
        calculate=calculated.get(name),
    )
