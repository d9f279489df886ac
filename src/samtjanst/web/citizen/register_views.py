"""When registers have been asked about the person who is logged in."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samtjanst.capabilities.registers import queries
from samtjanst.capabilities.registers.sources import TRYING
from samtjanst.capabilities.registers.types import LookupView, Outcome
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import ActorKind
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.ui.access import citizen

REGISTERS = {
    "person": _("Folkbokföringen (Skatteverket)"),
    "company": _("Företagsregistret (Bolagsverket)"),
    "mandate": _("Mina ombud (Bolagsverket)"),
    "owner": _("Fastighetsregistret (Lantmäteriet)"),
}
OUTCOMES = {
    Outcome.FOUND: _("Registret svarade."),
    Outcome.MISSING: _("Registret hade ingen uppgift."),
    Outcome.UNAVAILABLE: _("Registret svarade inte."),
}
OWN = _("Du fyllde i en ansökan. Uppgifterna fylldes i åt dig.")
TRIED = _("En administratör i kommunen provade att frågan fungerar.")
ASKED_BY = {
    ActorKind.CITIZEN: _("Någon annan fyllde i en ansökan som rör dig, till exempel för ert barn."),
    ActorKind.CLIENT: _("Ett anslutet system fyllde i en ansökan åt dig eller någon i din familj."),
    ActorKind.STAFF: _("En handläggare behövde uppgiften i ett ärende som rör dig."),
    ActorKind.SYSTEM: _("Innan vi påminde dig om en underskrift."),
}


@citizen
@require_safe
def about_me(request: ViewerRequest) -> HttpResponse:
    """Every question about me: when, to which register, why, and what came of it."""
    if request.actor is None:
        raise NotFoundError
    shown = list(_together(queries.about_me(request.actor)))
    return render(request, "citizen/cases/about_me.html", {"questions": shown})


def _together(questions: list[LookupView]) -> Iterator[dict[str, Any]]:
    """The questions of one day to one register for one reason, as one line."""
    for (day, register, why, outcome, *ground), same in groupby(questions, _said):
        stated, basis, is_kept = ground
        yield {
            "day": day,
            "register": REGISTERS.get(register, register),
            "stated": stated,
            "basis": basis,
            "is_kept": is_kept,
            "why": why,
            "outcome": outcome,
            "times": len(list(same)),
        }


def _said(one: LookupView) -> tuple[date, str, Any, Any, str, str, bool]:
    asked, register = clock.local(one.asked_at).date(), one.title or one.register
    ground = (one.stated, one.legal_basis, one.is_kept)
    return asked, register, _why(one), OUTCOMES[one.outcome], *ground


def _why(one: LookupView) -> Any:
    if one.purpose == TRYING:
        return TRIED
    if one.title:
        return one.purpose
    if one.is_own_matter:
        return OWN
    return ASKED_BY[one.asked_by]
