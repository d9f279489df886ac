"""An extract of a case for somebody who asks: made anew from what is not masked, and on record.

Nothing is drawn over. What is masked never reaches the one who makes the file; pages and pictures
are drawn anew, so that nothing hidden in an attachment follows with it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.documents import pictures
from samtjanst.capabilities.documents.render import render_case_document, render_decision
from samtjanst.capabilities.documents.types import (
    Attachment,
    CaseDocument,
    DecisionEntry,
    DecisionLetter,
    Row,
    Section,
)
from samtjanst.capabilities.paper.pictures import page_count, picture
from samtjanst.capabilities.paper.types import RefusedFileError
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.sniff import DOCX, PDF
from samtjanst.foundation.files.types import FileInfo, Limits, ScanState
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import document, drawn, letters, masking, opinions, paper_meter, supplemented
from samtjanst.journey.drawn import PAGED
from samtjanst.journey.masking import Mark, Marks
from samtjanst.journey.parts import Part, parts_of
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest, digest_bytes
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import (
    CaseView,
    DisclosureDraft,
    DisclosureView,
    MaskNote,
    PaperKind,
)
from samtjanst.running.filing import queries as filings

OWNER = "disclosure"
LIMITS = Limits(frozenset({PDF}), max_bytes=100_000_000, max_files=1)
MOST_PAGES = 100  # of attachments, drawn anew while somebody waits
_WIDTH = 1400  # pixels of a drawn page: 170 to the inch on A4
_APPEAL = (
    "Beslutet kan överklagas till kammarrätten. Skriv vilket beslut det gäller och hur du vill att "
    "det ändras, och lämna skrivelsen till {name}. Den ska ha kommit in inom tre veckor från den "
    "dag då du fick del av beslutet."
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A case as somebody has it before her when she chooses what to mask."""

    case: CaseView = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def digest(self) -> str:
        """Of all that was shown: what has come since has not been looked through."""
        shown = [[part.id, part.group, part.label, list(part.lines)] for part in self.parts]
        return digest(shown)


@dataclass(frozen=True, slots=True)
class Made:
    """The file, and what was left out of it."""

    content: bytes = field(repr=False)
    masked: tuple[MaskNote, ...]
    given: int
    pages: int


def look(*, reference: str, by: Actor) -> Looked:
    """A case with its parts; the reading is recorded.

    Raises:
        NotFoundError: not a case that the actor may give out.
    """
    require(by, Permission.CASE_DISCLOSE)
    case = cases.read_case(by, reference)
    return Looked(case, tuple(parts_of(case, by=by)))


def make(*, looked: Looked, marks: Marks, by: Actor) -> Made:
    """The extract with what is pointed out masked.

    Raises:
        InvalidInputError: by part, or under "everywhere": a mask without a ground, words that
            are not there, pages that there are not, or more pages than can be drawn.
    """
    work = _Work(looked, marks, by)
    sections = tuple(work.sections())
    attachments = tuple(work.attachments())
    if work.problems or work.unknown():
        raise InvalidInputError(work.problems | work.unknown())
    content = render_case_document(
        CaseDocument(
            head=document.head_of(looked.case, "Utdrag ur ärende"),
            status_line="Det som är maskat står med den bestämmelse som gör det hemligt.",
            sections=(*sections, *((Section("Bilagor", tuple(work.told)),) if work.told else ())),
            attachments=attachments,
        )
    )
    return Made(content, tuple(work.masked), work.given, page_count(content))


@transaction.atomic
def give(
    *, reference: str, seen: str, marks: Marks, draft: DisclosureDraft, by: Actor
) -> uuid.UUID:
    """Make the extract, keep it, and note who got what; the same request twice is one.

    Raises:
        NotFoundError: not a case that the actor may give out.
        ConflictError: something has come into the case since it was looked through.
        InvalidInputError: as :func:`make`, and by field.
    """
    looked = look(reference=reference, by=by)
    if looked.digest != seen:
        raise ConflictError
    made = make(looked=looked, marks=marks, by=by)
    filled = replace(
        draft,
        masked=made.masked,
        given=made.given,
        pages=made.pages,
        sha256=digest_bytes(made.content),
    )
    if services.give_out(reference=reference, draft=filled, by=by):
        paper_meter.count_file(
            case=looked.case, content=made.content, content_type=PDF,
            kind=PaperKind.EXPORT, by=by,
        )  # fmt: skip
        _keep(draft.id, f"utdrag-{reference}.pdf", made.content, by)
    return draft.id


