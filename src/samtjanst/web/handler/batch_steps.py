"""Many cases moved in their e-services' own processes: from where each stands, each by itself."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import steps
from samtjanst.kernel import ids
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.types import View
from samtjanst.web.handler import filters
from samtjanst.web.handler.batches import MOST, numbers, run, told
from samtjanst.web.handler.problems import Problems
from samtjanst.web.handler.problems import told as told_of
from samtjanst.web.handler.request import actor_of, key
from samtjanst.web.ui.access import staff

ACTION = "steg"
_LONGEST_ID = 64
Moves = dict[str, tuple[str, str]]  # by case: from which status, and to which


def asked(
    request: ViewerRequest, view: str, chosen: Sequence[str], problems: Problems | None = None
) -> HttpResponse:
    """Where the chosen cases stand, and to which statuses they can be moved from there."""
    language, offered = get_language() or "sv", steps.offered(chosen[:MOST], by=actor_of(request))
    context = {
        "view": view,
        "once": key(request.POST, "engang") or ids.new_id(),
        "back": _back(view, request),
        "query": filters.query(request.POST) or filters.query(request.GET),
        "groups": [_group(one, place, language) for place, one in enumerate(offered.standing)],
        "left": offered.left,
        "is_cut": len(chosen) > MOST,
        **told_of(problems or {}),
    }
    return render(request, "handler/many_steps.html", context, status=422 if problems else 200)


@staff(Permission.CASE_STEP)
@require_POST
def move(request: ViewerRequest, view: str) -> HttpResponse:
    """Move those for which a status is chosen, and tell how it went for each."""
    if view not in set(View):
        raise NotFoundError
    actor, form = actor_of(request), key(request.POST, "engang") or ids.new_id()
    moves, seen = _moves(request)
    if not moves:
        chosen = _("Välj en status för minst en grupp.")
        return asked(request, view, seen, {"till-0": [chosen]})

    def act(reference: str) -> None:
        before, after = moves[reference]
        steps.move(reference=reference, status_id=before, to=after, by=actor)

    run(key=form, action=ACTION, act=act, chosen=list(moves), by=actor)
    back = _back(view, request)
    return told(request, key=form, action=ACTION, view=view, back=back, by=actor)


def _moves(request: ViewerRequest) -> tuple[Moves, list[str]]:
    """What is to be moved where, and every case that stood on the page."""
    moves: Moves = {}
    seen: list[str] = []
    for place in range(MOST):
        if f"fran-{place}" not in request.POST:
            break
        before = request.POST[f"fran-{place}"][:_LONGEST_ID]
        after = request.POST.get(f"till-{place}", "")[:_LONGEST_ID]
        found = numbers(request.POST.getlist(f"arende-{place}"))
        seen += found
        moves |= {number: (before, after) for number in found if after}
    return moves, [*seen, *numbers(request.POST.getlist("arende"))]


def _group(one: steps.Standing, place: int, language: str) -> dict[str, Any]:
    return {
        "place": place,
        "service": one.service,
        "status": one.status.id,
        "title": one.status.title.to(language),
        "references": one.references,
        "targets": [(to.id, to.title.to(language)) for to in one.targets],
        "makes_hers": one.makes_hers,
    }


def _back(view: str, request: ViewerRequest) -> str:
    kept = filters.query(request.POST) or filters.query(request.GET)
    return f"{reverse('handler:list', args=[view])}?{kept}"
