"""The catalogue: which e-services there are, and what they ask."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from samtjanst.building.definitions.queries import all_published, published
from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.formkit.model import Question
from samtjanst.foundation.people.types import Scope
from samtjanst.web.api import schemas
from samtjanst.web.api.auth import Bearer
from samtjanst.web.api.support import FAILS, FOUND, caller

router = Router(tags=["catalogue"])


@router.get(
    "/e-services",
    response={200: list[schemas.Service], **FAILS},
    auth=Bearer(Scope.CATALOGUE),
    operation_id="e_services",
)
def e_services(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """The published e-services, by title."""
    caller(request, response)
    return [_service(request, one) for one in all_published()]


@router.get(
    "/e-services/{slug}",
    response={200: schemas.WholeService, **FOUND},
    auth=Bearer(Scope.CATALOGUE),
    operation_id="e_service",
)
def e_service(
    request: HttpRequest, response: HttpResponse, slug: Path[schemas.Word]
) -> dict[str, Any]:
    """An e-service as published now: its questions in order, and the possible outcomes."""
    caller(request, response)
    found = published(slug)
    definition = found.definition
    return {
        **_service(request, found),
        "sha256": definition.sha256,
        "questions": [_question(one) for one in definition.questions()],
        "outcomes": [
            {"id": one.id, "title": str(one.title)} for one in definition.handling.outcomes
        ],
    }


def _service(request: HttpRequest, one: PublishedService) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": one.title,
        "summary": one.definition.about.summary.to("sv"),
        "version": one.version_number,
        "audience": one.definition.about.audience.value,
        "url": request.build_absolute_uri(f"/e-tjanster/{one.slug}/"),
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.name,
        "title": str(one.label),
        "options": [{"id": option.id, "title": str(option.label)} for option in one.options],
        "questions": [_question(inner) for inner in one.questions],
    }
