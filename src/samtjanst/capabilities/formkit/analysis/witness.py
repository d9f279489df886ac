"""Examples that the evaluator itself accepts: found by walking at random, or by a solved case."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.analysis.atoms import OTHER, OWN, PROTECTED, REGISTER
from samtjanst.capabilities.formkit.analysis.lines import Line
from samtjanst.capabilities.formkit.analysis.samples import Samples
from samtjanst.capabilities.formkit.analysis.solver import NONE, Domains, Variable
from samtjanst.capabilities.formkit.conditions import Sort, State, sort_of
from samtjanst.capabilities.formkit.conditions import operands as ops
from samtjanst.capabilities.formkit.conditions.facts import FLAGS, TEXTS
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.capabilities.formkit.model import Question

Check = Callable[[Evaluation], bool]
_ROUNDS = 8
_TRIES = 24


@dataclass(frozen=True, slots=True)
class Witness:
    """A case: answers in a world, and what they mean."""

    answers: dict[str, Any] = field(repr=False)
    evaluation: Evaluation = field(repr=False)


class Witnesses:
    """Looks for cases of one definition. The same definition always gives the same cases."""

    def __init__(self, model: Abstraction) -> None:
        self.model, self.definition = model, model.definition
        asks_alone = bool(model.definition.signing.signatories.alone_in)
        self.samples = Samples(model.atoms, model.definition.parameters, for_company=asks_alone)
        self._random = random.Random(0)  # noqa: S311 - examples, not secrets
        self._asked = {q.id: q for q in model.definition.questions() if q.kind.is_asked}

    def walk(self, world: Context) -> list[Witness]:
        """A walk with random answers: the cases on the way, the last complete if it could be."""
        wishes = {
            question.id: self._random.choice(samples)
            for question in self._asked.values()
            if (samples := self.samples.of(question, world)) and self._random.random() < 0.9
        }
        first = Witness(wishes, evaluate(self.definition, wishes, world))
        done = self._completed(dict(wishes), world, frozenset())
        return [first] if done is None else [first, done]

    def find(self, domains: Domains, check: Check, *, complete: bool) -> Witness | None:
        """A case of what the solver left, that the evaluator confirms; None when none was found."""
        tries, asked = _TRIES, self._by_question(domains)
        for world in self._worlds(domains):
            wished = {name: self._wished(name, own, world) for name, own in asked.items()}
            if not all(wished.values()):
                continue
            fixed = frozenset(wished)
            for attempt in range(6):
                tries -= 1
                found = self._try(wished, fixed, world, attempt, complete=complete)
                if found is not None and check(found.evaluation):
                    return found
            if tries <= 0:
                break
        return None

    def changed(self, witness: Witness, question: Question, value: Any) -> Witness | None:
        """A complete case with another answer to one question: the option, or any (None)."""
        world = witness.evaluation.context
        for sample in self.samples.of(question, world):
            chosen = sample if isinstance(sample, list) else [sample]
            if value is None or any(item is value or item == value for item in chosen):
                answers = {**witness.answers, question.id: sample}
                return self._completed(answers, world, frozenset({question.id}))
        return None

    def _try(
        self,
        wished: dict[str, list[Any]],
        fixed: frozenset[str],
        world: Context,
        attempt: int,
        *,
        complete: bool,
    ) -> Witness | None:
        answers = {
            name: values[0] if not attempt else self._random.choice(values)
            for name, values in wished.items()
        }
        if complete:
            return self._completed(answers, world, fixed if attempt < 3 else frozenset())
        return Witness(answers, evaluate(self.definition, answers, world))

    def _completed(
        self, answers: dict[str, Any], world: Context, fixed: frozenset[str]
    ) -> Witness | None:
        """Answer what is required and change what is wrong, until nothing is."""
        for _ in range(_ROUNDS):
            evaluation = evaluate(self.definition, answers, world)
            wrong = evaluation.errors()
            if not wrong:
                return Witness(answers, evaluation) if evaluation.complete else None
            for name in wrong:
                if name in fixed and answers.get(name) is not None:
                    continue
                question = self.definition.question(name)
                hidden = evaluation.hidden_options.get(name, frozenset())
                able = [v for v in self.samples.of(question, world) if not _uses(v, hidden)]
                if able:
                    answers[name] = self._random.choice(able)
        return None

    # From classes to values ------------------------------------------------------------------

    def _worlds(self, domains: Domains) -> Iterable[Context]:
        facts = [(variable, mask) for variable, mask in domains.items() if self._is_fact(variable)]
        for world in self.samples.worlds:
            if all(mask >> self._class_in(variable, world) & 1 for variable, mask in facts):
                yield world

    def _is_fact(self, variable: Variable) -> bool:
        key = variable.key
        if isinstance(key, ops.Fact) or (isinstance(key, ops.Setting) and not key.per):
            return True
        if isinstance(key, ops.Age) and not key.question:
            return True
        return isinstance(key, str) and key not in self.model.atoms.questions

    def _class_in(self, variable: Variable, world: Context) -> int:
        key = variable.key
        if isinstance(key, ops.Value):
            return class_on(self.model.atoms.lines[key], key.compiled()(State(world)))
        if key in FLAGS:
            return int(FLAGS[str(key)].read(world) is True)
        subject = str(key)
        parameter = subject.removeprefix("parameter.")
        known = TEXTS[subject].read(world) if subject in TEXTS else world.parameters.get(parameter)
        told = self.model.atoms.told(subject)
        if known is None:
            return 0
        folded = str(known).casefold() if subject in TEXTS else str(known)
        return told.index(folded) + 1 if folded in told else len(told) + 1

    def _by_question(self, domains: Domains) -> dict[str, list[tuple[Variable, int]]]:
        found: dict[str, list[tuple[Variable, int]]] = {}
        for variable, mask in domains.items():
            name = _owner(variable)
            if name in self._asked:
                found.setdefault(name, []).append((variable, mask))
        return found

    def _wished(self, name: str, own: list[tuple[Variable, int]], world: Context) -> list[Any]:
        """The answers that give what the solver asks of the question."""
        question = self._asked[name]
        if sort_of(question.kind) is Sort.OPTIONS:
            return self._ticked(question, own)
        found = [
            value
            for value in self.samples.of(question, world)
            if all(self._fits(question, value, var, mask, world) for var, mask in own)
        ]
        if all(mask & NONE or var.key != question.id for var, mask in own) and self._may_lack(own):
            found.append(None)
        return found

    def _may_lack(self, own: list[tuple[Variable, int]]) -> bool:
        return all(
            mask & NONE for var, mask in own if not isinstance(var.key, ops.Count | ops.Length)
        )

    def _ticked(self, question: Question, own: list[tuple[Variable, int]]) -> list[Any]:
        masks = {var.key[1]: mask for var, mask in own if isinstance(var.key, tuple)}
        must = [o.id for o in question.options if masks.get(o.id) == 0b10]
        able = [o.id for o in question.options if masks.get(o.id, 0b11) & 0b10]
        answered = any(var.key == question.id and not mask & NONE for var, mask in own)
        if must or not answered:
            more = [
                [*must, *(o for o in able if o not in must)][:size] for size in range(len(able) + 1)
            ]
            wider = [option for option in more if len(option) > len(must)]
            return [must or None, *wider] if must or wider else [None]
        return [[option] for option in able] + [able]

    def _fits(
        self, question: Question, value: Any, variable: Variable, mask: int, world: Context
    ) -> bool:
        behaviour = self.definition.program.by_id[question.id].behaviour
        seen = behaviour.seen(question, value, world)
        key = variable.key
        if isinstance(key, ops.Value):
            number = key.compiled()(State(world, {question.id: seen}))
            return bool(mask >> class_on(self.model.atoms.lines[key], number) & 1)
        if isinstance(key, tuple):
            return self._matches(key, seen, mask)
        values = self.model.atoms.values[question.id]
        return bool(mask >> _class_of(values, seen) & 1)

    def _matches(self, key: tuple[Any, ...], seen: Any, mask: int) -> bool:
        question, op, value = key
        for node in self.model.atoms.mentioned:
            if (getattr(node, "question", ""), getattr(node, "op", "")) == (question, op):
                test = getattr(node, "test", None)
                if test is not None and getattr(node, "value", None) == value:
                    return bool(mask >> int(test(seen)) & 1)
        return True


def class_on(line: Line, value: Any) -> int:
    """The class of a value on a line."""
    if value is None:
        return 0
    for place, cut in enumerate(line.cuts):
        if value == cut:
            return 2 * place + 2
        if value < cut:
            return 2 * place + 1
    return 2 * len(line.cuts) + 1


def _class_of(values: list[Any], seen: Any) -> int:
    if isinstance(seen, dict) and REGISTER in values and OWN not in values:
        return values.index(REGISTER)
    if isinstance(seen, dict) and OWN in values:
        kind = PROTECTED if seen.get("protected") else REGISTER
        seen = OWN if seen.get("source") == "own_statement" else kind
    if not isinstance(seen, dict) and seen in values:
        return values.index(seen)
    return values.index(OTHER) if OTHER in values else 0


def _owner(variable: Variable) -> str:
    """The one question that a variable is about, or ""."""
    key = variable.key
    if isinstance(key, str):
        return key
    if isinstance(key, tuple):
        return str(key[0]) if key[0] not in {"pair", "rows"} else ""
    if isinstance(key, ops.Value):
        found = set(key.questions())
        return found.pop() if len(found) == 1 else ""
    return ""


def _uses(value: Any, hidden: frozenset[str]) -> bool:
    if isinstance(value, list):
        return any(isinstance(item, str) and item in hidden for item in value)
    return isinstance(value, str) and value in hidden
