"""The library of blocks; a page or questions are kept in it, and put into a draft from it."""

import uuid
from collections.abc import Iterable, Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import blocks as found
from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import blocks as verbs
from samtjanst.building.definitions.types import BlockVersionView, OpenDraft
from samtjanst.capabilities.formkit import blocks
from samtjanst.capabilities.formkit.blocks import Block, Taken
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.pasting import Clip
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.studio import texts
from samtjanst.web.studio.fields import Field, read_line
from samtjanst.web.studio.frame import actor_of, frame, revision_of
from samtjanst.web.studio.outline import label_of, page_url, rule_says
from samtjanst.web.studio.texts import Words
from samtjanst.web.studio.views.comparing import sentences
from samtjanst.web.studio.views.copying import told
from samtjanst.web.studio.views.home import file_text, pairs
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download
from samtjanst.web.ui.language import spoken

_MOST_FAULTS = 20


@staff(Permission.ESERVICE_READ)
@require_safe
def library(request: ViewerRequest) -> HttpResponse:
    """Every block of the municipality."""
    return _library_screen(request)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def take_in(request: ViewerRequest) -> HttpResponse:
    """A block out of a file."""
    try:
        block_id = verbs.take_in_block(text=file_text(request), by=actor_of(request))
    except InvalidInputError as error:
        told = [text for texts in error.problems.values() for text in texts]
        return _library_screen(request, file_errors=told)
    except DefinitionError as error:
        return _library_screen(request, faults=error.problems[:_MOST_FAULTS])
    return HttpResponseRedirect(reverse("studio:block", args=[block_id]))


@staff(Permission.ESERVICE_READ)
@require_safe
def file(request: ViewerRequest, block_id: uuid.UUID) -> HttpResponse:
    """The newest version of a block as a file."""
    row = found.block(actor_of(request), block_id)
    text = blocks.written(blocks.Carried(row.title, row.help, row.content))
    return download(text.encode(), f"block-{row.number}.json", "application/json")


