"""The theme, the gallery and the pages for when something is wrong."""

import sys

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samtjanst.foundation.tenancy.queries import current
from samtjanst.kernel.errors import TamperedError
from samtjanst.kernel.ids import error_reference
from samtjanst.web.ui import samples
from samtjanst.web.ui.access import public
from samtjanst.web.ui.limits import too_large
from samtjanst.web.ui.theme import theme_css

log = structlog.get_logger(__name__)
A_YEAR = "public, max-age=31536000, immutable"


@public
@require_safe
def theme(_request: HttpRequest, version: str) -> HttpResponse:  # noqa: ARG001 - makes it new
    """The municipality's colours; the address changes when they do."""
    response = HttpResponse(theme_css(current().colour), content_type="text/css")
    response.headers["Cache-Control"] = A_YEAR
    return response


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component and kind of question in its states."""
    return render(request, "ui/gallery.html", samples.everything())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """400, or 413 when it was too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return render(request, "ui/errors/400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, for absent and forbidden alike."""
    return render(request, "ui/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form came without its secret: usually an old page or blocked cookies."""
    return render(request, "ui/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number that is also in the log; 503 when the database is away for a moment."""
    reference, error = error_reference(), sys.exc_info()[1]
    match = request.resolver_match
    route = match.view_name if match else ""
    log.error("server.error", reference=reference, route=route, exc_info=error)
    if isinstance(error, OperationalError | InterfaceError):
        facts = {"reference": reference, "is_database": True}
        return render(request, "ui/errors/unreachable.html", facts, status=503)
    page = "tampered" if isinstance(error, TamperedError) else "500"
    return render(request, f"ui/errors/{page}.html", {"reference": reference}, status=500)
