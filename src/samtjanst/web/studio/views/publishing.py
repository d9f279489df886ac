"""The checklist, the gate, and the versions that citizens have met."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import gate, workshop
from samtjanst.building.definitions.services import publishing, talk
from samtjanst.building.definitions.types import InProgress, Line, LineState, OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.places import Place
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.studio import proof
from samtjanst.web.studio.fields import read_line, read_text
from samtjanst.web.studio.frame import actor_of, frame, places, revision_of, tabs
from samtjanst.web.studio.outline import label_of, page_url, question_url, title_of
from samtjanst.web.studio.sections import SECTIONS
from samtjanst.web.studio.settings_form import belongs, name_in
from samtjanst.web.studio.views.comparing import sentences
from samtjanst.web.studio.views.home import pairs
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken

SCREENS = {
    "privacy": ("studio:section", "personuppgifter"),
    "registers": ("studio:section", "personuppgifter"),
    "basis": ("studio:section", "lagstod"),
    "process": ("studio:section", "process"),
    "about": ("studio:section", "om"),
    "people": ("studio:people", ""),
    "tests": ("studio:tests", ""),
}


# What a line that is added can be about: when that has changed, it is said of anew.
SUBJECTS = (
    ("documentation", gettext_lazy("När något i e-tjänsten har ändrats")),
    ("accessibility", gettext_lazy("När sidor, frågor eller villkor har ändrats")),
    ("classification", gettext_lazy("När det frågas efter andra uppgifter")),
    ("plain", gettext_lazy("När texter har ändrats")),
    ("process", gettext_lazy("När underskrift, process eller beslut har ändrats")),
    ("tests", gettext_lazy("När frågor, villkor, underskrift eller parametrar har ändrats")),
    ("", gettext_lazy("Inget: det som sägs gäller tills någon ändrar det")),
)


@staff(Permission.ESERVICE_READ)
@require_http_methods(["GET", "POST"])
def checklist(request: ViewerRequest, slug: str) -> HttpResponse:
    """Every line; a new line of the municipality's own."""
    if request.method != "POST":
        return _checklist_screen(request, slug, {})
    try:
        talk.add_line(
            title=read_line(request.POST, "title"),
            help_text=read_line(request.POST, "help"),
            is_mandatory="mandatory" in request.POST,
            about=read_line(request.POST, "about"),
            by=actor_of(request),
        )
    except InvalidInputError as error:
        return _checklist_screen(request, slug, error.problems)
    return HttpResponseRedirect(request.path)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def mark(request: ViewerRequest, slug: str, line: str) -> HttpResponse:
    """Say how far a line has come."""
    said = request.POST.get("state", "")
    if said not in set(LineState):
        raise NotFoundError
    try:
        talk.mark_line(
            slug=slug,
            line=line,
            state=LineState(said),
            text=read_text(request.POST, "text"),
            by=actor_of(request),
        )
    except InvalidInputError as error:
        return _checklist_screen(request, slug, error.problems)
    return HttpResponseRedirect(f"{reverse('studio:checklist', args=[slug])}#{line}")


@staff(Permission.ESERVICE_PUBLISH)
@require_POST
def remove_line(request: ViewerRequest, slug: str, line_id: uuid.UUID) -> HttpResponse:
    """Take away a line that the municipality has added."""
    talk.remove_line(line_id=line_id, by=actor_of(request))
    return HttpResponseRedirect(reverse("studio:checklist", args=[slug]))


@staff(Permission.ESERVICE_PUBLISH)
@require_http_methods(["GET", "POST"])
def publish(request: ViewerRequest, slug: str) -> HttpResponse:
    """Publish now or at a time."""
    if request.method != "POST":
        return _publish_screen(request, slug, {})
    chosen = request.POST.get("in_progress", "")
    try:
        publishing.publish_draft(
            slug=slug,
            revision=revision_of(request),
            note=read_line(request.POST, "note"),
            at=_time(request),
            in_progress=InProgress(chosen) if chosen in set(InProgress) else InProgress.STAY,
            by=actor_of(request),
        )
    except InvalidInputError as error:
        return _publish_screen(request, slug, error.problems)
    return HttpResponseRedirect(reverse("studio:versions", args=[slug]) + "?publicerad=1")


@staff(Permission.ESERVICE_READ)
@require_safe
def versions(request: ViewerRequest, slug: str) -> HttpResponse:
    """The versions, and what can be done with them."""
    return _versions_screen(request, slug, {})


@staff(Permission.ESERVICE_PUBLISH)
@require_POST
def act(request: ViewerRequest, slug: str) -> HttpResponse:
    """Unpublish, roll back, archive, or do not publish at the set time."""
    actor = actor_of(request)
    what, _colon, number = request.POST.get("do", "").partition(":")
    try:
        if what == "unpublish":
            publishing.unpublish(slug=slug, by=actor)
        elif what == "archive":
            publishing.archive(slug=slug, by=actor)
        elif what == "cancel":
            publishing.cancel_schedule(slug=slug, by=actor)
        elif what == "roll_back" and number.isdecimal():
            publishing.roll_back(slug=slug, number=int(number), by=actor)
        else:
            raise NotFoundError
    except InvalidInputError as error:
        return _versions_screen(request, slug, error.problems)
    return HttpResponseRedirect(f"{reverse('studio:versions', args=[slug])}?gjort={what}")


