"""Having a case open to change it: shown to colleagues, kept alive, taken over."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, LeaseView
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_HANDLE)
@require_POST
def keep(request: ViewerRequest, reference: str) -> HttpResponse:
    """Have it open ten minutes more; 204 when it still is the actor's."""
    held = services.open_to_change(reference=reference, by=actor_of(request))
    if held is None:
        return HttpResponse(status=204)
    context = {"held": held, "reference": reference, "is_lost": True}
    return render(request, "handler/_lease.html", context)


@staff(Permission.CASE_HANDLE)
@require_POST
def take_over(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take over from a colleague who has it open, and go back to the page."""
    services.open_to_change(reference=reference, take_over=True, by=actor_of(request))
    back = request.POST.get("tillbaka", "")
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = reverse("handler:case", args=[reference])
    return HttpResponseRedirect(back)


def held(request: ViewerRequest, case: CaseView) -> LeaseView | None:
    """The colleague who has the case open, if any. Only what is posted makes it the actor's.

    To look at a form changes nothing: the page says that it is open when it has been loaded.

    Raises:
        ConflictError: something is posted while a colleague has it open.
    """
    actor = actor_of(request)
    if request.method != "POST":
        return cases.lease_of(case, actor)
    found = services.open_to_change(reference=case.reference, by=actor)
    if found is not None:
        raise ConflictError
    return None
