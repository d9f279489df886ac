"""Logging as one JSON object a line, without personal data; and one line a request."""

import logging
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger("request")
# What these write holds addresses and what was wrong with them; our own line says that it happened.
SILENT = ("django.request", "django.security", "django.server")
DEEPEST = 12  # frames of an error that are told


def configure(_settings: dict[str, Any]) -> None:
    """Send everything to standard error as JSON; called by Django at start."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            tell_place,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Asked for each line, so that whoever replaces the stream gets the lines.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Passing()], force=True)
    for name in SILENT:
        silent = logging.getLogger(name)
        silent.handlers, silent.propagate = [logging.NullHandler()], False


def tell_place(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Any:
    """Instead of an error's words, which can quote what a person wrote: its kind and its place."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event["kind"], event["place"] = type(error).__name__, place(error)
    return event


def place(error: BaseException) -> list[str]:
    """Where an error came from, the innermost frame last; neither its text nor any value."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


class RequestLogMiddleware:
    """Writes the route's name, never the address: keys and search words stay out of the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then log method, route, status and milliseconds."""
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.view_name if match else "",
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


class _Passing(logging.Handler):
    """Libraries' warnings, as our own lines; with the place of an error, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        # The pattern, not the message: what is filled in can be personal.
        line = structlog.get_logger(record.name).bind(logger=record.name, text=str(record.msg))
        line.log(record.levelno, "library", exc_info=record.exc_info)


def _short(path: str) -> str:
    return path.rsplit("/site-packages/", 1)[-1].rsplit("/src/", 1)[-1]
