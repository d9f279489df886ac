"""An e-service's own process on a case: taking a step, the checklist, putting a case elsewhere."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import process
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, to_case
from samtjanst.web.ui.access import staff

_LONGEST_ID = 64


@staff(Permission.CASE_STEP)
@require_POST
def step(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take a step, from the status that the page showed."""
    try:
        process.take_step(
            reference=reference,
            step_id=request.POST.get("steg", "")[:_LONGEST_ID],
            status_id=request.POST.get("fran", "")[:_LONGEST_ID],
            by=actor_of(request),
        )
    except (ConflictError, TransitionError):
        return to_case(reference, "steg-gar-inte")
    return to_case(reference, "steg")


@staff(Permission.CASE_STEP)
@require_POST
def tick(request: ViewerRequest, reference: str) -> HttpResponse:
    """Tick off a line of the checklist, or take the tick away."""
    line = request.POST.get("rad", "")[:_LONGEST_ID]
    try:
        services.tick(
            reference=reference,
            line=line,
            is_done=request.POST.get("klar") == "ja",
            by=actor_of(request),
        )
    except ConflictError:
        return to_case(reference, "steg-gar-inte")
    back = to_case(reference, "bock")
    return HttpResponseRedirect(f"{back['Location']}#rad-{line}")


@staff(Permission.CASE_STEP)
@require_http_methods(["GET", "POST"])
def put(request: ViewerRequest, reference: str) -> HttpResponse:
    """To which status where no step leads, and why; managers only."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    stands = process.standing(found, actor)
    if stands is None or not stands.can_put:
        raise NotFoundError
    to, why = request.POST.get("status", "")[:_LONGEST_ID], request.POST.get("why", "")
    errors = _put(reference, to, why, request, actor) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return to_case(reference, "steg")
    language = get_language() or "sv"
    context = {
        "case": found,
        "status": stands.status,
        "here": stands.status.title.to(language),
        "statuses": [(one.id, one.title.to(language)) for one in stands.elsewhere],
        "to": to,
        "why": why,
        **told(errors),
    }
    return render(request, "handler/put.html", context, status=422 if errors else 200)


def _put(reference: str, to: str, why: str, request: ViewerRequest, by: Actor) -> Problems:
    if not to:
        return {"status": [_("Välj en status.")]}
    try:
        services.put_in_status(
            reference=reference,
            to=to,
            status_id=request.POST.get("fran", "")[:_LONGEST_ID],
            why=why,
            by=by,
        )
    except InvalidInputError as error:
        return error.problems
    except (ConflictError, TransitionError):
        return {"status": [_("Det går inte i det läge som ärendet är i. Läs ärendet igen.")]}
    return {}
