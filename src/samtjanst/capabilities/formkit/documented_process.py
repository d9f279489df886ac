"""The chapter of the documentation about an e-service's own process."""

from collections.abc import Iterator

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import Known, Section, Table, both
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.process import Process, words
from samtjanst.capabilities.formkit.texts import Text, Told, join

_LEAD = Told(
    "Ärendet följer e-tjänstens egna statusar. Varje status ligger över ett av plattformens lägen: "
    "tiden för beslut, listorna och statistiken går efter läget.",
    "The case follows the e-service's own statuses. Each lies over one of the platform's states: "
    "the time limit, the lists and the statistics go by the state.",
)
_STATUS, _PHASE, _WHEN = Told("Status", "Status"), Told("Fas", "Phase"), Told("När", "When")
_STEP = Told("Steg", "Step")
_IF = Text("{when}, om {condition}", "{when}, if {condition}")
_LEFT = Text("hälften inom {days} dagar ({n} gånger)", "half within {days} days ({n} times)")


def chapter(definition: Definition, known: Known) -> Iterator[Section]:
    """Phases, statuses, steps, what happens by itself, guides and checklists; nothing without."""
    process = definition.process
    if process is None:
        return
    reads, state = Told("Den sökande läser", "The applicant reads"), Told("Läge", "State")
    took, decision = Told("Mätt tid", "Measured time"), Told("Beslut", "Decision")
    tables = (
        Table(Told("Statusar", "Statuses"), (_STATUS, _PHASE, reads, state, decision, took),
              tuple(_statuses(process, known))),
        Table(Told("Steg", "Steps"),
              (_STEP, Told("Från", "From"), Told("Till", "To"), Told("Vem", "Who"), _WHEN),
              tuple(_steps(definition, process))),
        Table(Told("Sker av sig självt", "Happens by itself"),
              (Told("Vad", "What"), _STATUS, _WHEN, Told("Gör", "Does")),
              tuple(_automatic(definition, process))),
        Table(Told("Vägledning", "Guidance"), (_PHASE, Told("Vägledning", "Guidance")),
              tuple(_guides(process))),
        Table(Told("Checklistor", "Checklists"), (_PHASE, Told("Att bocka av", "To tick off")),
              tuple(_checklists(process))),
    )  # fmt: skip
    title = Told("Ärendets gång", "The course of the case")
    yield Section("gang", title, (_LEAD,), tuple(one for one in tables if one.rows))


def _statuses(process: Process, known: Known) -> Iterator[tuple[str, ...]]:
    for phase in process.phases:
        for one in phase.statuses:
            decides = Told("fattas här", "is made here") if one.decides else ""
            count, days = known.in_status.get(one.id, (0, 0.0))
            took = _LEFT.told(days=f"{days:.1f}".replace(".", ","), n=count) if count else ""
            reads, base = both(one.shown or one.title), both(words.BASES[one.base])
            yield both(one.title), both(phase.title), reads, base, decides, took


def _steps(definition: Definition, process: Process) -> Iterator[tuple[str, ...]]:
    for status in process.statuses():
        for one in status.steps:
            who = join((both(words.WHO[name]) for name in one.who), ", ")
            to, when = both(process.status(one.to).title), _when(definition, dict(one.when))
            yield both(one.title), both(status.title), to, who, when


def _automatic(definition: Definition, process: Process) -> Iterator[tuple[str, ...]]:
    labels = {one.id: both(one.label) for one in definition.questions()}
    for status in process.statuses():
        for one in status.automatic:
            when = words.when(one, labels)
            if one.when:
                when = _IF.told(when=when, condition=_when(definition, dict(one.when)))
            yield both(one.title), both(status.title), when, words.effects(one, process)


def _guides(process: Process) -> Iterator[tuple[str, ...]]:
    yield from ((both(one.title), both(one.guide)) for one in process.phases if one.guide)


def _checklists(process: Process) -> Iterator[tuple[str, ...]]:
    for phase in process.phases:
        yield from ((both(phase.title), both(one.text)) for one in phase.checklist)


def _when(definition: Definition, when: dict[str, object]) -> Told:
    return sentences.sentence(dict(definition.document), when or None)
