"""A definition compiled for evaluation: steps in an order where each looks only backwards."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from samtjanst.capabilities.formkit import look_up_keys
from samtjanst.capabilities.formkit.conditions import (
    Compiler,
    Condition,
    Node,
    Operand,
    Value,
)
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.model import (
    Kind,
    Page,
    Question,
    Rule,
)
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.process import Process
from samtjanst.capabilities.formkit.process import reading as processes
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.reading.loader import Parts
from samtjanst.capabilities.formkit.row_rules import RowRules
from samtjanst.capabilities.formkit.texts import Text, Told
from samtjanst.kernel.errors import NotFoundError


@dataclass(slots=True)
class Gate:
    """When a page is open: one of its show rules holds, and nothing skips it.

    A skip is a page with a condition: while that page is open and the condition holds, this one
    is closed (a stop before it, or a way that goes past it).
    """

    page_id: str
    show: tuple[Condition, ...] = ()
    skips: tuple[tuple[str, Condition], ...] = ()


@dataclass(slots=True)
class Step:
    """One question, with everything that decides whether and how it takes part.

    Prefills and computations stand in the order of their rules' ids; the first that holds is
    used. A validation is a rule's condition of being wrong, with the rule. ``is_asked``: whether
    the applicant answers it. ``rows``: the rules on the questions of a group, where there are any.
    """

    question: Question
    page_id: str
    behaviour: Behaviour
    gate: Gate | None = None
    show: tuple[Condition, ...] = ()
    require: tuple[Condition, ...] = ()
    options: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    limits: tuple[tuple[Condition, frozenset[str]], ...] = ()
    prefills: tuple[tuple[Condition, Operand], ...] = ()
    computes: tuple[tuple[Condition, Operand], ...] = ()
    validations: tuple[tuple[Condition, Rule], ...] = ()
    calculate: Operand | None = None
    canonical: Callable[[Question, Any], Any] | None = None
    is_asked: bool = True
    rows: RowRules | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """The steps in order of evaluation, and what is asked about them.

    ``stops``: page, condition and rule. ``outcomes`` and ``parties``: conditions by id; one is
    enough. ``nodes`` and ``values`` are the conditions and values of rules by the rule's id,
    ``calculations`` those of calculated questions. ``steps_of_process`` are the conditions of the
    process's steps by their ids, rules on them and on where they lead included; ``step_nodes``
    are those that stand at the steps themselves. ``demanded`` says when a case must have had a
    status before it is decided, ``suggested`` when a step is the one to take.
    """

    steps: tuple[Step, ...]
    demanding: tuple[Step, ...]  # those that must be answered, always or by a rule
    by_id: Mapping[str, Step]
    gates: Mapping[str, Gate]
    refreshing: frozenset[str]
    stops: tuple[tuple[str, Condition, Rule], ...]
    outcomes: Mapping[str, tuple[Condition, ...]]
    parties: Mapping[str, tuple[Condition, ...]]
    nodes: Mapping[str, Node]
    values: Mapping[str, Value]
    calculations: Mapping[str, Value]
    steps_of_process: Mapping[str, Condition] = field(default_factory=dict)
    step_nodes: Mapping[str, Node] = field(default_factory=dict)
    demanded: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    suggested: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)

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
class Assembly:
    """A program in the making. ``before`` says what must be known before a question or page."""

    parts: Parts
    problems: list[Problem]
    questions: dict[str, Question] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)  # question or "page x" -> ids
    used: set[str] = field(default_factory=set)
    stops: list[tuple[str, Condition, Rule]] = field(default_factory=list)
    outcomes: dict[str, list[Condition]] = field(default_factory=dict)
    parties: dict[str, list[Condition]] = field(default_factory=dict)
    statuses: dict[str, list[Condition]] = field(default_factory=dict)
    steps_held: dict[str, list[Condition]] = field(default_factory=dict)
    step_nodes: dict[str, Node] = field(default_factory=dict)
    demanded: dict[str, list[Condition]] = field(default_factory=dict)
    suggested: dict[str, list[Condition]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    calculations: dict[str, Value] = field(default_factory=dict)
    steps_of_process: Mapping[str, Condition] = field(default_factory=dict)

    def compiler(self) -> Compiler:
        """A reader of conditions of this definition."""
        return Compiler(self.questions, {item.id: item for item in self.parts.parameters})

    def refuse(self, path: str, reason: Told) -> None:
        """Note a fault."""
        self.problems.append(Problem(path, 0, reason))

    def needs(self, node: str, ids: Iterable[str]) -> None:
        """A question (or "page x") can be worked out only after others."""
        self.before.setdefault(node, set()).update(ids)


def assemble(parts: Parts, problems: list[Problem]) -> Program | None:
    """Compile a definition's parts; None when faults were noted in ``problems``."""
    from samtjanst.capabilities.formkit import company, effects  # they build upon this module

    work = Assembly(parts, problems)
    _collect(work)
    _refuse_wrong_references(work)
    for path, question in with_paths(parts.pages):
        if BEHAVIOURS[question.kind].calculates:
            _calculate(work, question, path)
        for place, one in enumerate(question.questions):
            if BEHAVIOURS[one.kind].calculates:
                _calculate_in_rows(work, question, one, f"{path}.questions[{place}]")
    # Sorted, so that nothing can depend on the order in which rules stand in the document.
    for place, rule in sorted(enumerate(parts.rules), key=lambda pair: pair[1].id):
        effects.add(work, rule, f"rules[{place}]")
    company.gate(work)
    if parts.process:
        process = parts.process = replace(parts.process, held=frozenset(work.statuses))
        work.step_nodes = processes.check(process, work.questions, work.compiler, problems)
        work.steps_of_process = _steps(work, process)
    order = _order(work)
    if problems or order is None:
        return None
    return _program(work, order)


