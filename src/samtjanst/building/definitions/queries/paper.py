"""Reads of paper forms."""

import uuid
from dataclasses import dataclass

from samtjanst.building.definitions.from_paper import Report
from samtjanst.building.definitions.models import PaperForm
from samtjanst.capabilities.paper import pictures
from samtjanst.capabilities.paper.reading import read
from samtjanst.capabilities.paper.types import Paper, RefusedFileError
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper form with what was found on it; ``has_pictures`` when its pages can be drawn."""

    id: uuid.UUID
    name: str
    paper: Paper
    has_pictures: bool


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
    return PaperView(row.id, row.name, read(content), content.startswith(b"%PDF"))


def picture(actor: Actor, paper_id: uuid.UUID, page: int) -> bytes:
    """A page (from 0) as PNG.

    Raises:
        NotFoundError: no such form or page, or nothing that can be drawn.
    """
    row = _row(actor, paper_id)
    try:
        return pictures.picture(bytes(row.content), page)
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


def _row(actor: Actor, paper_id: uuid.UUID) -> PaperForm:
    require(actor, Permission.ESERVICE_BUILD)
    row = PaperForm.objects.filter(id=paper_id).first()
    if row is None:
        raise NotFoundError
    return row
