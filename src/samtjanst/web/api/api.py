"""The addresses of /api/v1: parse, call, answer."""

import base64
import binascii
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from ninja import Form, NinjaAPI, Query

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.files import services as files
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import Caller, CredentialsError
from samtjanst.foundation.people.types import Scope
from samtjanst.journey import case_package, document
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.handoff import queries as handoff
from samtjanst.running.handoff import services as deliveries
from samtjanst.web.api import problems, schemas
from samtjanst.web.api.auth import Bearer, credentials
from samtjanst.web.ui.download import download
from samtjanst.web.ui.eid import client_ip

SINCE = timedelta(days=90)
_FAILS = {401: schemas.Problem, 403: schemas.Problem, 404: schemas.Problem, 429: schemas.Problem}

api = NinjaAPI(
    title="Samtjänst",
    version="1.0.0",
    description="Cases of a municipality for its own systems. Each municipality has its own host.",
    docs_url=None,
    urls_namespace="api-v1",
)
problems.register(api)


@api.post("/token", response={200: schemas.Token, 401: schemas.Problem}, tags=["access"])
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


@api.get(
    "/e-services",
    response={200: list[schemas.Service], **_FAILS},
    auth=Bearer(Scope.CATALOGUE),
    tags=["catalogue"],
)
def e_services(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """The published e-services, by title."""
    _told(request, response)
    return [
        {
            "slug": one.slug,
            "title": one.title,
            "summary": one.definition.about.summary.to("sv"),
            "version": one.version_number,
            "url": request.build_absolute_uri(f"/e-tjanster/{one.slug}/"),
        }
        for one in all_published()
    ]


@api.get(
    "/changes",
    response={200: schemas.Changes, 422: schemas.Problem, **_FAILS},
    auth=Bearer(Scope.CASES),
    tags=["cases"],
)
def changes(
    request: HttpRequest,
    response: HttpResponse,
    place: Query[schemas.Place],
) -> dict[str, Any]:
    """What has happened to cases, oldest first; ask again with the cursor for what is new."""
    found = cases.changes(_told(request, response).actor, _place(place.after), place.limit + 1)
    shown = found[: place.limit]
    return {
        "items": [
            {
                "id": str(one.id),
                "at": clock.local(one.at),
                "event": one.what,
                "reference": one.reference,
                "title": one.title,
            }
            for one in shown
        ],
        "cursor": _cursor(shown[-1].at, shown[-1].id) if shown else place.after,
        "has_more": len(found) > place.limit,
    }


@api.get(
    "/cases/{reference}",
    response={200: schemas.Case, **_FAILS},
    auth=Bearer(Scope.CASES),
    tags=["cases"],
)
def case(request: HttpRequest, response: HttpResponse, reference: str) -> Any:
    """A case with parties, sealed answers, files and decision; an ETag saves a second fetch."""
    who = _told(request, response)
    made = case_package.package(reference=reference, by=who.actor)
    tag = quote_etag(digest_bytes(json.dumps(made, default=str, sort_keys=True).encode())[:32])
    response.headers["ETag"] = tag
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return made


@api.get(
    "/cases/{reference}/document.pdf",
    response={200: None, **_FAILS},
    auth=Bearer(Scope.CASES),
    tags=["cases"],
)
def case_document(request: HttpRequest, response: HttpResponse, reference: str) -> HttpResponse:
    """The whole case as one archive PDF (PDF/A-3, PDF/UA)."""
    who = _told(request, response)
    case_package.package(reference=reference, by=who.actor)
    content = document.case_document(reference=reference, by=who.actor)
    return download(content, f"{reference}.pdf", "application/pdf")


@api.get(
    "/cases/{reference}/files/{file_id}",
    response={200: None, **_FAILS},
    auth=Bearer(Scope.CASES),
    tags=["cases"],
)
def case_file(
    request: HttpRequest, response: HttpResponse, reference: str, file_id: uuid.UUID
) -> HttpResponse:
    """An attachment as it was handed in."""
    who = _told(request, response)
    case_package.package(reference=reference, by=who.actor)
    found = cases.get_case(who.actor, reference)
    info, content = files.read(file_id=file_id, owner=("filing", found.filing_id), by=who.actor)
    return download(content, info.name, info.content_type)


@api.put(
    "/cases/{reference}/confirmation",
    response={200: schemas.DeliveryItem, 409: schemas.Problem, 422: schemas.Problem, **_FAILS},
    auth=Bearer(Scope.CASES, Scope.DELIVERIES),
    tags=["deliveries"],
)
def confirm(
    request: HttpRequest, response: HttpResponse, reference: str, given: schemas.Confirmation
) -> dict[str, Any]:
    """The receiver has the case. The same confirmation again has no further effect."""
    who = _told(request, response)
    done = deliveries.confirm(
        reference=reference, route=given.route, number=given.number, by=who.actor
    )
    return {
        "route": done.route,
        "state": done.state.value,
        "receipt": done.receipt,
        "ended_at": clock.local(done.ended_at) if done.ended_at else None,
    }


@api.get(
    "/statistics/deliveries",
    response={200: list[schemas.Count], **_FAILS},
    auth=Bearer(Scope.STATISTICS),
    tags=["statistics"],
)
def statistics(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """The last 90 days per receiver; no personal data."""
    who = _told(request, response)
    return [
        {
            "route": one.route,
            "delivered": one.delivered,
            "copied_by_hand": one.copied,
            "minutes_by_hand": one.seconds // 60,
            "stopped": one.parked,
        }
        for one in handoff.use(who.actor, clock.now() - SINCE)
    ]


def _told(request: HttpRequest, response: HttpResponse) -> Caller:
    """The caller, and in the answer what is left of its calls."""
    who = getattr(request, "auth", None)
    if not isinstance(who, Caller):
        raise CredentialsError
    response.headers["RateLimit"] = f'"minute";r={who.left};t=60'
    response.headers["RateLimit-Policy"] = f'"minute";q={who.limit};w=60'
    response.headers["Cache-Control"] = "private, no-cache"
    return who


def _cursor(at: datetime, key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{key}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, uuid.UUID] | None:
    if not cursor:
        return None
    try:
        at, _bar, key = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        place = datetime.fromisoformat(at), uuid.UUID(key)
    except (ValueError, UnicodeError, binascii.Error):
        raise InvalidInputError({"after": ["cursor"]}) from None
    if place[0].tzinfo is None:
        raise InvalidInputError({"after": ["cursor"]})
    return place
