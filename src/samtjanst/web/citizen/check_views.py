"""Everything that has been answered, and the way to sign it or hand it in."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samtjanst.capabilities.formkit import neighbours, present
from samtjanst.capabilities.formkit.model import SigningMode
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer, represent, submit
from samtjanst.journey.answer import Work
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.web.citizen.signing_views import straight_to_signing
from samtjanst.web.citizen.work import SIGNED, STOP, language_of, named, page_url
from samtjanst.web.ui.access import citizen


@citizen
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Everything that has been answered, and the way to sign it or hand it in."""
    actor = request.actor
    if actor is None:
        raise NotFoundError
    has_changed = False
    if request.method == "POST":
        # What is missing or wrong is shown below; what is handed in leads to its receipt.
        try:
            return _go_on(request, filing_id, actor)
        except InvalidInputError as error:
            has_changed = "seen" in error.problems
        except TransitionError:
            pass
    work = answer.open_work(filing_id=filing_id, by=actor)
    if work.filing.state in SIGNED:
        return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))
    if work.filing.newer_id:
        return HttpResponseRedirect(reverse("citizen:moved", args=[filing_id]))
    context = {**_context(work), "has_changed": has_changed}
    status = 422 if request.method == "POST" else 200
    return render(request, "citizen/check.html", context, status=status)


def _go_on(request: ViewerRequest, filing_id: uuid.UUID, actor: Actor) -> HttpResponse:
    ready = submit.prepare(filing_id=filing_id, read=request.POST.get("seen", ""), by=actor)
    if ready:
        return straight_to_signing(request, ready)
    return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))


def _context(work: Work) -> dict[str, Any]:
    rule, is_complete = work.definition.signing, work.evaluation.complete
    context = represent.context_of(work)
    return {
        "work": work,
        **named(work),
        "sections": present.summary(
            work.definition, work.evaluation.values, context, language_of(work.definition)
        ),
        "gives_word": represent.gives_word(context),
        "problems": _problems(work),
        "plan": submit.parties(work) if is_complete else None,
        # Who they are is not known before it is handed in, and is not shown then either.
        "beside": neighbours.designation(work.definition, work.evaluation) if is_complete else "",
        "seen": submit.seen(work) if is_complete else "",
        "is_own_space": rule.mode is SigningMode.OWN_SPACE_UNTIL_SIGNED,
        "is_signed": rule.is_signed,
        "fee": work.definition.fee,
        "to_pay": work.definition.to_pay(work.evaluation.values) if is_complete else 0,
        "previous": page_url(work.filing.id, work.evaluation.visible_pages[-1]),
    }


def _problems(work: Work) -> list[tuple[str, str, str]]:
    language = language_of(work.definition)
    wrong = [
        (page_id, question_id, text)
        for page_id in work.evaluation.visible_pages
        for question_id, texts in work.evaluation.errors(page_id, language).items()
        for text in texts
    ]
    filled = work.context.parameters
    stopped = [
        (stop.page_id, STOP, stop.message.filled(filled, language))
        for stop in work.evaluation.stops
    ]
    return wrong + stopped
