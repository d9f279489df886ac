"""Letting parties comment before a decision that goes against them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import hear as journey
from samtjanst.journey import letters
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.web.handler.lease_views import held
from samtjanst.web.handler.problems import told
from samtjanst.web.handler.request import actor_of, day, keys, to_case
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.letters import posted


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def hear(request: ViewerRequest, reference: str) -> HttpResponse:
    """Write what the decision is to build on, to whom, and until when they may comment."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    lease = held(request, found)
    text, uploads = posted(request)
    chosen, problems = keys(request.POST, "to"), {}
    if request.method == "POST":
        due = day(request.POST, "due") or clock.today()
        try:
            journey.hear(
                reference=reference, citizens=chosen, text=text, due=due, uploads=uploads, by=actor
            )
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "yttrande")
    parties = letters.recipients(found)
    context = {
        "case": found,
        "held": lease,
        "to": [(ROLES.get(p.role, p.role), p) for p in parties],
        "chosen": chosen or [party.citizen_id for party in parties],
        "due": request.POST.get("due") or journey.proposed_due(found).isoformat(),
        "text": text,
        **told(problems),
    }
    return render(request, "handler/hear.html", context, status=422 if problems else 200)
