"""One question at a time: can this happen? Answered by an example, a proof, or not at all."""

import itertools
from collections.abc import Sequence
from enum import Enum
from typing import Any

from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.analysis.solver import Budget, BudgetError, Formula, solve
from samtjanst.capabilities.formkit.analysis.witness import Check, Witness, Witnesses
from samtjanst.capabilities.formkit.model import Question

MOST_WALKS = 40
WALKED_QUESTIONS = 3_000  # in all walks together: larger definitions get fewer walks
MOST_SPLITS = 5
NUDGES = 2
STEPS_EACH = 4_000
STEPS_ALL = 60_000


class Verdict(Enum):
    """What is known."""

    POSSIBLE = "possible"  # an example was found that the evaluator accepts
    IMPOSSIBLE = "impossible"  # proved
    OPEN = "open"


class Prover:
    """Answers from a pool of examples first, then by search; gives up when its budget is used."""

    def __init__(self, model: Abstraction, steps: int = STEPS_ALL) -> None:
        self.model = model
        self.witnesses = Witnesses(model)
        self.fulfilled_formulas, stops = model.fulfilled(), model.unstopped()
        self.complete_formulas = self.fulfilled_formulas + stops
        self.can_stop = bool(stops)
        self.pool: list[Witness] = []
        self._done: list[Witness] = []  # those that can be handed in
        self._left = steps
        self._fill()

    def _fill(self) -> None:
        worlds = self.witnesses.samples.worlds
        size = len(self.model.definition.questions())
        for place in range(max(4, min(MOST_WALKS, WALKED_QUESTIONS // size))):
            for witness in self.witnesses.walk(worlds[place % len(worlds)]):
                self._keep(witness)

    def _keep(self, witness: Witness) -> None:
        self.pool.append(witness)
        if witness.evaluation.complete:
            self._done.append(witness)

    def handed_in(self, most: int) -> list[Witness]:
        """Some of the cases that can be handed in, the last found first."""
        return self._done[: -most - 1 : -1]

    def example(self, check: Check, *, complete: bool = False) -> Witness | None:
        """An example out of the pool."""
        pool = self._done if complete else self.pool
        return next((witness for witness in pool if check(witness.evaluation)), None)

    def cover(
        self, targets: Sequence[tuple[Formula, Check]], *, complete: bool = False, splits: int = 0
    ) -> None:
        """Look for examples of many things at once, in halves where they do not go together."""
        left = [target for target in targets if self.example(target[1], complete=complete) is None]
        if len(left) < 2 or splits > MOST_SPLITS:
            return
        extra = self.complete_formulas if complete else []
        try:
            domains = solve([*extra, *(formula for formula, _ in left)], Budget(STEPS_EACH))
        except BudgetError:
            domains = None
        found = domains and self.witnesses.find(domains, lambda _: True, complete=complete)
        if found:
            self._keep(found)
            if any(check(found.evaluation) for _, check in left):
                splits = max(splits, MOST_SPLITS - 1)
        half = len(left) // 2
        for part in (left[:half], left[half:]):
            self.cover(part, complete=complete, splits=splits + 1)

    def nudge(self, question: Question, value: Any) -> None:
        """Try the answer in a complete example: mostly enough, and faster than a search."""
        shown = (w for w in reversed(self._done) if w.evaluation.visible(question.id))
        for witness in list(itertools.islice(shown, NUDGES)):
            found = self.witnesses.changed(witness, question, value)
            if found is not None:
                self._keep(found)
                return

    def can(
        self, formulas: Sequence[Formula], check: Check, *, complete: bool = False
    ) -> tuple[Verdict, Witness | None]:
        """Whether all of the formulas can hold, in a filing that can be handed in if asked."""
        known = self.example(check, complete=complete)
        if known is not None:
            return Verdict.POSSIBLE, known
        return self.search(formulas, check, complete=complete)

    def search(
        self, formulas: Sequence[Formula], check: Check, *, complete: bool
    ) -> tuple[Verdict, Witness | None]:
        """Solve, and try the solution out."""
        budget = Budget(max(0, min(STEPS_EACH, self._left)))
        before = budget.steps
        try:
            extra = self.complete_formulas if complete else []
            domains = solve([*extra, *formulas], budget)
        except BudgetError:
            return Verdict.OPEN, None
        finally:
            self._left -= before - max(budget.steps, 0)
        if domains is None:
            return Verdict.IMPOSSIBLE, None
        found = self.witnesses.find(domains, check, complete=complete)
        if found is None:
            return Verdict.OPEN, None
        self._keep(found)
        return Verdict.POSSIBLE, found

    def holds_never(self, formulas: Sequence[Formula]) -> bool:
        """Whether it is proved that the formulas cannot all hold."""
        try:
            return solve(formulas, Budget(STEPS_EACH)) is None
        except BudgetError:
            return False
