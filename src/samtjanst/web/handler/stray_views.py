"""What came by e-mail, fax or letter: registered, put into its case, or ended."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.journey import strays
from samtjanst.journey.strays import Came
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import WRONG_WAYS, StrayView
from samtjanst.running.filing.types import Channel
from samtjanst.web.handler.given import give_unplaced
from samtjanst.web.handler.problems import told
from samtjanst.web.handler.request import actor_of, day, key, one_of, to_case
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.handler.ways_in import CHANNELS
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import SHOWN_INLINE
from samtjanst.web.ui.letters import posted

_ENDS = {"answer": True, "end": False}


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def waiting(request: ViewerRequest) -> HttpResponse:
    """What waits to be placed, and the form to register more."""
    actor, problems = actor_of(request), {}
    if request.method == "POST":
        try:
            strays.receive(came=_came(request), by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{reverse('handler:strays')}?sparat")
    units = units_with(actor, Permission.CASE_HANDLE)
    context = {
        "strays": [(one, CHANNELS[one.told.channel]) for one in cases.strays_waiting(actor)],
        "services": [(one.slug, one.title) for one in strays.services_of(by=actor)],
        "units": [(one.id, one.name) for one in tenancy.units() if one.id in units],
        "is_saved": "sparat" in request.GET,
        "is_ended": "avslutat" in request.GET,
        **_filled(request),
        **told(problems),
    }
    return render(request, "handler/strays/list.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def one(request: ViewerRequest, stray_id: uuid.UUID) -> HttpResponse:
    """Read it, and say to which case it belongs, or that it belongs to none."""
    actor, problems = actor_of(request), {}
    if request.method == "POST" and request.POST.get("do") in _ENDS:
        strays.end(stray_id=stray_id, is_answered=_ENDS[request.POST["do"]], by=actor)
        return HttpResponseRedirect(f"{reverse('handler:strays')}?avslutat")
    found, files = strays.opened(stray_id=stray_id, by=actor)
    if request.method == "POST":
        reference = request.POST.get("reference", "").strip().upper()
        if _is_in_reach(actor, reference):
            address = reverse("handler:drop", args=[reference])
            return HttpResponseRedirect(f"{address}?fran={stray_id}")
        problems = _no_such_case()
    context = {
        "stray": found,
        "channel": CHANNELS[found.told.channel],
        "files": files,
        "shown_inline": SHOWN_INLINE,
        "reference": request.POST.get("reference", ""),
        **told(problems),
    }
    return render(request, "handler/strays/one.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_safe
def file(request: ViewerRequest, stray_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A file of it; ``?visa`` shows it in the browser."""
    info, content = strays.open_file(stray_id=stray_id, file_id=file_id, by=actor_of(request))
    return give_unplaced(request, info=info, content=content)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def drop(request: ViewerRequest, reference: str) -> HttpResponse:
    """Put what came into the case: what waits, or something new."""
    actor, problems = actor_of(request), {}
    case = cases.get_case(actor, reference)
    waits = key(request.POST or request.GET, "fran")
    if request.method == "POST":
        try:
            _put(reference, waits, _came(request), actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "inlagt")
    context = {
        "case": case,
        "stray": _stray(waits, actor),
        "to": [(ROLES.get(p.role, p.role), p) for p in case.parties],
        "chosen": key(request.POST, "to"),
        **_filled(request),
        **told(problems),
    }
    return render(request, "handler/strays/drop.html", context, status=422 if problems else 200)


def _put(reference: str, waits: uuid.UUID | None, came: Came, actor: Actor) -> None:
    if waits:
        strays.place(stray_id=waits, reference=reference, came=came, by=actor)
    else:
        strays.drop(reference=reference, came=came, by=actor)


def _stray(waits: uuid.UUID | None, actor: Actor) -> StrayView | None:
    return strays.opened(stray_id=waits, by=actor)[0] if waits else None


def _came(request: ViewerRequest) -> Came:
    data, (text, uploads) = request.POST, posted(request)
    return Came(
        channel=one_of(data, "channel", Channel),
        came_on=day(data, "came_on"),
        text=text,
        sender=data.get("sender", ""),
        email=data.get("email", ""),
        slug=data.get("slug", ""),
        unit_id=key(data, "unit"),
        citizen_id=key(data, "to"),
        is_answered="answered" in data,
        uploads=uploads,
    )


def _filled(request: ViewerRequest) -> dict[str, Any]:
    names = ("channel", "sender", "email", "slug", "unit", "text", "answered")
    values = {name: request.POST.get(name, "") for name in names}
    if request.method != "POST":
        values["answered"] = "1"
    return {
        "channels": [(one, CHANNELS[one]) for one in WRONG_WAYS],
        "values": values,
        "came_on": request.POST.get("came_on") or clock.today().isoformat(),
        "today": clock.today(),
    }


def _is_in_reach(actor: Actor, reference: str) -> bool:
    try:
        cases.get_case(actor, reference)
    except NotFoundError:
        return False
    return True


def _no_such_case() -> dict[str, list[str]]:
    return {"reference": [_("Ärendet finns inte, eller är inte din enhets.")]}
