"""Verbs that decide what citizens meet: publish, at a time, take down, roll back, archive."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions import checklist, recordings
from samtjanst.building.definitions.models import Comment, Draft, EService, Version
from samtjanst.building.definitions.queries import gate, workshop
from samtjanst.building.definitions.services.relisting import tell_lists
from samtjanst.building.definitions.services.stopping import stop
from samtjanst.building.definitions.types import InProgress
from samtjanst.capabilities.formkit import definition as formkit
from samtjanst.capabilities.formkit import parameters as formkit_parameters
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError


@transaction.atomic
def publish_draft(  # noqa: PLR0913 - everything that the publisher decides
    *,
    slug: str,
    revision: int,
    note: str,
    by: Actor,
    at: datetime | None = None,
    in_progress: InProgress = InProgress.STAY,
) -> Version:
    """Make a version of the draft and let citizens meet it now, or from ``at``.

    What was to be published at a later time is not any more: this is newer.

    Raises:
        ConflictError: the draft has changed since the person saw it.
        InvalidInputError: a mandatory line of the checklist is missing, a parameter is wrong,
            or the time has passed.
    """
    require(by, Permission.ESERVICE_PUBLISH)
    draft = Draft.objects.select_for_update().filter(service__slug=slug).first()
    service = _locked(slug)
    if draft is None:
        raise NotFoundError
    if draft.revision != revision:
        raise ConflictError
    recordings.counted(draft)
    draft.save(update_fields=["tests", "tests_broken"])
    _refuse_unready(draft, slug, at, by)
    version = _make_version(draft, slug, note, by)
    service.archived_at = None
    _settle(service)
    if at is None:
        service.in_progress = in_progress.value
        service.scheduled, service.publish_at = None, None
        _show(service, version, draft.parameters, by)
    else:
        service.scheduled, service.publish_at = version, at
        service.scheduled_parameters = draft.parameters
        service.scheduled_in_progress = in_progress.value
        service.save()
        details = {"version": version.number, "at": at.isoformat()}
        record("e_service.scheduled", by=by, subject=("e_service", service.id), details=details)
    # What was settled about this version stays with it; what is open waits for the next.
    settled = Comment.objects.filter(service=service, version=None, resolved_at__isnull=False)
    settled.update(version=version)
    draft.delete()
    return version


@transaction.atomic
def cancel_schedule(*, slug: str, by: Actor) -> None:
    """Do not publish at the set time. The version stays in the list of versions."""
    require(by, Permission.ESERVICE_PUBLISH)
    service = _locked(slug)
    service.scheduled, service.publish_at = None, None
    service.save()
    record("e_service.schedule_cancelled", by=by, subject=("e_service", service.id))


@transaction.atomic
def unpublish(*, slug: str, by: Actor) -> None:
    """Take the e-service down; what citizens have begun they can finish."""
    require(by, Permission.ESERVICE_PUBLISH)
    service = _locked(slug)
    service.published, service.scheduled, service.publish_at = None, None, None
    service.save()
    record("e_service.unpublished", by=by, subject=("e_service", service.id))


@transaction.atomic
def roll_back(*, slug: str, number: int, by: Actor) -> None:
    """Publish an earlier version again, or one that was stopped: the gate is asked about that.

    Raises:
        NotFoundError: no such version.
        InvalidInputError: the municipality's values do not fit that version's parameters, or
            something that stopped it is still missing.
    """
    require(by, Permission.ESERVICE_PUBLISH)
    service = _locked(slug)
    version = Version.objects.filter(slug=slug, number=number).first()
    if version is None:
        raise NotFoundError
    if version.id == service.stopped_id:
        _show_stopped(service, version, by)
        return
    _refuse_parameters(formkit.load(version.document), service.parameters)
    service.archived_at = None
    _show(service, version, service.parameters, by)


@transaction.atomic
def archive(*, slug: str, by: Actor) -> None:
    """Take the e-service down for good; versions and comments are kept."""
    require(by, Permission.ESERVICE_PUBLISH)
    service = _locked(slug)
    service.published, service.scheduled, service.publish_at = None, None, None
    service.archived_at = clock.now()
    _settle(service)
    service.save()
    record("e_service.archived", by=by, subject=("e_service", service.id))


def publish_due() -> int:
    """Publish what is to be published now (a schedule); returns how many."""
    due = EService.objects.filter(publish_at__lte=clock.now()).values_list("slug", flat=True)
    return sum(_publish_one(slug) for slug in list(due))


@transaction.atomic
def _publish_one(slug: str) -> int:
    service = _locked(slug)
    if service.publish_at is None or service.publish_at > clock.now() or not service.scheduled:
        return 0
    version, parameters = service.scheduled, service.scheduled_parameters
    by = system_actor(scope_id())
    service.scheduled, service.publish_at = None, None
    # Much can have happened since the time was set: owners leave, tests turn red, lines are added.
    if lacking := gate.lacking_now(by, service, version, parameters):
        stop(service=service, version=version, lacking=lacking, by=by)
        return 0
    service.in_progress = service.scheduled_in_progress
    _show(service, version, parameters, by)
    return 1


def _show_stopped(service: EService, version: Version, by: Actor) -> None:
    lacking = gate.lacking_now(by, service, version, service.scheduled_parameters)
    if lacking:
        raise InvalidInputError({"": [_lacks(gate.titles(by, service.slug, lacking))]})
    service.in_progress, service.archived_at = service.scheduled_in_progress, None
    _show(service, version, service.scheduled_parameters, by)


def _settle(service: EService) -> None:
    """What was stopped is history: something newer is shown, or is to be."""
    service.stopped, service.stopped_at, service.stopped_for = None, None, []


def _lacks(titles: list[str]) -> str:
    told = _("Det går inte att publicera än. Det här saknas i checklistan: ")
    return told + ", ".join(titles) + "."


def _show(service: EService, version: Version, parameters: dict[str, Any], by: Actor) -> None:
    before = service.published
    _settle(service)
    service.published, service.parameters = version, parameters
    service.save()
    tell_lists(service=service, before=before, by=by)
    details = {"version": version.number, "sha256": version.sha256}
    record("e_service.published", by=by, subject=("e_service", service.id), details=details)


def _refuse_unready(draft: Draft, slug: str, at: datetime | None, by: Actor) -> None:
    found = workshop.findings(by, slug)
    faults = [line.title for line in checklist.lacking(workshop.lines(by, slug, found))]
    if faults:
        raise InvalidInputError({"": [_lacks(faults)]})
    _refuse_parameters(formkit.load(draft.document), draft.parameters)
    if at is not None and at <= clock.now():
        raise InvalidInputError({"at": [_("Välj en tid som inte har passerat.")]})


def _refuse_parameters(definition: formkit.Definition, values: dict[str, Any]) -> None:
    if found := formkit_parameters.problems(definition, values):
        told = [f"{_('Parametrar')}: {problem}" for problem in found]
        raise InvalidInputError({"": told})


def _make_version(draft: Draft, slug: str, note: str, by: Actor) -> Version:
    definition = formkit.load(draft.document)
    latest = Version.objects.filter(slug=slug).order_by("-number").first()
    if latest and latest.sha256 == definition.sha256:
        return latest
    version = Version(
        slug=slug,
        number=latest.number + 1 if latest else 1,
        document=dict(definition.document),
        sha256=definition.sha256,
        created_at=clock.now(),
        made_by_id=by.id if by.is_staff else None,
        note=" ".join(note.split())[:300],
    )
    version.save(force_insert=True)
    return version


def _locked(slug: str) -> EService:
    row = EService.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError
    return row
