"""The portal: what there is, and what one needs to know before starting."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from samtjanst.building.definitions.queries import published, search
from samtjanst.capabilities.formkit import present
from samtjanst.web.ui.access import public


@public
@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    """Search and list of e-services."""
    words = request.GET.get("q", "")[:200]
    services = [
        {"slug": s.slug, "title": s.title, "summary": s.definition.about.summary.to("sv")}
        for s in search(words)
    ]
    return render(request, "citizen/portal.html", {"services": services, "q": words})


@public
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """What the e-service is for, what to have at hand and how long it takes."""
    found = published(slug)
    about = present.about(found.definition, found.parameters)
    return render(request, "citizen/service.html", {"service": found, "about": about})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (lag 2018:1937, 13 §)."""
    return render(request, "citizen/accessibility.html")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the screens."""
    chosen, back = request.POST.get("language", "sv"), request.POST.get("next", "/")
    is_local = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_local else "/")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
