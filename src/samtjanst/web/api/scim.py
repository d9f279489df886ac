"""SCIM 2.0: the directory makes, changes and closes accounts, and tells who is in which group."""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import CredentialsError, TooManyError
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import provision
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.web.api import scim_schemas
from samtjanst.web.api import scim_wire as wire
from samtjanst.web.api.scim_wire import ScimError
from samtjanst.web.ui.eid import client_ip

PATH, MOST = "/scim/v2", 200
_AUTHENTICATE = {"WWW-Authenticate": "Bearer"}
View = Callable[..., HttpResponseBase]


class ScimRequest(HttpRequest):
    """A request whose caller may provision."""

    by: Actor


def provisioned(view: View) -> View:
    """For a connected system with the scope ``staff:provision``; every fault is told as SCIM's."""

    @wraps(view)
    def guarded(request: ScimRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.by = _caller(request)
            return view(request, *args, **kwargs)
        except CredentialsError:
            return wire.error(401, headers=_AUTHENTICATE)
        except TooManyError:
            return wire.error(429, headers={"Retry-After": "60"})
        except ScimError as error:
            return wire.error(400, error.kind)
        except NotFoundError:
            return wire.error(404)
        except ConflictError:
            return wire.error(409, "uniqueness")

    marked = csrf_exempt(guarded)
    marked.access = str(Permission.STAFF_PROVISION)  # type: ignore[attr-defined]
    return marked


@provisioned
@require_safe
def configuration(_request: ScimRequest) -> HttpResponse:
    """What of the protocol is spoken here."""
    no = {"supported": False}
    return _answer(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {"type": "oauthbearertoken", "name": "Bearer", "description": "Connected system"}
            ],
        }
    )


@provisioned
@require_safe
def resource_types(_request: ScimRequest) -> HttpResponse:
    """Users and groups."""
    kind = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    rows = [
        {"schemas": [kind], "id": name, "name": name, "endpoint": f"/{name}s", "schema": schema}
        for name, schema in (("User", wire.USER), ("Group", wire.GROUP))
    ]
    return _answer(wire.listed(rows, 1, MOST))


@provisioned
@require_safe
def schemas(_request: ScimRequest) -> HttpResponse:
    """What users and groups consist of."""
    return _answer(wire.listed(scim_schemas.schemas(), 1, MOST))


@provisioned
@require_http_methods(["GET", "POST"])
def users(request: ScimRequest) -> HttpResponse:
    """Find people, or make one."""
    if request.method == "POST":
        told = wire.read_user(wire.body(request.body))
        return _answer(wire.user(provision.put_user(told=told, by=request.by), PATH), 201)
    name, value = wire.filter_of(request.GET.get("filter", ""), ("userName", "externalId"))
    found = provision.find_users(
        user_name=value if name == "userName" else "",
        external_id=value if name == "externalId" else "",
        by=request.by,
    )
    return _page(request, [wire.user(one, PATH) for one in found])


@provisioned
@require_http_methods(["GET", "PUT", "PATCH", "DELETE"])
def user(request: ScimRequest, user_id: uuid.UUID) -> HttpResponse:
    """One person."""
    if request.method == "DELETE":
        provision.remove_user(user_id=user_id, by=request.by)
        return HttpResponse(status=204)
    known = provision.read_user(user_id=user_id, by=request.by)
    if request.method != "GET":
        sent = wire.body(request.body)
        whole = request.method == "PUT"
        told = wire.read_user(sent, known) if whole else wire.patch_user(sent, known)
        known = provision.put_user(told=told, user_id=user_id, by=request.by)
    return _answer(wire.user(known, PATH))


@provisioned
@require_http_methods(["GET", "POST"])
def groups(request: ScimRequest) -> HttpResponse:
    """Find groups, or make one."""
    if request.method == "POST":
        told = wire.read_group(wire.body(request.body))
        return _answer(wire.group(provision.put_group(told=told, by=request.by), PATH), 201)
    _name, value = wire.filter_of(request.GET.get("filter", ""), ("displayName",))
    found = provision.find_groups(name=value, by=request.by)
    return _page(request, [wire.group(one, PATH) for one in found])


@provisioned
@require_http_methods(["GET", "PUT", "PATCH", "DELETE"])
def group(request: ScimRequest, group_id: uuid.UUID) -> HttpResponse:
    """One group."""
    if request.method == "DELETE":
        provision.remove_group(group_id=group_id, by=request.by)
        return HttpResponse(status=204)
    known = provision.read_group(group_id=group_id, by=request.by)
    if request.method != "GET":
        sent = wire.body(request.body)
        told = wire.read_group(sent) if request.method == "PUT" else wire.patch_group(sent, known)
        known = provision.put_group(told=told, group_id=group_id, by=request.by)
    return _answer(wire.group(known, PATH))


def _caller(request: HttpRequest) -> Actor:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise CredentialsError
    actor = clients.bearer(token=token.strip(), address=client_ip(request)).actor
    if not can(actor, Permission.STAFF_PROVISION):
        raise CredentialsError
    return actor


def _page(request: HttpRequest, rows: list[dict[str, Any]]) -> HttpResponse:
    start = _number(request.GET.get("startIndex", "1"), 1)
    most = min(_number(request.GET.get("count", str(MOST)), 0), MOST)
    return _answer(wire.listed(rows, start, most))


def _number(text: str, least: int) -> int:
    try:
        return max(int(text[:9]), least)
    except ValueError:
        raise ScimError("invalidValue") from None


def _answer(value: dict[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(json.dumps(value), status=status, content_type=wire.TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
