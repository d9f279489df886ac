"""Verbs of paper forms: one is read in, and becomes the draft of an e-service."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions import from_paper
from samtjanst.building.definitions.from_paper import Added, Choice
from samtjanst.building.definitions.models import PaperForm
from samtjanst.building.definitions.services import workshop
from samtjanst.capabilities.paper.reading import read
from samtjanst.capabilities.paper.types import RefusedFileError
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

KEPT = timedelta(days=1)


@transaction.atomic
def take_in_paper(*, name: str, content: bytes, by: Actor) -> uuid.UUID:
    """Keep a paper form while somebody goes through what is proposed of it.

    Raises:
        InvalidInputError: the file is refused.
    """
    require(by, Permission.ESERVICE_BUILD)
    try:
        paper = read(content)
    except RefusedFileError as error:
        raise InvalidInputError({"file": [error.reason]}) from None
    PaperForm.objects.filter(at__lt=clock.now() - KEPT).delete()
    row = PaperForm(name=name[:150], content=content, at=clock.now())
    row.made_by_id = by.id if by.is_staff else None
    row.save(force_insert=True)
    details = {"fields": len(paper.proposals), "pages": paper.pages}
    record("e_service.paper_read", by=by, subject=("paper_form", row.id), details=details)
    return row.id


@transaction.atomic
def build_from_paper(  # noqa: PLR0913 - all of them have a plain name
    *,
    paper_id: uuid.UUID,
    title: str,
    unit_id: uuid.UUID,
    choices: Mapping[int, Choice],
    added: Sequence[Added] = (),
    by: Actor,
) -> str:
    """The draft of an e-service with the chosen and the added questions; returns its slug.

    Proposals that ``choices`` does not name stay as they were proposed. Asked for again, it is
    the same e-service.

    Raises:
        NotFoundError: no such form, or it has been forgotten.
        InvalidInputError: no title, no such unit, or no question although none was found.
    """
    require(by, Permission.ESERVICE_BUILD)
    row = PaperForm.objects.select_for_update().filter(id=paper_id).first()
    if row is None:
        raise NotFoundError
    if row.slug:
        return row.slug
    paper, typed = from_paper.with_added(read(bytes(row.content)), added)
    if not paper.proposals:
        raise InvalidInputError({"new-label-0": [_("Skriv minst en fråga.")]})
    chosen = {**from_paper.proposed(paper), **choices, **typed}
    name = " ".join(title.split())
    document = from_paper.document(paper, chosen, "utkast", name or "utkast")
    row.slug = workshop.create(title=name, unit_id=unit_id, by=by, document=document)
    row.report = dataclasses.asdict(from_paper.report(paper, chosen))
    row.content = b""
    row.save()
    return row.slug
