"""A partner room for the outside body's own system: what is shared, taken and answered."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from samtjanst.foundation.people.types import Actor, Scope
from samtjanst.journey import partner
from samtjanst.kernel import clock
from samtjanst.running.cases import queries, services
from samtjanst.web.api import partner_schemas, schemas
from samtjanst.web.api.auth import Bearer
from samtjanst.web.api.support import (
    CHECKED,
    FOUND,
    caller,
    decoded,
    now,
    page,
    place_of,
    written,
)

router = Router(tags=["partner"])
ROOM = Bearer(Scope.PARTNER)
CONFLICT: dict[int, Any] = {409: schemas.Problem, **FOUND}


@router.get(
    "/partner/shares",
    response={200: partner_schemas.Shares, **CHECKED},
    auth=ROOM,
    operation_id="partner_shares",
)
def shares(
    request: HttpRequest, response: HttpResponse, place: Query[schemas.Place]
) -> dict[str, Any]:
    """What the room shows now, oldest first, without personal data."""
    found = queries.share_feed(caller(request, response), place_of(place.after), place.limit + 1)
    return dict(page(found, place, "shared_at", [partner.brief(one) for one in found]))


@router.get(
    "/partner/removals",
    response={200: partner_schemas.EndedShares, **CHECKED},
    auth=ROOM,
    operation_id="partner_removals",
)
def removals(
    request: HttpRequest, response: HttpResponse, place: Query[schemas.Place]
) -> dict[str, Any]:
    """What has been taken back, oldest first: erase what was fetched."""
    found = queries.ended_feed(caller(request, response), place_of(place.after), place.limit + 1)
    items = [
        {"id": str(one.id), "reference": one.reference, "ended_at": clock.local(one.ended_at)}
        for one in found
    ]
    return dict(page(found, place, "ended_at", items))


@router.get(
    "/partner/shares/{share_id}",
    response={200: partner_schemas.Share, **FOUND},
    auth=ROOM,
    operation_id="partner_share",
)
def share(request: HttpRequest, response: HttpResponse, share_id: uuid.UUID) -> dict[str, Any]:
    """The chosen fields of one case. The reading is recorded."""
    return partner.whole(share_id=share_id, by=caller(request, response))


@router.post(
    "/partner/shares/{share_id}/acknowledgement",
    response={201: partner_schemas.ShareTaken, **CONFLICT},
    auth=ROOM,
    operation_id="acknowledge_share",
)
def acknowledge(
    request: HttpRequest,
    response: HttpResponse,
    share_id: uuid.UUID,
    idempotency_key: Header[schemas.Key],
) -> Status[dict[str, Any]]:
    """Say that the system has what it needs; again changes nothing."""

    def act(by: Actor) -> dict[str, Any]:
        services.acknowledge(share_id=share_id, by=by)
        return {"at": now()}

    return written(request, response, idempotency_key, act)


@router.post(
    "/partner/shares/{share_id}/result",
    response={201: partner_schemas.ShareTaken, **CONFLICT},
    auth=ROOM,
    operation_id="answer_share",
)
def answer(
    request: HttpRequest,
    response: HttpResponse,
    share_id: uuid.UUID,
    given: partner_schemas.ShareResult,
    idempotency_key: Header[schemas.Key],
) -> Status[dict[str, Any]]:
    """The outside body's own result, which reaches the parties as a message, with files.

    Each file is scanned for malware before anybody reads it; one that is refused refuses all.
    """
    files = tuple((one.name, decoded(one.content)) for one in given.files)
    result = partner.Result(given.text, files, given.files_for_parties)

    def act(by: Actor) -> dict[str, Any]:
        partner.answer(share_id=share_id, result=result, by=by)
        return {"at": now()}

    return written(request, response, idempotency_key, act)
