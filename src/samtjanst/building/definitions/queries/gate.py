"""Whether a version that was to be published at a set time may be, at that moment."""

from functools import partial
from typing import Any

from django.utils.translation import gettext

from samtjanst.building.definitions import checklist, recordings, soundness
from samtjanst.building.definitions.models import ChecklistLine, Draft, EService, Version
from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.types import PARAMETERS, StoppedService
from samtjanst.capabilities.formkit import DefinitionError, load
from samtjanst.capabilities.formkit import parameters as formkit_parameters
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.ways import reached


def lacking_now(
    actor: Actor, service: EService, version: Version, parameters: dict[str, Any]
) -> list[str]:
    """The mandatory lines that are missing for the version now, by key; [] when it may be shown.

    The recorded tests are run on it, and the analysis is made again: what was whole when the time
    was set need not be any more.
    """
    require(actor, Permission.ESERVICE_READ)
    try:
        wrong = formkit_parameters.problems(load(version.document), parameters)
    except DefinitionError:
        return ["sound"]
    # A draft that is never saved: the version as it would stand on the bench.
    draft = Draft(service=service, document=version.document, parameters=parameters, revision=0)
    recordings.counted(draft)
    level, look_ups = service.confidentiality, partial(workshop.look_ups, actor)
    found = soundness.findings(version.document, level, look_ups, reached, parameters)
    marks, extra = workshop.marks_of([service])[service.id], ChecklistLine.objects.order_by("id")
    stuck = sum(map(soundness.blocks, found))
    lines = checklist.lines(service, draft, marks, extra, stuck)
    return [line.key for line in checklist.lacking(lines)] + ([PARAMETERS] if wrong else [])


def stopped_of(actor: Actor) -> list[StoppedService]:
    """The e-services of the actor, as owner or deputy, that were not published when they were to.

    She need not see the workshop: what she answers for she is told.
    """
    if actor.id is None or not actor.is_staff:
        return []
    rows = EService.objects.select_related("stopped").exclude(stopped=None)
    mine = rows.filter(owner_id=actor.id) | rows.filter(deputy_id=actor.id)
    return [_stopped(row) for row in mine.order_by("stopped_at", "id")]


def _stopped(row: EService) -> StoppedService:
    document = row.stopped.document if row.stopped else {}
    return StoppedService(row.slug, str(document["title"]["sv"]), row.stopped_at)


def titles(actor: Actor, slug: str, keys: list[str]) -> list[str]:
    """What lines are called, in the language of now; a line that is gone since is left out."""
    known = {line.key: line.title for line in workshop.lines(actor, slug)}
    known[PARAMETERS] = gettext("Parametrarna passar versionen")
    return [known[key] for key in keys if key in known]
