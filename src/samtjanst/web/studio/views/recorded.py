"""Recorded tests: kept out of the try-out, looked at, accepted as it now goes, removed."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.building.definitions.queries import recorded as found
from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import recorded as verbs
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing.sketch import sketch
from samtjanst.eservices import trial_people
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.studio import trial
from samtjanst.web.studio.fields import read_line
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.ui.access import staff


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
    context = frame(request, draft, "try", "tester") | {
        "tests": [(one, people.get(one.person) or _("Någon annan")) for one in listed],
        "broken": sum(bool(one.differences) for one in listed),
        "name": read_line(request.POST, "name"),
        "memory": request.POST.get("memory", "") if faults else "",
        "errors": faults.get("name", []),
    }
    return render(request, "studio/tests.html", context, status=422 if faults else 200)
