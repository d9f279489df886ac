"""Messages between a party and the municipality, in the case."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import appeal as appeals
from samtjanst.journey import hear
from samtjanst.journey import letters as journey
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.web.citizen.representing import represented_in
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.download import download
from samtjanst.web.ui.letters import posted, sent


@citizen
@require_http_methods(["GET", "POST"])
def letters(request: ViewerRequest, reference: str) -> HttpResponse:
    """Read what has been written, and write."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        text, uploads = posted(request)
        try:
            if "avstar" in request.POST:
                hear.waive(reference=reference, by=actor)
            else:
                hear.comment(reference=reference, text=text, uploads=uploads, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return sent(reverse("citizen:letters", args=[reference]))
    told = journey.shown(case=found, by=actor)
    services.mark_read(case_id=found.id, by=actor)
    context = {
        "case": found,
        "letters": told,
        "text": request.POST.get("text", ""),
        "errors": problems,
        "problems": [(name, text) for name, texts in problems.items() for text in texts],
        "hearing": hear.open_hearing(case=found, by=actor),
        "today": clock.today(),
        "is_sent": "skickat" in request.GET,
        **represented_in(found, actor),
    }
    return render(request, "citizen/cases/letters.html", context, status=422 if problems else 200)


@citizen
@require_http_methods(["GET", "POST"])
def appeal(request: ViewerRequest, reference: str) -> HttpResponse:
    """Appeal against the decision."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    if not appeals.can_be_appealed(found):
        raise NotFoundError
    problems: dict[str, list[str]] = {}
    text, uploads = posted(request)
    if request.method == "POST":
        try:
            appeals.appeal(reference=reference, text=text, uploads=uploads, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(reverse("citizen:my_case", args=[reference]))
    read = cases.decision_read(found.id, actor.id) if actor.id else None
    context = {
        "case": found,
        "last_day": cases.last_day_to_appeal(read) if read else None,
        "today": clock.today(),
        "text": text,
        "errors": problems,
        "problems": [(name, told) for name, texts in problems.items() for told in texts],
        **represented_in(found, actor),
    }
    return render(request, "citizen/cases/appeal.html", context, status=422 if problems else 200)


@citizen
@require_safe
def file(
    request: ViewerRequest, reference: str, letter_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A file of a message."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    info, content = journey.open_file(found, letter_id, file_id, by=actor)
    return download(content, info.name, info.content_type)


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