def _library_screen(
    request: ViewerRequest,
    *,
    file_errors: Sequence[str] = (),
    faults: Sequence[Problem] = (),
) -> HttpResponse:
    rows = found.library(actor_of(request))
    context = {
        "rows": [row for row in rows if not row.is_retired],
        "retired": [row for row in rows if row.is_retired],
        "file_errors": file_errors,
        "faults": faults,
        "problems": [("file", text) for text in file_errors],
    }
    status = 422 if file_errors or faults else 200
    return render(request, "studio/block_library.html", context, status=status)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def one(request: ViewerRequest, block_id: uuid.UUID) -> HttpResponse:
    """One block: what it holds, where it is used, its versions; offered or no longer."""
    if request.method != "POST":
        return _one_screen(request, block_id, {})
    what = request.POST.get("do", "")
    if what not in {"offer", "retire"}:
        raise NotFoundError
    try:
        verbs.offer_block(block_id=block_id, is_offered=what == "offer", by=actor_of(request))
    except InvalidInputError as error:
        return _one_screen(request, block_id, error.problems)
    return HttpResponseRedirect(request.path)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def save(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """Keep a page, or some questions of it, as a block."""
    draft = workshop.draft_of(actor_of(request), slug)
    editing.page(draft.document, page_id)
    if request.method != "POST":
        return _save_screen(request, draft, page_id, {})
    is_page = request.POST.get("what") == "page"
    looked = _looked(request, draft, page_id)
    if looked and looked.left and request.POST.get("seen", "") != _choice(request):
        return _save_screen(request, draft, page_id, {})
    try:
        verbs.save_block(
            slug=slug,
            revision=revision_of(request),
            title=read_line(request.POST, "title"),
            help_text=read_line(request.POST, "help"),
            page_id=page_id if is_page else "",
            question_ids=() if is_page else request.POST.getlist("question"),
            by=actor_of(request),
        )
    except InvalidInputError as error:
        return _save_screen(request, draft, page_id, error.problems)
    return HttpResponseRedirect(page_url(slug, page_id))


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def put_in(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """Put a block into a draft."""
    actor = actor_of(request)
    if request.method != "POST":
        draft = workshop.draft_of(actor, slug)
        rows = [row for row in found.library(actor) if not row.is_retired]
        context = frame(request, draft, "editor", f"sida:{page_id}") | {
            "page": editing.page(draft.document, page_id),
            "rows": [(row, questions_of(row.content)) for row in rows],
        }
        return render(request, "studio/block_insert.html", context)
    done = verbs.put_in_block(
        slug=slug,
        revision=revision_of(request),
        block_id=_key(request.POST.get("block", "")),
        page_id=page_id,
        by=actor,
    )
    number = len(done.pasted.question_ids)
    return HttpResponseRedirect(f"{page_url(slug, done.pasted.page_id)}?klistrat={number}")


def questions_of(block: Block) -> list[tuple[str, Words]]:
    """The questions of a block with how they are answered."""
    return [
        (label_of(part) or _("Fråga utan text"), texts.kind(part.get("kind", "")))
        for part in block.questions()
    ]


def not_along(document: Document, taken: Taken) -> dict[str, object]:
    """What is no part of a block, and what it lacks, for the template."""
    left = [(told(document, one), ", ".join(map(spoken, one.missing))) for one in taken.left]
    return {"left": left, "faults": faults_of(taken)}


def faults_of(taken: Taken) -> list[str]:
    """What a block lacks, each with the question that lacks it."""
    labels = {part["id"]: label_of(part) for part in taken.block.questions()}
    lacking = blocks.faults(taken.block)
    return [": ".join(filter(None, (labels.get(p.id), spoken(p.reason)))) for p in lacking]


def _one_screen(
    request: ViewerRequest, block_id: uuid.UUID, faults: dict[str, list[str]]
) -> HttpResponse:
    actor = actor_of(request)
    row = found.block(actor, block_id)
    document = row.content.document
    context = {
        "row": row,
        "questions": questions_of(row.content),
        "rules": [rule_says(document, rule) for rule in document["rules"]],
        "used": found.where_used(actor, block_id),
        "versions": list(_with_changes(found.block_versions(actor, block_id))),
        "problems": pairs(faults),
    }
    return render(request, "studio/block.html", context, status=422 if faults else 200)


def _with_changes(
    listed: list[BlockVersionView],
) -> Iterable[tuple[BlockVersionView, list[str]]]:
    for place, version in enumerate(listed):
        earlier = listed[place + 1].content.document if place + 1 < len(listed) else {}
        yield version, sentences(earlier, version.content.document) if earlier else []


def _save_screen(
    request: ViewerRequest, draft: OpenDraft, page_id: str, faults: dict[str, list[str]]
) -> HttpResponse:
    page = editing.page(draft.document, page_id)
    chosen = request.POST.getlist("question")
    looked = _looked(request, draft, page_id)
    help_text = _("Till exempel: Kontaktuppgifter, Vårdnadshavare.")
    title, explained = read_line(request.POST, "title"), read_line(request.POST, "help")
    errors = tuple(faults.get("title", ()))
    context = frame(request, draft, "editor", f"sida:{page_id}") | {
        "page": page,
        "fields": [
            Field("title", _("Vad heter blocket?"), value=title, help=help_text, errors=errors),
            Field("help", _("När ska det användas?"), value=explained),
        ],
        "is_page": request.POST.get("what", "page") == "page",
        "seen": _choice(request),
        "questions": [
            (part["id"], label_of(part) or _("Fråga utan text"), part["id"] in chosen)
            for part in page.get("questions") or []
        ],
        "problems": pairs(faults),
    }
    if looked:
        context |= not_along(draft.document, looked)
    return render(request, "studio/block_save.html", context, status=422 if faults else 200)


def _choice(request: ViewerRequest) -> str:
    """What was chosen to be the block, to know that what it leaves out has been seen."""
    is_page = request.POST.get("what", "page") == "page"
    return "page" if is_page else ",".join(request.POST.getlist("question"))


def _looked(request: ViewerRequest, draft: OpenDraft, page_id: str) -> Taken | None:
    """The block that was chosen, or None when nothing was."""
    chosen = tuple(request.POST.getlist("question"))
    if request.POST.get("what", "page") == "page":
        return blocks.taken_out(draft.document, Clip(draft.document, page_id))
    return blocks.taken_out(draft.document, Clip(draft.document, "", chosen)) if chosen else None


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFoundError from error
