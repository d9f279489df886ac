"""Jobs that wait or have got stuck."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import verify
from samtjanst.foundation.jobs import queries, services
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.ui.access import staff


@staff(Permission.OPERATIONS_READ)
@require_safe
def overview(request: ViewerRequest) -> HttpResponse:
    """Everything that is not done, stuck jobs first."""
    if request.actor is None:
        raise NotFoundError
    context: dict[str, object] = {"jobs": queries.unfinished(actor=request.actor)}
    if "granska" in request.GET:
        context["verdict"] = verify()
    return render(request, "admin/overview.html", context)


@staff(Permission.OPERATIONS_RETRY)
@require_POST
def retry(request: ViewerRequest, job_id: uuid.UUID) -> HttpResponse:
    """Start a stuck job again."""
    if request.actor is None:
        raise NotFoundError
    services.retry(job_id=job_id, by=request.actor)
    return HttpResponseRedirect(reverse("operations:overview"))