@transaction.atomic
def refuse(*, reference: str, draft: DisclosureDraft, formally: bool, by: Actor) -> uuid.UUID:
    """Refuse, in words or in a decision that can be appealed, which is kept as a file.

    Raises:
        NotFoundError, InvalidInputError: as cases.services.refuse_to_give.
    """
    case = cases.read_case(by, reference)
    told = _APPEAL.format(name=current().name) if formally else ""
    filled = replace(draft, appeal=told)
    is_new = services.refuse_to_give(reference=reference, draft=filled, formally=formally, by=by)
    if is_new and formally:
        _keep(draft.id, f"beslut-{reference}.pdf", _letter(case, filled, by), by)
    return draft.id


def opened(*, reference: str, disclosure_id: uuid.UUID, by: Actor) -> tuple[FileInfo, bytes]:
    """The file that was given; the reading is recorded.

    Raises:
        NotFoundError: not a case that the actor may give out, or nothing was.
    """
    require(by, Permission.CASE_DISCLOSE)
    case = cases.read_case(by, reference)
    line: DisclosureView = cases.disclosure_in(case, disclosure_id)
    held = files.infos((OWNER, line.id))
    if not held:
        raise NotFoundError
    return file_services.read(file_id=held[0].id, owner=(OWNER, line.id), by=by)


def _keep(disclosure_id: uuid.UUID, name: str, content: bytes, by: Actor) -> None:
    owner = (OWNER, disclosure_id)
    file_services.store_upload(owner=owner, name=name, content=content, limits=LIMITS, by=by)


def _letter(case: CaseView, draft: DisclosureDraft, by: Actor) -> bytes:
    return render_decision(
        DecisionLetter(
            head=document.head_of(case, "Beslut om att inte lämna ut handling"),
            decision=DecisionEntry(
                outcome="Begäran avslås",
                decided_on=clock.today().isoformat(),
                decided_by=by.name,
                reasons=draft.reasons,
                legal_basis=(draft.ground,),
                appeal=draft.appeal,
            ),
            recipient=(draft.asked_by,) if draft.asked_by else (),
            facts=(("Begäran", draft.wish or "Handlingar i ärendet"),),
        )
    )


