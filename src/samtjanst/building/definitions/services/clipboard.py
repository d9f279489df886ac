"""Verbs of copying between e-services: parts are copied, and pasted into a draft."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction

from samtjanst.building.definitions.models import Clipboard, Draft
from samtjanst.building.definitions.services import talk
from samtjanst.building.definitions.services.workshop import Edit, change_draft
from samtjanst.capabilities.formkit import blocks
from samtjanst.capabilities.formkit.blocks import Brought
from samtjanst.capabilities.formkit.editing import pasting
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.left_behind import LeftBehind, left_behind
from samtjanst.capabilities.formkit.editing.pasting import Clip, Pasted
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError

KEPT_FOR = timedelta(days=30)
MOST_QUESTIONS = 500


@transaction.atomic
def copy(*, slug: str, by: Actor, page_id: str = "", question_ids: Sequence[str] = ()) -> None:
    """Keep a page, or some questions, of a draft to be pasted; what was kept before is forgotten.

    Raises:
        NotFoundError: no such draft, page or question; or nothing was chosen.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = Draft.objects.filter(service__slug=slug).first()
    chosen = () if page_id else tuple(dict.fromkeys(question_ids))[:MOST_QUESTIONS]
    if draft is None or by.id is None or not pasting.copied(Clip(draft.document, page_id, chosen)):
        raise NotFoundError
    Clipboard.objects.filter(staff_id=by.id).delete()
    Clipboard.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    Clipboard(
        staff_id=by.id,
        title=draft.title,
        document=draft.document,
        page_id=page_id,
        question_ids=list(chosen),
        at=clock.now(),
    ).save(force_insert=True)
    record("e_service.parts_copied", by=by, subject=("e_service", draft.service_id))


@transaction.atomic
def paste(  # noqa: PLR0913 - where, as seen when, what, and what is said of the rest
    *,
    slug: str,
    revision: int,
    page_id: str,
    what: str,
    left: Callable[[Brought, LeftBehind], str],
    by: Actor,
) -> Pasted:
    """Paste what the actor has copied, last on a page or as a page after it.

    ``left`` says what could not follow; it becomes a comment at the first question, so that it
    is not forgotten ("" for none). ``what`` names the change, for undoing.

    Raises:
        NotFoundError: nothing is copied, or no such draft or page.
    """
    require(by, Permission.ESERVICE_BUILD)
    clip = _clip(by)
    done: list[tuple[Brought, LeftBehind]] = []

    def change(document: Document) -> Document:
        brought = blocks.paste(document, clip, page_id)
        done.append((brought, left_behind(clip.document, document, brought.pasted)))
        return brought.pasted.document

    change_draft(slug=slug, revision=revision, edit=Edit(change, what), by=by)
    pasted = done[-1][0].pasted
    if told := left(*done[-1]):
        first, longest = pasted.question_ids[0], told[: talk.LONGEST_COMMENT]
        talk.comment(slug=slug, page_id="", question_id=first, text=longest, by=by)
    return pasted


def _clip(by: Actor) -> Clip:
    row = Clipboard.objects.filter(staff_id=by.id).first()
    if row is None:
        raise NotFoundError
    return Clip(row.document, row.page_id, tuple(row.question_ids))
