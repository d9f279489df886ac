"""The whole case as one file, while it is made and when it is ready."""

import uuid
from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import one_file, paper_meter
from samtjanst.kernel import clock
from samtjanst.running.cases.services import KEEP_FILES
from samtjanst.running.cases.types import PaperKind
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download, inline

_LONG = timedelta(minutes=2)  # longer than this it is said that it takes long
_PDF = "application/pdf"


@staff(Permission.CASE_EXPORT)
@require_POST
def ask(request: ViewerRequest, reference: str) -> HttpResponse:
    """Have it made; the page that follows tells how it goes."""
    is_anew = "igen" in request.POST
    file_id = one_file.ask(reference=reference, by=actor_of(request), is_anew=is_anew)
    return HttpResponseRedirect(reverse("handler:file_progress", args=[reference, file_id]))


@staff(Permission.CASE_EXPORT)
@require_safe
def progress(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """How far it is; a part of the page for htmx, which asks each second."""
    case, found = one_file.opened(reference=reference, file_id=file_id, by=actor_of(request))
    context = {
        "case": case,
        "file": found,
        "is_long": clock.now() - found.asked_at > _LONG,
        "is_older": found.is_over and case.revision != found.revision,
        "kept_until": found.asked_at + KEEP_FILES,
    }
    part = "_state" if request.headers.get("HX-Request") == "true" else "progress"
    response = render(request, f"handler/one_file/{part}.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@staff(Permission.CASE_EXPORT)
@require_safe
def fetch(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """The file; ``?visa`` opens it in the browser. It counts in the paper meter now."""
    actor = actor_of(request)
    case, content = one_file.fetch(reference=reference, file_id=file_id, by=actor)
    is_shown = "visa" in request.GET
    kind = PaperKind.PRINT if is_shown else PaperKind.DOWNLOAD
    paper_meter.count_file(case=case, content=content, content_type=_PDF, kind=kind, by=actor)
    give = inline if is_shown else download
    return give(content, f"{reference}.pdf", _PDF)
