"""The one evaluation: (definition, answers, context) -> visible, required, values, errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.conditions import Condition, Operand, State
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.messages import Message, Said
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.program import Step
from samtjanst.capabilities.formkit.row_rules import RowState
from samtjanst.capabilities.formkit.texts import Text


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the applicant cannot go on after a page, and what to do instead."""

    page_id: str
    rule_id: str
    message: Text
    instead: Text


class Evaluation:
    """What one set of answers means. Made by :func:`evaluate`; never changes.

    ``visible_pages`` are the ids of pages, in order. ``values`` are the answers to visible
    questions (None where there is none) with calculated values; hidden answers are left out.
    ``state`` is what conditions saw.
    """

    __slots__ = (
        "_faults",
        "_open",
        "_required",
        "_visible",
        "context",
        "definition",
        "hidden_options",
        "state",
        "values",
        "visible_pages",
    )

    def __init__(self, definition: Definition, context: Context) -> None:
        self.definition, self.context = definition, context
        self.values: dict[str, Any] = {}
        self.hidden_options: dict[str, frozenset[str]] = {}
        self.visible_pages: tuple[str, ...] = ()
        self.state = State(context, values=self.values)
        self._open: dict[str, bool] = {}
        self._visible: set[str] = set()
        self._required: set[str] = set()
        self._faults: dict[str, tuple[Message, ...]] = {}

    def visible(self, question_id: str) -> bool:
        """Whether the question is shown; an unknown id is not."""
        return question_id in self._visible

    def is_open(self, page_id: str) -> bool:
        """Whether rules let the applicant on to the page, whatever is shown on it."""
        return self._is_open(page_id)

    def required(self, question_id: str) -> bool:
        """Whether the question is shown and must be answered."""
        return question_id in self._required

    def messages(self, question_id: str) -> tuple[Message, ...]:
        """What is wrong with the answer to one question (nothing when it is hidden)."""
        if question_id not in self._visible:
            return ()
        faults = self._faults.get(question_id)
        if faults is None:
            step = self.definition.program.by_id[question_id]
            faults = self._judge(step)
            if step.validations:
                faults += self._validate(step)
            self._faults[question_id] = faults
        return faults

    def row(self, group_id: str, row: Mapping[str, Any]) -> tuple[Question, ...] | None:
        """The questions that are asked in a row with these answers; None where no rule says."""
        rules = self.definition.program.by_id[group_id].rows
        return rules.row(row, self.state).asked if rules else None

    def draft_row(self, group_id: str, row: Mapping[str, Any]) -> RowState | None:
        """The row as it is shown: what nobody has touched is filled in by rules."""
        rules = self.definition.program.by_id[group_id].rows
        return rules.row(row, self.state, is_draft=True) if rules else None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Why nobody gets further than a page with these answers; () when nothing stops."""
        return tuple(
            Stop(page_id, rule.id, rule.message, rule.instead)
            for page_id, holds, rule in self.definition.program.stops
            if self._is_open(page_id) and holds(self.state)
        )

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The ids of the decisions that can be made about a filing with these answers."""
        rules = self.definition.program.outcomes
        return tuple(
            outcome.id
            for outcome in self.definition.handling.outcomes
            if outcome.id not in rules or any(rule(self.state) for rule in rules[outcome.id])
        )

    def must_sign(self, party: str) -> bool:
        """Whether a party signs: always, where no rule says when.

        "guardians", or the id of a question in which the applicant names signatories.
        """
        rules = self.definition.program.parties.get(party)
        return rules is None or any(rule(self.state) for rule in rules)

    def errors(self, page_id: str | None = None, language: str = "sv") -> dict[str, list[str]]:
        """Texts by question id, in the order of the pages; only questions with errors."""
        found: dict[str, list[str]] = {}
        visible = self._visible
        for page in self.definition.pages:
            if page_id is None or page.id == page_id:
                for question in page.questions:
                    if question.id in visible and (faults := self.messages(question.id)):
                        found[question.id] = [fault.to(question, language) for fault in faults]
        return found

    @property
    def complete(self) -> bool:
        """Whether it can be handed in: something is visible, nothing is wrong and nothing stops."""
        wrong = any(map(self.messages, self._visible))
        return bool(self._visible) and not wrong and not self.stops

    def _judge(self, step: Step) -> tuple[Message, ...]:
        value = self.values.get(step.question.id)
        if not step.is_asked:
            return (Message("stopped"),) if step.behaviour.blocks else ()
        if step.behaviour.empty(value):
            missing = step.question.id in self._required
            return (Message(step.behaviour.missing),) if missing else ()
        if step.rows is not None:
            return step.rows.judged(value, self.state)
        return step.behaviour.judge(step.question, value, self.context)

    def _validate(self, step: Step) -> tuple[Message, ...]:
        state = self.state
        return tuple(Said(text=rule.message) for holds, rule in step.validations if holds(state))

    def _run(self, answers: Mapping[str, Any]) -> None:
        state, context = self.state, self.context
        seen, visible, values = state.seen, self._visible, self.values
        for step in self.definition.program.steps:
            if step.gate is not None and not self._is_open(step.page_id):
                continue
            if step.show and not any([rule(state) for rule in step.show]):  # noqa: C419 - faster
                continue
            question = step.question
            visible.add(question.id)
            if not step.is_asked and step.calculate is None:
                continue
            value = self._value(step, answers)
            values[question.id] = value
            if value is not None:
                known = step.behaviour.seen(question, value, context)
                if known is not None:
                    seen[question.id] = known
        self._find_required()
        self._find_pages()

    def _is_open(self, page_id: str) -> bool:
        is_open = self._open.get(page_id)
        if is_open is None:
            is_open = self._open[page_id] = self._opens(page_id)
        return is_open

    def _opens(self, page_id: str) -> bool:
        gate, state = self.definition.program.gates[page_id], self.state
        if gate.show and not any(rule(state) for rule in gate.show):
            return False
        return not any(self._is_open(source) and holds(state) for source, holds in gate.skips)

    def _value(self, step: Step, answers: Mapping[str, Any]) -> Any:
        if step.calculate is not None:
            return self._calculated(step, step.calculate)
        value = answers.get(step.question.id)
        if step.prefills and step.question.id not in answers:
            value = self._first(step.prefills)
        if step.options or step.limits:
            value = self._without_hidden(step, value)
        if value is None or step.behaviour.empty(value):
            return None
        found = value if step.canonical is None else step.canonical(step.question, value)
        return found if step.rows is None else step.rows.cleaned(found, self.state)

    def _calculated(self, step: Step, usual: Operand) -> Any:
        state = self.state
        work = next((found for holds, found in step.computes if holds(state)), usual)
        number = work(state)
        return None if number is None else step.behaviour.calculated(number)

    def _first(self, choices: tuple[tuple[Condition, Operand], ...]) -> Any:
        state = self.state
        return next((found(state) for holds, found in choices if holds(state)), None)

    def _without_hidden(self, step: Step, value: Any) -> Any:
        state = self.state
        hidden = {
            option for option, rules in step.options if not any(rule(state) for rule in rules)
        }
        for holds, allowed in step.limits:
            if holds(state):
                hidden |= {option.id for option in step.question.options} - allowed
        self.hidden_options[step.question.id] = frozenset(hidden)
        if isinstance(value, list):
            return [item for item in value if not (isinstance(item, str) and item in hidden)]
        return None if isinstance(value, str) and value in hidden else value

    def _find_required(self) -> None:
        state = self.state
        for step in self.definition.program.demanding:
            name = step.question.id
            if name in self._visible and (
                step.question.required or any([rule(state) for rule in step.require])  # noqa: C419 - faster
            ):
                self._required.add(name)

    def _find_pages(self) -> None:
        self.visible_pages = tuple(
            page.id
            for page in self.definition.pages
            if any(question.id in self._visible for question in page.questions)
        )


def evaluate(definition: Definition, answers: Mapping[str, Any], context: Context) -> Evaluation:
    """Evaluate answers against a definition.

    Total: answers may be any JSON; unknown ids are ignored and malformed answers become errors
    at their question. The same answers and context always give the same result.
    """
    evaluation = Evaluation(definition, context)
    evaluation._run(answers)  # noqa: SLF001 - the constructor's second half
    return evaluation
