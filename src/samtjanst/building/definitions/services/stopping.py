"""What follows when a version was to be published and the gate said no: nobody is left to guess."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from samtjanst.building.definitions.models import EService, Version
from samtjanst.building.definitions.queries import gate
from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import email_of_staff
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock

STOPPED_JOB = "definitions.publishing_stopped"


def stop(*, service: EService, version: Version, lacking: list[str], by: Actor) -> None:
    """Keep that the version was not published and why; owner and deputy are told by e-mail.

    A part of the caller's transaction.
    """
    require(by, Permission.ESERVICE_PUBLISH)
    now = clock.now()
    service.stopped, service.stopped_at, service.stopped_for = version, now, lacking
    service.save()
    details = {"version": version.number, "lacking": lacking}
    record("e_service.publishing_stopped", by=by, subject=("e_service", service.id),
           details=details)  # fmt: skip
    for staff_id in {service.owner_id, service.deputy_id} - {None}:
        payload = {"service": str(service.id), "staff": str(staff_id), "at": now.isoformat()}
        enqueue(STOPPED_JOB, key=f"{service.id}:{now.isoformat()}:{staff_id}", payload=payload)


def tell(payload: dict[str, Any]) -> None:
    """Job: tell the owner or the deputy, unless it has been settled meanwhile.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    email = email_of_staff(uuid.UUID(payload["staff"]))
    service = EService.objects.select_related("stopped").filter(id=payload["service"]).first()
    if not email or service is None or service.stopped is None or service.stopped_at is None:
        return
    if service.stopped_at.isoformat() != payload["at"]:
        return
    why = gate.titles(system_actor(scope_id()), service.slug, service.stopped_for)
    told = _(
        "”%(title)s” skulle ha publicerats, men publicerades inte. Det här saknas i checklistan: "
        "%(why)s.\n\nDet som redan var publicerat ligger kvar. Rätta i e-tjänstverkstaden, under "
        "Checklista, och publicera sedan under Versioner."
    )
    title = str(service.stopped.document["title"]["sv"])
    to_staff.mail(
        key=f"stopped:{payload['service']}:{payload['at']}:{payload['staff']}",
        to=email,
        subject=_("En e-tjänst publicerades inte"),
        text=told % {"title": title, "why": ", ".join(why)},
    )
