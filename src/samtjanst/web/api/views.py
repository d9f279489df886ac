"""The page that tells developers how to use the interface, made from its own description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samtjanst.web.api.api import api
from samtjanst.web.ui.access import public


@public
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address with what it takes and gives."""
    schema = api.get_openapi_schema()
    context = {
        "operations": _operations(schema),
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "api/reference.html", context)


def _operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "method": method.upper(),
            "path": path,
            "text": operation.get("description", ""),
            "scope": _scope(operation),
            "takes": [
                (one["name"], one["in"], one.get("description", ""))
                for one in operation.get("parameters", [])
            ],
            "gives": sorted(str(status) for status in operation["responses"]),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _scope(operation: dict[str, Any]) -> str:
    return str(operation["tags"][0]) if operation.get("tags") else ""
