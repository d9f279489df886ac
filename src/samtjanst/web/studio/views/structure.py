"""Pages and questions are added, moved, copied, removed; changes are undone and redone."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import workshop as verbs
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import removing, turning
from samtjanst.capabilities.formkit.editing.declared import kind_forms
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.web.studio import question_form, texts
from samtjanst.web.studio.fields import read_line
from samtjanst.web.studio.frame import actor_of, do, revision_of
from samtjanst.web.studio.outline import label_of, page_url, question_url, title_of
from samtjanst.web.studio.sections import SECTIONS
from samtjanst.web.ui.access import staff


@staff(Permission.ESERVICE_BUILD)
@require_POST
def add_page(request: ViewerRequest, slug: str) -> HttpResponse:
    """A new page, last."""
    title = read_line(request.POST, "title") or _("Ny sida")
    made: list[str] = []

    def change(document: Document) -> Document:
        changed, page_id = editing.add_page(document, title)
        made.append(page_id)
        return changed

    edit = Edit(change, _("Sidan ”%(title)s” lades till") % {"title": title})
    do(request, slug, edit)
    return HttpResponseRedirect(page_url(slug, made[0]))


@staff(Permission.ESERVICE_BUILD)
@require_POST
def page_action(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """Move, copy or remove a page."""
    draft = workshop.draft_of(actor_of(request), slug)
    title = title_of(editing.page(draft.document, page_id))
    act = request.POST.get("do", "")
    if act in {"up", "down"}:
        step = -1 if act == "up" else 1
        told = _("Sidan ”%(title)s” flyttades") % {"title": title}
        do(request, slug, Edit(lambda one: editing.step_page(one, page_id, step), told))
        return HttpResponseRedirect(f"{page_url(slug, page_id)}?fokus=sida-{act}")
    if act == "copy":
        told = _("Sidan ”%(title)s” kopierades") % {"title": title}
        do(request, slug, Edit(lambda one: editing.duplicate_page(one, page_id)[0], told))
        return HttpResponseRedirect(page_url(slug, page_id))
    if act == "remove":
        told = _("Sidan ”%(title)s” togs bort") % {"title": title}
        do(request, slug, Edit(lambda one: removing.remove_page(one, page_id), told))
        return HttpResponseRedirect(reverse("studio:editor", args=[slug]))
    raise NotFoundError


@staff(Permission.ESERVICE_BUILD)
@require_POST
def add_question(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """A new question, last on the page."""
    kind, label = request.POST.get("kind", ""), read_line(request.POST, "label")
    if kind not in kind_forms():
        raise NotFoundError
    fresh = question_form.new_question(kind, label or str(texts.kind(kind)))
    told = _("Frågan ”%(label)s” lades till") % {"label": label}
    return put_in(request, slug, page_id, fresh, told)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def add_inner(request: ViewerRequest, slug: str, question_id: str) -> HttpResponse:
    """A new question, last in a group or table."""
    draft = workshop.draft_of(actor_of(request), slug)
    group = editing.question(draft.document, question_id)
    kind, label = request.POST.get("kind", ""), read_line(request.POST, "label")
    if kind not in kind_forms()[group["kind"]].inner:
        raise NotFoundError
    fresh = question_form.new_question(kind, label or str(texts.kind(kind)))
    made: list[str] = []

    def change(document: Document) -> Document:
        changed, inner_id = editing.add_inner(document, question_id, fresh)
        made.append(inner_id)
        return changed

    told = _("Frågan ”%(label)s” lades till") % {"label": label}
    do(request, slug, Edit(change, told))
    return HttpResponseRedirect(question_url(slug, made[0]))


def put_in(
    request: ViewerRequest, slug: str, page_id: str, fresh: editing.Part, told: str
) -> HttpResponse:
    """Put a made question last on the page and open it."""
    made: list[str] = []

    def change(document: Document) -> Document:
        changed, question_id = editing.add_question(document, page_id, fresh)
        made.append(question_id)
        return changed

    do(request, slug, Edit(change, told))
    return HttpResponseRedirect(question_url(slug, made[0]))


@staff(Permission.ESERVICE_BUILD)
@require_POST
def question_action(request: ViewerRequest, slug: str, question_id: str) -> HttpResponse:
    """Move, copy or remove a question; or make it another kind."""
    draft = workshop.draft_of(actor_of(request), slug)
    on = str(editing.page_of(draft.document, question_id)["id"])
    label = label_of(editing.question(draft.document, question_id))
    act = request.POST.get("do", "")
    changes: dict[str, tuple[str, Callable[[Document], Document]]] = {
        "up": (_("flyttades"), lambda one: editing.step_question(one, question_id, -1)),
        "down": (_("flyttades"), lambda one: editing.step_question(one, question_id, 1)),
        "copy": (_("kopierades"), lambda one: editing.duplicate_question(one, question_id)[0]),
        "remove": (_("togs bort"), lambda one: removing.remove_question(one, question_id)),
        "as_group": (_("blev en upprepad grupp"), lambda one: turning.as_group(one, question_id)),
        "kind": (_("bytte frågetyp"), lambda one: _other_kind(one, question_id, request)),
        "move": (_("flyttades"), lambda one: _moved(one, question_id, request)),
    }
    if act not in changes:
        raise NotFoundError
    done, change = changes[act]
    told = _("Frågan ”%(label)s” %(done)s") % {"label": label, "done": done}
    do(request, slug, Edit(change, told))
    if act in {"kind", "as_group"}:
        return HttpResponseRedirect(question_url(slug, question_id))
    fresh = workshop.draft_of(actor_of(request), slug)
    if act != "remove":
        on = str(editing.page_of(fresh.document, question_id)["id"])
    focus = f"?fokus={question_id}-{act}" if act in {"up", "down"} else ""
    return HttpResponseRedirect(page_url(slug, on) + focus)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def history(request: ViewerRequest, slug: str) -> HttpResponse:
    """Undo or redo."""
    act = "redo" if request.POST.get("do") == "redo" else "undo"
    verb = verbs.redo if act == "redo" else verbs.undo
    place = request.POST.get("place", "")
    draft = workshop.draft_of(actor_of(request), slug)
    if not (draft.can_redo if act == "redo" else draft.can_undo):
        return HttpResponseRedirect(_back_to(draft, place))  # a button pressed twice
    try:
        verb(slug=slug, revision=revision_of(request), by=actor_of(request))
    except ConflictError:
        context = {"draft": draft, "again": _back_to(draft, place), "is_history": True}
        return render(request, "studio/conflict.html", context, status=409)
    draft = workshop.draft_of(actor_of(request), slug)
    return HttpResponseRedirect(f"{_back_to(draft, place)}?gjort={act}")


def _other_kind(document: Document, question_id: str, request: ViewerRequest) -> Document:
    kind = request.POST.get("kind", "")
    if kind not in kind_forms():
        raise NotFoundError
    return question_form.change_kind(document, question_id, kind)


def _moved(document: Document, question_id: str, request: ViewerRequest) -> Document:
    place = request.POST.get("place", "")
    last = int(place) if place.isdecimal() and len(place) < 5 else 10_000
    return editing.move_question(document, question_id, request.POST.get("page", ""), last)


def _back_to(draft: OpenDraft, place: str) -> str:
    kind, _colon, name = place.partition(":")
    try:
        if kind == "fraga":
            editing.question(draft.document, name)
            return question_url(draft.slug, name)
        if kind == "sida":
            editing.page(draft.document, name)
            return page_url(draft.slug, name)
    except NotFoundError:
        pass
    if kind == "villkor" and name in {one.get("id") for one in draft.document.get("rules") or []}:
        return reverse("studio:rule", args=[draft.slug, name])
    return _screen_of(draft, kind, name)


def _screen_of(draft: OpenDraft, kind: str, name: str) -> str:
    """Where the person stood when that was no question, page or rule; else the first page."""
    if kind in {"villkor", "rules"}:
        return reverse("studio:rules", args=[draft.slug])
    if kind == "installningar" and name in {one.key for one in SECTIONS}:
        return reverse("studio:section", args=[draft.slug, name])
    if kind in {"installningar", "settings"}:
        return reverse("studio:settings", args=[draft.slug])
    known = editing.pages(draft.document)
    if not known:
        return reverse("studio:editor", args=[draft.slug])
    return page_url(draft.slug, str(known[0]["id"]))


@staff(Permission.ESERVICE_BUILD)
@require_POST
def order(request: ViewerRequest, slug: str) -> HttpResponse:
    """A question was dragged to another place; answers with nothing, or with where to look."""
    question_id = request.POST.get("question", "")
    edit = Edit(lambda one: _moved(one, question_id, request), _("En fråga flyttades"))
    do(request, slug, edit)
    return HttpResponse(status=204)
