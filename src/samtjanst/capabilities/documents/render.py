"""The three documents of a case as PDF/A-3a and PDF/UA-1, tagged, the same bytes every time."""

from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from samtjanst.capabilities.documents import payload, places
from samtjanst.capabilities.documents.bundle import Appendix, Enclosed, appendices, evidence
from samtjanst.capabilities.documents.enclosing import fill
from samtjanst.capabilities.documents.pictures import Picture
from samtjanst.capabilities.documents.places import Place
from samtjanst.capabilities.documents.printable import one_line
from samtjanst.capabilities.documents.types import (
    Attachment,
    CaseDocument,
    ChapterDrawing,
    DecisionEntry,
    DecisionLetter,
    Letterhead,
    PaymentReceipt,
    PostedLetter,
    Receipt,
    ServiceDocumentation,
    need,
)
from samtjanst.capabilities.documents.typesetting import UndrawableError, typeset

_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_WITHHELD = "Namnet är utelämnat med stöd av 33 § fjärde stycket förvaltningslagen (2017:900)"


@dataclass(frozen=True, slots=True)
class _Job:
    """One document on its way to the typesetter."""

    template: str
    head: Letterhead
    blocks: Mapping[str, Any]
    appendices: tuple[Appendix, ...] = ()
    inside: tuple[Enclosed, ...] = field(default=())
    files: Mapping[str, bytes] = field(default_factory=dict)
    drawings: tuple[ChapterDrawing, ...] = ()


def render_case_document(content: CaseDocument) -> bytes:
    """The case in one file: answers, signatures, attachments, decision, and its proof enclosed.

    Pictures become pages, and so do drawn pages and the words of Word documents; every attachment
    that is no picture lies inside the file exactly as it came.

    Raises:
        TamperedError: an attachment's content does not match its digest.
    """
    bundled, proof = appendices(content.attachments), evidence(content.evidence_files)
    blocks = {
        **_blocks(content, "head", "attachments", "evidence_files"),
        "attachments": tuple(_told(item) for item in bundled),
        "proof": proof,
    }
    inside = tuple(item.enclosed for item in bundled if item.enclosed) + proof
    return _render(_Job("case", content.head, blocks, bundled, inside))


def render_receipt(content: Receipt) -> bytes:
    """Kvittens: what came in and when, who has signed and who is awaited."""
    blocks, inside = _blocks(content, "head", "evidence_files"), evidence(content.evidence_files)
    return _render(_Job("receipt", content.head, blocks, inside=inside))


def render_payment(content: PaymentReceipt) -> bytes:
    """Kvitto: what was paid, by whom, to whom and when."""
    return _render(_Job("payment", content.head, _blocks(content, "head")))


def render_decision(content: DecisionLetter) -> bytes:
    """Beslut to one party, with reasons and how to appeal (FL 31–33 §§)."""
    blocks, inside = _blocks(content, "head", "evidence_files"), evidence(content.evidence_files)
    if content.names_withheld:
        blocks["decision"] = _nameless(content.decision)
    return _render(_Job("decision", content.head, blocks, inside=inside))


def render_documentation(content: ServiceDocumentation) -> bytes:
    """The documentation of an e-service, with what is drawn in its chapters."""
    files = {f"drawing-{n}.svg": one.svg.encode() for n, one in enumerate(content.drawings)}
    drawn_in = [one.chapter for one in content.drawings]
    blocks = {"sections": content.sections, "drawn_in": drawn_in}
    job = _Job("documentation", content.head, blocks, files=files, drawings=content.drawings)
    return _render(job)


def render_words(head: Letterhead, document: Attachment) -> bytes:
    """A Word document's words, tables and pictures on pages of ours.

    Raises:
        TamperedError: its content does not match its digest.
        IncompleteDocumentError: it cannot be read, or holds nothing to show.
    """
    return _render(_words("words", head, document))


def render_form(head: Letterhead, document: Attachment) -> bytes:
    """A Word form's words on pages without head and foot; ``¤3¤`` leaves room for a number.

    Raises:
        TamperedError: its content does not match its digest.
        IncompleteDocumentError: it cannot be read, or holds nothing to show.
    """
    return _render(_words("form", head, document))


def _words(template: str, head: Letterhead, document: Attachment) -> _Job:
    bundled = appendices((document,))
    need(holds=any(item.passages for item in bundled), name="passages")
    passages = [passage for item in bundled for passage in item.passages]
    return _Job(template, head, {"passages": passages}, bundled)


def render_letters(head: Letterhead, letters: tuple[PostedLetter, ...]) -> bytes:
    """Letters to be printed and posted, each on a page of its own."""
    need(holds=bool(letters), name="letters")
    return _render(_Job("letters", head, {"letters": letters}))


