"""Verbs that take an e-service in from a file: its definition and its recorded tests."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions import naming, recordings
from samtjanst.building.definitions.models import Draft, EService, RecordedTest
from samtjanst.building.definitions.services import workshop
from samtjanst.capabilities.formkit import package
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError


@transaction.atomic
def take_in(*, text: str, unit_id: uuid.UUID, by: Actor) -> str:
    """A new e-service from a file; returns its slug.

    Raises:
        DefinitionError: with every reason and its place; nothing has changed.
        InvalidInputError: no such unit.
    """
    require(by, Permission.ESERVICE_BUILD)
    found = package.read(text)
    document = dict(found.definition.document)
    unit = next((unit for unit in units() if unit.id == unit_id), None)
    if unit is None:
        raise InvalidInputError({"unit": [_("Välj vilken enhet som tar emot ärendena.")]})
    service = EService(slug=naming.free_slug(str(document["title"]["sv"])), unit=unit)
    service.parameters = dict(found.values)
    service.save(force_insert=True)
    workshop.begin(service=service, document=document, base=None, by=by)
    _put_tests(service, found, by)
    return service.slug


@transaction.atomic
def replace_draft(*, slug: str, text: str, by: Actor) -> int:
    """The draft becomes what a file says, tests too; returns its revision. It can be undone.

    The municipality keeps its own values; of the file's are taken those that it has none of.

    Tests that the file does not have are taken away when the file carries any.

    Raises:
        DefinitionError: with every reason and its place; nothing has changed.
        NotFoundError: no such e-service.
    """
    require(by, Permission.ESERVICE_BUILD)
    found = package.read(text)
    if not Draft.objects.filter(service__slug=slug).exists():
        workshop.start_draft(slug=slug, by=by)
    draft = Draft.objects.select_for_update(of=("self",)).get(service__slug=slug)
    edit = workshop.Edit(lambda _held: dict(found.definition.document), _("En fil lästes in"))
    revision = workshop.change_draft(slug=slug, revision=draft.revision, edit=edit, by=by)
    missing = {name: one for name, one in found.values.items() if name not in draft.parameters}
    if missing:
        workshop.set_parameters(slug=slug, values=draft.parameters | missing, by=by)
    _put_tests(draft.service, found, by)
    return revision


def _put_tests(service: EService, found: package.Package, by: Actor) -> None:
    if not found.tests:
        return
    rows = RecordedTest.objects.filter(service=service)
    rows.exclude(name__in=[one.name for one in found.tests]).delete()
    for one in found.tests:
        rows.update_or_create(
            service=service,
            name=one.name,
            defaults={
                "run": dict(one.run),
                "expected": dict(one.expected),
                "at": clock.now(),
                "made_by_id": by.id if by.is_staff else None,
            },
        )
    draft = Draft.objects.get(service=service)
    recordings.counted(draft)
    draft.save(update_fields=["tests", "tests_broken"])
    details = {"tests": len(found.tests)}
    record("e_service.tests_read", by=by, subject=("e_service", service.id), details=details)
