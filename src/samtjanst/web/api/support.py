"""What every address does: who calls, what is left of its calls, its place in a list."""

import base64
import binascii
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Status

from samtjanst.foundation.people import idempotency
from samtjanst.foundation.people.clients import Caller, CredentialsError
from samtjanst.foundation.people.idempotency import Answer
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.api import schemas

# A cursor is opaque to the caller: microseconds since then, and the key, in hex.
_START = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = 14
FAILS: dict[int, Any] = {
    400: schemas.Problem,
    401: schemas.Problem,
    403: schemas.Problem,
    429: schemas.Problem,
}
CHECKED: dict[int, Any] = {422: schemas.Problem, **FAILS}
FOUND: dict[int, Any] = {404: schemas.Problem, **CHECKED}


def caller(request: HttpRequest, response: HttpResponse) -> Actor:
    """The connected system that calls; in the answer stands what is left of its calls.

    Raises:
        CredentialsError: nobody is known.
    """
    who = getattr(request, "auth", None)
    if not isinstance(who, Caller):
        raise CredentialsError
    seconds = 60 - clock.now().second
    response.headers["RateLimit"] = f'"minute";r={who.left};t={seconds}'
    response.headers["RateLimit-Policy"] = f'"minute";q={who.limit};w=60'
    response.headers["Cache-Control"] = "private, no-cache"
    return who.actor


def page(rows: list[Any], place: schemas.Place, time: str, items: list[dict[str, Any]]) -> Any:
    """A page of a list of which one row more than its limit was asked for."""
    shown = rows[: place.limit]
    return {
        "items": items[: place.limit],
        "cursor": _cursor(getattr(shown[-1], time), shown[-1].id) if shown else place.after,
        "has_more": len(rows) > place.limit,
    }


def place_of(cursor: str) -> tuple[datetime, uuid.UUID] | None:
    """Where a cursor of the described form points; None for the beginning."""
    if not cursor:
        return None
    since = timedelta(microseconds=int(cursor[:_TIME], 16))
    return _START + since, uuid.UUID(cursor[_TIME:])


def once(
    request: HttpRequest, response: HttpResponse, actor: Actor, key: str, act: Callable[[], Answer]
) -> Status[dict[str, Any]]:
    """Act, or tell what the same key was answered before."""
    answer = idempotency.once(client_id=_id(actor), key=key, call=_call(request), act=act)
    return _status(response, answer)


def written(
    request: HttpRequest,
    response: HttpResponse,
    key: str,
    act: Callable[[Actor], dict[str, Any]],
) -> Status[dict[str, Any]]:
    """201 with what ``act`` tells of what it made, once for the key."""
    actor = caller(request, response)
    return once(request, response, actor, key, lambda: Answer(201, act(actor)))


def now() -> str:
    """The moment of an answer, as ISO 8601 with its time zone."""
    return clock.local(clock.now()).isoformat()


def told_before(
    request: HttpRequest, response: HttpResponse, actor: Actor, key: str
) -> Status[dict[str, Any]] | None:
    """What the same key was answered before; None when it is new. For what takes its time."""
    answer = idempotency.told_before(client_id=_id(actor), key=key, call=_call(request))
    return _status(response, answer) if answer else None


def _status(response: HttpResponse, answer: Answer) -> Status[dict[str, Any]]:
    if answer.is_repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return Status(answer.status, answer.content)


def _call(request: HttpRequest) -> bytes:
    return f"{request.method} {request.path} ".encode() + request.body


def _id(actor: Actor) -> uuid.UUID:
    if actor.id is None:
        raise NotFoundError
    return actor.id


def _cursor(at: datetime, key: uuid.UUID) -> str:
    return f"{(at - _START) // timedelta(microseconds=1):0{_TIME}x}{key.hex}"


def decoded(text: str) -> bytes:
    """A file that was sent as Base64.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise InvalidInputError({"body.given.files": ["base64"]}) from None
