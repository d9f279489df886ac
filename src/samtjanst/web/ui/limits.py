"""How much one request may carry; more is read away, so that the browser can be told why."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

CHUNK = 64 * 1024
# A browser hears an answer only when it has sent everything. Beyond this we hang up.
READ_AWAY_MOST = 8


class BodyLimitMiddleware:
    """Refuses a body over MAX_BODY_BYTES with a page that says so, before anything parses it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 without keeping more than a chunk of it."""
        told = request.META.get("CONTENT_LENGTH") or "0"
        size = int(told) if told.isascii() and told.isdecimal() and len(told) < 20 else 0
        if size <= settings.MAX_BODY_BYTES:
            return self.get_response(request)
        _read_away(request, min(size, settings.MAX_BODY_BYTES * READ_AWAY_MOST))
        return too_large(request)


def too_large(request: HttpRequest) -> HttpResponseBase:
    """413."""
    most = settings.MAX_BODY_BYTES // (1024 * 1024)
    return render(request, "ui/errors/413.html", {"most": most}, status=413)


def _read_away(request: HttpRequest, most: int) -> None:
    left = most
    while left > 0:
        try:
            got = len(request.read(min(CHUNK, left)))
        except OSError:  # the browser has gone
            return
        if not got:
            return
        left -= got