def _steps(work: Assembly, process: Process) -> Mapping[str, Condition]:
    """When a step can be taken: by its own condition, and by what rules say of it and its end."""
    found: dict[str, Condition] = {}
    for status in process.statuses():
        for step in status.outward:
            node = work.step_nodes.get(step.id)
            own = [[node.compiled()]] if node else []
            rules = (work.steps_held.get(step.id), work.statuses.get(step.to))
            if every := [*own, *(one for one in rules if one)]:
                found[step.id] = _each_of(every)
    return found


def _each_of(every: list[list[Condition]]) -> Condition:
    return lambda state: all(any(holds(state) for holds in some) for some in every)


def with_paths(pages: Iterable[Page]) -> list[tuple[str, Question]]:
    """Every question, with its path in the document."""
    return [
        (f"pages[{number}].questions[{place}]", question)
        for number, page in enumerate(pages)
        for place, question in enumerate(page.questions)
    ]


def _collect(work: Assembly) -> None:
    for path, question in with_paths(work.parts.pages):
        if question.id and question.id in work.questions:
            reason = Text(
                "”{id}” används redan; varje id ska vara unikt",
                "“{id}” is used already; each id must be unique",
            ).told(id=question.id)
            if not any(p.path == f"{path}.id" for p in work.problems):
                work.refuse(f"{path}.id", reason)
        work.questions.setdefault(question.id, question)
    for number, page in enumerate(work.parts.pages):
        work.pages.setdefault(page.id, number)
        work.gates.setdefault(page.id, Gate(page.id))
        for question in page.questions:
            behaviour = BEHAVIOURS[question.kind]
            step = Step(question, page.id, behaviour, work.gates[page.id])
            step.canonical, step.is_asked = _canonical(behaviour), question.kind.is_asked
            work.steps.setdefault(question.id, step)


def _calculate_in_rows(work: Assembly, group: Question, question: Question, path: str) -> None:
    compiler = work.compiler()
    value = _number(work, compiler.inside(group.id), question, path)
    step, own = work.steps[group.id], {one.id for one in group.questions}
    step.rows = step.rows or RowRules(group)
    step.rows.calculations[question.id] = value.compiled()
    step.rows.before.setdefault(question.id, set()).update(own.intersection(value.questions()))
    work.needs(group.id, compiler.used)
    work.used |= {*compiler.used, group.id}


def _number(work: Assembly, compiler: Compiler, question: Question, path: str) -> Value:
    item = Fields(question.settings.calculate, f"{path}.settings.calculate", work.problems)
    value = compiler.value(item)
    if value.sort != "number":
        item.refuse(
            "", Told("ett beräknat värde ska vara ett tal", "a calculated value must be a number")
        )
    return value


