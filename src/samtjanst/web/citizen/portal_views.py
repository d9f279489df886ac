"""The portal: what there is, and what one needs to know before starting."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from samtjanst.building.definitions.queries import search
from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.formkit.present.types import AboutView
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.services import set_language
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import colleagues
from samtjanst.web.ui.access import public


@public
@require_safe
def portal(request: ViewerRequest) -> HttpResponse:
    """Search and list of e-services; all of them when none fits the words."""
    words = request.GET.get("q", "")[:200].strip()
    found = colleagues.open_among(search(words), by=request.actor)
    shown = found or (colleagues.open_among(search(""), by=request.actor) if words else [])
    cards = [(one.slug, _about(one), one.definition.is_internal) for one in shown]
    context = {
        "services": [card for card in cards if not card[2]],
        "internal": [card for card in cards if card[2]],
        "count": len(found),
        "q": words,
    }
    return render(request, "citizen/portal.html", context)


@public
@require_safe
def service(request: ViewerRequest, slug: str) -> HttpResponse:
    """What the e-service is for, what to have at hand and how long it takes."""
    found = colleagues.shown(slug, by=request.actor)
    context = {
        "service": found,
        "about": _about(found),
        "is_internal": found.definition.is_internal,
    }
    return render(request, "citizen/service.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (lag 2018:1937, 13 §)."""
    return render(request, "citizen/accessibility.html")


@public
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """What is kept in the visitor's browser, and why (lag 2022:482, 9 kap. 28 §)."""
    facts = {"csrf": settings.CSRF_COOKIE_NAME, "language": settings.LANGUAGE_COOKIE_NAME}
    return render(request, "citizen/cookies.html", facts)


@public
@require_POST
def language(request: ViewerRequest) -> HttpResponse:
    """Choose the language of the screens, and of what is sent to the citizen."""
    chosen, back = request.POST.get("language", "sv"), request.POST.get("next", "/")
    is_local = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_local else "/")
    if chosen in dict(settings.LANGUAGES):
        _keep(request.actor, chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE or 365 * 24 * 3600,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _keep(viewer: Actor | None, language: str) -> None:
    if viewer and viewer.is_citizen and viewer.id:
        set_language(citizen_id=viewer.id, language=language)


def _about(found: PublishedService) -> AboutView:
    language = found.definition.spoken(get_language() or "sv")
    return present.about(found.definition, found.parameters, language)
