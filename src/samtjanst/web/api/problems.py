"""Errors as RFC 9457 problems, in Swedish or English, without personal data."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import get_language_from_request
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from samtjanst.foundation.people.clients import CredentialsError, TooManyError
from samtjanst.foundation.people.idempotency import ReusedKeyError
from samtjanst.journey.prepare import FaultyError
from samtjanst.kernel import clock
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.kernel.ids import error_reference
from samtjanst.web.api import going, scim_wire

log = structlog.get_logger(__name__)
TYPE = "application/problem+json"
# Both languages stand here, since systems are read by people who may know only one of them.
TITLES: dict[str, dict[str, str]] = {
    "credentials": {"sv": "Nyckeln gäller inte.", "en": "The credentials are not valid."},
    "scope": {
        "sv": "Systemet har inte rätt att göra detta.",
        "en": "The system may not do this.",
    },
    "not-found": {"sv": "Det finns inte.", "en": "It does not exist."},
    "method": {
        "sv": "Adressen kan inte anropas så.",
        "en": "The address cannot be called with this method.",
    },
    "conflict": {
        "sv": "Det har ändrats under tiden.",
        "en": "It has been changed in the meantime.",
    },
    "state": {
        "sv": "Det går inte i det läget.",
        "en": "It is not possible in the present state.",
    },
    "key": {
        "sv": "Nyckeln för upprepning hör till ett annat anrop.",
        "en": "The idempotency key belongs to another call.",
    },
    "invalid": {"sv": "Något i anropet är fel.", "en": "Something in the call is wrong."},
    "too-large": {"sv": "Anropet är för stort.", "en": "The call is too large."},
    "too-many": {
        "sv": "För många anrop. Vänta en stund.",
        "en": "Too many calls. Wait a while.",
    },
    "error": {"sv": "Något gick fel hos oss.", "en": "Something went wrong on our side."},
}
_BY_STATUS = {400: "invalid", 403: "scope", 404: "not-found", 405: "method", 413: "too-large"}
_FIRST_ERROR = 400
# What the framework refuses to read: a body, fields or files beyond the settings.
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class ScopeError(Exception):
    """The token does not carry the scope."""


def problem(  # noqa: PLR0913 - all of them have a plain name
    request: HttpRequest,
    kind: str,
    status: int,
    *,
    errors: list[str] | None = None,
    faults: list[dict[str, str]] | None = None,
    reference: str = "",
) -> JsonResponse:
    """The problem as a response, in the caller's language."""
    language = language_of(request)
    body = {
        "type": f"urn:samtjanst:problem:{kind}",
        "title": TITLES[kind][language],
        "status": status,
        "detail": ", ".join(errors or []),
        "errors": errors or [],
        "faults": faults or [],
        "reference": reference,
    }
    response = JsonResponse(body, status=status, content_type=TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    return response


def language_of(request: HttpRequest) -> str:
    """The caller's language, "sv" or "en"."""
    return "en" if get_language_from_request(request).startswith("en") else "sv"


class ProblemMiddleware:
    """Lets what fails outside the interface's own views leave it as a problem too.

    Every answer passes here, whatever made it: what goes away is marked on all of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or a problem in its place."""
        response = self.get_response(request)
        if request.path.startswith("/scim/"):
            return scim_wire.as_error(response)
        if not request.path.startswith("/api/"):
            return response
        response = self._as_problem(request, response)
        going.mark(request, response)
        return response

    def _as_problem(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_fine = response.status_code < _FIRST_ERROR
        if is_fine or response.headers.get("Content-Type") == TYPE:
            return response
        told = problem(request, _BY_STATUS.get(response.status_code, "error"), response.status_code)
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told


def register(api: NinjaAPI) -> None:
    """Let every failure of the product become a problem."""
    told: dict[type[Exception], tuple[str, HTTPStatus]] = {
        NotFoundError: ("not-found", HTTPStatus.NOT_FOUND),
        ScopeError: ("scope", HTTPStatus.FORBIDDEN),
        ConflictError: ("conflict", HTTPStatus.CONFLICT),
        TransitionError: ("state", HTTPStatus.CONFLICT),
        ReusedKeyError: ("key", HTTPStatus.UNPROCESSABLE_ENTITY),
        **dict.fromkeys(TOO_LARGE, ("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)),
    }
    for kind, (name, status) in told.items():
        api.add_exception_handler(kind, _plain(name, status))
    api.add_exception_handler(InvalidInputError, _refused)
    api.add_exception_handler(FaultyError, _faulty)
    api.add_exception_handler(CredentialsError, _credentials)
    api.add_exception_handler(TooManyError, _too_many)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unread)
    api.add_exception_handler(Exception, _error)


def _plain(name: str, status: int) -> Any:
    def handle(request: HttpRequest, _error: Exception) -> JsonResponse:
        return problem(request, name, status)

    return handle


def _credentials(request: HttpRequest, _error: Exception | type[Exception]) -> JsonResponse:
    response = problem(request, "credentials", HTTPStatus.UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = 'Bearer realm="samtjanst"'
    return response


def _too_many(request: HttpRequest, _error: Exception | type[Exception]) -> JsonResponse:
    response = problem(request, "too-many", HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(60 - clock.now().second)
    return response


def _refused(request: HttpRequest, error: Any) -> JsonResponse:
    places = sorted(error.problems)
    return problem(request, "invalid", HTTPStatus.UNPROCESSABLE_ENTITY, errors=places)


def _faulty(request: HttpRequest, error: Any) -> JsonResponse:
    faults = [
        {"place": place, "text": text} for place, texts in error.faults.items() for text in texts
    ]
    status, places = HTTPStatus.UNPROCESSABLE_ENTITY, list(error.faults)
    return problem(request, "invalid", status, errors=places, faults=faults)


def _invalid(request: HttpRequest, error: Any) -> JsonResponse:
    # Places only: what was sent can be personal data. A place that the caller made up itself
    # (an unknown name) can be anything, too, and is cut.
    places = sorted({".".join(str(part) for part in one["loc"])[:80] for one in error.errors})
    return problem(request, "invalid", HTTPStatus.UNPROCESSABLE_ENTITY, errors=places[:20])


def _unread(request: HttpRequest, _error: Exception | type[Exception]) -> JsonResponse:
    return problem(request, "invalid", HTTPStatus.UNPROCESSABLE_ENTITY, errors=["body"])


def _error(request: HttpRequest, error: Exception | type[Exception]) -> JsonResponse:
    reference = error_reference()
    log.error("api.error", reference=reference, kind=type(error).__name__)
    return problem(request, "error", HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference)
