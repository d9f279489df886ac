"""The trash: a case is put there with a reason, and taken back."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import TrashGround
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, one_of, to_case
from samtjanst.web.handler.texts import TRASH_GROUNDS
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_TRASH)
@require_safe
def trash(request: ViewerRequest) -> HttpResponse:
    """What lies in the trash, latest first."""
    rows = [(one, TRASH_GROUNDS[one.ground]) for one in cases.trash(actor_of(request))]
    today = clock.today()
    context = {
        "rows": [(one, ground, one.is_held(today)) for one, ground in rows],
        "put": request.GET.get("lagt", ""),
    }
    return render(request, "handler/trash.html", context)


@staff(Permission.CASE_TRASH)
@require_safe
def disposed(request: ViewerRequest) -> HttpResponse:
    """The protocol of what has been disposed of, latest first."""
    found, count = cases.disposed(actor_of(request))
    rows = [(one, TRASH_GROUNDS[one.ground]) for one in found]
    return render(request, "handler/disposed.html", {"rows": rows, "count": count})


@staff(Permission.CASE_TRASH)
@require_http_methods(["GET", "POST"])
def put(request: ViewerRequest, reference: str) -> HttpResponse:
    """Put a case that should never have been one in the trash."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    ground, why = one_of(request.POST, "ground", TrashGround), request.POST.get("why", "")
    errors = _put(reference, ground, why, actor) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return HttpResponseRedirect(f"{reverse('handler:trash')}?lagt={reference}")
    context = {
        "case": found,
        "grounds": TRASH_GROUNDS.items(),
        "ground": ground,
        "why": why,
        "days": settings.TRASH_DAYS,
        **told(errors),
    }
    return render(request, "handler/put_in_trash.html", context, status=422 if errors else 200)


@staff(Permission.CASE_TRASH)
@require_POST
def take_out(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take a case back out of the trash."""
    services.take_out_of_trash(reference=reference, by=actor_of(request))
    return to_case(reference, "ater")


def _put(reference: str, ground: TrashGround | None, why: str, by: Actor) -> Problems:
    if ground is None:
        return {"ground": [_("Välj varför ärendet ska bort.")]}
    try:
        services.put_in_trash(reference=reference, ground=ground, why=why, by=by)
    except InvalidInputError as error:
        return error.problems
    except TransitionError:
        return {"ground": [_("Det går inte i det läge som ärendet är i.")]}
    return {}
