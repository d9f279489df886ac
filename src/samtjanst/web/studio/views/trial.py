"""The preview beside the editor, and trying the form as an invented person."""

import uuid
from typing import Any

from csp.constants import SELF
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions.queries import recorded, workshop
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit import parties, present, recording
from samtjanst.capabilities.formkit.editing.sketch import has_questions, sketch
from samtjanst.eservices import trial_people
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.studio import acting, trial
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.studio.trial import Memory, Trial
from samtjanst.web.studio.why import why
from samtjanst.web.ui import policy
from samtjanst.web.ui.access import staff


@staff(Permission.ESERVICE_READ)
@require_safe
def preview(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """One page as on a citizen's phone, every question shown, in a frame beside the editor."""
    draft = workshop.draft_of(actor_of(request), slug)
    definition = sketch({**draft.document, "rules": []})
    view = None
    if definition and any(page.id == page_id for page in definition.pages):
        opened = trial.opened(request, definition, draft.parameters)
        view = trial.shown(opened, page_id, _language(), errors=False)
    response = render(
        request,
        "studio/preview.html",
        {"page": view, "title": draft.title, "now": request.GET.get("fraga", "")},
    )
    # Seen only inside our own editor.
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    policy.say(response, frame_ancestors=[SELF])
    return response


@staff(Permission.ESERVICE_READ)
@require_http_methods(["GET", "POST"])
def try_it(request: ViewerRequest, slug: str) -> HttpResponse:
    """The whole way through the form, as somebody from the demo register."""
    draft = workshop.draft_of(actor_of(request), slug)
    context = frame(request, draft, "try") | step(request, draft, _start(request, slug))
    if "trial" in context:
        context["why"] = why(context["trial"].evaluation, context["at"])
    return render(request, "studio/try.html", context, status=context.get("status", 200))


def _start(request: ViewerRequest, slug: str) -> Memory | None:
    """The answers of the recorded test that the address names, if any."""
    named = request.GET.get("test", "")
    if not named:
        return None
    try:
        test = recorded.test(actor_of(request), slug, uuid.UUID(named))
    except ValueError as error:
        raise NotFoundError from error
    return Memory(test.person, dict(test.answers), trial.plain(test.files), test.known)


def step(request: ViewerRequest, draft: OpenDraft, start: Memory | None = None) -> dict[str, Any]:
    """What the next screen of the trial shows: a page, or what would be handed in."""
    definition = sketch(draft.document)
    people = trial_people.people()
    if definition is None:
        return {"people": people, "is_empty": True, "is_faulty": has_questions(draft.document)}
    now = trial.opened(request, definition, draft.parameters, start)
    pages = list(now.evaluation.visible_pages)
    at = request.POST.get("page", "") or (pages[0] if pages else "")
    wrong = False
    if "go" in request.POST and at in pages:
        now = trial.answered(now, request, at)
        pages = list(now.evaluation.visible_pages)
        wrong = bool(now.evaluation.errors(at))
        at = at if wrong else _next(pages, at)
    elif "back" in request.POST:
        at = _before(pages, at)
    elif {"comment", "look", "stay"} & set(request.POST) and at in pages:
        now = trial.answered(now, request, at)
    acts_for = acting.chosen(definition, now.memory.acts_for)
    base = {
        "people": people,
        "person": people.get(now.memory.person),
        "memory": now.memory.sealed(),
        "trial": now,
        "actings": acting.choices(definition),
        "acting": acts_for,
        "levels": acting.LEVELS,
        "at": at if at in now.evaluation.visible_pages else "",
    }
    if acts_for.why:
        return base | {"is_refused": True}
    if not base["at"]:
        return base | _end(now)
    view = trial.shown(now, at, _language(), errors=wrong)
    status = 422 if wrong else 200
    return base | {
        "page": view,
        "problems": view.problems,
        "status": status,
        "first": pages[:1] == [at],
    }


def _end(now: Trial) -> dict[str, Any]:
    sections = present.summary(now.definition, now.evaluation.values, now.context, _language())
    plan = parties.due(now.definition, now.evaluation.values, now.context)
    is_signed = now.definition.signing.is_signed
    seen = recording.observed(now.definition, now.memory.answers, now.context)
    follows = recording.said(seen)
    return {
        "sections": sections,
        "plan": plan,
        "is_signed": is_signed,
        "follows": follows,
        "is_done": True,
    }


def _next(pages: list[str], at: str) -> str:
    place = pages.index(at) + 1 if at in pages else len(pages)
    return pages[place] if place < len(pages) else ""


def _before(pages: list[str], at: str) -> str:
    if at not in pages:
        return pages[-1] if pages else ""
    return pages[max(0, pages.index(at) - 1)]


def _language() -> str:
    return "en" if get_language() == "en" else "sv"
