"""The ground of maps that is the municipality's own; other maps have what comes with the page."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import ground
from samtjanst.web.ui.access import public


@public
@require_safe
def about(request: ViewerRequest) -> HttpResponse:
    """Whose the map is; "" where there is none."""
    return JsonResponse({"source": ground.source(by=request.actor)})


@public
@require_safe
def square(request: ViewerRequest, level: int, column: int, row: int) -> HttpResponse:
    """A square of it, for whoever is logged in.

    It is not kept in the browser, as nothing of hers is: where she has looked can be her home.
    """
    found = ground.picture(level=level, column=column, row=row, by=request.actor)
    return HttpResponse(found.content, content_type=found.content_type)
