"""Who a view is for. Every view carries one of these, so that none is open by forgetting."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import (
    ConflictError,
    LevelError,
    NotFoundError,
    TooManyError,
    TransitionError,
)
from samtjanst.ports.failures import PortError

View = Callable[..., HttpResponseBase]
CITIZEN_LOGIN = "/logga-in/"
STAFF_LOGIN = "/handlaggning/logga-in/"


def public(view: View) -> View:
    """Anybody may see it."""
    return _marked(_plain(view), "public")


def citizen(view: View, lapsed: Callable[..., None] | None = None) -> View:
    """Somebody logged in as a citizen; others are asked to log in and come back.

    So is who is logged in at a lower level than what she asks for demands. ``lapsed`` is told
    first of what was sent by somebody who is not logged in (any longer), or not well enough.
    """

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor is None or not request.actor.is_citizen:
            if lapsed and request.method == "POST":
                lapsed(request, *args, **kwargs)
            return _to_login(request, CITIZEN_LOGIN)
        try:
            return _plain(view)(request, *args, **kwargs)
        except LevelError as error:
            if lapsed and request.method == "POST":
                lapsed(request, *args, **kwargs)
            return _to_login(request, CITIZEN_LOGIN, error.level)

    return _marked(guarded, "citizen")


def staff(permission: Permission) -> Callable[[View], View]:
    """Staff with the permission; to other staff the page does not exist."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor is None or not request.actor.is_staff:
                return _to_login(request, STAFF_LOGIN)
            if not can(request.actor, permission):
                raise Http404
            return _plain(view)(request, *args, **kwargs)

        return _marked(guarded, str(permission))

    return mark


def _plain(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except NotFoundError as error:
            raise Http404 from error
        except (ConflictError, TransitionError):
            return render(request, "ui/errors/409.html", status=409)
        except TooManyError:
            return render(request, "ui/errors/429.html", status=429)
        except PortError:
            return render(request, "ui/errors/unreachable.html", status=503)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            # What can only be sent belongs to a page: somebody who comes back from the log-in,
            # or loads a failed page again, is taken to it.
            return HttpResponseRedirect(_page_of(request.path))
        return response

    return answered


def _page_of(path: str) -> str:
    """The nearest address above one, that is an address at all."""
    parts = path.rstrip("/").split("/")
    while len(parts) > 2:
        parts.pop()
        above = "/".join(parts) + "/"
        with suppress(Resolver404):
            resolve(above)
            return above
    return "/"


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _to_login(request: HttpRequest, path: str, level: int = 0) -> HttpResponseBase:
    # A form that was sent after the session ended comes back to its page, not to a POST.
    back = request.path if request.method != "GET" else request.get_full_path()
    target = f"{path}?{urlencode({'next': back} | ({'niva': level} if level else {}))}"
    if request.headers.get("HX-Request"):
        response = HttpResponseRedirect(target)
        response.status_code = 200
        response.headers["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)
