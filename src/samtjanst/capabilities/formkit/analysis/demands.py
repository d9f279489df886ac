"""Rules that demand a status before the decision, or suggest a step: can they be followed?"""

from collections.abc import Iterable, Iterator

from samtjanst.capabilities.formkit.analysis import wordings
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.analysis.logic import Logic
from samtjanst.capabilities.formkit.analysis.processes import held_formulas
from samtjanst.capabilities.formkit.analysis.proof import Prover, Verdict
from samtjanst.capabilities.formkit.analysis.solver import Or
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.model import Effect, Rule
from samtjanst.capabilities.formkit.process import Process, graph
from samtjanst.capabilities.formkit.process.ways import Way, ways
from samtjanst.capabilities.formkit.texts import NO_WORDS, Told


def read_demands(definition: Definition, prover: Prover) -> list[Finding]:
    """Answers with which a demanded status is closed, and suggestions that nobody ever sees."""
    process = definition.process
    if process is None:
        return []
    work = _Demands(definition, process, prover)
    found: list[Finding] = []
    for place, rule in enumerate(definition.rules):
        if (rule.effect, rule.target) == (Effect.REQUIRE, "status"):
            found += work.demanded(rule, f"rules[{place}].target")
        elif rule.effect == Effect.SUGGEST:
            found += work.suggested(rule, f"rules[{place}].target")
    return found


class _Demands:
    def __init__(self, definition: Definition, process: Process, prover: Prover) -> None:
        self.definition, self.process, self.prover = definition, process, prover
        self.held = held_formulas(definition, prover.model)
        self.ways = ways(process, self.held)

    def demanded(self, rule: Rule, place: str) -> Iterator[Finding]:
        """Whether answers with which the status is demanded leave no way to it."""
        status = self.process.status(rule.target_id)
        title, every = status.title, self.ways.get(status.id)
        if status.id not in graph.reached(self.process):
            yield _told(rule, place, wordings.DEMAND_NOWHERE.told(title=title), Severity.ERROR)
            return
        if every is None:
            told = wordings.DEMAND_UNSURE.told(title=title)
            yield _told(rule, place, told, Severity.UNDECIDED)
            return
        if frozenset() in every:
            return  # there is a way that is open to every case
        closed = [Or([self.held[one].negated() for one in sorted(way)]) for way in every]
        verdict, case = self.prover.can(
            [self.prover.model.when(rule), *closed],
            lambda found: self._holds(rule, found) and not self._is_reached(every, found),
            complete=True,
        )
        if verdict is Verdict.POSSIBLE and case:
            told = wordings.DEMAND_CLOSED.told(title=title)
            example = Logic(self.prover).told(case)
            about = (Code.DEAD_END, Severity.ERROR, place, "rule", rule.id)
            yield Finding(*about, told, example, dict(case.answers))
        elif verdict is Verdict.OPEN:
            told = wordings.DEMAND_UNSURE.told(title=title)
            yield _told(rule, place, told, Severity.UNDECIDED)

    def suggested(self, rule: Rule, place: str) -> Iterator[Finding]:
        """Whether the step is closed whenever it would be suggested."""
        held = self.held.get(rule.target_id)
        if held is None or not rule.when:
            return  # that its condition can hold is asked of every rule
        step = rule.target_id
        verdict, _ = self.prover.can(
            [self.prover.model.when(rule), held],
            lambda found: self._holds(rule, found) and self._open(step, found),
            complete=True,
        )
        if verdict is Verdict.IMPOSSIBLE:
            titles = {one.id: one.title for s in self.process.statuses() for one in s.steps}
            told = wordings.SUGGESTED_NEVER.told(step=titles[step])
            yield _told(rule, place, told, Severity.WARNING, Code.NEVER_TRUE)

    def _holds(self, rule: Rule, found: Evaluation) -> bool:
        return self.definition.program.nodes[rule.id].compiled()(found.state)

    def _is_reached(self, every: Iterable[Way], found: Evaluation) -> bool:
        return any(all(self._open(step, found) for step in way) for way in every)

    def _open(self, step: str, found: Evaluation) -> bool:
        return self.definition.program.steps_of_process[step](found.state)


def _told(
    rule: Rule, place: str, told: Told, severity: Severity, code: Code = Code.DEAD_END
) -> Finding:
    return Finding(code, severity, place, "rule", rule.id, told, NO_WORDS)
