"""Where a connected system is told of what happens, and how that goes."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.webhooks import queries, services
from samtjanst.running.webhooks.types import CallState
from samtjanst.web.ui.access import staff

EVENTS = (
    ("arrived", _("En ansökan har kommit in")),
    ("completed", _("En ansökan är komplett")),
    ("taken", _("Någon har tagit ett ärende")),
    ("decided", _("Ett ärende är beslutat")),
    ("noted", _("En anteckning är skriven")),
    ("removed", _("Ett ärende är borttaget eller utom räckhåll")),
    ("filing.handed_in", _("En ansökan som systemet fyllde i är inlämnad")),
    ("filing.discarded", _("En ansökan som systemet fyllde i är bortkastad")),
    ("filing.expired", _("En ansökan som systemet fyllde i blev för gammal")),
)
STATES = {
    CallState.QUEUED: (_("Väntar"), "info"),
    CallState.SENT: (_("Mottaget"), "success"),
    CallState.FAILED: (_("Gick inte fram"), "danger"),
}


@staff(Permission.CLIENT_SET_UP)
@require_http_methods(["GET", "POST"])
def webhooks(request: ViewerRequest, client_id: uuid.UUID) -> HttpResponse:
    """The addresses of a system, the latest calls, and a form for one more address."""
    if request.method != "POST":
        return _page(request, client_id, {})
    known = {event for event, _title in EVENTS}
    events = [event for event in request.POST.getlist("events") if event in known]
    try:
        made = services.put_webhook(
            client_id=client_id,
            url=request.POST.get("url", "").strip(),
            events=events,
            by=_actor(request),
        )
    except InvalidInputError as error:
        problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        return _page(request, client_id, {"problems": problems}, status=422)
    return _page(request, client_id, {"made": made, "typed": {}, "chosen": []})


@staff(Permission.CLIENT_SET_UP)
@require_POST
def resume(request: ViewerRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Start a stopped address again."""
    services.resume(webhook_id=webhook_id, by=_actor(request))
    return _back(request)


@staff(Permission.CLIENT_SET_UP)
@require_POST
def remove(request: ViewerRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Tell an address nothing more."""
    services.remove_webhook(webhook_id=webhook_id, by=_actor(request))
    return _back(request)


@staff(Permission.CLIENT_SET_UP)
@require_POST
def replay(request: ViewerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Make a call again."""
    services.replay(call_id=call_id, by=_actor(request))
    return _back(request)


def _page(
    request: ViewerRequest, client_id: uuid.UUID, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    client = next((one for one in clients.clients() if one.id == client_id), None)
    if client is None:
        raise NotFoundError
    actor, titles = _actor(request), dict(EVENTS)
    context = {
        "client": client,
        "rows": [
            (one, [titles.get(event, event) for event in one.events])
            for one in queries.webhooks_of(actor, client_id)
        ],
        "calls": [
            (one, titles.get(one.event, one.event), *STATES[one.state])
            for one in queries.calls_of(actor, client_id)
        ],
        "events": EVENTS,
        "typed": request.POST,
        "chosen": request.POST.getlist("events"),
    }
    response = render(request, "admin/webhooks.html", context | more, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _back(request: ViewerRequest) -> HttpResponse:
    try:
        client_id = uuid.UUID(request.POST.get("client", ""))
    except ValueError:
        return HttpResponseRedirect(reverse("operations:clients"))
    return HttpResponseRedirect(reverse("operations:webhooks", args=[client_id]))


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
