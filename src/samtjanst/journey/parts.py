"""What a case consists of, line by line and document by document, for somebody who gives it out."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from samtjanst.capabilities.documents.types import Row, Section
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import document, document_texts, letters, opinions, supplemented
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, EventView
from samtjanst.running.filing import queries as filings

STRUCK = "Anteckningen är struken."


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be masked: a line of the case, or a document."""

    id: str
    group: str
    label: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False, default=())
    file: FileInfo | None = None
    letter_id: uuid.UUID | None = None  # whose file it is, of a message
    opinion_id: uuid.UUID | None = None  # or of an opinion


def parts_of(case: CaseView, *, by: Actor) -> Iterator[Part]:
    """Everything in a case that the actor has opened: its lines, then its documents."""
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    sealed = supplemented.snapshots_of(snapshot, asked)
    known = supplemented.files_of_all(sealed)
    texts = [Section("Om ärendet", tuple(_facts(case))), *_decision(case)]
    texts += document.told(case, snapshot, asked, known, by=by)
    texts += _notes(case)
    for place, section in enumerate(texts):
        for number, row in enumerate(section.rows):
            # A note can be an earlier answer: it is masked with the rest.
            lines = (*row.lines, row.note) if row.note else row.lines
            yield Part(f"t{place}-{number}", section.title, row.label, lines)
    for info in known:
        yield Part(f"f{info.id}", "Bilagor", info.name, file=info)
    for one in letters.shown(case=case, by=by):
        for info in one.files:
            yield Part(f"f{info.id}", "Bilagor", info.name, file=info, letter_id=one.letter.id)
    for given in opinions.shown(case=case, by=by):
        for info in given.files:
            yield Part(f"f{info.id}", "Bilagor", info.name, file=info, opinion_id=given.opinion.id)


def _facts(case: CaseView) -> Iterator[Row]:
    yield Row("E-tjänst", (case.title,))
    for label, value in document_texts.facts_of(case):
        yield Row(label, (value,))
    for proof in signing.evidence_of(("filing", case.filing_id)):
        yield Row("Underskrift", (proof.name, clock.exact(proof.signed_at)))


def _decision(case: CaseView) -> Iterator[Section]:
    found = cases.decision_of(case.id)
    if found is None:
        return
    rows = {
        "Beslut": found.outcome_title,
        "Belopp": "" if found.amount is None else f"{found.amount} kronor",
        "Skäl": found.reasons,
        "Bestämmelser": "\n".join(found.legal_basis),
        "Beslutat": found.board_on.isoformat() if found.board_on else clock.exact(found.decided_at),
        "Beslutat av": found.decided_by,
        "Föredragande": found.prepared_by,
        "Övriga som deltog": found.others,
        "Hur man överklagar": found.appeal_text,
    }
    yield Section("Beslut", tuple(Row(k, tuple(v.split("\n"))) for k, v in rows.items() if v))


def _who(event: EventView) -> str:
    return f"{event.who}, för {event.instead_of}" if event.instead_of else event.who


def _said(note: EventView) -> tuple[str, ...]:
    return (STRUCK,) if note.is_struck else tuple(note.text.split("\n"))


def _notes(case: CaseView) -> Iterator[Section]:
    noted = [event for event in cases.timeline(case.id) if event.what == "noted"]
    if noted:
        rows = [Row(f"{clock.exact(e.at)}, {_who(e)}", _said(e)) for e in noted]
        yield Section("Anteckningar", tuple(rows))
