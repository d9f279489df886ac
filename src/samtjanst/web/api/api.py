"""The interface /api/v1: its description, and how every answer leaves it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Form, NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from samtjanst.foundation.people import clients
from samtjanst.foundation.people.types import Scope
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.web.api import (
    cases,
    catalogue,
    filings,
    going,
    partner,
    problems,
    schemas,
    statistics,
)
from samtjanst.web.api.auth import Bearer, credentials
from samtjanst.web.ui.eid import client_ip

PATH = "/api/v1/"
_FIRST_ERROR = 400
SCOPES = {
    Scope.CATALOGUE: "Read which e-services there are and what they ask",
    Scope.CASES: "Read the unit's cases, with answers, attachments and decision",
    Scope.NOTES: "Write notes in cases",
    Scope.STEPS: "Take steps in the processes of cases",
    Scope.LETTERS: "Read and write messages with the parties of cases",
    Scope.DELIVERIES: "Confirm cases that the system has received",
    Scope.STATISTICS: "Read counts and times, without personal data",
    Scope.FILINGS: "Fill in applications for people, who read and hand them in themselves",
    Scope.PARTNER: "Read what one partner room shows, acknowledge and answer it",
    Scope.STAFF: "Keep staff accounts and groups up to date (SCIM 2.0, /scim/v2/)",
}


class Interface(NinjaAPI):
    """As the base, and everything that is read carries an ETag and can be asked for by it."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        """The answer; 304 without content when the caller has it already."""
        response: HttpResponse = super().create_response(request, data, **more)
        if request.method != "GET" or response.status_code != 200:
            return response
        tag = quote_etag(digest_bytes(response.content)[:32])
        response.headers["ETag"] = tag
        kept = get_conditional_response(request, etag=tag, response=response)
        return kept if isinstance(kept, HttpResponse) else response

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """The description, with scopes; problems stand there with their own content type."""
        schema = super().get_openapi_schema(path_prefix=PATH, **more)
        scopes = self._scopes()
        for name, path in schema["paths"].items():
            for method, operation in path.items():
                if f"{method.upper()} {name}" in going.GOING:
                    operation["deprecated"] = True
                _as_problems(operation["responses"])
                if "security" in operation:
                    operation["security"] = [{"token": scopes[operation["operationId"]]}]
        flow = {"tokenUrl": f"{PATH}token", "scopes": {str(one): SCOPES[one] for one in Scope}}
        schema["components"]["securitySchemes"] = {
            "token": {"type": "oauth2", "flows": {"clientCredentials": flow}}
        }
        return schema

    def _scopes(self) -> dict[str | None, list[str]]:
        return {
            operation.operation_id: sorted(auth.scopes)
            for _prefix, router in self._routers
            for view in router.path_operations.values()
            for operation in view.operations
            for auth in operation.auth_callbacks
            if isinstance(auth, Bearer)
        }


api = Interface(
    title="Samtjänst",
    version="1.0.0",
    description="Cases of a municipality for its own systems. Each municipality has its own host.",
    docs_url=None,
    urls_namespace="api-v1",
)
problems.register(api)


@api.post(
    "/token",
    response={
        200: schemas.Token,
        400: schemas.Problem,
        401: schemas.Problem,
        422: schemas.Problem,
    },
    tags=["access"],
    operation_id="token",
)
def token(
    request: HttpRequest,
    response: HttpResponse,
    given: Form[schemas.TokenRequest],
) -> dict[str, Any]:
    """A token for an hour: OAuth 2.0 client credentials (RFC 6749, 4.4)."""
    if given.grant_type != "client_credentials":
        raise InvalidInputError({"grant_type": ["client_credentials"]})
    client_id, secret = credentials(request, given.client_id, given.client_secret)
    made, scopes = clients.issue_token(
        client_id=client_id, secret=secret, address=client_ip(request)
    )
    response.headers["Cache-Control"] = "no-store"
    return {
        "access_token": made,
        "expires_in": int(clients.TOKEN_FOR.total_seconds()),
        "scope": " ".join(sorted(scopes)),
    }


api.add_router("", catalogue.router)
api.add_router("", cases.router)
api.add_router("", filings.router)
api.add_router("", partner.router)
api.add_router("", statistics.router)


def _as_problems(responses: dict[Any, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= _FIRST_ERROR and "application/json" in content:
            content["application/problem+json"] = content.pop("application/json")
