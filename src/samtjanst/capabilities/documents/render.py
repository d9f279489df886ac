"""The three documents of a case as PDF/A-3a and PDF/UA-1, tagged, the same bytes every time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from samtjanst.capabilities.documents import payload
from samtjanst.capabilities.documents.bundle import Appendix, Enclosed, appendices, evidence
from samtjanst.capabilities.documents.enclosing import fill
from samtjanst.capabilities.documents.printable import one_line
from samtjanst.capabilities.documents.types import (
    CaseDocument,
    DecisionEntry,
    DecisionLetter,
    Letterhead,
    Receipt,
)
from samtjanst.capabilities.documents.typesetting import UndrawableError, typeset

_MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
_WITHHELD = "Namnet är utelämnat med stöd av 33 § fjärde stycket förvaltningslagen (2017:900)"


def render_case_document(content: CaseDocument) -> bytes:
    """The case in one file: answers, signatures, attachments, decision, and its proof enclosed.

    Pictures become pages; every other attachment lies inside the file exactly as it came.

    Raises:
        TamperedError: an attachment's content does not match its digest.
    """
    bundled, proof = appendices(content.attachments), evidence(content.evidence_files)
    inside = tuple(item.enclosed for item in bundled if item.enclosed) + proof
    blocks = {
        **_blocks(content, "head", "attachments", "evidence_files"),
        "attachments": tuple(_told(item) for item in bundled),
        "proof": proof,
    }
    pdf = _render("case", content.head, blocks, _pictures(bundled), inside)
    return fill(pdf, [item.content for item in inside]) if inside else pdf


def render_receipt(content: Receipt) -> bytes:
    """Kvittens: what came in and when, who has signed and who is awaited."""
    return _render("receipt", content.head, _blocks(content, "head"), {}, ())


def render_decision(content: DecisionLetter) -> bytes:
    """Beslut to one party, with reasons and how to appeal (FL 31–33 §§)."""
    blocks = _blocks(content, "head")
    if content.names_withheld:
        blocks["decision"] = _nameless(content.decision)
    return _render("decision", content.head, blocks, {}, ())


def _nameless(decision: DecisionEntry) -> DecisionEntry:
    return replace(decision, decided_by=_WITHHELD, presented_by="", others=())


def _blocks(content: Any, *without: str) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__slots__ if name not in without}


def _told(item: Appendix) -> dict[str, Any]:
    told = _blocks(item, "enclosed", "picture")
    shown = item.picture
    enclosed = item.enclosed.name if item.enclosed else ""
    frames = shown.frames if shown else 0
    return {**told, "enclosed_name": enclosed, "shown": bool(shown), "frames": frames}


def _pictures(bundled: tuple[Appendix, ...]) -> dict[str, bytes]:
    shown = ((item.number, item.picture) for item in bundled if item.picture)
    return {f"picture-{number}.svg": picture.wrapped() for number, picture in shown}


def _render(
    template: str,
    head: Letterhead,
    blocks: Mapping[str, Any],
    files: Mapping[str, bytes],
    inside: tuple[Enclosed, ...],
) -> bytes:
    data = {"head": _head(head), **blocks}
    exact = _exact(head, blocks, inside)
    try:
        printable = payload.of(data, plain=False)
        return typeset(template, {**printable, "exact": exact}, files, head.produced_at)
    except UndrawableError:
        # Marks on letters of another script: shown one by one rather than not at all.
        printable = payload.of(data, plain=True)
        return typeset(template, {**printable, "exact": exact}, files, head.produced_at)


def _head(head: Letterhead) -> dict[str, Any]:
    return {**_blocks(head), "produced_at": _moment(head.produced_at)}


def _exact(
    head: Letterhead, blocks: Mapping[str, Any], inside: tuple[Enclosed, ...]
) -> dict[str, Any]:
    """What the templates need as plain text: never set on the page, or checked beforehand."""
    return {
        "title": one_line(f"{head.title}, {head.reference}"),
        "author": one_line(head.municipality),
        "colour": head.colour,
        "language": head.language,
        "digest": blocks.get("sealed_digest", ""),
        "inside": [_blocks(item, "content") for item in inside],
        "pictures": {
            str(item["number"]): one_line(_alternative(item))
            for item in blocks.get("attachments", ())
            if item["shown"]
        },
    }


def _alternative(item: Mapping[str, Any]) -> str:
    return f"Bilaga {item['number']}, bild: {item['name']}. {item['description']}"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo("Europe/Stockholm"))
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year} kl. {local:%H.%M}"
