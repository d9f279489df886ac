"""Letters to those whom nothing else reaches."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.capabilities.messages import post as letters
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import paper_meter, post
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day
from samtjanst.web.handler.texts import POST_TOLD
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import inline


@staff(Permission.LETTER_PRINT)
@require_safe
def overview(request: ViewerRequest) -> HttpResponse:
    """What waits to be printed, and what was printed lately."""
    return _page(request)


@staff(Permission.LETTER_PRINT)
@require_POST
def note_posted(request: ViewerRequest, key: uuid.UUID) -> HttpResponse:
    """Note on which day a batch was posted."""
    try:
        post.note_posted(batch=key, on=day(request.POST, "on"), by=actor_of(request))
    except InvalidInputError as error:
        return _page(request, error.problems, key)
    return _back("postat")


def _page(
    request: ViewerRequest, problems: Problems | None = None, wrong: uuid.UUID | None = None
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "post": post.standing(by=actor),
        "batches": letters.batches(actor),
        "wrong": wrong,
        "most": letters.MOST_AT_ONCE,
        "told": POST_TOLD.get(request.GET.get("besked", "")),
        "today": clock.today(),
        **told(problems or {}),
    }
    return render(request, "handler/post.html", context, status=422 if problems else 200)


@staff(Permission.LETTER_PRINT)
@require_POST
def print_batch(request: ViewerRequest) -> HttpResponse:
    """Make the next batch."""
    batch = post.print_batch(by=actor_of(request))
    return _back("gjort" if batch else "inget")


@staff(Permission.LETTER_PRINT)
@require_POST
def choose(request: ViewerRequest) -> HttpResponse:
    """Write letters from now on, or do not."""
    letters.choose(
        is_printing=request.POST.get("brev") == "ja",
        with_decisions=request.POST.get("beslut") == "ja",
        by=actor_of(request),
    )
    return _back("valt")


@staff(Permission.LETTER_PRINT)
@require_safe
def batch(request: ViewerRequest, key: uuid.UUID) -> HttpResponse:
    """The letters of a batch, to print; the pages are counted in the paper meter."""
    actor = actor_of(request)
    content = post.batch_document(batch=key, by=actor)
    paper_meter.count_letters(content=content, by=actor)
    return inline(content, "brev.pdf", "application/pdf")


def _back(told: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('handler:post')}?besked={told}")
