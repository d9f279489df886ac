"""My day: what needs me, what has happened, my own lists, how I want to be told."""

import uuid
from contextlib import suppress
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samtjanst.building.definitions.queries import gate
from samtjanst.capabilities.signing import officials
from samtjanst.capabilities.signing.officials import OfficialRequest
from samtjanst.foundation.access.services import can, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Proposed, View
from samtjanst.running.handoff import queries as handoff
from samtjanst.web.handler import filters
from samtjanst.web.handler.request import actor_of, key
from samtjanst.web.handler.story import in_whose_place
from samtjanst.web.handler.texts import EVENTS, NEEDS
from samtjanst.web.ui.access import staff

DAY_TOLD: dict[str, tuple[str, Promise]] = {
    "sparat": ("success", _("Urvalet är sparat.")),
    "sparat-utan-ord": ("success", _("Urvalet är sparat och delat. Sökorden följer inte med.")),
    "nummer": ("danger", _("Urvalet sparades inte: ett personnummer sparas aldrig i ett urval.")),
    "borttaget": ("success", _("Urvalet är borttaget.")),
    "valt": ("success", _("Ditt val är sparat.")),
    "fel": ("danger", _("Urvalet sparades inte. Ge det ett kort namn och försök igen.")),
}
_TYPED = ("sok", "svar")  # what an address has keys of, never the words


@staff(Permission.CASE_LIST)
@require_safe
def day(request: ViewerRequest) -> HttpResponse:
    """Everything that needs me now, and what has happened since the working day before."""
    actor = actor_of(request)
    found = cases.needed(actor)
    to_sign, to_sign_in_all = _to_sign(actor)
    groups = [(text, [one for one in found if one.need is need]) for need, text in NEEDS.items()]
    context = {
        "groups": [(text, rows) for text, rows in groups if rows],
        "to_sign": to_sign,
        "to_sign_in_all": to_sign_in_all,
        "news": [
            (EVENTS.get(one.what, one.what), in_whose_place(one), one) for one in cases.news(actor)
        ],
        "asked": cases.opinions_asked(actor) if can(actor, Permission.OPINION_GIVE) else [],
        "inquiries": cases.inquiries(actor) if can(actor, Permission.OPINION_GIVE) else [],
        "unpublished": gate.stopped_of(actor),
        "sees_workshop": can(actor, Permission.ESERVICE_READ),
        "saved": cases.saved_views(actor),
        "by_email": cases.wants_email(actor),
        "stopped": handoff.stopped_of_own(actor),
        "today": clock.today(),
        "told": DAY_TOLD.get(request.GET.get("besked", "")),
    }
    return render(request, "handler/day.html", context)


def _to_sign(actor: Actor) -> tuple[list[tuple[OfficialRequest, Proposed]], int]:
    """The first decisions that wait for the actor, where they belong, and how many in all."""
    asked, in_all = officials.page_for(actor, 1, among=cases.to_be_signed())
    known = cases.proposed(one.subject[1] for one in asked) if asked else {}
    return [(one, known[one.subject[1]]) for one in asked], in_all


@staff(Permission.CASE_LIST)
@require_POST
def save_view(request: ViewerRequest, view: str) -> HttpResponse:
    """Keep the list as it is narrowed now, for herself with the words that she looked for."""
    actor, chosen = actor_of(request), request.POST.copy()
    if view not in set(View):
        raise NotFoundError
    typed = _typed(actor, request)
    for name in _TYPED:
        chosen.pop(name, None)
    is_shared = "dela" in request.POST
    units = sorted(units_with(actor, Permission.CASE_LIST))
    try:
        services.save_view(
            name=request.POST.get("namn", ""),
            view=View(view),
            query=filters.query(chosen).removesuffix("&"),
            unit_id=(units or [None])[0] if is_shared else None,
            typed=typed,
            by=actor,
        )
    except InvalidInputError as error:
        return _back("nummer" if "typed" in error.problems else "fel")
    return _back("sparat-utan-ord" if is_shared and typed else "sparat")


@staff(Permission.CASE_LIST)
@require_safe
def saved_view(request: ViewerRequest, view_id: uuid.UUID) -> HttpResponseRedirect:
    """To a list that is kept with words: they are remembered for a day, as if typed now."""
    actor = actor_of(request)
    view, query, typed = cases.words_of_saved(actor, view_id)
    kept = {name: services.remember_search(text=text, by=actor) for name, text in typed.items()}
    address = "&".join(filter(None, (query, urlencode(kept))))
    return HttpResponseRedirect(f"{reverse('handler:list', args=[view])}?{address}")


def _typed(actor: Actor, request: ViewerRequest) -> dict[str, str]:
    """What was looked for in words, where it is still remembered."""
    found: dict[str, str] = {}
    for name in _TYPED:
        if search_id := key(request.POST, name):
            with suppress(NotFoundError):
                found[name] = cases.search_text(actor, search_id)
    return found


@staff(Permission.CASE_LIST)
@require_POST
def remove_view(request: ViewerRequest) -> HttpResponse:
    """Keep a list no longer."""
    view_id = key(request.POST, "ta_bort")
    if view_id is None:
        raise NotFoundError
    services.remove_view(view_id=view_id, by=actor_of(request))
    return _back("borttaget")


@staff(Permission.CASE_LIST)
@require_POST
def choose(request: ViewerRequest) -> HttpResponse:
    """Choose how to be told in the morning."""
    services.choose_day(by_email="mejl" in request.POST, by=actor_of(request))
    return _back("valt")


def _back(told: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('handler:day')}?{urlencode({'besked': told})}")
