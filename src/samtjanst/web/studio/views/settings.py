"""The settings screens: each shows what is missing on it."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import talk
from samtjanst.building.definitions.services import workshop as verbs
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.queries import all_staff
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.web.studio import message_section, parameters_form, settings_form
from samtjanst.web.studio.documenting import process_picture
from samtjanst.web.studio.fields import Field, options
from samtjanst.web.studio.frame import actor_of, do, frame
from samtjanst.web.studio.sections import SECTIONS
from samtjanst.web.studio.settings_form import Section
from samtjanst.web.studio.views import manned
from samtjanst.web.studio.views.home import pairs, unit_field, unit_id
from samtjanst.web.ui.access import staff


@staff(Permission.ESERVICE_READ)
@require_safe
def overview(request: ViewerRequest, slug: str) -> HttpResponse:
    """Every screen with what is missing on it."""
    actor = actor_of(request)
    draft = workshop.draft_of(actor, slug)
    found = problems(draft.document)
    service = workshop.e_service(actor, slug)
    wrong = parameters_form.faults(draft.document, draft.parameters)
    screens: list[dict[str, object]] = [
        {
            "url": reverse("studio:section", args=[slug, section.key]),
            "title": section.title,
            "lead": section.lead,
            "missing": len(settings_form.missing(section, found)) + _lacking(section, draft),
        }
        for section in SECTIONS
    ]
    screens += [
        {
            "url": reverse("studio:people", args=[slug]),
            "title": _("Ansvar och mottagare"),
            "lead": _("Ägare, ersättare och den enhet som får ärendena."),
            "missing": (service.owner_id is None) + (service.deputy_id is None),
        },
        *manned.screens(actor, draft),
        {
            "url": reverse("studio:parameters", args=[slug]),
            "title": _("Parametrar"),
            "lead": _("Värden som varje kommun sätter själv, till exempel en lista med skolor."),
            "missing": len(wrong) + sum(one.path.startswith("parameters") for one in found),
        },
    ]
    context = frame(request, draft, "settings") | {"screens": screens}
    return render(request, "studio/settings.html", context)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def section(request: ViewerRequest, slug: str, section: str) -> HttpResponse:
    """One screen."""
    draft = workshop.draft_of(actor_of(request), slug)
    found = next((one for one in SECTIONS if one.key == section), None)
    if found is None:
        raise NotFoundError
    if request.method == "POST":
        act = request.POST.get("do", "")
        edit = Edit(
            lambda document: settings_form.change(document, found, request.POST, act),
            _("”%(title)s” ändrades") % {"title": found.title},
            place=f"installningar:{section}" + (f":{act}" if act else ""),
            part=lambda document: document.get(found.root) if found.root else document["title"],
            burst=not act,
        )
        try:
            do(request, slug, edit)
        except ConflictError:
            context = {"draft": draft, "typed": list(request.POST.items()), "again": request.path}
            return render(request, "studio/conflict.html", context, status=409)
        anchor = f"#{act.partition(':')[2]}" if ":" in act else ""
        return HttpResponseRedirect(request.path + ("?sparat=1" if not act else anchor))
    wrong = problems(draft.document)
    context = frame(request, draft, "settings", f"installningar:{section}") | {
        "section": found,
        "sections": SECTIONS,
        "part": settings_form.drawn(draft.document, found, wrong),
        "missing": settings_form.missing(found, wrong),
        "is_saved": "sparat" in request.GET,
        "is_begun": found.root in draft.document,
        **(process_picture(draft.document) if found.start else {}),
        **(message_section.context(draft) if found is message_section.MESSAGES else {}),
    }
    return render(request, "studio/section.html", context)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def people(request: ViewerRequest, slug: str) -> HttpResponse:
    """Owner, deputy, and the unit that gets the cases."""
    actor = actor_of(request)
    faults: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            talk.set_people(
                slug=slug,
                owner_id=_key(request, "owner"),
                deputy_id=_key(request, "deputy"),
                unit_id=unit_id(request),
                by=actor,
            )
        except InvalidInputError as error:
            faults = error.problems
        else:
            return HttpResponseRedirect(f"{request.path}?sparat=1")
    service, draft = workshop.e_service(actor, slug), workshop.draft_of(actor, slug)
    known = [(str(key), name) for key, name in all_staff()]
    held = {"owner": str(service.owner_id or ""), "deputy": str(service.deputy_id or "")}
    labels = {"owner": _("Ägare"), "deputy": _("Ersättare")}
    fields = [
        Field(
            name,
            labels[name],
            "one_of",
            choices=options(known, request.POST.get(name, held[name]), none=_("Ingen vald")),
            errors=tuple(faults.get(name, ())),
        )
        for name in held
    ]
    fields.append(unit_field(request, str(service.unit_id), faults.get("unit", [])))
    context = frame(request, draft, "settings", "installningar:ansvar") | {
        "fields": fields,
        "problems": pairs(faults),
        "is_saved": "sparat" in request.GET,
        "is_mine": actor.id in {service.owner_id, service.deputy_id},
    }
    return render(request, "studio/people.html", context, status=422 if faults else 200)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def parameters(request: ViewerRequest, slug: str) -> HttpResponse:
    """Which values each municipality sets, and ours."""
    actor = actor_of(request)
    draft = workshop.draft_of(actor, slug)
    if request.method == "POST":
        act = request.POST.get("do", "")
        edit = Edit(
            lambda document: parameters_form.change(document, request.POST, act),
            _("Parametrarna ändrades"),
            place="installningar:parametrar",
            part=lambda document: document.get("parameters"),
        )
        do(request, slug, edit)
        fresh = workshop.draft_of(actor, slug)
        values = parameters_form.values(fresh.document, fresh.parameters, request.POST)
        verbs.set_parameters(slug=slug, values=values, by=actor)
        return HttpResponseRedirect(f"{request.path}?sparat=1")
    context: dict[str, Any] = frame(request, draft, "settings", "installningar:parametrar")
    context |= {
        "rows": parameters_form.rows(draft.document, draft.parameters),
        "choices": parameters_form.choice_questions(draft.document),
        "faults": parameters_form.faults(draft.document, draft.parameters),
        "is_saved": "sparat" in request.GET,
    }
    return render(request, "studio/parameters.html", context)


def _lacking(section: Section, draft: OpenDraft) -> int:
    """What is missing on a screen, beside what keeps the draft from being a definition."""
    return message_section.faults(draft) if section is message_section.MESSAGES else 0


def _key(request: ViewerRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None
