"""The page that tells developers how to use the interface, made from its own description."""

import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import resolve
from django.views.decorators.http import require_POST, require_safe

from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.api.api import api
from samtjanst.web.ui.access import public

_READABLE = "json"


@public
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address with what it takes and gives."""
    return _page(request, {})


@public
@require_POST
def attempt(request: HttpRequest, name: str) -> HttpResponse:
    """Call an address that only reads, with a token, and show what it answers."""
    found = next((one for one in _operations() if one["name"] == name and one["is_tried"]), None)
    if found is None:
        raise NotFoundError
    answer = _called(request, found)
    shown = {"name": name, "status": answer.status_code, "text": _text(answer)}
    if request.headers.get("HX-Request"):
        response = render(request, "api/_answer.html", {"answer": shown})
    else:
        response = _page(request, {"answer": shown})
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _page(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    context = {
        "operations": list(_operations()),
        "typed": request.POST,
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "api/reference.html", context | more)


def _called(request: HttpRequest, operation: dict[str, Any]) -> HttpResponseBase:
    given = {one["name"]: request.POST.get(one["name"], "").strip() for one in operation["takes"]}
    path, asked = operation["path"], {}
    for one in operation["takes"]:
        value = given[one["name"]]
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(value or "-", safe=""))
        elif value:
            asked[one["name"]] = value
    inner = WSGIRequest(
        {
            **{name: value for name, value in request.META.items() if not _is_of_the_page(name)},
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": urlencode(asked),
            "HTTP_AUTHORIZATION": f"Bearer {request.POST.get('token', '').strip()}",
            "wsgi.input": io.BytesIO(),
        }
    )
    match = resolve(path)
    answer: HttpResponseBase = match.func(inner, *match.args, **match.kwargs)
    return answer


def _is_of_the_page(name: str) -> bool:
    return name in {"CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_COOKIE"} or name.startswith("HTTP_IF_")


def _text(answer: HttpResponseBase) -> str:
    kind = answer.headers.get("Content-Type", "")
    if not isinstance(answer, HttpResponse) or _READABLE not in kind:
        size = len(answer.content) if isinstance(answer, HttpResponse) else 0
        return f"{kind}, {size} byte"
    return json.dumps(json.loads(answer.content), indent=2, ensure_ascii=False)


def _operations() -> Iterator[dict[str, Any]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield {
                "name": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "text": operation.get("description", ""),
                "scopes": operation["security"][0]["token"] if "security" in operation else [],
                "takes": [
                    {
                        "name": one["name"],
                        "in": one["in"],
                        "text": one["schema"].get("description", one.get("description", "")),
                        "is_needed": one.get("required", False),
                    }
                    for one in operation.get("parameters", [])
                ],
                "gives": sorted(str(status) for status in operation["responses"]),
                "is_tried": method == "get",
            }
