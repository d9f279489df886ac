"""Jobs that wait or have got stuck."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import verify
from samtjanst.foundation.jobs import queries, services
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.plugins.endings import endings
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.admin import certificates
from samtjanst.web.ui.access import staff

JOBS = {
    "messages.send": _("Utskick av meddelande"),
    "files.scan": _("Kontroll av bilaga"),
    "files.erase": _("Radering av fil"),
    "cases.index": _("Göra ärende sökbart"),
    "definitions.listing": _("Läsa om svar till ärendelistor"),
    "webhooks.send": _("Besked till anslutet system"),
    "webhooks.tell": _("Besked om stoppad mottagare"),
    "emergency.tell": _("Besked om nödåtkomst"),
    "staff.invite": _("Inbjudan till medarbetare"),
    "handoff.deliver": _("Överföring till verksamhetssystem"),
}
# Why a job has stopped, by how the code of an adapter begins; others are shown as they are.
PROBLEMS = {
    "address": _("Adressen går inte att skicka till."),
    "unreachable": _("Systemet gick inte att nå."),
    "timeout": _("Systemet svarade inte i tid."),
    "login": _("Systemet släppte inte in oss."),
    "certificate": _("Systemets certifikat går inte att lita på."),
    "full": _("Lagringen är full."),
    "storage": _("Lagringen gick inte att skriva i."),
    "too_large": _("Filen är för stor för kontrollen."),
    "no adapter": _("Systemet är inte anslutet i kommunen."),
    "smtp_": _("E-postservern tog inte emot meddelandet."),
}


@staff(Permission.OPERATIONS_READ)
@require_safe
def overview(request: ViewerRequest) -> HttpResponse:
    """Everything that is not done, stuck jobs first."""
    if request.actor is None:
        raise NotFoundError
    found = queries.unfinished(actor=request.actor)
    parked = [job for job in found if job.state == "parked"]
    context: dict[str, object] = {
        "parked": [(_name(job.name), job, _why(job.problem)) for job in parked],
        "waiting": [
            (_name(job.name), job, _why(job.problem)) for job in found if job.state != "parked"
        ],
        "told": "omstartat" in request.GET,
        "certificates": certificates.shown(endings()),
    }
    if "granska" in request.GET:
        context["verdict"] = verify()
    return render(request, "admin/overview.html", context)


@staff(Permission.OPERATIONS_RETRY)
@require_POST
def retry(request: ViewerRequest, job_id: uuid.UUID) -> HttpResponse:
    """Start a stuck job again."""
    if request.actor is None:
        raise NotFoundError
    services.retry(job_id=job_id, by=request.actor)
    return HttpResponseRedirect(f"{reverse('operations:overview')}?omstartat")


def _why(code: str) -> str:
    known = next((text for start, text in PROBLEMS.items() if code.startswith(start)), None)
    return f"{known} ({code})" if known else code


def _name(job: str) -> str:
    return str(JOBS.get(job, job))
