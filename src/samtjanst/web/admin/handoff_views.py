"""What goes to which business system, decided by pointing."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.types import Port
from samtjanst.journey import hand_over
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.handoff import costs, queries, services
from samtjanst.running.handoff.types import RouteView, Step
from samtjanst.web.admin.route_form import (
    FIXED,
    Row,
    route_posted,
    rows_of,
    rows_posted,
    suggestions,
)
from samtjanst.web.ui.access import staff

STEPS = (
    (Step.COPY_CARD, _("Kopieringskort: handläggaren kopierar fält för fält")),
    (Step.FILE, _("Fil i en mapp, som en robot eller ett e-arkiv hämtar")),
    (Step.INTERFACE, _("Gränssnitt (API)")),
    (Step.INTERFACE_WITH_RECEIPT, _("Gränssnitt med kvittens från systemet")),
)
KINDS = (("text", _("Text")), ("number", _("Tal")), ("boolean", _("Sant eller falskt")))


@staff(Permission.HANDOFF_SET_UP)
@require_safe
def routes(request: ViewerRequest) -> HttpResponse:
    """Every route, and the e-services that one can be made for."""
    return _list(request)


@staff(Permission.HANDOFF_SET_UP)
@require_POST
def hour_cost(request: ViewerRequest) -> HttpResponse:
    """Decide what an hour of handling costs."""
    typed = request.POST.get("kronor", "").strip()
    try:
        costs.set_hour_cost(kronor=_kronor(typed), by=_actor(request))
    except InvalidInputError as error:
        problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        return _list(request, {"problems": problems, "kronor": typed}, status=422)
    return HttpResponseRedirect(reverse("operations:routes"))


def _list(
    request: ViewerRequest, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    actor = _actor(request)
    decided = queries.hour_cost(actor)
    context = {
        "routes": [(one, dict(STEPS)[one.step]) for one in queries.routes(actor)],
        "services": all_published(),
        "kronor": "" if decided is None else str(decided),
        **(more or {}),
    }
    return render(request, "admin/handoff/routes.html", context, status=status)


def _kronor(text: str) -> int | None:
    """Whole kronor; None for nothing written, -1 for what is no number."""
    plain = "".join(text.split())
    if not plain:
        return None
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else -1


@staff(Permission.HANDOFF_SET_UP)
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest, slug: str) -> HttpResponse:
    """A new route of an e-service."""
    return _form(request, slug, None)


@staff(Permission.HANDOFF_SET_UP)
@require_http_methods(["GET", "POST"])
def change(request: ViewerRequest, route_id: uuid.UUID) -> HttpResponse:
    """Change a route."""
    route = queries.get_route(_actor(request), route_id)
    return _form(request, route.e_service, route)


@staff(Permission.HANDOFF_SET_UP)
@require_POST
def switch(request: ViewerRequest, route_id: uuid.UUID) -> HttpResponse:
    """On or off."""
    services.switch_route(
        route_id=route_id, is_active=request.POST.get("on") == "yes", by=_actor(request)
    )
    return HttpResponseRedirect(reverse("operations:routes"))


def _form(request: ViewerRequest, slug: str, route: RouteView | None) -> HttpResponse:
    context = _context(slug, route) | _beside(_actor(request), slug, route)
    if request.method != "POST":
        return render(request, "admin/handoff/route.html", context)
    context |= _typed(request)
    if "more" in request.POST:
        return render(request, "admin/handoff/route.html", context)
    try:
        _put(request, slug, route)
    except InvalidInputError as error:
        context["problems"] = [(k, text) for k, v in error.problems.items() for text in v]
        return render(request, "admin/handoff/route.html", context, status=422)
    return HttpResponseRedirect(reverse("operations:routes"))


def _put(request: ViewerRequest, slug: str, route: RouteView | None) -> None:
    revision = request.POST.get("revision", "")
    services.put_route(
        new=route_posted(slug, request.POST),
        sources=[source.name for source in hand_over.sources(slug)],
        by=_actor(request),
        route_id=route.id if route else None,
        revision=int(revision) if revision.isdecimal() else -1,
    )


def _context(slug: str, route: RouteView | None) -> dict[str, Any]:
    sources = hand_over.sources(slug)
    codes = suggestions(sources)
    outcomes = next(source.codes for source in sources if source.name == "decision.outcome")
    return {
        "slug": slug,
        "route": route,
        "name": route.name if route else "",
        "step": route.step if route else Step.COPY_CARD,
        "system": route.system if route else "",
        "chosen": route.outcomes if route else tuple(code for code, _title in outcomes[:1]),
        "rows": [*(rows_of(route) if route else []), *([Row()] * (1 if route else 5))],
        "revision": route.revision if route else 0,
        "schema": route.schema if route else "",
        "sources": [(one.name, one.title, codes.get(one.name, ""), one.is_ours) for one in sources],
        "outcomes": outcomes,
        "systems": names_of(Port.BUSINESS_SYSTEM),
        "steps": STEPS,
        "kinds": KINDS,
        "fixed": FIXED,
    }


def _beside(actor: Actor, slug: str, route: RouteView | None) -> dict[str, Any]:
    """The e-service's other routes, and the mappings that this one has had."""
    own = route.id if route else None
    others = [one for one in queries.routes(actor) if one.e_service == slug and one.id != own]
    titles = {one.name: one.title for one in hand_over.sources(slug)}
    kept = queries.former_mappings(actor, route.id) if route else []
    former = [(one, [_told(row, titles) for row in rows_of(one)]) for one in kept]
    return {"others": others, "after": route.after if route else None, "former": former}


def _told(row: Row, titles: Mapping[str, Any]) -> dict[str, Any]:
    """A field of a mapping as it was; a source that is no more is called by its name."""
    names = [] if row.source == FIXED else [row.source, *row.then]
    return {
        "to": row.to,
        "filled": [titles.get(name, name) for name in names] or [row.fixed],
        "date": row.date,
        "codes": row.codes.splitlines(),
    }


def _typed(request: ViewerRequest) -> dict[str, Any]:
    typed = route_posted("", request.POST)
    return {
        "name": typed.name,
        "step": typed.step,
        "system": typed.system,
        "chosen": typed.outcomes,
        "rows": [*rows_posted(request.POST), *([Row()] * 3)],
        "schema": typed.schema,
        "after": typed.after,
        "revision": request.POST.get("revision", "0"),
    }


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
