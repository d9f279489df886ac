"""When an e-service has been changed while somebody was filling it in."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import rebase, represent
from samtjanst.journey.answer import open_work
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.web.citizen.representing import represented
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.numbers import whole


@citizen
@require_http_methods(["GET", "POST"])
def moved(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """What is kept and what has to be answered again; a POST goes on with the new version."""
    if request.actor is None:
        raise NotFoundError
    work = open_work(filing_id=filing_id, by=request.actor)
    onward = HttpResponseRedirect(reverse("citizen:resume", args=[filing_id]))
    if work.filing.newer_id is None:
        return onward
    if request.method == "POST":
        try:
            rebase.move_on(
                filing_id=filing_id,
                revision=whole(request.POST.get("revision", ""), 0),
                by=request.actor,
            )
        except ConflictError:
            return HttpResponseRedirect(request.path)
        return onward
    language = work.definition.spoken(get_language() or "sv")
    found = rebase.planned(work)
    context = {
        "work": work,
        "title": work.definition.title.to(language),
        "spoken": language,
        "kept": found.kept,
        "cleared": [(one.label.to(language), one.reason.to(language)) for one in found.cleared],
        "new": [label.to(language) for label in found.new],
        **represented(represent.of_work(work)),
    }
    return render(request, "citizen/moved.html", context)
