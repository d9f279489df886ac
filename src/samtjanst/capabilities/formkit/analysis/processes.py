"""What is found in the process of a definition."""

from collections.abc import Iterator, Mapping, Sequence

from samtjanst.capabilities.formkit.analysis import wordings
from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.analysis.proof import Prover, Verdict
from samtjanst.capabilities.formkit.analysis.solver import And, Formula, Or
from samtjanst.capabilities.formkit.analysis.witness import Check
from samtjanst.capabilities.formkit.conditions import Condition, Node
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Effect
from samtjanst.capabilities.formkit.process import Automatic, Base, Process, Step, graph
from samtjanst.capabilities.formkit.process.reading import with_paths
from samtjanst.capabilities.formkit.process.ways import Way, ways
from samtjanst.capabilities.formkit.texts import Text, Told, join

_UNREACHABLE = Text(
    "Inget ärende kan komma till statusen ”{title}”: inget steg leder dit.",
    "No case can come to the status “{title}”: no step leads there.",
)
_BEHIND = Text(
    "Inget ärende kan komma till statusen ”{title}”: inga svar öppnar något steg dit.",
    "No case can come to the status “{title}”: no answers open a step there.",
)
_APART = Text(
    "Inget ärende kommer till statusen ”{title}” med de svar som lämnas in: stegen dit öppnas av "
    "olika svar. Bara en komplettering på vägen kan öppna dem alla.",
    "No case comes to the status “{title}” with the answers that are handed in: the steps there "
    "are opened by different answers. Only a supplement on the way can open them all.",
)
_NO_WAY_OUT = Text(
    "Från statusen ”{title}” går det inte att komma till ett beslut. Lägg till ett steg vidare, "
    "eller ange att beslut fattas där.",
    "From the status “{title}” no decision can be reached. Add a step onward, or say that "
    "decisions are made there.",
)
_LOOP = Text(
    "Ärendet går runt av sig självt, utan att någon gör något: {ring}.",
    "The case goes round by itself, without anybody doing anything: {ring}.",
)
_NO_WORDING = Text(
    "Den sökande läser handläggarnas ord ”{title}”. Skriv vad hon ska läsa.",
    "The applicant reads the handlers' words “{title}”. Write what she is to read.",
)


def read_process(definition: Definition) -> list[Finding]:
    """Every finding about the process; none where the definition has none of its own."""
    process = definition.process
    return list(_found(process)) if process else []


def _found(process: Process) -> Iterator[Finding]:
    known = graph.reached(process)
    for path, status in with_paths(process):
        title = status.title
        if status.id not in known:
            yield _finding(Code.STATUS_UNREACHABLE, path, status.id, _UNREACHABLE.told(title=title))
        elif status.base is not Base.DECIDED and not graph.leads_to_decision(process, status):
            told = _NO_WAY_OUT.told(title=title)
            yield _finding(Code.STATUS_NO_WAY_OUT, path, status.id, told, Severity.ERROR)
        if not status.shown:
            told = _NO_WORDING.told(title=title)
            yield _finding(Code.TEXT_MISSING, path, status.id, told, Severity.NOTE)
    if ring := graph.loop(process):
        told = _LOOP.told(ring=_names(process, ring))
        yield _finding(Code.TIMERS_LOOP, "process.phases", ring[0], told, Severity.ERROR)


def read_steps(definition: Definition, prover: Prover) -> list[Finding]:
    """Steps that no answers which can be handed in let anybody take, and statuses behind them."""
    held, formulas = definition.program.steps_of_process, held_formulas(definition, prover.model)
    found: list[Finding] = []
    closed: set[str] = set()
    for path, step, _every in held_steps(definition) if held else ():
        verdict, _ = prover.can([formulas[step.id]], _sees(held[step.id]), complete=True)
        about = (f"{path}.when", "status", step.id)
        if verdict is Verdict.IMPOSSIBLE:
            closed.add(step.id)
            told = wordings.STEP_NEVER.told(step=step.title)
            found.append(Finding(Code.NEVER_TRUE, Severity.ERROR, *about, told))
        elif verdict is Verdict.OPEN:
            told = wordings.STEP_UNSURE.told(step=step.title)
            found.append(Finding(Code.NEVER_TRUE, Severity.UNDECIDED, *about, told))
    if definition.process and held:
        found += _behind(definition.process, closed) if closed else ()
        found += _apart(definition, definition.process, prover, closed)
    return found


def _behind(process: Process, closed: set[str]) -> Iterator[Finding]:
    """Statuses that only steps which nobody can take lead to."""
    known, left = graph.reached(process), graph.reached(process, closed=closed)
    for path, status in with_paths(process):
        if status.id in known - left:
            told = _BEHIND.told(title=status.title)
            yield _finding(Code.STATUS_UNREACHABLE, path, status.id, told, Severity.ERROR)


def _apart(
    definition: Definition, process: Process, prover: Prover, closed: set[str]
) -> Iterator[Finding]:
    """Statuses on the ways to which every step can be taken, and never all of them.

    Other answers, in a supplement on the way, can open them: nobody is locked in for ever.
    """
    formulas = held_formulas(definition, prover.model)
    found = ways(process, formulas)
    for path, status in with_paths(process):
        every = [way for way in found.get(status.id, ()) if not way & closed]
        if min(map(len, every), default=0) < 2:
            continue
        together = Or([And([formulas[one] for one in sorted(way)]) for way in every])
        verdict, _ = prover.can([together], _takes(definition, every), complete=True)
        if verdict is Verdict.IMPOSSIBLE:
            told = _APART.told(title=status.title)
            yield _finding(Code.STATUS_UNREACHABLE, path, status.id, told)


def _takes(definition: Definition, every: Sequence[Way]) -> Check:
    held = definition.program.steps_of_process
    return lambda one: any(all(held[step](one.state) for step in way) for way in every)


def held_formulas(definition: Definition, model: Abstraction) -> dict[str, Formula]:
    """When each step that conditions hold can be taken, by its id."""
    return {
        step.id: And([Or([model.condition(one) for one in some]) for some in every])
        for _path, step, every in held_steps(definition)
    }


def _sees(holds: Condition) -> Check:
    return lambda evaluation: holds(evaluation.state)


def held_steps(definition: Definition) -> Iterator[tuple[str, Step | Automatic, list[list[Node]]]]:
    """Each step that conditions hold, with its place: one of each of the lists is to be true."""
    process, program = definition.process, definition.program
    rules: dict[tuple[str, str], list[Node]] = {}
    for rule in definition.rules:
        if rule.effect == Effect.SHOW:
            rules.setdefault((rule.target, rule.target_id), []).append(program.nodes[rule.id])
    for path, status in with_paths(process) if process else ():
        listed: Mapping[str, Sequence[Step | Automatic]]
        listed = {"steps": status.steps, "automatic": status.automatic}
        for kind, some in listed.items():
            for place, step in enumerate(some):
                node = program.step_nodes.get(step.id)
                of_step, of_end = rules.get(("step", step.id)), rules.get(("status", step.to))
                every = [one for one in ([node] if node else None, of_step, of_end) if one]
                if every:
                    yield f"{path}.{kind}[{place}]", step, every


def _names(process: Process, ring: tuple[str, ...]) -> Told:
    return join((process.status(one).title for one in ring), " → ")


def _finding(
    code: Code, place: str, part_id: str, reason: Told, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(code, severity, place, "status", part_id, reason)
