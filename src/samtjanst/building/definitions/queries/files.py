"""An e-service as a file."""

from typing import Any

from samtjanst.building.definitions.models import Draft, EService, RecordedTest, Version
from samtjanst.building.definitions.queries.workshop import e_service
from samtjanst.capabilities.formkit import package
from samtjanst.capabilities.formkit.package import CarriedTest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def file_of(actor: Actor, slug: str, number: int | None = None) -> str:
    """Version ``number``, else the draft, else the newest version; with the recorded tests.

    Raises:
        NotFoundError: no such e-service or version.
    """
    service = e_service(actor, slug)
    kept = RecordedTest.objects.filter(service=service)
    tests = [CarriedTest(one.name, one.run, one.expected) for one in kept]
    return package.written(_document(service, number), tests)


def _document(service: EService, number: int | None) -> dict[str, Any]:
    draft = None if number else Draft.objects.filter(service=service).first()
    if draft is not None:
        return dict(draft.document)
    rows = Version.objects.filter(slug=service.slug, **({"number": number} if number else {}))
    version = rows.order_by("-number").first()
    if version is None:
        raise NotFoundError
    return dict(version.document)
