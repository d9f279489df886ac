"""The one evaluation: (definition, answers, context) -> visible, required, values, errors."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit.conditions import State
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.program import Step


class Evaluation:
    """What one set of answers means. Made by :func:`evaluate`; never changes.

    ``visible_pages`` are the ids of pages, in order. ``values`` are the answers to visible
    questions (None where there is none) with calculated values; hidden answers are left out.
    """

    __slots__ = (
        "_faults",
        "_required",
        "_state",
        "_visible",
        "context",
        "definition",
        "hidden_options",
        "values",
        "visible_pages",
    )

    def __init__(self, definition: Definition, context: Context) -> None:
        self.definition, self.context = definition, context
        self.values: dict[str, Any] = {}
        self.hidden_options: dict[str, frozenset[str]] = {}
        self.visible_pages: tuple[str, ...] = ()
        self._state = State(context)
        self._visible: set[str] = set()
        self._required: set[str] = set()
        self._faults: dict[str, tuple[Message, ...]] = {}

    def visible(self, question_id: str) -> bool:
        """Whether the question is shown; an unknown id is not."""
        return question_id in self._visible

    def required(self, question_id: str) -> bool:
        """Whether the question is shown and must be answered."""
        return question_id in self._required

    def messages(self, question_id: str) -> tuple[Message, ...]:
        """What is wrong with the answer to one question (nothing when it is hidden)."""
        if question_id not in self._visible:
            return ()
        faults = self._faults.get(question_id)
        if faults is None:
            faults = self._judge(self.definition.program.by_id[question_id])
            self._faults[question_id] = faults
        return faults

    def errors(self, page_id: str | None = None, language: str = "sv") -> dict[str, list[str]]:
        """Texts by question id, in the order of the pages; only questions with errors."""
        found: dict[str, list[str]] = {}
        for page in self.definition.pages:
            if page_id is None or page.id == page_id:
                for question in page.questions:
                    if faults := self.messages(question.id):
                        found[question.id] = [fault.to(question, language) for fault in faults]
        return found

    @property
    def complete(self) -> bool:
        """Whether it can be handed in: something is visible and nothing is wrong."""
        return bool(self._visible) and not any(map(self.messages, self._visible))

    def _judge(self, step: Step) -> tuple[Message, ...]:
        value = self.values.get(step.question.id)
        if not step.question.kind.is_asked:
            return ()
        if step.behaviour.empty(value):
            missing = step.question.id in self._required
            return (Message(step.behaviour.missing),) if missing else ()
        return step.behaviour.judge(step.question, value, self.context)

    def _run(self, answers: Mapping[str, Any]) -> None:
        program, state = self.definition.program, self._state
        seen, visible, values, context = state.seen, self._visible, self.values, self.context
        for step in program.steps:
            if step.page_rules and not any([rule(state) for rule in step.page_rules]):  # noqa: C419 - faster
                continue
            if step.show and not any([rule(state) for rule in step.show]):  # noqa: C419 - faster
                continue
            question = step.question
            visible.add(question.id)
            if not question.kind.is_asked and step.calculate is None:
                continue
            value = self._value(step, answers)
            values[question.id] = value
            if value is not None:
                known = step.behaviour.seen(question, value, context)
                if known is not None:
                    seen[question.id] = known
        self._find_required()
        self._find_pages()

    def _value(self, step: Step, answers: Mapping[str, Any]) -> Any:
        if step.calculate is not None:
            number = step.calculate(self._state)
            return number if number is None or isinstance(number, int) else format(number, "f")
        value = answers.get(step.question.id)
        if step.options:
            value = self._without_hidden(step, value)
        return None if value is None or step.behaviour.empty(value) else value

    def _without_hidden(self, step: Step, value: Any) -> Any:
        state = self._state
        hidden = frozenset(
            option for option, rules in step.options if not any(rule(state) for rule in rules)
        )
        self.hidden_options[step.question.id] = hidden
        if isinstance(value, list):
            return [item for item in value if not (isinstance(item, str) and item in hidden)]
        return None if isinstance(value, str) and value in hidden else value

    def _find_required(self) -> None:
        state = self._state
        for step in self.definition.program.steps:
            name = step.question.id
            if name in self._visible and (
                step.question.required or any(rule(state) for rule in step.require)
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
