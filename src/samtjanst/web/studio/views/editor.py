"""Pages and questions: the outline, one page, one question; saved as they are typed."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.queries.blocks import blocks_in
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import Clash, OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import removing
from samtjanst.capabilities.formkit.editing.declared import kind_forms
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.places import Place
from samtjanst.capabilities.registers.queries import source_values
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.web.studio import question_form, texts
from samtjanst.web.studio.fields import Field, put_words, read_line, words_fields
from samtjanst.web.studio.frame import actor_of, do, frame, places
from samtjanst.web.studio.hits import hits
from samtjanst.web.studio.outline import (
    label_of,
    outline,
    page_url,
    question_url,
    rule_says,
    title_of,
    told,
)
from samtjanst.web.studio.source_fields import is_look_up
from samtjanst.web.studio.views.copying import said
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken


@staff(Permission.ESERVICE_READ)
@require_safe
def overview(request: ViewerRequest, slug: str) -> HttpResponse:
    """The first page of the draft, or where to begin when there is no draft."""
    draft = workshop.find_draft(actor_of(request), slug)
    if draft is None:
        workshop.e_service(actor_of(request), slug)
        return HttpResponseRedirect(reverse("studio:versions", args=[slug]))
    known = editing.pages(draft.document)
    if not known:
        return _render(request, draft, {"search": None})
    return HttpResponseRedirect(page_url(slug, str(known[0]["id"])))


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def page(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """One page: its texts and its questions."""
    draft = workshop.draft_of(actor_of(request), slug)
    found = editing.page(draft.document, page_id)
    if request.method != "POST":
        return _page_screen(request, draft, page_id)
    edit = Edit(
        lambda document: editing.change_page(
            document, page_id, lambda one: _put_page(one, request)
        ),
        _("Sidan ”%(title)s” ändrades") % {"title": title_of(found)},
        place=f"sida:{page_id}",
        part=lambda document: _own_texts(editing.page(document, page_id)),
        burst=True,
    )
    return _save(request, draft, edit)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def question(request: ViewerRequest, slug: str, question_id: str) -> HttpResponse:
    """One question: texts, options, settings."""
    draft = workshop.draft_of(actor_of(request), slug)
    found = editing.question(draft.document, question_id)
    if request.method != "POST":
        return _question_screen(request, draft, question_id)
    act, _colon, about = request.POST.get("do", "").partition(":")
    edit = Edit(
        lambda document: _changed(document, question_id, request, act, about),
        _("Frågan ”%(label)s” ändrades") % {"label": label_of(found)},
        place=f"fraga:{question_id}" + (f":{act}" if act else ""),
        part=lambda document: editing.question(document, question_id),
        burst=not act,
    )
    return _save(request, draft, edit, anchor="#alternativ" if act else "")


@staff(Permission.ESERVICE_READ)
@require_safe
def search(request: ViewerRequest, slug: str) -> HttpResponse:
    """Every text of the draft that holds the words."""
    draft = workshop.draft_of(actor_of(request), slug)
    words = " ".join(request.GET.get("q", "").split())[:100]
    return _render(request, draft, {"search": words, "hits": hits(draft, words) if words else []})


@staff(Permission.ESERVICE_READ)
@require_safe
def here(request: ViewerRequest, slug: str) -> HttpResponse:
    """Who else is at the draft, and whether it has changed; asked for now and then."""
    draft = workshop.draft_of(actor_of(request), slug)
    seen = request.GET.get("revision", "")
    context = frame(request, draft, "editor", request.GET.get("at", "")[:150])
    context["is_stale"] = seen.isdecimal() and int(seen) != draft.revision
    return render(request, "studio/_here.html", context)


def _save(
    request: ViewerRequest,
    draft: OpenDraft,
    edit: Edit,
    anchor: str = "",
) -> HttpResponse:
    """Save; tell htmx only what is new, and send a browser back to the page."""
    try:
        do(request, draft.slug, edit)
    except ConflictError as error:
        return _conflict(request, draft, getattr(error, "clashes", ()))
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(request.path + anchor)
    fresh = workshop.draft_of(actor_of(request), draft.slug)
    context = frame(request, fresh, "editor", edit.place) | {
        "outline": outline(fresh, places(fresh)),
        "here": request.path,
        "preview": _preview_url(fresh, edit.place),
    }
    return render(request, "studio/_saved.html", context)


def _conflict(request: ViewerRequest, draft: OpenDraft, clashes: tuple[Clash, ...]) -> HttpResponse:
    """Somebody else was first: what was typed is told, so that it can be copied."""
    typed = [
        (name, value)
        for name, value in request.POST.items()
        if isinstance(value, str) and name.endswith((".sv", ".en")) and value.strip()
    ]
    context = {"draft": draft, "typed": [] if clashes else typed}
    context |= {"clashes": clashes, "again": request.path}
    if request.headers.get("HX-Request"):
        return render(request, "studio/_conflict.html", context)
    return render(request, "studio/conflict.html", context, status=409)


def _render(request: ViewerRequest, draft: OpenDraft, more: dict[str, Any]) -> HttpResponse:
    found = places(draft)
    place = more.get("place", "")
    copied = workshop.copied(actor_of(request))
    context = frame(request, draft, "editor", place) | {
        "outline": outline(draft, found),
        "here": request.path,
        "preview": _preview_url(draft, place),
        "focus": request.GET.get("fokus", ""),
        "copied": copied,
        "copied_says": said(copied) if copied else "",
    }
    return render(request, "studio/editor.html", context | more)


def _page_screen(request: ViewerRequest, draft: OpenDraft, page_id: str) -> HttpResponse:
    found = editing.page(draft.document, page_id)
    faults = [one for one in places(draft) if (one.kind, one.id) == ("page", page_id)]
    title = words_fields("title", _("Rubrik"), found.get("title"))
    used = blocks_in(actor_of(request), draft.document)
    intro = words_fields(
        "intro",
        _("Inledning"),
        found.get("intro"),
        form="text",
        help_text=_("En eller två meningar, om de behövs."),
    )
    context = {
        "place": f"sida:{page_id}",
        "page": found,
        "blocks": [one for one in used if one.page_id == page_id],
        "newer": [one for one in used if one.is_old],
        "fields": [title[0], intro[0]],
        "english": [title[1], intro[1]],
        "faults": [spoken(one.reason) for one in faults if one.field != "questions"],
        "kinds": [(one, texts.kind(one)) for one in kind_forms()],
        "entry": next(o for o in outline(draft, places(draft)) if o["id"] == page_id),
        "rules_lost": len(
            {
                rule["id"]
                for one in found.get("questions") or []
                for rule in removing.rules_on(draft.document, one["id"])
            }
            | {rule["id"] for rule in removing.rules_on_page(draft.document, page_id)}
        ),
    }
    return _render(request, draft, context)


def _question_screen(request: ViewerRequest, draft: OpenDraft, question_id: str) -> HttpResponse:
    found = editing.question(draft.document, question_id)
    form = kind_forms().get(found.get("kind", ""))
    if form is None:
        raise NotFoundError
    faults = [one for one in places(draft) if (one.kind, one.id) == ("question", question_id)]
    sources = source_values(actor_of(request))
    settings = question_form.setting_fields(draft.document, found, form, faults, sources)
    group = _group_of(draft, question_id)
    known = {name for fields in (settings,) for name in (field.name for field in fields)}
    context = {
        "place": f"fraga:{question_id}",
        "question": found,
        "form": form,
        "kind_name": texts.kind(form.kind),
        "texts": question_form.main_fields(found, form, faults),
        "settings": [field for field in settings if not is_look_up(field)],
        "look_ups": [field for field in settings if is_look_up(field)],
        "looks_up": any(is_look_up(one) and (one.errors or _is_set(one)) for one in settings),
        "mark": None if group else question_form.mark_field(found, form),
        "options": _option_rows(found) if form.has_options else None,
        "kinds": [(one, texts.kind(one)) for one in _kinds_in(group)],
        "pages": [] if group else [(p["id"], title_of(p)) for p in editing.pages(draft.document)],
        "group": group,
        "inner": _inner_rows(draft, found) if form.inner else None,
        "inner_kinds": [(one, texts.kind(one)) for one in form.inner],
        "on": editing.page_of(draft.document, question_id),
        "faults": [spoken(one.reason) for one in faults if _is_unplaced(one, known)],
        "rules": [
            {"id": rule["id"], "says": rule_says(told(draft), rule)}
            for rule in removing.rules_on(draft.document, question_id)
        ],
        "comments": [
            one
            for one in workshop.comments(actor_of(request), draft.slug, is_open=True)
            if one.question_id == question_id
        ],
    }
    return _render(request, draft, context)


def _is_set(field: Field) -> bool:
    return any(value and chosen for value, _label, chosen in field.choices)


def _group_of(draft: OpenDraft, question_id: str) -> editing.Part | None:
    for _page, one in editing.questions(draft.document):
        if any(inner.get("id") == question_id for inner in one.get("questions") or []):
            return one
    return None


def _kinds_in(group: editing.Part | None) -> Iterable[str]:
    return kind_forms()[group["kind"]].inner if group else kind_forms()


def _inner_rows(draft: OpenDraft, question: editing.Part) -> list[dict[str, Any]]:
    return [
        {
            "id": one["id"],
            "label": label_of(one) or _("Fråga utan text"),
            "kind": texts.kind(one.get("kind", "")),
            "url": question_url(draft.slug, one["id"]),
        }
        for one in question.get("questions") or []
    ]


def _is_unplaced(one: Place, known: set[str]) -> bool:
    field = one.field.removesuffix(".sv")
    return (
        field not in {"label", "help", "missing"} and field.replace("settings.", "s.") not in known
    )


def _option_rows(question: editing.Part) -> list[dict[str, Any]]:
    return [
        {
            "id": one["id"],
            "label": words_fields(f"o.{one['id']}.label", _("Alternativ"), one.get("label")),
            "help": words_fields(f"o.{one['id']}.help", _("Förklaring"), one.get("help")),
        }
        for one in question.get("options") or []
    ]


def _changed(
    document: Document, question_id: str, request: ViewerRequest, act: str, about: str
) -> Document:
    """What was typed is kept, whichever button was pressed."""
    made = question_form.change(document, question_id, request.POST)
    if act == "option":
        label = read_line(request.POST, "new_option") or _("Nytt alternativ")
        return editing.change_question(
            made, question_id, lambda one: question_form.add_option(one, label)
        )
    if act in {"option_up", "option_down"}:
        step = -1 if act == "option_up" else 1
        return editing.change_question(
            made, question_id, lambda one: question_form.step_option(one, about, step)
        )
    if act == "option_remove":
        return removing.remove_option(made, question_id, about)
    return made


def _put_page(page: editing.Part, request: ViewerRequest) -> None:
    put_words(page, request.POST, "title", required=True)
    put_words(page, request.POST, "intro", required=False)


def _own_texts(page: editing.Part) -> tuple[Any, Any]:
    return page.get("title"), page.get("intro")


def _preview_url(draft: OpenDraft, place: str) -> str:
    kind, _colon, rest = place.partition(":")
    name = rest.partition(":")[0]
    try:
        if kind == "fraga":
            on = editing.page_of(draft.document, name)["id"]
            return f"{reverse('studio:preview', args=[draft.slug, on])}?fraga={name}"
        if kind == "sida":
            return reverse("studio:preview", args=[draft.slug, name])
    except NotFoundError:
        pass
    known = editing.pages(draft.document)
    return reverse("studio:preview", args=[draft.slug, known[0]["id"]]) if known else ""
