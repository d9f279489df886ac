"""Opens the scope of the municipality that the host name belongs to."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase

from samtjanst.foundation.tenancy.queries import municipality_for_host
from samtjanst.foundation.tenancy.services import open_scope

# Asked by the operator's probes, at any host name.
WITHOUT_TENANT = frozenset({"/halsa", "/redo"})


class TenancyMiddleware:
    """One request, one municipality. An unknown host name has nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the scope."""
        if request.path in WITHOUT_TENANT:
            return self.get_response(request)
        municipality = municipality_for_host(request.get_host())
        if municipality is None:
            raise Http404
        with open_scope(municipality):
            return self.get_response(request)
