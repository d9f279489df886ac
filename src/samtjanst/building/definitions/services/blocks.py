"""Verbs of blocks: parts of a draft are kept in the library, put into drafts, kept up to date."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.models import Block, BlockVersion, Draft
from samtjanst.building.definitions.queries import blocks as library
from samtjanst.building.definitions.services.workshop import Change, Edit, change_draft
from samtjanst.capabilities.formkit import blocks
from samtjanst.capabilities.formkit.blocks import Mark, PutIn, Taken, Use
from samtjanst.capabilities.formkit.compare import Path, Side, changes
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.pasting import Clip
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError

LONGEST_TITLE, LONGEST_HELP, MOST_QUESTIONS = 100, 300, 500
# Braces would be a slot for a parameter in the document that remembers the title, < a tag.
_NOT_IN_TITLES = frozenset("{}<>\0")


@transaction.atomic
def save_block(  # noqa: PLR0913 - what, out of which draft as seen when, and its name
    *,
    slug: str,
    revision: int,
    title: str,
    by: Actor,
    page_id: str = "",
    question_ids: Sequence[str] = (),
    help_text: str = "",
) -> uuid.UUID:
    """Keep a page, or some questions, of a draft as a block; the draft then uses its version 1.

    Raises:
        NotFoundError: no such draft, page or question.
        ConflictError: the draft has changed since the person saw it.
        InvalidInputError: no name, one that is taken, nothing chosen, or parts that lack something.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _seen(slug, revision)
    chosen = () if page_id else tuple(dict.fromkeys(question_ids))[:MOST_QUESTIONS]
    if not page_id and not chosen:
        raise InvalidInputError({"question": [_("Kryssa för minst en fråga.")]})
    taken = blocks.taken_out(draft.document, Clip(draft.document, page_id, chosen))
    row = Block(title=_title(title), help=" ".join(help_text.split())[:LONGEST_HELP])
    _refuse_faults(taken)
    row.created_at = clock.now()
    row.save(force_insert=True)
    mark = _put_version(row, taken, 1, "", by)
    what = _("Blocket ”%(title)s” sparades") % {"title": row.title}
    _remember(slug, revision, lambda one: blocks.marked(one, mark, taken.names)[0], what, by)
    record("block.saved", by=by, subject=("block", row.id), details={"sha256": mark.sha256})
    return row.id


@transaction.atomic
def save_block_version(  # noqa: PLR0913 - which block, out of which draft, and what is said of it
    *, slug: str, revision: int, use_id: str, note: str, by: Actor, more: Sequence[str] = ()
) -> int:
    """Make the parts as they stand in a draft the next version of the block; returns its number.

    ``more`` are questions of the draft that become part of it.

    Raises:
        NotFoundError: no such draft, use or question.
        ConflictError: the draft has changed since, or has not the newest version of the block.
        InvalidInputError: nothing has changed, or parts lack something.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _seen(slug, revision)
    row = _locked(blocks.use(draft.document, use_id))
    found = library.review(by, draft.document, use_id, {})
    if found.upgrade is not None:
        raise ConflictError
    taken = library.next_version(draft.document, found, more)
    if not changes(found.before, found.here) and not more:
        raise InvalidInputError({"": [_("Ingenting har ändrats i blocket här.")]})
    _refuse_faults(taken)
    number = found.at.newest + 1
    mark = _put_version(row, taken, number, note, by)
    what = _("Blocket ”%(title)s” fick version %(n)s") % {"title": row.title, "n": number}

    def change(document: Document) -> Document:
        return blocks.marked(document, mark, taken.names, use_id)[0]

    _remember(slug, revision, change, what, by)
    details = {"version": number, "sha256": mark.sha256}
    record("block.version_saved", by=by, subject=("block", row.id), details=details)
    return number


@transaction.atomic
def take_in_block(*, text: str, by: Actor) -> uuid.UUID:
    """A block out of another municipality's file; its key here.

    A new block, or the next version of the one that has its name: the e-services that use that
    are told of it, and take it as any newer version.

    Raises:
        DefinitionError: with every reason and its place; nothing has changed.
        InvalidInputError: the library has just that already.
    """
    require(by, Permission.ESERVICE_BUILD)
    carried = blocks.read(text)
    taken = Taken(carried.block, {})
    rows = Block.objects.select_for_update().filter(retired_at=None)
    row = rows.filter(title__iexact=" ".join(carried.title.split())).first()
    if row is None:
        row = Block(title=_title(carried.title), help=" ".join(carried.help.split())[:LONGEST_HELP])
        row.created_at = clock.now()
        row.save(force_insert=True)
        mark = _put_version(row, taken, 1, _("Läst från en fil"), by)
        record("block.saved", by=by, subject=("block", row.id), details={"sha256": mark.sha256})
        return row.id
    newest = BlockVersion.objects.filter(block=row).order_by("-number").first()
    if newest is not None and newest.sha256 == carried.block.sha256:
        raise InvalidInputError({"file": [_("Blocket finns redan här, i samma version.")]})
    number = newest.number + 1 if newest else 1
    mark = _put_version(row, taken, number, _("Läst från en fil"), by)
    details = {"version": number, "sha256": mark.sha256}
    record("block.version_saved", by=by, subject=("block", row.id), details=details)
    return row.id


@transaction.atomic
def put_in_block(
    *, slug: str, revision: int, block_id: uuid.UUID, page_id: str, by: Actor
) -> PutIn:
    """Put the newest version of a block last on a page of a draft, or as a page after it.

    Raises:
        NotFoundError: no such draft or page, no such block, or it is no longer offered.
    """
    require(by, Permission.ESERVICE_BUILD)
    rows = BlockVersion.objects.select_related("block").filter(block_id=block_id)
    row = rows.filter(block__retired_at=None).order_by("-number").first()
    if row is None:
        raise NotFoundError
    mark = Mark(str(block_id), row.block.title, row.number, row.sha256)
    done: list[PutIn] = []

    def change(document: Document) -> Document:
        done.append(blocks.put_in(document, blocks.forward(row.document), mark, page_id))
        return done[-1].document

    what = _("Blocket ”%(title)s” infogades") % {"title": mark.title}
    _remember(slug, revision, change, what, by)
    return done[-1]


@transaction.atomic
def take_block_version(
    *, slug: str, revision: int, use_id: str, choices: Mapping[Path, Side], by: Actor
) -> int:
    """Take the newest version of a block into a draft that uses it; returns its number.

    Raises:
        NotFoundError: no such draft or use, or the library does not have the block.
        ConflictError: there is nothing newer.
        InvalidInputError: something is changed both here and there and nobody has chosen.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = Draft.objects.select_for_update(of=("self",)).filter(service__slug=slug).first()
    if draft is None:
        raise NotFoundError
    found = library.review(by, draft.document, use_id, choices)
    if found.upgrade is None:
        raise ConflictError
    if found.upgrade.conflicts:
        raise InvalidInputError({"": [_("Välj vad som ska gälla på varje plats.")]})
    mark = found.at.use.mark
    names = {"title": mark.title, "n": found.at.newest}
    what = _("Version %(n)s av blocket ”%(title)s” togs in") % names
    made = found.upgrade.document
    _remember(slug, revision, lambda _document: made, what, by)
    return found.at.newest


