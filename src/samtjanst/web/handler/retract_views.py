"""Registering that an application was taken back by telephone, letter or e-mail."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import retract as journey
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import RETRACTABLE
from samtjanst.web.handler.another_way import registered
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def register(request: ViewerRequest, reference: str) -> HttpResponse:
    """Who took it back, when that came, and what it said."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if request.method == "GET" and found.state not in RETRACTABLE:
        raise NotFoundError
    return registered(
        request,
        found,
        parties=journey.applied(found),
        verb=journey.register,
        template="handler/register_retraction.html",
        done="aterkallad-ansokan",
    )