def _calculate(work: Assembly, question: Question, path: str) -> None:
    compiler = work.compiler()
    value = _number(work, compiler, question, path)
    work.used |= compiler.used
    work.needs(question.id, compiler.used)
    work.calculations[question.id] = value
    work.steps[question.id].calculate = value.compiled()


def _refuse_wrong_references(work: Assembly) -> None:
    from samtjanst.capabilities.formkit import signers  # it builds upon this module

    parts = work.parts
    named = {parameter.id: parameter for parameter in parts.parameters}
    for path, question in with_paths(parts.pages):
        name = question.settings.parameter
        if name and (name not in named or named[name].type != "options"):
            reason = Text(
                "det finns ingen parameter ”{name}” med en lista",
                "there is no parameter “{name}” with a list",
            ).told(name=name)
            work.refuse(f"{path}.settings.parameter", reason)
        if (question.settings.lookup_key or question.questions) and _looks_up_wrongly(
            work, question
        ):
            work.refuse(f"{path}.settings.lookup_key", look_up_keys.WRONG)
    for place, parameter in enumerate(parts.parameters):
        if parameter.per and not _is(work, parameter.per, Kind.CHOICE):
            work.refuse(
                f"parameters[{place}].per",
                Text(
                    "”{per}” är ingen fråga med ett val",
                    "“{per}” is not a question with one choice",
                ).told(per=parameter.per),
            )
    signers.refuse_wrong(work)


def _looks_up_wrongly(work: Assembly, question: Question) -> bool:
    """Whether a question, or one in its rows, is looked up by what cannot be asked about."""
    place = work.pages[work.steps[question.id].page_id]
    before = {
        name: one for name, one in work.questions.items()
        if name in work.steps and work.pages[work.steps[name].page_id] < place
    }  # fmt: skip
    return look_up_keys.is_wrong(question, before)


def _is(work: Assembly, question_id: str, kind: Kind) -> bool:
    question = work.questions.get(question_id)
    return question is not None and question.kind is kind


def _order(work: Assembly) -> tuple[str, ...] | None:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for page in work.parts.pages:
        sorter.add(f"page {page.id}", *sorted(work.before.get(f"page {page.id}", ())))
        for question in page.questions:
            needs = work.before.get(question.id, set()) | {f"page {page.id}"}
            sorter.add(question.id, *sorted(needs))
    try:
        for step in work.steps.values():
            if step.rows is not None:
                step.rows.settle()
        return tuple(node for node in sorter.static_order() if " " not in node)
    except CycleError as error:
        ring = " → ".join(node.removeprefix("page ") for node in error.args[1])
        work.refuse(
            "rules",
            Text("villkoren går i cirkel: {ring}", "the rules go round in a circle: {ring}").told(
                ring=ring
            ),
        )
        return None


def _program(work: Assembly, order: tuple[str, ...]) -> Program:
    for step in work.steps.values():
        if step.gate is not None and not (step.gate.show or step.gate.skips):
            step.gate = None  # always open: nothing to look at
    steps = tuple(work.steps[name] for name in order)
    return Program(
        steps=steps,
        demanding=tuple(step for step in steps if step.question.required or step.require),
        by_id={step.question.id: step for step in steps},
        gates=work.gates,
        refreshing=frozenset(work.used),
        stops=tuple(work.stops),
        outcomes={key: tuple(found) for key, found in work.outcomes.items()},
        parties={key: tuple(found) for key, found in work.parties.items()},
        nodes=work.nodes,
        values=work.values,
        calculations=work.calculations,
        steps_of_process=work.steps_of_process,
        step_nodes=work.step_nodes,
        demanded={key: tuple(found) for key, found in work.demanded.items()},
        suggested={key: tuple(found) for key, found in work.suggested.items()},
    )


def _canonical(behaviour: Behaviour) -> Callable[[Question, Any], Any] | None:
    # Most answers have one form only: then nothing is called at all.
    own = type(behaviour).canonical is not Behaviour.canonical
    return behaviour.canonical if own else None
