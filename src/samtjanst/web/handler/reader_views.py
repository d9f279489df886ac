"""Who has read a case."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey.readers import readers as readers_of
from samtjanst.running.cases import queries as cases
from samtjanst.web.handler.request import actor_of
from samtjanst.web.handler.texts import READ_KINDS
from samtjanst.web.ui.access import staff

READ_WHAT: dict[str, Promise] = {
    "case": _("Ärendet"),
    "case.document": _("Hela ärendet som fil"),
    "case.court_file": _("Filen till domstolen"),
    "case.opinion": _("Underlag till ett yttrande"),
    "case.inquiry": _("Begäran om en uppgift"),
    "case.decision_letter": _("Beslutet, i ett brev att skriva ut"),
    "case.partner": _("Det som ett samarbetsrum visar av ärendet"),
    "file": _("En fil"),
    "case.readers": _("Vem som har läst"),
    "case.history": _("Vad som har ändrats"),
    "case.struck": _("Det som är struket"),
}


@staff(Permission.CASE_READERS)
@require_safe
def readers(request: ViewerRequest, reference: str) -> HttpResponse:
    """Everybody who has read the case, by day."""
    actor = actor_of(request)
    found = [
        (one, READ_KINDS[one.kind], READ_WHAT.get(one.reading.what, one.reading.what), one.file)
        for one in readers_of(reference=reference, by=actor)
    ]
    context = {"case": cases.get_case(actor, reference), "readers": found}
    return render(request, "handler/readers.html", context)
