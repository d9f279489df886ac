"""Changes of e-services."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from samtjanst.building.definitions.models import EService, Version
from samtjanst.building.definitions.queries import loaded_from
from samtjanst.building.definitions.services.relisting import tell_lists
from samtjanst.capabilities.formkit import parameters as formkit_parameters
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError


@transaction.atomic
def publish(
    *, slug: str, document: Mapping[str, Any], parameters: Mapping[str, Any], unit: Unit, by: Actor
) -> EService:
    """Make the document the published version; the same document again makes no new version.

    Drafts stay on the version that they were started with.

    Raises:
        DefinitionError: the document is not a sound definition.
        InvalidInputError: a parameter that the definition asks for is missing or wrong.
    """
    require(by, Permission.ESERVICE_PUBLISH)
    definition = loaded_from(document)
    if problems := formkit_parameters.problems(definition, parameters):
        raise InvalidInputError({"": [str(problem) for problem in problems]})
    version = _version(slug, document, definition.sha256)
    service = EService.objects.filter(slug=slug).first() or EService(slug=slug)
    before = service.published
    service.unit, service.published, service.parameters = unit, version, dict(parameters)
    service.save()
    tell_lists(service=service, before=before, by=by)
    record(
        "e_service.published",
        by=by,
        subject=("e_service", service.id),
        details={"version": version.number, "sha256": version.sha256},
    )
    return service


def _version(slug: str, document: Mapping[str, Any], sha256: str) -> Version:
    latest = Version.objects.filter(slug=slug).order_by("-number").first()
    if latest and latest.sha256 == sha256:
        return latest
    version = Version(
        slug=slug,
        number=latest.number + 1 if latest else 1,
        document=dict(document),
        sha256=sha256,
        created_at=clock.now(),
    )
    version.save(force_insert=True)
    return version
