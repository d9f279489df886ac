"""An e-service as a file."""

from typing import Any

from samtjanst.building.definitions.models import Draft, EService, RecordedTest, Version
from samtjanst.building.definitions.queries.workshop import e_service
from samtjanst.capabilities.formkit import package
from samtjanst.capabilities.formkit.package import CarriedTest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def file_of(actor: Actor, slug: str, number: int | None = None) -> str:
    """Version ``number``, else the draft, else the newest version; with tests and our values.

    Raises:
        NotFoundError: no such e-service or version.
    """
    service = e_service(actor, slug)
    kept = RecordedTest.objects.filter(service=service)
    tests = [CarriedTest(one.name, one.run, one.expected) for one in kept]
    draft = None if number else Draft.objects.filter(service=service).first()
    if draft is not None:
        return package.written(dict(draft.document), tests, draft.parameters)
    document = _document(service, number)
    declared = {one["id"] for one in document.get("parameters") or []}
    values = {name: one for name, one in service.parameters.items() if name in declared}
    return package.written(document, tests, values)


def _document(service: EService, number: int | None) -> dict[str, Any]:
    rows = Version.objects.filter(slug=service.slug, **({"number": number} if number else {}))
    version = rows.order_by("-number").first()
    if version is None:
        raise NotFoundError
    return dict(version.document)
