"""Why a form looks as it does for one set of answers: read off the evaluation itself.

Each reason is a list of facts that all hold; together they decided. They come from the compiled
conditions and the state that the evaluation saw, so that an explanation can never say something
else than what happened.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import Node
from samtjanst.capabilities.formkit.conditions.tree import All, AnyOf, Asked, Compare, Not
from samtjanst.capabilities.formkit.conditions.words import Words
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.model import Effect, Page, Question, Rule
from samtjanst.capabilities.formkit.program import Step
from samtjanst.capabilities.formkit.texts import NO_TEXT, NO_WORDS, Text, Told, join

_UNASKED = Told("inte besvarad", "not answered")
_OF_ROWS: Mapping[str, str] = MappingProxyType(
    {
        Effect.SHOW: "row_shown",
        Effect.REQUIRE: "row_required",
        Effect.LIMIT: "row_limited",
        Effect.PREFILL: "row_filled",
        Effect.COMPUTE: "row_computed",
    }
)
_MISSING, _NOW = Told("saknas", "is missing"), Told("Värdet nu", "The value now")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that holds: ``text`` a sentence, ``now`` what the answers say ("" for nothing)."""

    text: Told
    now: Told = NO_WORDS


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is so, with the facts behind it (() when it always is).

    ``verdict``: of a question "shown", "hidden", "page_closed", "required", "not_required",
    "option_hidden", "prefilled", "computed" or "wrong", and of one in its rows "row_shown",
    "row_required" or "row_limited"; of a page "open", "closed", "empty", "skipped" or "stops".
    ``what`` is the option, the value, the message, the page or the row's question that the
    verdict is about. ``rules`` are the ids of the rules that decided.
    """

    verdict: str
    facts: tuple[Fact, ...] = ()
    rules: tuple[str, ...] = ()
    what: Text | Told = NO_TEXT


@dataclass(frozen=True, slots=True)
class Explained:
    """One question, or one page, with every reason."""

    id: str
    label: Text
    is_visible: bool
    reasons: tuple[Reason, ...]


def questions(evaluation: Evaluation, page_id: str) -> list[Explained]:
    """Every question of a page, shown or not.

    Raises:
        NotFoundError: there is no such page.
    """
    work = _Work(evaluation)
    page = evaluation.definition.page(page_id)
    return [
        Explained(
            one.id,
            one.label,
            evaluation.visible(one.id),
            tuple(work.question(evaluation.definition.program.by_id[one.id], page)),
        )
        for one in page.questions
    ]


def pages(evaluation: Evaluation) -> list[Explained]:
    """Every page, open or not."""
    work = _Work(evaluation)
    return [
        Explained(
            page.id,
            page.title,
            page.id in evaluation.visible_pages,
            tuple(work.page(page)),
        )
        for page in evaluation.definition.pages
    ]


class _Work:
    """Explains one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation, self.definition = evaluation, evaluation.definition
        self.words = Words(self.definition.questions(), self.definition.parameters)
        # In the order in which the program tries them.
        self.rules = sorted(self.definition.rules, key=lambda rule: rule.id)

    def page(self, page: Page) -> Iterator[Reason]:
        """Whether it is met, and whether anybody gets past it."""
        closed = self._closed(page)
        if closed:
            yield closed
        elif page.id not in self.evaluation.visible_pages:
            yield Reason("empty")
        else:
            yield self._of("open", self._holding(self._showing(page=page.id)))
        for stop in self.evaluation.stops:
            if stop.page_id == page.id:
                rule = next(one for one in self.rules if one.id == stop.rule_id)
                yield self._of("stops", [rule], stop.message)

    def question(self, step: Step, page: Page) -> Iterator[Reason]:
        """Whether it is shown; and of one that is, everything else that rules do to it."""
        if closed := self._closed(page):
            yield Reason("page_closed", closed.facts, closed.rules, page.title)
            return
        question, shows = step.question, self._showing(question=step.question.id)
        if not self.evaluation.visible(question.id):
            yield self._of("hidden", shows)
            return
        yield self._of("shown", self._holding(shows))
        yield from self._requirement(question)
        yield from self._options(question)
        yield from self._given(step)
        for rule in self._holding(self._with(Effect.VALIDATE, question.id)):
            yield self._of("wrong", [rule], rule.message)
        yield from self._rows(question)

    def _rows(self, question: Question) -> Iterator[Reason]:
        """What rules say of the questions in each row, told by whether any row is so."""
        inner = {one.id: one.label for one in question.questions}
        for rule in self.rules:
            if (rule.target, rule.target_id) != ("row", question.id):
                continue
            if rule.effect != Effect.VALIDATE:
                verdict = "row_limited" if rule.option_id else _OF_ROWS[rule.effect]
                yield self._of(verdict, [rule], inner[rule.inner])
            elif self._holding([rule]):
                yield self._of("wrong", [rule], rule.message)

    def _closed(self, page: Page) -> Reason | None:
        shows = self._showing(page=page.id)
        if shows and not self._holding(shows):
            return self._of("closed", shows)
        skip = next((rule for rule in self._skips(page)), None)
        if skip is None:
            return None
        source = self.definition.page(skip.from_page or skip.target_id)
        return self._of("skipped", [skip], source.title)

    def _skips(self, page: Page) -> Iterator[Rule]:
        """Rules that lead past the page now: from an open page before it."""
        order = [one.id for one in self.definition.pages]
        gate = self.definition.program.gates[page.id]
        sources = {source for source, holds in gate.skips if holds(self.evaluation.state)}
        for rule in self._holding([*self._with(Effect.GO_TO), *self._with(Effect.STOP)]):
            source = rule.from_page or rule.target_id
            is_stop = rule.effect == Effect.STOP or rule.target == "end"
            end = len(order) if is_stop else order.index(rule.target_id)
            passes = order.index(source) < order.index(page.id) < end
            if passes and source in sources and self.evaluation.is_open(source):
                yield rule

    def _requirement(self, question: Question) -> Iterator[Reason]:
        if question.required:
            yield Reason("required")
            return
        rules = self._with(Effect.REQUIRE, question.id)
        if holding := self._holding(rules):
            yield self._of("required", holding)
        elif rules:
            yield self._of("not_required", rules)

    def _options(self, question: Question) -> Iterator[Reason]:
        hidden = self.evaluation.hidden_options.get(question.id, frozenset())
        shows = [rule for rule in self.rules if rule.target == "option"]
        limits = self._holding(self._with(Effect.LIMIT, question.id))
        for option in question.options:
            if option.id in hidden:
                own = [r for r in shows if (r.target_id, r.option_id) == (question.id, option.id)]
                closing = [] if self._holding(own) else own
                rules = closing or [rule for rule in limits if option.id not in rule.options]
                yield self._of("option_hidden", rules, option.label)

    def _given(self, step: Step) -> Iterator[Reason]:
        """Where a first or a calculated value comes from."""
        program, name = self.definition.program, step.question.id
        first = next(iter(self._holding(self._with(Effect.PREFILL, name))), None)
        if first:
            yield self._of("prefilled", [first])
        if step.calculate is None:
            return
        rule = next(iter(self._holding(self._with(Effect.COMPUTE, name))), None)
        value = program.values[rule.id] if rule else program.calculations[name]
        found = value.compiled()(self.evaluation.state)
        said = self.words.value(value)
        now = self.words.option("", found) if found is not None else _MISSING
        reason = self._of("computed", [rule] if rule else [], said)
        yield Reason("computed", (*reason.facts, Fact(_NOW, now)), reason.rules, said)

    def _showing(self, **target: str) -> list[Rule]:
        (kind, name), *_ = target.items()
        return [
            rule
            for rule in self.rules
            if rule.effect == Effect.SHOW and (rule.target, rule.target_id) == (kind, name)
        ]

    def _with(self, effect: Effect, target_id: str = "") -> list[Rule]:
        return [
            rule
            for rule in self.rules
            if rule.effect == effect and rule.target != "row" and target_id in {"", rule.target_id}
        ]

    def _holding(self, rules: Iterable[Rule]) -> list[Rule]:
        return [rule for rule in rules if self._holds(self._node(rule))]

    def _of(self, verdict: str, rules: Iterable[Rule], what: Text | Told = NO_TEXT) -> Reason:
        listed = list(rules)
        found = dict.fromkeys(fact for rule in listed for fact in self._facts(self._node(rule)))
        return Reason(verdict, tuple(found), tuple(rule.id for rule in listed), what)

    def _node(self, rule: Rule) -> Node:
        return self.definition.program.nodes[rule.id]

    def _holds(self, node: Node) -> bool:
        return node.compiled()(self.evaluation.state)

    def _facts(self, node: Node) -> Iterator[Fact]:
        """What made the condition hold, or not: only the parts that decided, each as it is."""
        match node:
            case Not(of=inner):
                yield from self._facts(inner)
            case All(of=parts):
                deciding = parts if self._holds(node) else [p for p in parts if not self._holds(p)]
                yield from (fact for part in deciding for fact in self._facts(part))
            case AnyOf(of=parts):
                deciding = [p for p in parts if self._holds(p)] if self._holds(node) else parts
                yield from (fact for part in deciding for fact in self._facts(part))
            case _:
                text = self.words.say(node, negated=not self._holds(node))
                yield Fact(text, self._now(node))

    def _now(self, node: Node) -> Told:
        """What a single test looked at."""
        state = self.evaluation.state
        if isinstance(node, Asked):
            return self._answer(node.question, state.seen.get(node.question))
        if isinstance(node, Compare):
            both = [(one, one.compiled()(state)) for one in (node.left, node.right)]
            said = [
                join((self.words.value(one), self._plain(found)), ": ")
                for one, found in both
                if list(one.questions()) or one.parts()
            ]
            return join(said, ", ")
        return NO_WORDS

    def _answer(self, question_id: str, value: Any) -> Told:
        if value is None:
            return _UNASKED
        if isinstance(value, set | frozenset | list | tuple):
            plain = all(isinstance(one, str) for one in value)
            said = sorted(self.words.option(question_id, one) for one in value) if plain else []
            return join(said, ", ") or Told(str(len(value)))
        if isinstance(value, dict):
            return NO_WORDS  # a person, a place: nothing that a condition compares as it stands
        return self.words.option(question_id, value)

    def _plain(self, value: Any) -> Told:
        return _MISSING if value is None else self.words.option("", value)
