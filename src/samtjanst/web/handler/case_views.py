"""One case: everything about it, taking it, reminding, its documents."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import (
    document,
    one_file,
    paper_meter,
    remind,
    supplemented,
    unsigned,
)
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import (
    CaseState,
    PaperKind,
)
from samtjanst.running.filing import queries as filings
from samtjanst.web.handler.case_page import page_of
from samtjanst.web.handler.given import give_file
from samtjanst.web.handler.request import actor_of, to_case
from samtjanst.web.handler.texts import TOLD
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download, inline


@staff(Permission.CASE_READ)
@require_safe
def case(request: ViewerRequest, reference: str) -> HttpResponse:
    """Everything about one case."""
    told = {"told": TOLD.get(request.GET.get("besked", ""))}
    return render(request, "handler/case.html", page_of(reference, by=actor_of(request)) | told)


@staff(Permission.CASE_HANDLE)
@require_POST
def take(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take the case."""
    case_services.take(reference=reference, by=actor_of(request))
    return to_case(reference, "taget")


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def take_unsigned(request: ViewerRequest, reference: str) -> HttpResponse:
    """Go on without a signature that does not come, with the reason on record."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if found.state is not CaseState.WAITING_FOR_SIGNATURE:
        raise NotFoundError
    reason, problems = request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            unsigned.go_on(reference=reference, reason=reason, by=actor)
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        else:
            return to_case(reference, "taget")
    context = {"case": found, "reason": reason, "problems": problems}
    status = 422 if problems else 200
    return render(request, "handler/take_unsigned.html", context, status=status)


@staff(Permission.CASE_REMIND)
@require_POST
def remind_missing(request: ViewerRequest, reference: str) -> HttpResponse:
    """Remind those who have not signed; at most once a day, so that nobody is harassed."""
    try:
        count = remind.remind_now(reference=reference, by=actor_of(request))
    except ConflictError:
        return to_case(reference, "nyss-paminda")
    return to_case(reference, "paminnelse" if count else "ingen-nadd")


@staff(Permission.CASE_EXPORT)
@require_safe
def case_document(request: ViewerRequest, reference: str) -> HttpResponse:
    """The case as one PDF; ``?visa`` opens it in the browser. A large one is made by a job."""
    actor = actor_of(request)
    if one_file.is_large_case(reference=reference, by=actor):
        context = {"case": cases.get_case(actor, reference)}
        return render(request, "handler/one_file/ask.html", context)
    content = document.case_document(reference=reference, by=actor)
    is_shown = "visa" in request.GET
    kind = PaperKind.PRINT if is_shown else PaperKind.DOWNLOAD
    found = cases.get_case(actor, reference)
    paper_meter.count_file(
        case=found, content=content, content_type="application/pdf", kind=kind, by=actor
    )
    give = inline if is_shown else download
    return give(content, f"{reference}.pdf", "application/pdf")


@staff(Permission.CASE_READ)
@require_safe
def file(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """An attachment as it was handed in; ``?visa`` shows it in the browser."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    sealed = supplemented.snapshots_of(
        filings.snapshot(found.snapshot_id), cases.supplements_of(found.id)
    )
    info, content = supplemented.open_any(sealed, file_id, by=actor)
    return give_file(request, case=found, info=info, content=content)
