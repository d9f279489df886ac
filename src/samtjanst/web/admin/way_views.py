"""The e-IDs that citizens choose between: their names, order and lowest level."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.ways import LAST, Way
from samtjanst.journey import ways as work
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.admin import certificates
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.numbers import whole

LEVELS = {
    2: _("Tillitsnivå 2 räcker"),
    3: _("Minst tillitsnivå 3"),
    4: _("Bara tillitsnivå 4"),
}


@staff(Permission.UNIT_SET_UP)
@require_http_methods(["GET", "POST"])
def ways(request: ViewerRequest) -> HttpResponse:
    """Every e-ID that is connected; a POST decides about one."""
    if request.actor is None:
        raise NotFoundError
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            work.put_way(way=_posted(request.POST), by=request.actor)
        except InvalidInputError as error:
            problems = [(f"{name}-{_provider(request.POST)}", t) for name, t in _pairs(error)]
        else:
            return HttpResponseRedirect(reverse("people:ways"))
    facts: dict[str, Any] = {
        "ways": work.list_ways(by=request.actor),
        "levels": LEVELS.items(),
        "problems": problems,
        "certificates": certificates.shown(work.list_certificates(by=request.actor)),
        "out_of_reach": work.out_of_reach(by=request.actor),
    }
    return render(request, "admin/staff/eids.html", facts, status=422 if problems else 200)


def _posted(data: QueryDict) -> Way:
    return Way(
        provider=_provider(data),
        title=data.get("title", ""),
        place=whole(data.get("place", ""), LAST),
        lowest=whole(data.get("lowest", ""), 0),
        is_open="is_open" in data,
    )


def _provider(data: QueryDict) -> str:
    return data.get("provider", "")[:20]


def _pairs(error: InvalidInputError) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in error.problems.items() for text in texts]
