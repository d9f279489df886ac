"""Opinions: asked for at a case, and given by staff of the unit that was asked."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import ask_opinion as journey
from samtjanst.journey import opinions
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, Visibility
from samtjanst.web.handler.given import give_file
from samtjanst.web.handler.lease_views import held
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key, keys, one_of, to_case
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download
from samtjanst.web.ui.letters import posted


@staff(Permission.OPINION_ASK)
@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest, reference: str) -> HttpResponse:
    """Choose whom to ask, what, and what she gets to see of the case."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if found.is_protected or not cases.acts_in(actor, found.handler_id):
        raise ConflictError
    lease = held(request, found)
    problems: Problems = {}
    if request.method == "POST":
        try:
            journey.ask(reference=reference, wish=_wish(request), by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "yttrande-begart")
    context = {"case": found, "held": lease, **_form(request, found), **told(problems)}
    return render(request, "handler/ask_opinion.html", context, status=422 if problems else 200)


@staff(Permission.OPINION_ASK)
@require_POST
def revoke(request: ViewerRequest, reference: str, opinion_id: uuid.UUID) -> HttpResponse:
    """Ask no longer."""
    journey.revoke(reference=reference, opinion_id=opinion_id, by=actor_of(request))
    return to_case(reference, "yttrande-aterkallat")


@staff(Permission.CASE_READ)
@require_safe
def file(
    request: ViewerRequest, reference: str, opinion_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A file of an answer; ``?visa`` shows it in the browser."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    info, content = opinions.open_file(found, opinion_id, file_id, by=actor)
    return give_file(request, case=found, info=info, content=content)


@staff(Permission.OPINION_GIVE)
@require_safe
def asked(request: ViewerRequest) -> HttpResponse:
    """What the actor's units are asked and have not answered."""
    actor = actor_of(request)
    context = {
        "asked": cases.opinions_asked(actor),
        "inquiries": cases.inquiries(actor),
        "today": clock.today(),
    }
    return render(request, "handler/opinions.html", context)


@staff(Permission.OPINION_GIVE)
@require_http_methods(["GET", "POST"])
def give(request: ViewerRequest, opinion_id: uuid.UUID) -> HttpResponse:
    """Read what is asked, and answer."""
    actor, problems = actor_of(request), {}
    text, uploads = posted(request)
    shown = journey.given(opinion_id=opinion_id, by=actor)
    if request.method == "POST":
        try:
            journey.answer(opinion_id=opinion_id, text=text, uploads=uploads, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        except TransitionError:
            shown = journey.given(opinion_id=opinion_id, by=actor)
        else:
            return HttpResponseRedirect(reverse("handler:give_opinion", args=[opinion_id]))
    is_refused = request.method == "POST" and not problems
    context = {"given": shown, "text": text, "today": clock.today(), "is_refused": is_refused}
    status = 422 if problems else 409 if is_refused else 200
    return render(request, "handler/give_opinion.html", context | told(problems), status=status)


@staff(Permission.OPINION_GIVE)
@require_safe
def document(request: ViewerRequest, opinion_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A document that the one who is asked gets to see."""
    actor = actor_of(request)
    info, content = journey.open_document(opinion_id=opinion_id, file_id=file_id, by=actor)
    return download(content, info.name, info.content_type)


def _wish(request: ViewerRequest) -> journey.Wish:
    data = request.POST
    is_unit = data.get("whom") == "unit"
    return journey.Wish(
        text=data.get("text", "").replace("\r\n", "\n"),
        due=day(data, "due") or clock.today(),
        unit_id=(key(data, "unit") or uuid.UUID(int=0)) if is_unit else None,
        number=data.get("personal_number", ""),
        name=data.get("name", ""),
        email=data.get("email", "").strip(),
        questions=tuple(data.getlist("questions")),
        files=tuple(keys(data, "documents")),
        is_needed="is_needed" in data,
        visibility=one_of(data, "visibility", Visibility) or Visibility.AT_ONCE,
        reason=data.get("reason", ""),
    )


def _form(request: ViewerRequest, case: CaseView) -> dict[str, Any]:
    rows, files = journey.choices(case)
    posted_at_all = request.method == "POST"
    return {
        "units": journey.units_to_ask(case),
        "rows": rows,
        "documents": files,
        "posted": request.POST,
        "whom": request.POST.get("whom", "unit"),
        "questions": request.POST.getlist("questions"),
        "chosen": request.POST.getlist("documents"),
        "due": request.POST.get("due") or journey.proposed_due().isoformat(),
        "is_needed": "is_needed" in request.POST or not posted_at_all,
        "visibility": request.POST.get("visibility", Visibility.AT_ONCE.value),
    }
