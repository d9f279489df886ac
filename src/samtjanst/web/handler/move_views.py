"""Handing a case over to another unit."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.kernel.errors import ConflictError, InvalidInputError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import MoveGround
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, key, one_of
from samtjanst.web.handler.texts import MOVE_GROUNDS
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_ASSIGN)
@require_http_methods(["GET", "POST"])
def move(request: ViewerRequest, reference: str) -> HttpResponse:
    """To which unit, on what ground, and why."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    unit_id, why = key(request.POST, "unit"), request.POST.get("why", "")
    ground = one_of(request.POST, "ground", MoveGround)
    errors = _moved(reference, unit_id, ground, why, actor) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return HttpResponseRedirect(f"{reverse('handler:home')}?overlamnat={reference}")
    context = {
        "case": found,
        "units": [unit for unit in tenancy.units() if unit.id != found.unit_id],
        "grounds": MOVE_GROUNDS.items(),
        "unit_id": unit_id,
        "ground": ground,
        "why": why,
        **told(errors),
    }
    return render(request, "handler/move.html", context, status=422 if errors else 200)


def _moved(
    reference: str, unit_id: uuid.UUID | None, ground: MoveGround | None, why: str, by: Actor
) -> Problems:
    if unit_id is None or ground is None:
        missing = {"unit": unit_id, "ground": ground}
        texts = {"unit": _("Välj en enhet."), "ground": _("Välj varför enheten får se ärendet.")}
        return {name: [texts[name]] for name, value in missing.items() if value is None}
    try:
        services.move_case(reference=reference, unit_id=unit_id, ground=ground, why=why, by=by)
    except InvalidInputError as error:
        return error.problems
    except (ConflictError, TransitionError):
        return {"unit": [_("Det går inte i det läge som ärendet är i.")]}
    return {}
