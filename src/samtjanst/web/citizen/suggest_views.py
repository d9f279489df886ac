"""What fits what is being typed; without a script nobody asks for it and nothing is missing."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from samtjanst.capabilities.formkit.kinds.addresses import search_words
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import answer, suggest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.citizen.interrupted import keep_what_was_sent
from samtjanst.web.ui.access import citizen

_STREET = ".street"


@partial(citizen, lapsed=keep_what_was_sent)
@require_POST
def suggestions(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """Addresses or colleagues that fit the field that is typed in, as choices of its list."""
    if request.actor is None:
        raise NotFoundError
    work = answer.open_work(filing_id=filing_id, by=request.actor)
    if page_id not in work.evaluation.visible_pages:
        raise NotFoundError
    name = request.headers.get("HX-Trigger-Name", "")
    if suggest.asks_for_employee(work, name):
        found = suggest.employees(work=work, words=request.POST.get(name, ""))
        return _told(request, {"employees": found})
    typed = {
        "street": request.POST.get(name, "") if name.endswith(_STREET) else "",
        "city": request.POST.get(f"{name.removesuffix(_STREET)}.city", ""),
    }
    places = suggest.addresses(
        work=work, page_id=page_id, words=search_words(typed), by=request.actor
    )
    return _told(request, {"addresses": places})


def _told(request: ViewerRequest, found: dict[str, Any]) -> HttpResponse:
    response = render(request, "citizen/_suggestions.html", found)
    response.headers["Cache-Control"] = "no-store, private"
    return response
