"""What a browser may load and do on our pages, said with every answer."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase


class PolicyMiddleware:
    """Sets the policy of the settings, unless the view has said a stricter or another one.

    The library's own middleware makes the same text anew, twice for every answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the policy."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self._policy)
        return response


def say(response: HttpResponseBase, **directives: list[str]) -> None:
    """The settings' policy with other values of some directives (``frame_ancestors=[SELF]``)."""
    replace = {name.replace("_", "-"): value for name, value in directives.items()}
    response.headers[HEADER] = build_policy(replace=replace)
