"""Errors as RFC 9457 problems, in Swedish or English, without personal data."""

from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from samtjanst.foundation.people.clients import CredentialsError, TooManyError
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.kernel.ids import error_reference

log = structlog.get_logger(__name__)
TITLES = {
    "credentials": _("Nyckeln gäller inte."),
    "scope": _("Systemet har inte rätt att göra detta."),
    "not-found": _("Det finns inte."),
    "conflict": _("Det har ändrats under tiden."),
    "state": _("Det går inte i det läget."),
    "invalid": _("Något i anropet är fel."),
    "too-many": _("För många anrop. Vänta en stund."),
    "error": _("Något gick fel hos oss."),
}


class ScopeError(Exception):
    """The token does not carry the scope."""


def problem(kind: str, status: int, detail: str = "", reference: str = "") -> JsonResponse:
    """The problem as a response."""
    body = {
        "type": f"urn:samtjanst:problem:{kind}",
        "title": str(TITLES[kind]),
        "status": status,
        "detail": detail,
        "reference": reference,
    }
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def register(api: NinjaAPI) -> None:
    """Let every failure of the product become a problem."""
    told: dict[type[Exception], tuple[str, HTTPStatus]] = {
        NotFoundError: ("not-found", HTTPStatus.NOT_FOUND),
        ScopeError: ("scope", HTTPStatus.FORBIDDEN),
        ConflictError: ("conflict", HTTPStatus.CONFLICT),
        TransitionError: ("state", HTTPStatus.CONFLICT),
        InvalidInputError: ("invalid", HTTPStatus.UNPROCESSABLE_ENTITY),
    }
    for kind, (name, status) in told.items():
        api.add_exception_handler(kind, _plain(name, status))
    api.add_exception_handler(CredentialsError, _credentials)
    api.add_exception_handler(TooManyError, _too_many)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Exception, _error)


def _plain(name: str, status: int) -> Any:
    def handle(_request: HttpRequest, _error: Exception) -> JsonResponse:
        return problem(name, status)

    return handle


def _credentials(_request: HttpRequest, _error: Exception | type[Exception]) -> JsonResponse:
    response = problem("credentials", HTTPStatus.UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = 'Bearer realm="samtjanst"'
    return response


def _too_many(_request: HttpRequest, _error: Exception | type[Exception]) -> JsonResponse:
    response = problem("too-many", HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = "60"
    return response


def _invalid(_request: HttpRequest, error: Any) -> JsonResponse:
    # Places only: what was sent can be personal data.
    places = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors})
    return problem("invalid", HTTPStatus.UNPROCESSABLE_ENTITY, detail=", ".join(places)[:300])


def _error(_request: HttpRequest, error: Exception | type[Exception]) -> JsonResponse:
    reference = error_reference()
    log.error("api.error", reference=reference, kind=type(error).__name__)
    return problem("error", HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference)