@transaction.atomic
def leave_block(*, slug: str, revision: int, use_id: str, by: Actor) -> None:
    """Let the parts of a block be the draft's own; newer versions are no longer told of.

    Raises:
        NotFoundError: no such draft or use.
    """
    require(by, Permission.ESERVICE_BUILD)

    def change(document: Document) -> Document:
        blocks.use(document, use_id)
        return blocks.left_alone(document, use_id)

    _remember(slug, revision, change, _("Ett block lämnades"), by)


@transaction.atomic
def offer_block(*, block_id: uuid.UUID, is_offered: bool, by: Actor) -> None:
    """Offer a block in the studio, or no longer; e-services that use it are left as they are.

    Raises:
        NotFoundError: no such block.
        InvalidInputError: another block has got its name since.
    """
    require(by, Permission.ESERVICE_BUILD)
    row = Block.objects.select_for_update().filter(id=block_id).first()
    if row is None:
        raise NotFoundError
    if is_offered and row.retired_at is not None:
        _title(row.title)
    row.retired_at = None if is_offered else clock.now()
    row.save(update_fields=["retired_at"])
    event = "block.offered" if is_offered else "block.retired"
    record(event, by=by, subject=("block", row.id))


def _remember(slug: str, revision: int, change: Change, what: str, by: Actor) -> None:
    change_draft(slug=slug, revision=revision, edit=Edit(change, what), by=by)


def _seen(slug: str, revision: int) -> Draft:
    """The draft, locked, when it is what the person saw."""
    rows = Draft.objects.select_for_update(of=("self",))
    draft = rows.filter(service__slug=slug).first()
    if draft is None:
        raise NotFoundError
    if draft.revision != revision:
        raise ConflictError
    return draft


def _locked(use: Use) -> Block:
    row = Block.objects.select_for_update().filter(id=use.mark.block).first()
    if row is None:
        raise NotFoundError
    return row


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title or len(title) > LONGEST_TITLE or _NOT_IN_TITLES & set(title):
        told = _("Skriv vad blocket heter, med högst %(n)s tecken och utan { } < >.")
        raise InvalidInputError({"title": [told % {"n": LONGEST_TITLE}]})
    if Block.objects.filter(title__iexact=title, retired_at=None).exists():
        told = _("Det finns redan ett block med det namnet. Skriv ett annat.")
        raise InvalidInputError({"title": [told]})
    return title


def _refuse_faults(taken: Taken) -> None:
    if blocks.faults(taken.block):
        told = _("Något saknas i det som ska bli ett block. Rätta det först.")
        raise InvalidInputError({"": [told]})


def _put_version(row: Block, taken: Taken, number: int, note: str, by: Actor) -> Mark:
    version = BlockVersion(
        block=row,
        number=number,
        document=taken.block.document,
        sha256=taken.block.sha256,
        note=" ".join(note.split())[:300],
        created_at=clock.now(),
        made_by_id=by.id if by.is_staff else None,
    )
    version.save(force_insert=True)
    return Mark(str(row.id), row.title, number, version.sha256)
