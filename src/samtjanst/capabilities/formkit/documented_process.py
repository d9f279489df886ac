"""The chapter of the documentation about an e-service's own process."""

from collections.abc import Iterator

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import Section, Table
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.process import Process, words

_LEAD = (
    "Ärendet följer e-tjänstens egna statusar. Varje status ligger över ett av plattformens lägen: "
    "tiden för beslut, listorna och statistiken går efter läget."
)


def chapter(definition: Definition) -> Iterator[Section]:
    """Phases, statuses, steps, what happens by itself, guides and checklists; nothing without."""
    process = definition.process
    if process is None:
        return
    tables = (
        Table("Statusar", ("Status", "Fas", "Den sökande läser", "Läge", "Beslut"),
              tuple(_statuses(process))),
        Table("Steg", ("Steg", "Från", "Till", "Vem", "När"), tuple(_steps(definition, process))),
        Table("Sker av sig självt", ("Vad", "Status", "När", "Gör"),
              tuple(_automatic(definition, process))),
        Table("Vägledning", ("Fas", "Vägledning"), tuple(_guides(process))),
        Table("Checklistor", ("Fas", "Att bocka av"), tuple(_checklists(process))),
    )  # fmt: skip
    yield Section("gang", "Ärendets gång", (_LEAD,), tuple(one for one in tables if one.rows))


def _statuses(process: Process) -> Iterator[tuple[str, ...]]:
    for phase in process.phases:
        for one in phase.statuses:
            decides = "fattas här" if one.decides else ""
            base = words.BASES[one.base].sv
            yield one.title.sv, phase.title.sv, one.told(), base, decides


def _steps(definition: Definition, process: Process) -> Iterator[tuple[str, ...]]:
    for status in process.statuses():
        for one in status.steps:
            who = ", ".join(words.WHO[name].sv for name in one.who)
            to, when = process.status(one.to).title.sv, _when(definition, dict(one.when))
            yield one.title.sv, status.title.sv, to, who, when


def _automatic(definition: Definition, process: Process) -> Iterator[tuple[str, ...]]:
    labels = {one.id: one.label.sv for one in definition.questions()}
    for status in process.statuses():
        for one in status.automatic:
            when = str(words.when(one, labels))
            if one.when:
                when = f"{when}, om {_when(definition, dict(one.when))}"
            yield one.title.sv, status.title.sv, when, str(words.effects(one, process))


def _guides(process: Process) -> Iterator[tuple[str, ...]]:
    yield from ((one.title.sv, one.guide.sv) for one in process.phases if one.guide)


def _checklists(process: Process) -> Iterator[tuple[str, ...]]:
    for phase in process.phases:
        yield from ((phase.title.sv, one.text.sv) for one in phase.checklist)


def _when(definition: Definition, when: dict[str, object]) -> str:
    return str(sentences.sentence(dict(definition.document), when or None))
