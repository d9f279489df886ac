"""What can never happen, and where applicants get stuck."""

from collections.abc import Iterator
from typing import Any

from samtjanst.capabilities.formkit.analysis import wordings
from samtjanst.capabilities.formkit.analysis.checks import answers, offers, visible
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.analysis.proof import Prover, Verdict
from samtjanst.capabilities.formkit.analysis.signing import signatures
from samtjanst.capabilities.formkit.analysis.solver import And, Formula, Or
from samtjanst.capabilities.formkit.analysis.witness import Check, Witness
from samtjanst.capabilities.formkit.conditions import Node, Sort, sort_of
from samtjanst.capabilities.formkit.conditions.tree import All, AnyOf
from samtjanst.capabilities.formkit.conditions.words import Words
from samtjanst.capabilities.formkit.model import Effect, Page, Question, Rule
from samtjanst.capabilities.formkit.present import summary
from samtjanst.capabilities.formkit.texts import NO_WORDS, Told, Value, join

MOST_SHOWN = 6


class Logic:
    """The checks of one definition. ``findings`` collects what they find."""

    def __init__(self, prover: Prover) -> None:
        self.prover, self.model = prover, prover.model
        self.definition = prover.model.definition
        self.words = Words(self.definition.questions(), self.definition.parameters)
        self.findings: list[Finding] = []
        self.dead: set[str] = set()
        self.places = {
            question.id: f"pages[{number}].questions[{place}]"
            for number, page in enumerate(self.definition.pages)
            for place, question in enumerate(page.questions)
        }

    def run(self) -> list[Finding]:
        """Every check, from what others depend on to what depends on them."""
        self._cover_what_shows()
        for number, page in enumerate(self.definition.pages):
            self._page(number, page)
        for place, rule in enumerate(self.definition.rules):
            self._rule(rule, f"rules[{place}]")
        self.findings += signatures(self.definition, self.dead, self.words)
        self._rivals()
        if self._completable():
            self._cover_answers()
            for question in self.definition.questions():
                if question.kind.is_asked and question.id not in self.dead:
                    self._answers(question)
        return self.findings

    def _cover_what_shows(self) -> None:
        """Cases of many questions and conditions at once: faster than one by one."""
        questions = self.definition.questions()
        shown = [(self.model.visible(q.id), visible(q.id)) for q in questions]
        self.prover.cover(shown)
        nodes = [(rule, self.definition.program.nodes[rule.id]) for rule in self.definition.rules]
        true = [(self.model.when(rule), self._sees(node)) for rule, node in nodes]
        self.prover.cover(true)
        false = [
            (self.model.when(rule).negated(), self._sees(node, wanted=False))
            for rule, node in nodes
        ]
        self.prover.cover(false)

    def _cover_answers(self) -> None:
        rounds: list[list[tuple[Formula, Check]]] = []
        for question in self.definition.questions():
            if question.kind.is_asked and question.id not in self.dead:
                for place, (value, formula) in enumerate(self._choices(question)):
                    if place == len(rounds):
                        rounds.append([])
                    rounds[place].append((formula, answers(question.id, value)))
        for targets in rounds:
            self.prover.cover(targets, complete=True, splits=3)

    # Tools -----------------------------------------------------------------------------------

    def _tell(  # noqa: PLR0913, PLR0917 - all have a plain name
        self,
        code: Code,
        severity: Severity,
        place: str,
        kind: str,
        subject: str,
        reason: Told,
        witness: Witness | None = None,
        example: Told = NO_WORDS,
    ) -> None:
        answers = dict(witness.answers) if witness else {}
        told = example or (self.told(witness) if witness else NO_WORDS)
        self.findings.append(Finding(code, severity, place, kind, subject, reason, told, answers))

    def told(self, witness: Witness) -> Told:
        """A case in words: what is answered, shortest first when there is much of it."""
        evaluation = witness.evaluation
        sv, en = (
            [
                row
                for section in summary(
                    self.definition, evaluation.values, evaluation.context, language
                )
                for row in section.rows
                if evaluation.values.get(row.question_id) is not None
                and row.question_id in self.definition.program.refreshing
            ]
            for language in ("sv", "en")
        )
        said = [
            wordings.ANSWERED.told(
                label=Told(one.label, other.label),
                lines=Told(", ".join(one.lines), ", ".join(other.lines)),
            )
            for one, other in zip(sv, en, strict=True)
        ]
        more = " …" if len(said) > MOST_SHOWN else ""
        return join((join(said[:MOST_SHOWN], "; "), more)) if said else wordings.UNANSWERED

    def _sees(self, node: Node, *, wanted: bool = True) -> Check:
        holds = node.compiled()
        return lambda evaluation: holds(evaluation.state) is wanted

    def _shows(self, rules: list[Rule]) -> Told:
        nodes = tuple(self.definition.program.nodes[rule.id] for rule in rules)
        return self.words.say(AnyOf(nodes) if len(nodes) > 1 else nodes[0])

    # Pages and questions ---------------------------------------------------------------------

    def _page(self, number: int, page: Page) -> None:
        place = f"pages[{number}]"
        verdict, _ = self.prover.can(
            [self.model.opened(page.id), Or([self.model.visible(q.id) for q in page.questions])],
            lambda evaluation: page.id in evaluation.visible_pages,
        )
        if verdict is Verdict.IMPOSSIBLE:
            self.dead.update(question.id for question in page.questions)
            rules = self.model.rules.pages.get(page.id, [])
            never = wordings.PAGE_NEVER.told(title=page.title)
            shown = (wordings.SHOWN_WHEN.told(rules=self._shows(rules)),) if rules else ()
            reason = join((never, *shown), " ")
            self._tell(Code.PAGE_UNREACHABLE, Severity.ERROR, place, "page", page.id, reason)
            return
        if verdict is Verdict.OPEN:
            reason = wordings.PAGE_UNSURE.told(title=page.title)
            self._tell(Code.PAGE_UNREACHABLE, Severity.UNDECIDED, place, "page", page.id, reason)
        for question in page.questions:
            self._question(question)

    def _question(self, question: Question) -> None:
        verdict, _ = self.prover.can(
            [self.model.visible(question.id)],
            visible(question.id),
        )
        place, label = self.places[question.id], self.words.label(question.id)
        if verdict is Verdict.IMPOSSIBLE:
            self.dead.add(question.id)
            rules = self.model.rules.show.get(question.id, [])
            never = wordings.QUESTION_NEVER.told(label=label)
            shown = (wordings.NEVER_SO.told(rules=self._shows(rules)),) if rules else ()
            reason = join((never, *shown), " ")
            self._tell(Code.NEVER_SHOWN, Severity.ERROR, place, "question", question.id, reason)
        elif verdict is Verdict.OPEN:
            reason = wordings.QUESTION_UNSURE.told(label=label)
            self._tell(Code.NEVER_SHOWN, Severity.UNDECIDED, place, "question", question.id, reason)
        else:
            self._options(question, place)

    def _options(self, question: Question, place: str) -> None:
        rules = self.model.rules
        for number, option in enumerate(question.options):
            key = (question.id, option.id)
            if key not in rules.options and question.id not in rules.limit:
                continue
            verdict, _ = self.prover.can(
                [self.model.visible(question.id), self.model.offered(*key)],
                offers(question.id, option.id),
            )
            what: dict[str, Value] = {
                "option": option.label,
                "label": self.words.label(question.id),
            }
            self._verdict(
                verdict,
                Code.OPTION_NEVER_OFFERED,
                f"{place}.options[{number}]",
                "option",
                f"{question.id}.{option.id}",
                (wordings.OPTION_NEVER.told(**what), wordings.OPTION_UNSURE.told(**what)),
            )

    def _verdict(  # noqa: PLR0913, PLR0917 - all have a plain name
        self,
        verdict: Verdict,
        code: Code,
        place: str,
        kind: str,
        subject: str,
        words: tuple[Told, Told],
        severity: Severity = Severity.ERROR,
    ) -> None:
        if verdict is Verdict.IMPOSSIBLE:
            self._tell(code, severity, place, kind, subject, words[0])
        elif verdict is Verdict.OPEN:
            self._tell(code, Severity.UNDECIDED, place, kind, subject, words[1])

    # Rules -----------------------------------------------------------------------------------

    def _rule(self, rule: Rule, place: str) -> None:
        if not rule.when:
            return
        node, formula = self.definition.program.nodes[rule.id], self.model.when(rule)
        said = self.words.say(node)
        never, _ = self.prover.can([formula], self._sees(node))
        told_already = rule.target == "question" and rule.target_id in self.dead
        if never is not Verdict.POSSIBLE:
            words = (wordings.NEVER_TRUE.told(said=said), wordings.TRUE_UNSURE.told(said=said))
            if not (told_already and never is Verdict.IMPOSSIBLE):
                self._verdict(never, Code.NEVER_TRUE, f"{place}.when", "rule", rule.id, words)
            return
        always, _ = self.prover.can([formula.negated()], self._sees(node, wanted=False))
        words = (wordings.ALWAYS_TRUE.told(said=said), wordings.FALSE_UNSURE.told(said=said))
        self._verdict(
            always, Code.ALWAYS_TRUE, f"{place}.when", "rule", rule.id, words, Severity.WARNING
        )
        self._parts(rule, node, place)
        if rule.effect == Effect.REQUIRE and rule.target == "question":
            self._required_hidden(rule, node, place)
        is_check = rule.effect == Effect.VALIDATE and rule.target == "question"
        if is_check and rule.target_id not in self.dead:
            self._always_wrong(rule, node, place)

    def _parts(self, rule: Rule, node: Node, place: str) -> None:
        """A part of a condition that can never be true, or that never makes a difference."""
        if not isinstance(node, AnyOf | All) or len(node.of) < 2:
            return
        for number, part in enumerate(node.of):
            wanted = isinstance(node, AnyOf)
            formula = self.model.condition(part)
            verdict, _ = self.prover.can(
                [formula if wanted else formula.negated()], self._sees(part, wanted=wanted)
            )
            if verdict is Verdict.IMPOSSIBLE:
                form = wordings.PART_NEVER if wanted else wordings.PART_ALWAYS
                reason = form.told(part=self.words.say(part))
                code = Code.NEVER_TRUE if wanted else Code.ALWAYS_TRUE
                where = f"{place}.when.of[{number}]"
                self._tell(code, Severity.WARNING, where, "rule", rule.id, reason)

    def _required_hidden(self, rule: Rule, node: Node, place: str) -> None:
        shown, label = self.model.visible(rule.target_id), self.words.label(rule.target_id)
        if rule.target_id in self.dead:
            return
        code, where = Code.REQUIRED_HIDDEN, f"{place}.when"
        holds, said = node.compiled(), self.words.say(node)
        both, _ = self.prover.can(
            [self.model.when(rule), shown],
            lambda e: holds(e.state) and e.visible(rule.target_id),
        )
        if both is Verdict.IMPOSSIBLE:
            reason = wordings.REQUIRED_HIDDEN.told(label=label, said=said)
            self._tell(code, Severity.ERROR, where, "rule", rule.id, reason)
            return
        verdict, witness = self.prover.can(
            [self.model.when(rule), shown.negated()],
            lambda e: holds(e.state) and not e.visible(rule.target_id),
        )
        if verdict is Verdict.POSSIBLE:
            reason = wordings.REQUIRED_MAYBE.told(label=label, said=said)
            self._tell(code, Severity.WARNING, where, "rule", rule.id, reason, witness)

    def _always_wrong(self, rule: Rule, node: Node, place: str) -> None:
        shown = self.model.visible(rule.target_id)
        holds = node.compiled()
        verdict, _ = self.prover.can(
            [self.model.when(rule).negated(), shown, self.model.answered(rule.target_id)],
            lambda e: e.values.get(rule.target_id) is not None and not holds(e.state),
        )
        label = self.words.label(rule.target_id)
        words = (
            wordings.ALWAYS_WRONG.told(label=label, message=rule.message),
            wordings.RIGHT_UNSURE.told(label=label),
        )
        self._verdict(verdict, Code.CONTRADICTION, f"{place}.when", "rule", rule.id, words)

    def _rivals(self) -> None:
        """Two rules that give one question different values at the same time."""
        rivals = [(p, r) for p, r in enumerate(self.definition.rules) if r.value]
        for number, (_, first) in enumerate(rivals):
            for place, second in rivals[number + 1 :]:
                same = (first.effect, first.target_id) == (second.effect, second.target_id)
                if same and first.value != second.value:
                    self._rival(first, second, f"rules[{place}]")

    def _rival(self, first: Rule, second: Rule, place: str) -> None:
        nodes = self.definition.program.nodes
        one, other = nodes[first.id].compiled(), nodes[second.id].compiled()
        verdict, witness = self.prover.can(
            [self.model.when(first), self.model.when(second)],
            lambda e: one(e.state) and other(e.state),
        )
        label = self.words.label(second.target_id)
        if verdict is Verdict.POSSIBLE:
            reason = wordings.rivals(self.definition, label, first, second)
            self._tell(
                Code.CONTRADICTION, Severity.WARNING, place, "rule", second.id, reason, witness
            )

    # Handing in ------------------------------------------------------------------------------

    def _completable(self) -> bool:
        verdict, _ = self.prover.can([], lambda _: True, complete=True)
        if verdict is Verdict.POSSIBLE:
            return True
        is_open = verdict is Verdict.OPEN
        reason = wordings.COMPLETE_UNSURE if is_open else wordings.NO_COMPLETION
        severity = Severity.ERROR if verdict is Verdict.IMPOSSIBLE else Severity.UNDECIDED
        case = self._stuck()
        self._tell(
            Code.NO_COMPLETION, severity, "", "definition", self.definition.id, reason, *case
        )
        return False

    def _stuck(self) -> tuple[Witness | None, Told]:
        for witness in reversed(self.prover.pool):
            errors = witness.evaluation.errors()
            if errors:
                first = next(iter(errors))
                return witness, self._wrong(witness, first)
        return None, NO_WORDS

    def _wrong(self, witness: Witness, question_id: str) -> Told:
        texts = [witness.evaluation.errors(language=one)[question_id][0] for one in ("sv", "en")]
        return join((self.words.label(question_id), Told(*texts)), ": ")

    def _answers(self, question: Question) -> None:
        for value, formula in self._choices(question):
            check = answers(question.id, value)
            if self.prover.example(check, complete=True) is None:
                self.prover.nudge(question, value)
            shown = [formula, self.model.visible(question.id)]
            verdict, _ = self.prover.can(shown, check, complete=True)
            if verdict is not Verdict.POSSIBLE:
                self._dead_end(question, value, formula, verdict)

    def _choices(self, question: Question) -> Iterator[tuple[Any, Formula]]:
        """The answers that stand in the definition; for other kinds any answer at all."""
        sort = sort_of(question.kind)
        if sort in {Sort.OPTION, Sort.OPTIONS}:
            for option in question.options:
                yield option.id, self.model.atoms.chosen(question.id, option.id)
        elif sort is Sort.YES_NO:
            variable = self.model.atoms.question(question.id)
            for place, value in enumerate(self.model.atoms.values[question.id][1:], 1):
                yield value, self.model.atoms.in_class(variable, place)
        else:
            yield None, self.model.answered(question.id)

    def _dead_end(self, question: Question, value: Any, formula: Formula, verdict: Verdict) -> None:
        place, label = self.places[question.id], self.words.label(question.id)
        said = wordings.ANY_ANSWER.told(label=label)
        if value is not None:
            said = wordings.ANSWER.told(label=label, value=self.words.option(question.id, value))
        if verdict is Verdict.OPEN:
            reason = wordings.DEAD_END_UNSURE.told(said=said)
            self._tell(Code.DEAD_END, Severity.UNDECIDED, place, "question", question.id, reason)
            return
        shown = [formula, self.model.visible(question.id)]
        if self.prover.holds_never(shown):
            return  # the answer cannot be given at all; told at the option
        check = answers(question.id, value)
        _, witness = self.prover.can(shown, check)
        if self._only_stopped(shown):
            reason = wordings.STOPPED.told(said=said)
            self._tell(
                Code.ALWAYS_STOPPED, Severity.NOTE, place, "question", question.id, reason, witness
            )
            return
        reason = wordings.DEAD_END.told(said=said)
        errors = self._hindrances(witness)
        self._tell(
            Code.DEAD_END, Severity.ERROR, place, "question", question.id, reason, witness, errors
        )

    def _only_stopped(self, shown: list[Formula]) -> bool:
        """Whether it is a stop, and nothing else, that is in the way."""
        if not self.prover.can_stop:
            return False
        return not self.prover.holds_never([And(self.prover.fulfilled_formulas), *shown])

    def _hindrances(self, witness: Witness | None) -> Told:
        if witness is None:
            return NO_WORDS
        told, errors = self.told(witness), witness.evaluation.errors()
        wrong = [self._wrong(witness, name) for name in list(errors)[:3]]
        return wordings.LEFT.told(told=told, wrong=join(wrong, "; ")) if wrong else told
