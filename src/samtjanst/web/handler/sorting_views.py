"""On the case page: hand out, put back, mark, write a note, see other cases of the parties."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Priority
from samtjanst.web.handler.request import actor_of, key, to_case, whole
from samtjanst.web.handler.standing import state_of
from samtjanst.web.handler.texts import LEVELS
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_ASSIGN)
@require_POST
def assign(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give the case to a colleague."""
    staff_id = key(request.POST, "till_handlaggare") or uuid.UUID(int=0)
    try:
        services.assign(reference=reference, staff_id=staff_id, by=actor_of(request))
    except InvalidInputError:
        return to_case(reference, "fel")
    return to_case(reference, "fordelat")


@staff(Permission.CASE_HANDLE)
@require_POST
def release(request: ViewerRequest, reference: str) -> HttpResponse:
    """Put the case back among the new ones."""
    services.release(reference=reference, by=actor_of(request))
    return to_case(reference, "tillbaka")


@staff(Permission.CASE_HANDLE)
@require_POST
def mark(request: ViewerRequest, reference: str) -> HttpResponse:
    """Put a label on, take one off, or say how urgent it is."""
    actor, told = actor_of(request), "markt"
    try:
        if name := request.POST.get("ta_bort", ""):
            services.remove_label(reference=reference, name=name, by=actor)
        elif "brattom" in request.POST:
            priority = Priority.HIGH if request.POST["brattom"] == "ja" else Priority.NORMAL
            services.prioritise(reference=reference, priority=priority, by=actor)
        else:
            services.put_label(reference=reference, name=request.POST.get("marke", ""), by=actor)
    except ConflictError:
        told = "markt"  # it is so already: what was asked for holds
    except InvalidInputError:
        told = "fel"
    return to_case(reference, told)


@staff(Permission.CASE_HANDLE)
@require_POST
def write_note(request: ViewerRequest, reference: str) -> HttpResponse:
    """Write a note that stays with the case."""
    try:
        services.write_note(
            reference=reference, text=request.POST.get("anteckning", ""), by=actor_of(request)
        )
    except InvalidInputError:
        return to_case(reference, "fel")
    return to_case(reference, "antecknat")


@staff(Permission.CASE_READ)
@require_safe
def related(request: ViewerRequest, reference: str) -> HttpResponse:
    """Other cases of the same parties, and whom the case can be given to."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    page = min(max(whole(request.GET, "sida", 1), 1), cases.LAST_PAGE)
    related, has_more = cases.related(actor, found.id, page)
    rows = [
        {"case": case, "state": state_of(case), "level": LEVELS[case.state]} for case in related
    ]
    context = {"case": found, "rows": rows, "page": page, "has_more": has_more}
    return render(request, "handler/related.html", context)
