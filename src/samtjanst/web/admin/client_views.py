"""Connected systems: who they are, what they may do, and their keys (shown once)."""

import uuid
from datetime import datetime, time
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import NewClient
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor, Scope
from samtjanst.foundation.tenancy.queries import units
from samtjanst.journey import connect
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.web.ui.access import staff

SCOPES = (
    (Scope.CATALOGUE, _("Läsa vilka e-tjänster som finns")),
    (Scope.CASES, _("Hämta enhetens ärenden, med svar, bilagor och beslut")),
    (Scope.NOTES, _("Skriva anteckningar i ärenden")),
    (Scope.STEPS, _("Ta steg i ärendenas processer")),
    (Scope.LETTERS, _("Läsa och skriva meddelanden med parter")),
    (Scope.DELIVERIES, _("Kvittera ärenden som systemet har tagit emot")),
    (Scope.STATISTICS, _("Läsa antal och tider, utan personuppgifter")),
    (Scope.FILINGS, _("Fylla i ansökningar åt personer, som själva skriver under")),
    (Scope.PARTNER, _("Hämta och besvara det som delas i ett samarbetsrum")),
    (Scope.STAFF, _("Skapa, ändra och stänga medarbetares konton (SCIM)")),
)


@staff(Permission.CLIENT_SET_UP)
@require_http_methods(["GET", "POST"])
def connected(request: ViewerRequest) -> HttpResponse:
    """The connected systems, and a form for one more."""
    actor = _actor(request)
    if request.method != "POST":
        return _page(request, {})
    try:
        made = connect.connect(new=_posted(request), by=actor)
    except InvalidInputError as error:
        problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        return _page(request, {"problems": problems}, status=422)
    return _page(request, {"made": made})


@staff(Permission.CLIENT_SET_UP)
@require_POST
def close(request: ViewerRequest, client_id: uuid.UUID) -> HttpResponse:
    """Take a system's access back."""
    connect.disconnect(client_id=client_id, by=_actor(request))
    return HttpResponseRedirect(reverse("operations:clients"))


def _page(request: ViewerRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    titles = dict(SCOPES)
    rows = [
        {"client": row, "scopes": [titles[Scope(scope)] for scope in row.scopes]}
        for row in clients.clients()
    ]
    context = {
        "rows": rows,
        "scopes": SCOPES,
        "units": units(),
        "services": all_published(),
        "rooms": cases.rooms_to_connect(_actor(request)),
        "now": clock.now(),
        "typed": {} if "made" in more else request.POST,
        "chosen": [] if "made" in more else request.POST.getlist("scopes"),
        "limited": [] if "made" in more else request.POST.getlist("e_services"),
    }
    response = render(request, "admin/clients.html", context | more, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _posted(request: ViewerRequest) -> NewClient:
    data = request.POST
    unit = next((one for one in units() if str(one.id) == data.get("unit")), None)
    if unit is None:
        raise InvalidInputError({"unit": ["Välj en enhet."]})
    day = _day(data.get("expires_at", ""))
    known = {one.slug for one in all_published()}
    return NewClient(
        name=data.get("name", "")[:80],
        scopes=tuple(scope for scope, _title in SCOPES if scope in data.getlist("scopes")),
        unit=unit,
        expires_at=day,
        e_services=tuple(slug for slug in data.getlist("e_services") if slug in known),
        networks=tuple(data.get("networks", "").split()),
        room_id=_room(data.get("room", "")),
    )


def _room(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _day(text: str) -> datetime:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise InvalidInputError({"expires_at": ["Skriv en dag, till exempel 2027-06-30."]})
    return datetime.combine(day, time(23, 59, 59), tzinfo=clock.local(clock.now()).tzinfo)


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
