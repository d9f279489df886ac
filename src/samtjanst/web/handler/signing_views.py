"""On a case that waits for a signature: ask again, give more time, end it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.services import MOST_DAYS
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import unsigned
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState
from samtjanst.web.handler.request import actor_of, to_case, whole
from samtjanst.web.ui.access import staff

_WAITS = (CaseState.WAITING_FOR_SIGNATURE, CaseState.LAPSED)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def ways_on(request: ViewerRequest, reference: str) -> HttpResponse:
    """The lawful ways on when a signature does not come, and what each of them means."""
    actor, problems = actor_of(request), []
    found = cases.get_case(actor, reference)
    room = signing.room_of(("filing", found.filing_id))
    if found.state not in _WAITS or room is None:
        raise NotFoundError
    if request.method == "POST":
        try:
            return to_case(reference, _act(request, reference))
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
    context = {
        "case": found,
        "room": room,
        "most_days": MOST_DAYS,
        "days": request.POST.get("days", "14"),
        "reason": hygiene.shown(request.POST.get("reason", "")),
        "problems": problems,
        "wrong": {name for name, _text in problems},
    }
    return render(request, "handler/ways_on.html", context, status=422 if problems else 200)


def _act(request: ViewerRequest, reference: str) -> str:
    actor, act = actor_of(request), request.POST.get("do", "")
    if act == "ask":
        unsigned.ask_again(reference=reference, by=actor)
        return "fragat-igen"
    if act == "extend":
        unsigned.extend(reference=reference, days=whole(request.POST, "days", 0), by=actor)
        return "mer-tid"
    if act == "close":
        unsigned.close(reference=reference, reason=request.POST.get("reason", ""), by=actor)
        return "avslutat"
    raise NotFoundError
