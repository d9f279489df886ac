"""Finds out who is behind the request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from samtjanst.foundation.people.devices import device_of
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.people.sessions import actor_of, session_for
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.types import scope_or_none

COOKIE = "samtjanst"
# Asked for every second by every open e-ID screen: the view finds order and session at once.
WITHOUT_VIEWER = "/eid/"


class ViewerRequest(HttpRequest):
    """A request whose viewer is known; ``actor`` is None for somebody not logged in."""

    browser_session: BrowserSession | None
    actor: Actor | None


class ViewerMiddleware:
    """Sets ``browser_session`` and ``actor`` on the request, from the cookie's secret."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponseBase:
        """Look the session up in the host's municipality only, so that a cookie stays there."""
        token = session_token(request)
        is_polled = request.path.startswith(WITHOUT_VIEWER)
        known = token and scope_or_none() is not None and not is_polled
        device = device_of(request.headers.get("User-Agent", ""))
        request.browser_session = session_for(token, device) if known else None
        request.actor = actor_of(request.browser_session) if request.browser_session else None
        response = self.get_response(request)
        if request.browser_session or COOKIE in response.cookies:
            # A shared device's back button must not show what the next person may not see.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def session_token(request: HttpRequest) -> str:
    """The session's secret from the cookie, or ""."""
    return request.COOKIES.get(COOKIE, "")


def set_cookie(response: HttpResponseBase, token: str) -> None:
    """Give the browser the session's secret; it goes when the browser is closed."""
    response.set_cookie(
        COOKIE, token, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def drop_cookie(response: HttpResponseBase) -> None:
    """Take the secret back."""
    response.delete_cookie(COOKIE, samesite="Lax")
