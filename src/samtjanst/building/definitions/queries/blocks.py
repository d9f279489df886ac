"""Reads of the library of blocks, of where each is used, and of what is newer."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from samtjanst.building.definitions.models import BlockVersion, Draft, EService
from samtjanst.building.definitions.types import (
    BlockAt,
    BlockReview,
    BlockRow,
    BlockUse,
    BlockVersionView,
)
from samtjanst.capabilities.formkit import blocks
from samtjanst.capabilities.formkit.blocks import Mark, Taken, Use
from samtjanst.capabilities.formkit.compare import Path, Side
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.places import Place, place
from samtjanst.capabilities.formkit.editing.references import Reference
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def library(actor: Actor) -> list[BlockRow]:
    """The municipality's blocks by title, those that are no longer offered last."""
    require(actor, Permission.ESERVICE_READ)
    used = {key: len(listed) for key, listed in _where().items()}
    newest = BlockVersion.objects.select_related("block").order_by("block_id", "-number")
    rows = [_row(one, used) for one in newest.distinct("block_id")]
    return sorted(rows, key=lambda row: (row.is_retired, row.title.casefold()))


def block(actor: Actor, block_id: uuid.UUID) -> BlockRow:
    """One block.

    Raises:
        NotFoundError: the municipality has no such block.
    """
    for row in library(actor):
        if row.id == block_id:
            return row
    raise NotFoundError


def block_versions(actor: Actor, block_id: uuid.UUID) -> list[BlockVersionView]:
    """Every version of a block, newest first."""
    require(actor, Permission.ESERVICE_READ)
    rows = BlockVersion.objects.select_related("made_by").filter(block_id=block_id)
    return [
        BlockVersionView(
            number=row.number,
            content=blocks.forward(row.document),
            note=row.note,
            created_at=row.created_at,
            made_by=row.made_by.name if row.made_by else "",
        )
        for row in rows.order_by("-number")
    ]


def where_used(actor: Actor, block_id: uuid.UUID) -> list[BlockAt]:
    """The e-services that use a block, by title."""
    require(actor, Permission.ESERVICE_READ)
    return sorted(_where()[str(block_id)], key=lambda one: one.title.casefold())


def blocks_in(actor: Actor, document: Document) -> list[BlockUse]:
    """The blocks that a draft uses."""
    require(actor, Permission.ESERVICE_READ)
    found = blocks.uses(document)
    known = newest_of([one.mark for one in found]) if found else {}
    return [BlockUse(one, known.get(one.mark.block, 0), _page_of(document, one)) for one in found]


def review(
    actor: Actor, document: Document, use_id: str, choices: Mapping[Path, Side]
) -> BlockReview:
    """A block in a draft, beside the newest version in the library.

    Raises:
        NotFoundError: the draft has no such use, or the library no such version of the block.
    """
    require(actor, Permission.ESERVICE_READ)
    use = blocks.use(document, use_id)
    old = _content(use.mark)
    number = newest_of([use.mark])[use.mark.block]
    at = BlockUse(use, number, _page_of(document, use))
    before, here = blocks.changed_here(document, use, old)
    if not at.is_old:
        return BlockReview(at, old, old, before, here, None)
    row = BlockVersion.objects.select_related("block").get(block_id=use.mark.block, number=number)
    new = blocks.forward(row.document)
    mark = Mark(use.mark.block, row.block.title, number, row.sha256)
    upgrade = blocks.upgraded(document, use, old, new, mark, choices=choices)
    lacking = _new_faults(document, upgrade.document)
    return BlockReview(at, old, new, before, here, upgrade, lacking)


def next_version(document: Document, found: BlockReview, more: Sequence[str] = ()) -> Taken:
    """What would be the next version of a block; parts that it has keep the ids that it knows."""
    use = found.at.use
    known = {Reference(old.kind, new): old.id for old, new in use.names.items()}
    return blocks.taken_out(document, blocks.clip_of(document, use, found.old, more), known)


def newest_of(marks: list[Mark]) -> dict[str, int]:
    """The newest version of each block whose marked version the library has."""
    keys = {one.block for one in marks}
    found: dict[str, dict[int, str]] = defaultdict(dict)
    rows = BlockVersion.objects.filter(block_id__in=keys)
    for block_id, number, sha256 in rows.values_list("block_id", "number", "sha256"):
        found[str(block_id)][number] = sha256
    return {
        one.block: max(found[one.block])
        for one in marks
        if found[one.block].get(one.version) == one.sha256
    }


def _content(mark: Mark) -> blocks.Block:
    rows = BlockVersion.objects.filter(block_id=mark.block, number=mark.version)
    row = rows.filter(sha256=mark.sha256).first()
    if row is None:
        raise NotFoundError
    return blocks.forward(row.document)


def _new_faults(before: Document, after: Document) -> tuple[Place, ...]:
    known = [place(before, one) for one in problems(before)]
    found = [place(after, one) for one in problems(after)]
    return tuple(one for one in found if one not in known)


def _page_of(document: Document, use: Use) -> str:
    own = set(use.named("question").values())
    found = (on for on, one in editing.every_question(document) if one.get("id") in own)
    return str(next(found, {}).get("id", ""))


def _row(row: BlockVersion, used: Mapping[str, int]) -> BlockRow:
    return BlockRow(
        id=row.block_id,
        title=row.block.title,
        help=row.block.help,
        number=row.number,
        content=blocks.forward(row.document),
        used=used.get(str(row.block_id), 0),
        is_retired=row.block.retired_at is not None,
    )


def _where() -> dict[str, list[BlockAt]]:
    """The e-services that use each block, in the draft or in what is published."""
    drafts = {one.service_id: one for one in Draft.objects.only("service_id", "title", "document")}
    found: dict[str, list[BlockAt]] = defaultdict(list)
    for service in EService.objects.select_related("published").filter(archived_at=None):
        draft, version = drafts.get(service.id), service.published
        title = draft.title if draft else str(version.document["title"]["sv"]) if version else ""
        in_draft = _versions(draft.document if draft else {})
        published = _versions(version.document if version else {})
        for key in in_draft | published:
            at = BlockAt(service.slug, title or service.slug, in_draft.get(key), published.get(key))
            found[key].append(at)
    return found


def _versions(document: Mapping[str, Any]) -> dict[str, int]:
    """The blocks that a document uses; the oldest version of each."""
    found: dict[str, int] = {}
    for one in blocks.uses(document):
        known = found.get(one.mark.block, one.mark.version)
        found[one.mark.block] = min(known, one.mark.version)
    return found