def _time(request: ViewerRequest) -> datetime | None:
    """The chosen moment in Swedish time, or None for now."""
    text = read_line(request.POST, "at")
    if request.POST.get("when") != "later":
        return None
    try:
        return timezone.make_aware(datetime.fromisoformat(text))
    except ValueError as error:
        told = _("Skriv dag och klockslag, till exempel 2026-08-01 08:00.")
        raise InvalidInputError({"at": [told]}) from error


def _checklist_screen(
    request: ViewerRequest, slug: str, faults: dict[str, list[str]]
) -> HttpResponse:
    actor = actor_of(request)
    draft = workshop.draft_of(actor, slug)
    found = workshop.findings(actor, slug)
    lines = workshop.lines(actor, slug, found)
    context = frame(request, draft, "checklist") | {
        "lines": [(line, _url(slug, line), faults.get(line.key, [])) for line in lines],
        "done": sum(line.state is not LineState.MISSING for line in lines),
        "total": len(lines),
        "problems": pairs({k: v for k, v in faults.items() if k == "title"}),
        "typed": {
            name: read_line(request.POST, name)
            for name in ("title", "help", "about", "mandatory", "text")
        },
        "can_add": can(actor, Permission.ESERVICE_PUBLISH),
        "broken": _broken(draft),
        "subjects": SUBJECTS,
        "findings": proof.told(draft, found, mend),
    }
    return render(request, "studio/checklist.html", context, status=422 if faults else 200)


def _broken(draft: OpenDraft) -> list[tuple[str, str]]:
    """Where each thing that is missing in the draft is mended, and what it is."""
    return [mend(draft, one) for one in places(draft)]


def mend(draft: OpenDraft, one: Place) -> tuple[str, str]:
    """Where something that is missing in the draft is mended, and what it is."""
    slug, reason = draft.slug, spoken(one.reason)
    if one.kind == "question":
        label = label_of(editing.question(draft.document, one.id)) or _("Fråga utan text")
        return question_url(slug, one.id), f"{label}: {reason}"
    if one.kind == "page":
        title = title_of(editing.page(draft.document, one.id)) or _("Sida utan rubrik")
        return page_url(slug, one.id), f"{title}: {reason}"
    if one.kind == "rule":
        return reverse("studio:rule", args=[slug, one.id]), _("Villkor") + f": {reason}"
    if one.kind == "parameters":
        return reverse("studio:parameters", args=[slug]), _("Parametrar") + f": {reason}"
    path = f"{one.kind}.{one.field}" if one.field else one.kind
    section = next((known for known in SECTIONS if belongs(known, path)), None)
    if section is None:
        return reverse("studio:settings", args=[slug]), reason
    told = f"{section.title} – {name_in(section, path)}: {reason}"
    return reverse("studio:section", args=[slug, section.key]), told


def _url(slug: str, line: Line) -> str:
    screen = SCREENS.get(line.where)
    if screen is None:
        return ""
    name, key = screen
    return reverse(name, args=[slug, key] if key else [slug])


def _publish_screen(
    request: ViewerRequest, slug: str, faults: dict[str, list[str]]
) -> HttpResponse:
    actor = actor_of(request)
    draft = workshop.draft_of(actor, slug)
    found = workshop.findings(actor, slug)
    lines = workshop.lines(actor, slug, found)
    lacking = [line for line in lines if line.is_mandatory and line.state is LineState.MISSING]
    service = workshop.e_service(actor, slug)
    before = service.published.document if service.published else {}
    context = frame(request, draft, "checklist", "publicera") | {
        "changes": sentences(before, draft.document) if before else [],
        "findings": proof.told(draft, found, mend),
        "lacking": [(line, _url(slug, line)) for line in lacking],
        "problems": pairs(faults),
        "service": service,
    }
    return render(request, "studio/publish.html", context, status=422 if faults else 200)


def _done(what: str, published: int) -> str:
    """What was done, when that is how it still is; ``published`` is a version or 0."""
    if what == "roll_back" and published:
        return _("Version %(n)s är publicerad igen.") % {"n": published}
    told = {
        "unpublish": _("E-tjänsten är nedtagen."),
        "archive": _("E-tjänsten är arkiverad."),
        "cancel": _("Versionen publiceras inte. Den står kvar i listan."),
    }
    return told.get(what, "") if not published or what == "cancel" else ""


def _versions_screen(
    request: ViewerRequest, slug: str, faults: dict[str, list[str]]
) -> HttpResponse:
    actor = actor_of(request)
    draft, service = workshop.find_draft(actor, slug), workshop.e_service(actor, slug)
    known = workshop.versions(actor, slug)
    title, current = draft.title if draft else "", service.published
    begins = service.scheduled or service.stopped or current or next(iter(known), None)
    if not draft and known:
        document = workshop.version(actor, slug, known[0].number).document
        title = str(document["title"]["sv"])
    context: dict[str, Any] = {
        "service": service,
        "title": title or slug,
        "draft": draft,
        "versions": known,
        "tabs": tabs(actor, slug, "versions") if draft else [],
        "problems": pairs(faults),
        "is_published": "publicerad" in request.GET,
        "done": _done(request.GET.get("gjort", ""), current.number if current else 0),
        "begins_at": begins.number if begins else 0,
        "stopped": gate.titles(actor, slug, service.stopped_for) if service.stopped else [],
    }
    return render(request, "studio/versions.html", context, status=422 if faults else 200)
