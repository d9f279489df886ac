"""What one request may carry. What is too large is read away, so that the browser is told why."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

CHUNK = 64 * 1024
# A browser hears an answer only when it has sent everything. Beyond this we hang up.
READ_AWAY_MOST = 8
# No address of ours holds one, and the database takes no NUL.
_CONTROLS = re.compile("[\x00-\x1f\x7f]")


class LimitsMiddleware:
    """Refuses, before anything parses it and with a page that says so, what no form of ours sends.

    That is a body over MAX_BODY_BYTES, or control characters in the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 without keeping more than a chunk of the body, or 400."""
        if _CONTROLS.search(request.path + unquote(request.META.get("QUERY_STRING", ""))):
            return render(request, "ui/errors/400.html", status=400)
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
