"""A block in a draft: what is newer in the library, what is changed here, and what to do of it."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samtjanst.building.definitions.queries import blocks as found
from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import blocks as verbs
from samtjanst.building.definitions.types import BlockReview, BlockUse, OpenDraft
from samtjanst.capabilities.formkit.blocks import Upgrade
from samtjanst.capabilities.formkit.compare import Conflict, Path, Side, place_of, stands
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.studio.fields import read_line
from samtjanst.web.studio.frame import actor_of, frame, revision_of
from samtjanst.web.studio.outline import label_of, page_url
from samtjanst.web.studio.views.blocks import not_along
from samtjanst.web.studio.views.comparing import sentences
from samtjanst.web.studio.views.home import pairs
from samtjanst.web.studio.views.publishing import mend
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken


@dataclass(frozen=True, slots=True)
class Choice:
    """One place that is changed both here and in the block, as it is shown."""

    name: str
    place: str
    before: str
    here: str
    newer: str
    chosen: str


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def use(request: ViewerRequest, slug: str, use_id: str) -> HttpResponse:
    """Take what is newer, make a new version of what stands here, or follow it no longer."""
    if request.method != "POST":
        return _screen(request, slug, use_id, {})
    try:
        page_id = _do(request, slug, use_id)
    except InvalidInputError as error:
        return _screen(request, slug, use_id, error.problems)
    return HttpResponseRedirect(page_url(slug, page_id))


def _do(request: ViewerRequest, slug: str, use_id: str) -> str:
    """What was asked for; returns the page that the block stands on."""
    actor, revision = actor_of(request), revision_of(request)
    draft = workshop.draft_of(actor, slug)
    at = _at(request, draft, use_id)
    match request.POST.get("do", ""):
        case "take":
            choices = _chosen(request, found.review(actor, draft.document, use_id, {}))
            verbs.take_block_version(
                slug=slug, revision=revision, use_id=use_id, choices=choices, by=actor
            )
        case "save":
            verbs.save_block_version(
                slug=slug,
                revision=revision,
                use_id=use_id,
                note=read_line(request.POST, "note"),
                more=request.POST.getlist("question"),
                by=actor,
            )
        case "leave":
            verbs.leave_block(slug=slug, revision=revision, use_id=use_id, by=actor)
        case _:
            raise NotFoundError
    return at.page_id


def _at(request: ViewerRequest, draft: OpenDraft, use_id: str) -> BlockUse:
    for one in found.blocks_in(actor_of(request), draft.document):
        if one.use.id == use_id:
            return one
    raise NotFoundError


def _chosen(request: ViewerRequest, review: BlockReview) -> dict[Path, Side]:
    """What was chosen for each conflict that there is."""
    conflicts = review.upgrade.conflicts if review.upgrade else ()
    said = {one.path: request.POST.get(_name(one), "") for one in conflicts}
    return {path: Side(value) for path, value in said.items() if value in set(Side)}


def _screen(
    request: ViewerRequest, slug: str, use_id: str, faults: dict[str, list[str]]
) -> HttpResponse:
    actor = actor_of(request)
    draft = workshop.draft_of(actor, slug)
    at = _at(request, draft, use_id)
    context: dict[str, Any] = frame(request, draft, "editor", f"sida:{at.page_id}") | {
        "use": at.use,
        "newest": at.newest,
        "is_old": at.is_old,
        "page": editing.page(draft.document, at.page_id),
        "problems": pairs(faults),
    }
    if at.newest:
        context |= _beside(request, draft, found.review(actor, draft.document, use_id, {}))
    return render(request, "studio/block_use.html", context, status=422 if faults else 200)


def _beside(request: ViewerRequest, draft: OpenDraft, review: BlockReview) -> dict[str, Any]:
    """The draft's parts beside the library's."""
    shown = {"here": _told(draft, review, review.before, review.here)}
    if review.upgrade is None:
        taken = found.next_version(draft.document, review)
        more = _others(draft, review)
        return {**shown, "more_questions": more, **not_along(draft.document, taken)}
    upgrade = review.upgrade
    after = replace(draft, document=upgrade.document)
    return {
        **shown,
        "news": _told(draft, review, review.old.document, review.new.document),
        "held": [label_of(one) for one in upgrade.held],
        "faults": [mend(after, one)[1] for one in review.faults],
        "conflicts": [_choice(request, upgrade, one) for one in upgrade.conflicts],
    }


def _choice(request: ViewerRequest, upgrade: Upgrade, one: Conflict) -> Choice:
    name = _name(one)
    return Choice(
        name=name,
        place=spoken(place_of(one.path, upgrade.here, upgrade.newer)),
        before=spoken(stands(one.path, one.base, upgrade.before)),
        here=spoken(stands(one.path, one.theirs, upgrade.here)),
        newer=spoken(stands(one.path, one.mine, upgrade.newer)),
        chosen=request.POST.get(name, ""),
    )


def _name(one: Conflict) -> str:
    """The name of a conflict's control: the same place always has the same."""
    return "k" + digest_bytes("/".join(one.path).encode())[:16]


def _others(draft: OpenDraft, review: BlockReview) -> list[tuple[str, str]]:
    """Questions on the same page that could become part of the block."""
    if review.old.is_page:
        return []
    own = set(review.at.use.named("question").values())
    page = editing.page(draft.document, review.at.page_id)
    return [(one["id"], label_of(one)) for one in page["questions"] if one["id"] not in own]


def _told(
    draft: OpenDraft, review: BlockReview, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """The changes in words; a place for questions is called what its page is called."""
    titles = {one["id"]: one.get("title") for one in editing.pages(draft.document)}
    room = titles.get(review.at.page_id)
    return sentences(*(_titled(one, titles, room) for one in (before, after)))


def _titled(document: Mapping[str, Any], titles: Mapping[str, Any], room: Any) -> Document:
    made = copy.deepcopy(dict(document))
    for page in made["pages"]:
        page.setdefault("title", titles.get(page["id"]) or room)
    return made
