"""Registering that an application was taken back by telephone, letter or e-mail."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import retract as journey
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import RETRACTABLE
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key, to_case
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.letters import posted


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def register(request: ViewerRequest, reference: str) -> HttpResponse:
    """Who took it back, when that came, and what it said."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if request.method == "GET" and found.state not in RETRACTABLE:
        raise NotFoundError
    problems: Problems = {}
    text, uploads = posted(request)
    if request.method == "POST":
        try:
            journey.register(
                reference=reference,
                citizen_id=key(request.POST, "to") or uuid.UUID(int=0),
                came_on=day(request.POST, "came_on"),
                text=text,
                uploads=uploads,
                by=actor,
            )
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "aterkallad-ansokan")
    context = {
        "case": found,
        "to": [(ROLES.get(p.role, p.role), p) for p in journey.applied(found)],
        "came_on": request.POST.get("came_on", clock.today().isoformat()),
        "text": text,
        **told(problems),
    }
    status = 422 if problems else 200
    return render(request, "handler/register_retraction.html", context, status=status)
