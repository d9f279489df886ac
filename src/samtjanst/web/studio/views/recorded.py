"""Recorded tests: kept out of the try-out or a case, looked at, accepted as it goes, removed."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.building.definitions.queries import recorded as found
from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import recorded as verbs
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit import present, recording
from samtjanst.capabilities.formkit.editing.sketch import sketch
from samtjanst.capabilities.formkit.evaluation import evaluate
from samtjanst.capabilities.formkit.inventing import Invented
from samtjanst.eservices import trial_people
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey.case_as_test import run_of_case
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.studio import trial
from samtjanst.web.studio.fields import read_line
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.studio.trial import Memory
from samtjanst.web.ui.access import staff

FROM_CASE = "case"  # who a run out of a case is about


@staff(Permission.ESERVICE_READ)
@require_http_methods(["GET", "POST"])
def tests(request: ViewerRequest, slug: str) -> HttpResponse:
    """Every recorded test, run now; a new one out of the try-out."""
    draft = workshop.draft_of(actor_of(request), slug)
    if request.method != "POST":
        return _screen(request, draft, {})
    definition = sketch(draft.document)
    if definition is None:
        raise NotFoundError
    run = trial.opened(request, definition, draft.parameters)
    try:
        verbs.record_test(
            slug=slug,
            name=read_line(request.POST, "name"),
            person=run.memory.person,
            answers=run.memory.answers,
            context=run.context,
            by=actor_of(request),
        )
    except InvalidInputError as error:
        return _screen(request, draft, error.problems)
    return HttpResponseRedirect(f"{request.path}?inspelat=1")


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def from_case(request: ViewerRequest, slug: str) -> HttpResponse:
    """A case with invented people in it, shown before it is kept as a test."""
    draft = workshop.draft_of(actor_of(request), slug)
    context = frame(request, draft, "try", "tester")
    if request.method != "POST":
        return render(request, "studio/test_from_case.html", context)
    reference = read_line(request.POST, "reference")
    context["reference"] = reference
    try:
        made = run_of_case(slug=slug, reference=reference, by=actor_of(request))
    except (InvalidInputError, NotFoundError) as error:
        told = [_("Det finns inget ärende i e-tjänsten som du kan läsa med det numret.")]
        problems = error.problems if isinstance(error, InvalidInputError) else {}
        context["errors"] = problems.get("reference", told)
        return render(request, "studio/test_from_case.html", context, status=422)
    return render(request, "studio/test_from_case.html", context | _made(draft, made))


def _made(draft: OpenDraft, made: Invented) -> dict[str, Any]:
    definition = sketch(draft.document)
    if definition is None:
        raise NotFoundError
    known = recording.kept(made.context)
    memory = Memory(FROM_CASE, dict(made.answers), trial.plain(known["files"]), known)
    seen = recording.observed(definition, made.answers, made.context)
    values = evaluate(definition, made.answers, made.context).values
    language = "en" if get_language() == "en" else "sv"
    return {
        "made": made,
        "memory": memory.sealed(),
        "sections": present.summary(definition, values, made.context, language),
        "follows": recording.said(seen),
    }


@staff(Permission.ESERVICE_BUILD)
@require_POST
def act(request: ViewerRequest, slug: str, test_id: uuid.UUID) -> HttpResponse:
    """Accept what happens now, or take the test away."""
    done = request.POST.get("do", "")
    if done == "accept":
        verbs.accept_test(slug=slug, test_id=test_id, by=actor_of(request))
    elif done == "remove":
        verbs.remove_test(slug=slug, test_id=test_id, by=actor_of(request))
    else:
        raise NotFoundError
    return HttpResponseRedirect(reverse("studio:tests", args=[slug]))


def _screen(request: ViewerRequest, draft: OpenDraft, faults: dict[str, list[str]]) -> HttpResponse:
    known = trial_people.people()
    listed = found.tests(actor_of(request), draft.slug)
    people = {key: one.name for key, one in known.items()}
    people[FROM_CASE] = _("påhittade personer, ur ett ärende")
    context = frame(request, draft, "try", "tester") | {
        "tests": [(one, people.get(one.person) or _("någon annan")) for one in listed],
        "broken": sum(bool(one.differences) for one in listed),
        "name": read_line(request.POST, "name"),
        "memory": request.POST.get("memory", "") if faults else "",
        "errors": faults.get("name", []),
    }
    return render(request, "studio/tests.html", context, status=422 if faults else 200)
