"""What is found in the process of a definition."""

from collections.abc import Iterator

from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.process import Base, Process, graph
from samtjanst.capabilities.formkit.process.reading import with_paths
from samtjanst.capabilities.formkit.texts import Text, Told, join

_UNREACHABLE = Text(
    "Inget ärende kan komma till statusen ”{title}”: inget steg leder dit.",
    "No case can come to the status “{title}”: no step leads there.",
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


def _names(process: Process, ring: tuple[str, ...]) -> Told:
    return join((process.status(one).title for one in ring), " → ")


def _finding(
    code: Code, place: str, part_id: str, reason: Told, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(code, severity, place, "status", part_id, reason)
