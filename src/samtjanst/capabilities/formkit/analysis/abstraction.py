"""A definition as formulas over finitely many classes of answers.

Every question's good answers are cut into classes by the constants that conditions compare it
with, so that no condition tells two answers of a class apart. What cannot be cut exactly
(a comparison of two answers, a condition on rows) becomes a variable of its own that is free:
so a proof that something is impossible always holds, and what seems possible has to be shown
by an example that the evaluator itself accepts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samtjanst.capabilities.formkit.analysis.atoms import Atoms
from samtjanst.capabilities.formkit.analysis.solver import FALSE, TRUE, And, Formula, Lazy, Or
from samtjanst.capabilities.formkit.conditions import Node
from samtjanst.capabilities.formkit.conditions.tree import All, AnyOf, Not
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Effect, Kind, Rule


@dataclass(slots=True)
class Rules:
    """The rules by what they aim at."""

    show: dict[str, list[Rule]] = field(default_factory=dict)
    require: dict[str, list[Rule]] = field(default_factory=dict)
    validate: dict[str, list[Rule]] = field(default_factory=dict)
    limit: dict[str, list[Rule]] = field(default_factory=dict)
    options: dict[tuple[str, str], list[Rule]] = field(default_factory=dict)
    pages: dict[str, list[Rule]] = field(default_factory=dict)
    skips: dict[str, list[tuple[str, Rule]]] = field(default_factory=dict)
    stops: list[Rule] = field(default_factory=list)


def sorted_rules(definition: Definition) -> Rules:
    """Every rule of a definition, where the analysis looks for it."""
    found = Rules()
    pages = [page.id for page in definition.pages]
    for rule in definition.rules:
        _sort(found, rule, pages)
    return found


def _sort(found: Rules, rule: Rule, pages: list[str]) -> None:
    by_question: Mapping[str, dict[str, list[Rule]]] = {
        Effect.SHOW: found.show,
        Effect.REQUIRE: found.require,
        Effect.VALIDATE: found.validate,
        Effect.LIMIT: found.limit,
    }
    if rule.effect == Effect.STOP:
        found.stops.append(rule)
        start = pages.index(rule.target_id)
        _skip(found, rule, rule.target_id, pages[start + 1 :])
    elif rule.effect == Effect.GO_TO:
        end = pages.index(rule.target_id) if rule.target == "page" else len(pages)
        _skip(found, rule, rule.from_page, pages[pages.index(rule.from_page) + 1 : end])
    elif rule.target == "page":
        found.pages.setdefault(rule.target_id, []).append(rule)
    elif rule.target == "option":
        found.options.setdefault((rule.target_id, rule.option_id), []).append(rule)
    elif rule.target == "question" and rule.effect in by_question:
        by_question[rule.effect].setdefault(rule.target_id, []).append(rule)


def _skip(found: Rules, rule: Rule, source: str, pages: list[str]) -> None:
    for page in pages:
        found.skips.setdefault(page, []).append((source, rule))


class Abstraction:
    """The formulas of one definition, on one day, for known or for any parameters."""

    def __init__(
        self, definition: Definition, today: date, parameters: Mapping[str, Any] | None
    ) -> None:
        self.definition, self.rules = definition, sorted_rules(definition)
        self.page_of = {q.id: page.id for page in definition.pages for q in page.questions}
        self.atoms = Atoms(self, today, parameters)
        self._visible: dict[str, Formula] = {}
        self._open: dict[str, Formula] = {}
        self._conditions: dict[str, Formula] = {}

    def visible(self, question_id: str) -> Formula:
        """The question is shown."""
        if question_id not in self._visible:
            self._visible[question_id] = Lazy(lambda: self._shown(question_id))
        return self._visible[question_id]

    def opened(self, page_id: str) -> Formula:
        """The page is open."""
        if page_id not in self._open:
            self._open[page_id] = Lazy(lambda: self._opened(page_id))
        return self._open[page_id]

    def answered(self, question_id: str) -> Formula:
        """The question has a good answer."""
        return self.atoms.answered(question_id)

    def required(self, question_id: str) -> Formula:
        """An answer is required, if the question is shown."""
        if self.definition.question(question_id).required:
            return TRUE
        return self.any_of(self.rules.require.get(question_id, ()))

    def when(self, rule: Rule) -> Formula:
        """The rule's condition."""
        if rule.id not in self._conditions:
            node = self.definition.program.nodes[rule.id]
            self._conditions[rule.id] = Lazy(lambda: self.condition(node))
        return self._conditions[rule.id]

    def any_of(self, rules: Iterable[Rule]) -> Formula:
        """One of the rules' conditions holds."""
        return Or([self.when(rule) for rule in rules])

    def condition(self, node: Node) -> Formula:
        """A condition."""
        match node:
            case Not(of=inner):
                return self.condition(inner).negated()
            case All(of=parts):
                return And([self.condition(part) for part in parts])
            case AnyOf(of=parts):
                return Or([self.condition(part) for part in parts])
        return self.atoms.atom(node)

    def offered(self, question_id: str, option_id: str) -> Formula:
        """The option can be chosen, if its question is shown."""
        parts: list[Formula] = []
        if rules := self.rules.options.get((question_id, option_id)):
            parts.append(self.any_of(rules))
        parts += [
            self.when(rule).negated()
            for rule in self.rules.limit.get(question_id, ())
            if option_id not in rule.options
        ]
        return And(parts)

    def fulfilled(self) -> list[Formula]:
        """Something is handed in, nothing is missing and nothing is wrong."""
        found: list[Formula] = []
        for question in self.definition.questions():
            shown = self.visible(question.id)
            required = self.required(question.id) if question.kind.is_asked else FALSE
            if required is TRUE or (isinstance(required, Or) and required.parts):
                needed = required.negated()
                found += [Or([self.answered(question.id), needed, shown.negated()])]
            found += [
                Or([self.when(rule).negated(), shown.negated()])
                for rule in self.rules.validate.get(question.id, ())
            ]
        return found + self._something()

    def _something(self) -> list[Formula]:
        """Something is shown: nobody hands in an empty form."""
        names = [question.id for question in self.definition.questions()]
        gated = {*self.rules.pages, *self.rules.skips}
        if any(n not in self.rules.show and self.page_of[n] not in gated for n in names):
            return []
        return [Or([self.visible(name) for name in names])]

    def unstopped(self) -> list[Formula]:
        """Nothing stops: no rule that does, and no question of that kind is shown."""
        questions = [q.id for q in self.definition.questions() if q.kind is Kind.STOP]
        return [self.visible(name).negated() for name in questions] + [
            Or([self.when(rule).negated(), self.opened(rule.target_id).negated()])
            for rule in self.rules.stops
        ]

    def _shown(self, question_id: str) -> Formula:
        parts = [self.opened(self.page_of[question_id])]
        if rules := self.rules.show.get(question_id):
            parts.append(self.any_of(rules))
        return And(parts)

    def _opened(self, page_id: str) -> Formula:
        parts: list[Formula] = []
        if rules := self.rules.pages.get(page_id):
            parts.append(self.any_of(rules))
        parts += [
            Or([self.opened(source).negated(), self.when(rule).negated()])
            for source, rule in self.rules.skips.get(page_id, ())
        ]
        return And(parts)