class _Work:
    """One extract while it is made: what has been masked, found and found wrong so far."""

    def __init__(self, looked: Looked, marks: Marks, by: Actor) -> None:
        self.looked, self.marks, self.by = looked, marks, by
        self.problems: dict[str, list[str]] = {}
        self.masked: list[MaskNote] = []
        self.told: list[Row] = []  # of documents, what is said instead of them
        self.given = 0
        self.pages = 0
        self.found: set[str] = set()
        self.everywhere = dict.fromkeys(marks.everywhere, marks.ground)

    def sections(self) -> Iterator[Section]:
        """The texts, in their order."""
        groups: dict[str, list[Row]] = {}
        for part in self.looked.parts:
            if part.file is None:
                groups.setdefault(part.group, []).append(self._row(part))
        for title, rows in groups.items():
            yield Section(self._everywhere(title), tuple(rows))

    def attachments(self) -> Iterator[Attachment]:
        """The documents, drawn anew page by page."""
        number = 0
        for part in self.looked.parts:
            if part.file is None:
                continue
            number += 1
            yield from self._drawn(part, part.file, f"Bilaga {number}")

    def unknown(self) -> dict[str, list[str]]:
        """Words that were to be masked everywhere and stand nowhere."""
        missing = [word for word in self.marks.everywhere if word not in self.found]
        problems = {"everywhere": [_not_there(missing)]} if missing else {}
        if self.marks.everywhere and not services.is_ground(self.marks.ground):
            problems["ground"] = [_("Skriv bestämmelsen, till exempel 23 kap. 1 § OSL.")]
        return problems

    def _row(self, part: Part) -> Row:
        mark, ground = self._mark(part)
        if mark.whole:
            self._note(part, part.label, ground)
            return Row(self._whole_label(part), (masking.told(ground),))
        own = dict.fromkeys(mark.words, ground)
        lines, hits = masking.all_masked(part.lines, self.everywhere | own)
        label, on_label = masking.masked(part.label, self.everywhere | own)
        hits |= on_label
        self.found |= hits
        if missing := [word for word in mark.words if word not in hits]:
            self.problems.setdefault(part.id, []).append(_not_there(missing))
        if hits:
            self._note(part, f"{part.label} (delar)", ground)
        self.given += 1
        return Row(label, lines)

    def _drawn(self, part: Part, info: FileInfo, name: str) -> Iterator[Attachment]:
        mark, ground = self._mark(part)
        if mark.whole:
            self._note(part, part.label, ground)
            self.told.append(Row(name, (masking.told(ground),)))
            return
        drawn = self._pages(part, info)
        if drawn is None:
            self.told.append(Row(name, ("Kan inte göras om till sidor här. Lämnas för sig.",)))
            return
        self.given += 1
        title = self._everywhere(part.label)
        for page, content in drawn:
            shown = f"{title}, sida {page}" if info.content_type in PAGED else title
            kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
            yield Attachment(shown, kind, content, digest_bytes(content))
        for page in sorted(mark.pages):
            self._note(part, f"{part.label}, sida {page}", ground)
            self.told.append(Row(f"{name}, sida {page}", (masking.told(ground),)))

    def _pages(self, part: Part, info: FileInfo) -> list[tuple[int, bytes]] | None:
        """The pages that are given, with their numbers; None when it cannot be drawn."""
        if info.scan_state is not ScanState.CLEAN:
            return None
        content = self._opened(part, info)
        if info.content_type == DOCX:
            made = drawn.remade(content, DOCX, document.head_of(self.looked.case, info.name))
            return self._pages_of_pdf(part, made[0]) if made else None
        if info.content_type != PDF:
            clean = pictures.prepare(content)
            return [(1, clean.content)] if clean else None
        try:
            return self._pages_of_pdf(part, content)
        except RefusedFileError:
            return None

    def _pages_of_pdf(self, part: Part, content: bytes) -> list[tuple[int, bytes]]:
        hidden, count = self._mark(part)[0].pages, page_count(content)
        if wrong := sorted(page for page in hidden if page > count):
            told = _("Dokumentet har %(n)s sidor.") % {"n": count}
            self.problems.setdefault(part.id, []).append(f"{wrong[0]}: {told}")
            return []
        wanted = [page for page in range(1, count + 1) if page not in hidden]
        self.pages += len(wanted)
        if self.pages > MOST_PAGES:
            told = _("Fler än %(n)s sidor av bilagor ryms inte i ett utdrag.") % {"n": MOST_PAGES}
            self.problems.setdefault(part.id, []).append(told)
            return []
        return [(page, picture(content, page - 1, width_of=_WIDTH)) for page in wanted]

    def _opened(self, part: Part, info: FileInfo) -> bytes:
        case = self.looked.case
        if part.letter_id:
            file_id = uuid.UUID(info.id)
            return letters.open_file(case, part.letter_id, file_id, by=self.by)[1]
        if part.opinion_id:
            file_id = uuid.UUID(info.id)
            return opinions.open_file(case, part.opinion_id, file_id, by=self.by)[1]
        sealed = supplemented.snapshots_of(
            filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
        )
        return supplemented.open_any(sealed, uuid.UUID(info.id), by=self.by)[1]

    def _mark(self, part: Part) -> tuple[Mark, str]:
        mark = self.marks.parts.get(part.id, Mark())
        ground = mark.ground or self.marks.ground
        is_used = mark.whole or mark.words or mark.pages
        if is_used and not services.is_ground(ground):
            told = _("Skriv bestämmelsen, till exempel 23 kap. 1 § OSL.")
            self.problems[part.id] = [told]
        return mark, ground

    def _everywhere(self, text: str) -> str:
        kept, hits = masking.masked(text, self.everywhere)
        self.found |= hits
        return kept

    def _whole_label(self, part: Part) -> str:
        # Who wrote a message, or when a note was made, can tell as much as what it says.
        own = {row for row in ("Meddelanden", "Anteckningar") if row == part.group}
        return part.group if own else self._everywhere(part.label)

    def _note(self, part: Part, what: str, ground: str) -> None:
        self.masked.append(MaskNote(f"{part.group}: {what}", ground))


def _not_there(words: list[str]) -> str:
    return _("Finns inte i texten: %(words)s.") % {"words": "; ".join(words)}
