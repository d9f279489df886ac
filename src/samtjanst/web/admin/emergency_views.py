"""Emergency access: asked for by the supplier's staff, answered by an administrator."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor, EmergencyState
from samtjanst.journey import emergency
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.ui.access import staff

STATES = {
    EmergencyState.ASKED: (_("Väntar på svar"), "warning"),
    EmergencyState.APPROVED: (_("Öppen"), "danger"),
    EmergencyState.REFUSED: (_("Nekad"), "neutral"),
    EmergencyState.WITHDRAWN: (_("Tillbakatagen"), "neutral"),
    EmergencyState.ENDED: (_("Avslutad"), "neutral"),
    EmergencyState.PAST: (_("Tiden gick ut"), "neutral"),
}
_ANSWERS = {"approve": emergency.approve, "refuse": emergency.refuse, "end": emergency.end}


@staff(Permission.EMERGENCY_ASK)
@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest) -> HttpResponse:
    """One's own requests, a new one, and the way to end what is open."""
    actor, status = _actor(request), 200
    facts: dict[str, Any] = {"typed": request.POST}
    if request.method == "POST":
        try:
            _asked(request, actor)
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
            facts |= {"problems": problems, "errors": error.problems}
            status = 422
        else:
            return HttpResponseRedirect(reverse("operations:ask_emergency"))
    mine, units = emergency.own(by=actor)
    has_standing = any(one.state in {"asked", "approved"} for one in mine)
    facts |= {
        "rows": [(one, STATES[one.state]) for one in mine],
        "units": units,
        "hours": emergency.HOURS,
        "has_standing": has_standing,
    }
    return render(request, "admin/emergency/ask.html", facts, status=status)


@staff(Permission.EMERGENCY_ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: ViewerRequest) -> HttpResponse:
    """Everybody's requests, with what was read; approve, refuse or end."""
    actor = _actor(request)
    if request.method == "POST":
        done = _ANSWERS.get(request.POST.get("do", ""))
        if done is None:
            raise NotFoundError
        done(access_id=_key(request, "access"), by=actor)
        return HttpResponseRedirect(reverse("operations:emergencies"))
    rows = [(one, STATES[one.state], reads) for one, reads in emergency.everybodys(by=actor)]
    return render(request, "admin/emergency/answer.html", {"rows": rows})


def _asked(request: HttpRequest, actor: Actor) -> None:
    if "leave" in request.POST:
        emergency.leave(access_id=_key(request, "leave"), by=actor)
        return
    hours = request.POST.get("hours", "")
    emergency.ask(
        unit_id=_key(request, "unit"),
        reason=request.POST.get("reason", ""),
        hours=int(hours) if hours.isascii() and hours.isdecimal() and len(hours) < 3 else 0,
        by=actor,
    )


def _key(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise NotFoundError from error


def _actor(request: ViewerRequest) -> Any:
    if request.actor is None:
        raise NotFoundError
    return request.actor
