"""How many statements a request sends to the database, told in headers of the answer."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

QUERIES, MILLISECONDS = "X-Bench-Queries", "X-Bench-Ms"


class CountQueries:
    """Counts every statement of the request, savepoints included; says nothing about content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the count and the time."""
        count = 0

        def counted(execute: Callable[..., Any], *call: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*call)

        started = time.perf_counter()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response.headers[QUERIES] = str(count)
        response.headers[MILLISECONDS] = f"{(time.perf_counter() - started) * 1000:.2f}"
        return response
