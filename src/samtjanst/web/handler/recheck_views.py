"""Comparing a case with what the registers say now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey.recheck import recheck
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui.access import staff

SAID = {
    "name": _("Namnet har ändrats."),
    "address": _("Adressen har ändrats."),
    "company": _("Uppgifterna om företaget har ändrats."),
    "property": _("Fastigheten har fått en annan beteckning."),
    "owner": _("Ägaren har ändrats."),
    "lookup": _("Uppslaget säger något annat nu."),
    "dead": _("Är avliden."),
    "emigrated": _("Har flyttat från Sverige."),
    "missing": _("Finns inte i registret."),
    "protected": _("Har fått skyddade personuppgifter. Lämna inte ut uppgifter om personen."),
    "guardian_more": _("Har en vårdnadshavare som inte är med i ansökan."),
    "guardian_less": _("Någon som är med i ansökan är inte längre vårdnadshavare."),
}


@staff(Permission.CASE_HANDLE)
@require_POST
def compare(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask the registers again, and show what differs from what was handed in."""
    found = recheck(reference=reference, by=actor_of(request))
    context = {
        "case": found.case,
        "changes": [(change, SAID[change.code]) for change in found.changes],
        "is_whole": found.is_whole,
    }
    return render(request, "handler/recheck.html", context)
