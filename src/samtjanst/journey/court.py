"""What goes to the court with an appeal (FL 46 §): one file, in the order in which it is read."""

import uuid
from collections.abc import Iterator

from samtjanst.capabilities.documents.render import render_case_document
from samtjanst.capabilities.documents.types import Attachment, CaseDocument, Row, Section
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.files.types import ScanState
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import document, drawn, letters, place_maps, sealing, supplemented
from samtjanst.journey import document_texts as texts
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    AppealState,
    AppealView,
    CaseView,
    DecisionKind,
)
from samtjanst.running.filing import queries as filings

READY = (AppealState.TO_COURT, AppealState.HANDED_OVER)


def file(*, reference: str, appeal_id: uuid.UUID, by: Actor) -> bytes:
    """The appeal, the decisions and the whole case with its attachments, sealed.

    Raises:
        NotFoundError: not a case that the member of staff may read, or no appeal in it that is
            to go to the court, or has gone.
    """
    case = cases.get_case(by, reference)
    found = next((one for one in cases.appeals_of(case.id) if one.id == appeal_id), None)
    if found is None or found.state not in READY:
        raise NotFoundError
    record_read("case.court_file", by=by, subject=("case", case.id))
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    sealed = supplemented.snapshots_of(snapshot, asked)
    known = supplemented.files_of_all(sealed)
    first = tuple(_first(case, found))
    parts = [part for part in document.told(case, snapshot, asked, known, by=by)
             if part.title not in _TOLD_FIRST]  # fmt: skip
    whole = place_maps.drawn((*first, *parts))
    made = render_case_document(
        CaseDocument(
            head=document.head_of(case, "Överlämnande av överklagande"),
            status_line="Handlingarna i ärendet, i ordning (46 § förvaltningslagen).",
            facts=tuple(texts.facts_of(case)),
            sections=(_index(whole), *whole),
            attachments=(*_of_appeal(case, found, by), *document.attachments(sealed, by=by)),
            sealed_digest=snapshot.sha256,
        )
    )
    return sealing.sealed(made, case_id=case.id)


_TOLD_FIRST = frozenset({"Överklagande", "Tidigare beslut, gäller inte längre"})


def _first(case: CaseView, found: AppealView) -> Iterator[Section]:
    """What the court looks at first: the appeal, the decisions and what came of them."""
    yield from texts.appeals([found])
    for one in cases.decisions_of(case.id):
        if one.kind is DecisionKind.MATTER:
            is_new = "Det nya beslutet" if one.replaces_id else "Det överklagade beslutet"
            yield Section(is_new, texts.decision_rows(one))
    yield from texts.appeals([one for one in cases.appeals_of(case.id) if one.id != found.id])


def _index(whole: tuple[Section, ...]) -> Section:
    listed = (Row(str(number), (part.title,)) for number, part in enumerate(whole, start=1))
    return Section("Innehåll", tuple(listed))


def _of_appeal(case: CaseView, found: AppealView, by: Actor) -> Iterator[Attachment]:
    """The files that came with the appeal."""
    for one in letters.shown(case=case, by=by):
        for info in one.files if one.letter.id == found.letter_id else ():
            if info.scan_state is ScanState.CLEAN:
                key = uuid.UUID(info.id)
                _info, content = letters.open_file(case, one.letter.id, key, by=by)
                pages = drawn.pages_of(content, info.content_type, drawn.MOST_DRAWN)
                yield Attachment(info.name, info.content_type, content, info.sha256, pages=pages)
