"""Who may decide what in a unit, and the list of decisions for the board."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.queries import staff_in_units
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.journey import paper_meter
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import DelegationView
from samtjanst.web.handler import export
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key
from samtjanst.web.handler.texts import STAFF_ROLES
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download

_NOTHING = uuid.UUID(int=0)


@staff(Permission.DELEGATION_TEND)
@require_http_methods(["GET", "POST"])
def delegation(request: ViewerRequest) -> HttpResponse:
    """The delegation of the actor's units: read, added to, taken from."""
    actor = actor_of(request)
    problems: Problems = {}
    if request.method == "POST":
        try:
            _change(request, actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{reverse('handler:delegation')}?sparat")
    units = units_with(actor, Permission.DELEGATION_TEND)
    slugs = {one.slug: one.title for one in all_published()}
    context = {
        "lines": [(one, slugs.get(one.slug, one.slug)) for one in cases.delegations(actor)],
        "units": [(one.id, one.name) for one in tenancy.units() if one.id in units],
        "services": slugs.items(),
        "roles": STAFF_ROLES.items(),
        "people": staff_in_units(units),
        "posted": request.POST,
        "is_saved": "sparat" in request.GET,
        **told(problems),
    }
    return render(request, "handler/delegation.html", context, status=422 if problems else 200)


@staff(Permission.DELEGATION_TEND)
@require_safe
def decided(request: ViewerRequest) -> HttpResponse:
    """The decisions of a period, to be reported to the board; ``format`` gives them as a file."""
    actor = actor_of(request)
    first, last = _period(request)
    found, is_cut = cases.decided_between(actor, first, last)
    kind = request.GET.get("format", "")
    if is_cut or kind not in {"csv", "xlsx"}:  # a file that lacks decisions is given to nobody
        context = {"rows": found, "first": first, "last": last, "is_cut": is_cut}
        status = 422 if is_cut and kind else 200
        return render(request, "handler/decided.html", context, status=status)
    table = [export.decided_heads(), *map(export.decided_line, found)]
    services.note_export(count=len(found), kind=kind, by=actor)
    paper_meter.count_list(rows=len(found), by=actor)
    name = f"delegationsbeslut-{first}-{last}"
    if kind == "xlsx":
        return download(export.as_workbook(table), f"{name}.xlsx", export.XLSX)
    return download(export.as_csv(table), f"{name}.csv", export.CSV)


def _period(request: ViewerRequest) -> tuple[date, date]:
    """The chosen days; the month before this one when none are chosen."""
    before = clock.today().replace(day=1) - timedelta(days=1)
    first = day(request.GET, "fran") or before.replace(day=1)
    return first, max(first, day(request.GET, "till") or before)


def _change(request: ViewerRequest, actor: Actor) -> None:
    if removed := key(request.POST, "ta_bort"):
        services.remove_delegation(delegation_id=removed, by=actor)
        return
    text = "".join(request.POST.get("most", "").split())
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInputError({"most": [_("Skriv beloppet i hela kronor.")]})
    who = request.POST.get("who", "")
    given = DelegationView(
        id=_NOTHING,
        unit_id=key(request.POST, "unit") or _NOTHING,
        unit="",
        point=request.POST.get("point", ""),
        title=request.POST.get("title", ""),
        slug=request.POST.get("slug", ""),
        role="",
        staff_id=None,
        staff="",
        covers_adverse="adverse" in request.POST,
        most=int(text) if text else None,
    )
    person = key(request.POST, "who")
    given = replace(given, staff_id=person) if person else replace(given, role=who)
    services.put_delegation(given=given, by=actor)
