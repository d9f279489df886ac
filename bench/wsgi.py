"""The product and the floor in one process: the same server, the same database connection."""

import time
from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings


class _FloorRequest(WSGIRequest):
    urlconf = "bench.floor.urls"


class _Floor(WSGIHandler):
    request_class = _FloorRequest


CPU = "X-Bench-Cpu"
product = get_wsgi_application()
with override_settings(MIDDLEWARE=[]):
    floor = _Floor()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The floor has no middleware at all; everything else is the product, as it is.

    The answer tells how many milliseconds of the processor this process spent on it, in all
    its threads: right when one client is served at a time.
    """
    handler = floor if environ["PATH_INFO"] == "/bench/floor" else product
    told: list[Any] = []
    head: Any = lambda *parts: told.append(parts)  # noqa: E731 - one line, here only
    started = time.process_time()
    body = handler(environ, head)
    spent = (time.process_time() - started) * 1000
    status, headers = told[0][:2]
    start_response(status, [*headers, (CPU, f"{spent:.3f}")])
    return body
