"""Opinions: given by a person who has been asked, and read by the parties of the case."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import ask_opinion as journey
from samtjanst.journey import opinions
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.download import download
from samtjanst.web.ui.letters import posted


@citizen
@require_http_methods(["GET", "POST"])
def give(request: ViewerRequest, opinion_id: uuid.UUID) -> HttpResponse:
    """Read what is asked, and answer; to everybody else the page does not exist."""
    actor, text, uploads = _actor(request), *posted(request)
    problems: dict[str, list[str]] = {}
    is_refused = False
    shown = journey.given(opinion_id=opinion_id, by=actor)
    if request.method == "POST":
        try:
            journey.answer(opinion_id=opinion_id, text=text, uploads=uploads, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        except TransitionError:
            shown, is_refused = journey.given(opinion_id=opinion_id, by=actor), True
        else:
            return HttpResponseRedirect(reverse("citizen:give_opinion", args=[opinion_id]))
    context = {
        "given": shown,
        "text": text,
        "today": clock.today(),
        "is_refused": is_refused,
        "errors": problems,
        "problems": [(name, told) for name, texts in problems.items() for told in texts],
    }
    status = 422 if problems else 409 if is_refused else 200
    return render(request, "citizen/give_opinion.html", context, status=status)


@citizen
@require_safe
def document(request: ViewerRequest, opinion_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A document that the one who is asked gets to see."""
    actor = _actor(request)
    info, content = journey.open_document(opinion_id=opinion_id, file_id=file_id, by=actor)
    return download(content, info.name, info.content_type)


@citizen
@require_safe
def file(
    request: ViewerRequest, reference: str, opinion_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A file of an opinion in the citizen's own case."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    info, content = opinions.open_file(found, opinion_id, file_id, by=actor)
    return download(content, info.name, info.content_type)


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
