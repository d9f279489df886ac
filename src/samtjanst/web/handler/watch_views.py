"""Putting a case aside until a day, and taking it up again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, to_case
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def put_aside(request: ViewerRequest, reference: str) -> HttpResponse:
    """Until which day, and what is to be done then."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if request.method == "GET" and not found.is_open:
        raise NotFoundError
    problems: Problems = {}
    if request.method == "POST":
        until, errand = day(request.POST, "until"), request.POST.get("errand", "")
        try:
            services.put_aside(reference=reference, until=until, errand=errand, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        except ConflictError:
            return to_case(reference, "bevakat")  # it is so already: what was asked for holds
        else:
            return to_case(reference, "bevakat")
    context = {
        "case": found,
        "until": request.POST.get("until", ""),
        "errand": request.POST.get("errand", found.watch_for),
        "most": services.LONGEST_ERRAND,
        **told(problems),
    }
    return render(request, "handler/put_aside.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_POST
def take_up(request: ViewerRequest, reference: str) -> HttpResponse:
    """Have it put aside no longer."""
    try:
        services.take_up(reference=reference, by=actor_of(request))
    except ConflictError:
        return to_case(reference, "upptaget")  # somebody else has done so
    return to_case(reference, "upptaget")
