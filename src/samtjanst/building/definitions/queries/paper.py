"""Reads of paper forms."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from samtjanst.building.definitions.from_paper import Report
from samtjanst.building.definitions.models import PaperForm
from samtjanst.capabilities.documents.render import render_form
from samtjanst.capabilities.documents.types import (
    Attachment,
    IncompleteDocumentError,
    Letterhead,
)
from samtjanst.capabilities.paper import marks, pictures
from samtjanst.capabilities.paper.reading import read
from samtjanst.capabilities.paper.types import Paper, Place, RefusedFileError
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files.sniff import DOCX
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError

PDF = b"%PDF"


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper form with what was found on it; ``sizes`` are those of its pages, () for no pictures.

    ``is_set_anew``: the pages hold a Word document's words as we set them, not as Word does.
    """

    id: uuid.UUID
    name: str
    paper: Paper
    sizes: tuple[tuple[float, float], ...]
    is_set_anew: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The e-service that a form has become."""

    name: str
    slug: str
    report: Report


def paper_form(actor: Actor, paper_id: uuid.UUID) -> PaperView:
    """A form that has not become an e-service yet.

    Raises:
        NotFoundError: no such form, or it has.
    """
    row = _row(actor, paper_id)
    if row.slug:
        raise NotFoundError
    content = bytes(row.content)
    paper, is_word = read(content), not content.startswith(PDF)
    if is_word:
        paper = marks.placed(paper, _places(row))
    return PaperView(row.id, row.name, paper, _sizes(row), is_set_anew=is_word)


def picture(actor: Actor, paper_id: uuid.UUID, page: int) -> bytes:
    """A page (from 0) as PNG.

    Raises:
        NotFoundError: no such form or page, or nothing that can be drawn.
    """
    row = _row(actor, paper_id)
    try:
        return pictures.picture(_pages(row), page)
    except RefusedFileError as error:
        raise NotFoundError from error


def outcome(actor: Actor, paper_id: uuid.UUID) -> Outcome:
    """What became of a form.

    Raises:
        NotFoundError: no such form, or nothing yet.
    """
    row = _row(actor, paper_id)
    if not row.slug:
        raise NotFoundError
    return Outcome(row.name, row.slug, Report(**row.report))


def _sizes(row: PaperForm) -> tuple[tuple[float, float], ...]:
    try:
        return pictures.sizes(_pages(row))
    except RefusedFileError:
        return ()


def _places(row: PaperForm) -> dict[int, Place]:
    """Where the fields of a Word document stand on the pages of ours."""
    try:
        return _marks(_pages(row))
    except RefusedFileError:
        return {}


@lru_cache(maxsize=4)  # the page is shown again when something is wrong in it
def _marks(pdf: bytes) -> dict[int, Place]:
    return marks.places(pdf)


def _pages(row: PaperForm) -> bytes:
    """The form as a PDF: itself, or the words of a Word document on pages of ours.

    Raises:
        RefusedFileError: a Word document that has nothing to show.
    """
    content = bytes(row.content)
    if content.startswith(PDF):
        return content
    town = current()
    return _set_anew(content, row.name or "-", town.name, town.colour, row.at)


@lru_cache(maxsize=4)  # each page is asked for by itself
def _set_anew(content: bytes, name: str, municipality: str, colour: str, at: datetime) -> bytes:
    head = Letterhead(municipality, colour, name, digest_bytes(content)[:12], at)
    form = marks.marked(content)
    try:
        return render_form(head, Attachment(name, DOCX, form, digest_bytes(form)))
    except IncompleteDocumentError as error:
        raise RefusedFileError("Dokumentet har inget att visa.") from error


def _row(actor: Actor, paper_id: uuid.UUID) -> PaperForm:
    require(actor, Permission.ESERVICE_BUILD)
    row = PaperForm.objects.filter(id=paper_id).first()
    if row is None:
        raise NotFoundError
    return row
