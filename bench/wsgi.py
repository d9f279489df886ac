"""The product and the floor in one process: the same server, the same database connection."""

from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings


class _FloorRequest(WSGIRequest):
    urlconf = "bench.floor.urls"


class _Floor(WSGIHandler):
    request_class = _FloorRequest


product = get_wsgi_application()
with override_settings(MIDDLEWARE=[]):
    floor = _Floor()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The floor has no middleware at all; everything else is the product, as it is."""
    handler = floor if environ["PATH_INFO"] == "/bench/floor" else product
    return handler(environ, start_response)