def _nameless(decision: DecisionEntry) -> DecisionEntry:
    return replace(decision, decided_by=_WITHHELD, presented_by="", others=())


def _blocks(content: Any, *without: str) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__slots__ if name not in without}


def _told(item: Appendix) -> dict[str, Any]:
    frames = item.picture.frames if item.picture else 0
    name = item.enclosed.name if item.enclosed else ""
    more = {"frames": frames, "enclosed_name": name, "page_count": len(item.pages)}
    return {**_blocks(item, "enclosed", "picture", "pages"), **more}


def _render(job: _Job) -> bytes:
    try:
        pdf = _typeset(job, plain=False)
    except UndrawableError:
        # Marks on letters of another script: shown one by one rather than not at all.
        pdf = _typeset(job, plain=True)
    return fill(pdf, [item.content for item in job.inside]) if job.inside else pdf


def _typeset(job: _Job, *, plain: bool) -> bytes:
    head = {**_blocks(job.head), "produced_at": _moment(job.head.produced_at, job.head.around)}
    texts = payload.of({"head": head, **job.blocks}, plain=plain)
    shown = [(item.number, item.picture) for item in job.appendices if item.picture]
    pictures = {f"picture-{number}.svg": picture.wrapped() for number, picture in shown}
    drawn = {name: page.wrapped() for name, page, _alt in _drawn(job)}
    maps = {name: places.drawn(place, place.ground) for name, place in _maps(job) if place.ground}
    files = {**job.files, **pictures, **drawn, **maps}
    return typeset(job.template, {**texts, "exact": _exact(job)}, files, job.head.produced_at)


def _exact(job: _Job) -> dict[str, Any]:
    """What the templates need as plain text: never set on the page, or checked beforehand."""
    return {
        "title": one_line(f"{job.head.title}, {job.head.reference}"),
        "author": one_line(job.head.municipality),
        "colour": job.head.colour,
        "language": job.head.language,
        "around": job.head.around,
        "digest": job.blocks.get("sealed_digest", ""),
        "drawings": [
            {"file": f"drawing-{n}.svg", "alt": one_line(one.described), "size": one.size}
            for n, one in enumerate(job.drawings)
        ],
        "inside": [_blocks(item, "content") for item in job.inside],
        "maps": {name: _map(place) for name, place in _maps(job)},
        "pages": {name: _placed(page, alt) for name, page, alt in _drawn(job)},
        "pictures": {str(item.number): _picture(item) for item in job.appendices if item.picture},
    }


def _drawn(job: _Job) -> Iterator[tuple[str, Picture, str]]:
    """Each drawn page and each picture among words: the template's name for it, and what it is."""
    for item in job.appendices:
        for place, page in enumerate(item.pages, start=1):
            alt = f"Bilaga {item.number}, sida {place} av {len(item.pages)}: {item.name}. "
            alt += "Texten finns i filen, som ligger i dokumentet."
            yield f"page-{item.number}-{place}.svg", page, one_line(alt)
        for place, passage in enumerate(item.passages):
            if passage.picture:
                alt = f"Bild i bilaga {item.number}: {item.name}."
                yield f"passage-{item.number}-{place}.svg", passage.picture, one_line(alt)


def _maps(job: _Job) -> Iterator[tuple[str, Place]]:
    """Each place that is drawn on a map: the template's name for it."""
    rows = (row for part in job.blocks.get("sections", ()) for row in getattr(part, "rows", ()))
    for place in filter(None, (getattr(row, "place", None) for row in rows)):
        if place.name:
            yield place.name, place


def _map(place: Place) -> dict[str, Any]:
    kinds = {"point": "en plats", "line": "en linje", "area": "en yta"}
    alt = f"Karta med {kinds[place.shape]} utsatt. Koordinaterna står bredvid."
    source = place.ground.source if place.ground else ""
    return {"alt": alt, "side": places.PAPER, "source": one_line(source)}


def _placed(picture: Picture, alt: str) -> dict[str, Any]:
    width, height = picture.millimetres()
    return {"alt": alt, "width": width, "height": height}


def _picture(item: Appendix) -> dict[str, Any]:
    width, height = item.picture.millimetres() if item.picture else (0, 0)
    alt = one_line(f"Bilaga {item.number}, bild: {item.name}. {item.description}")
    return {"alt": alt, "width": width, "height": height}


def _moment(moment: datetime, language: str = "sv") -> str:
    local = moment.astimezone(ZoneInfo("Europe/Stockholm"))
    if language == "en":
        return f"{local.day} {month_name[local.month]} {local.year} at {local:%H:%M}"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year} kl. {local:%H.%M}"
