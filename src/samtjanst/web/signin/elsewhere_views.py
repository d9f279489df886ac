"""Logging in at another provider: sent away, and back."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.foundation.people.middleware import ViewerRequest, set_cookie
from samtjanst.journey import elsewhere
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.web.signin.places import (
    hand_over,
    home_of,
    local_path,
    remember_way,
    session_to_log_in,
    wanted_level,
)
from samtjanst.web.ui.access import public

LONGEST_ANSWER = 8_000  # in an address
LONGEST_POST = 400_000  # characters of an answer that is posted
_POSTED = ("SAMLResponse", "RelayState")
_NOBODY = elsewhere.Arrival()


@public
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """Staff, at the municipality's own directory."""
    return _begin(request, STAFF_PROVIDER)


@public
@require_POST
def begin_citizen(request: ViewerRequest) -> HttpResponse:
    """Citizens, with another e-ID than BankID."""
    provider = request.POST.get("provider", "")[:20] or elsewhere.EID_PROVIDER
    if provider == STAFF_PROVIDER:
        raise NotFoundError
    return _begin(request, provider)


@csrf_exempt  # the provider's own page posts here; nobody is logged in by a post, see _leave
@public
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: ViewerRequest) -> HttpResponse:
    """Staff back again."""
    return _arrive_or_leave(request, STAFF_PROVIDER)


@csrf_exempt  # as above
@public
@require_http_methods(["GET", "HEAD", "POST"])
def arrive_citizen(request: ViewerRequest, provider: str) -> HttpResponse:
    """Citizens back again."""
    return _arrive_or_leave(request, provider)


@public
@require_safe
def description(request: ViewerRequest, provider: str) -> HttpResponse:
    """What a provider or a federation has to know about us (SAML metadata)."""
    if not elsewhere.is_offered(provider):
        raise NotFoundError
    try:
        text = elsewhere.describe(origin=_origin(request), provider=provider)
    except PortError:
        raise NotFoundError from None
    if not text:
        raise NotFoundError
    return HttpResponse(text, content_type="application/samlmetadata+xml")


def _begin(request: ViewerRequest, provider: str) -> HttpResponse:
    """A page that leads on by itself: a form of ours may not be answered by another host."""
    if not elsewhere.is_offered(provider):
        raise NotFoundError
    level = wanted_level(request)
    opened = session_to_log_in(request, level)
    try:
        address = elsewhere.begin(
            session=opened.session,
            origin=_origin(request),
            next_path=local_path(request),
            language=get_language() or "sv",
            provider=provider,
            level=level,
        )
    except PortError:
        return _failed(request, "down", 503, provider)
    facts = {"address": address, "is_staff": provider == STAFF_PROVIDER}
    response = render(request, "signin/elsewhere/leaving.html", facts)
    response.headers["Cache-Control"] = "no-store, private"
    remember_way(response, provider)
    hand_over(request, response, opened)
    return response


def _arrive_or_leave(request: ViewerRequest, provider: str) -> HttpResponse:
    return (_leave if request.method == "POST" else _arrive)(request, provider)


def _leave(request: ViewerRequest, provider: str) -> HttpResponse:
    """Lay a posted answer aside and let the browser come for it, with its cookie.

    A post from another host brings no cookie that is ``SameSite=Lax``; the address that it is sent
    on to does. Whose the answer is, and whether it holds, is decided there.
    """
    answer = {name: request.POST.get(name, "") for name in _POSTED}
    if sum(map(len, answer.values())) > LONGEST_POST:
        return _failed(request, elsewhere.REFUSED, 403, provider)
    try:
        handle = elsewhere.leave(answer=answer, provider=provider)
    except NotFoundError:
        return _failed(request, "lost", 403, provider)
    response = HttpResponse(status=HTTPStatus.SEE_OTHER)
    response.headers["Location"] = f"{request.path}?{urlencode({'state': handle})}"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _arrive(request: ViewerRequest, provider: str) -> HttpResponse:
    """What the address holds is believed only as far as it can be checked."""
    if request.browser_session is None or len(request.GET.urlencode()) > LONGEST_ANSWER:
        return _failed(request, "lost", 403, provider)
    answer = request.GET.dict()
    try:
        arrival = elsewhere.come_back(
            session=request.browser_session, answer=answer, provider=provider
        )
    except NotFoundError:
        return _failed(request, "lost", 403, provider)
    except PortError:
        return _failed(request, "down", 503, provider)
    if arrival.is_confirmed:
        return HttpResponseRedirect(arrival.next_path)
    if arrival.opened is None:
        return _failed(request, arrival.why, 403, provider, arrival)
    home = home_of(arrival.opened) if provider == STAFF_PROVIDER else "/mina-arenden/"
    response = HttpResponseRedirect(arrival.next_path or home)
    set_cookie(response, arrival.opened.token)
    return response


def _origin(request: ViewerRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _failed(
    request: ViewerRequest,
    why: str,
    status: int,
    provider: str,
    arrival: elsewhere.Arrival = _NOBODY,
) -> HttpResponse:
    next_path = arrival.next_path
    is_staff = provider == STAFF_PROVIDER
    login = reverse("signin:staff" if is_staff else "signin:citizen")
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    facts = {
        "text": {**_texts(), **({} if is_staff else _citizens_texts(arrival.country))}[why],
        # Who is still logged in is told at the page itself what it asks for.
        "again": (request.actor and next_path) or f"{login}{query}",
        "is_staff": is_staff,
        "viewer": request.actor,
    }
    response = render(request, "signin/elsewhere/failed.html", facts, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _citizens_texts(country: str) -> dict[str, str]:
    return {
        "down": gettext("Den e-legitimationen svarar inte just nu. Försök igen om en stund."),
        elsewhere.REFUSED: gettext(
            "Svaret från e-legitimationen stämde inte, eller så var den inte av den nivå som "
            "krävs. Ingen är inloggad. Försök igen eller logga in på ett annat sätt."
        ),
        elsewhere.OTHER: gettext(
            "Det var någon annan som legitimerade sig. Du är kvar som du var inloggad. Försök igen "
            "själv, eller logga ut först."
        ),
        elsewhere.UNSIGNED: gettext(
            "Svaret från e-legitimationen stämde inte, så inget är underskrivet. Du är kvar som du "
            "var inloggad. Försök igen."
        ),
        elsewhere.NO_NUMBER: gettext(
            "Din e-legitimation är inte kopplad till något svenskt personnummer eller "
            "samordningsnummer. Då går det inte att logga in här. Kontakta kommunen, som hjälper "
            "dig på annat sätt."
        ),
        elsewhere.FOREIGN: gettext(
            "Din utländska e-legitimation (%(country)s) fungerade, men ditt land lovar inte att "
            "identiteten är din nästa gång också. Någon annan skulle kunna komma åt det du lämnar "
            "in, så med den går det inte att logga in här. Har du ett svenskt personnummer eller "
            "samordningsnummer, logga in med en svensk e-legitimation. Annars, kontakta kommunen, "
            "som tar emot det du vill lämna in på annat sätt."
        )
        % {"country": country},
    }


def _texts() -> dict[str, str]:
    return {
        "down": gettext("Kommunens inloggning svarar inte just nu. Försök igen om en stund."),
        "lost": gettext(
            "Inloggningen började inte i den här webbläsaren, eller så är den redan använd eller "
            "för gammal. Börja om härifrån."
        ),
        elsewhere.CANCELLED: gettext("Du avbröt inloggningen."),
        elsewhere.REFUSED: gettext(
            "Svaret från kommunens inloggning stämde inte, så ingen är inloggad. Försök igen, och "
            "säg till den som sköter inloggningen om det händer på nytt."
        ),
        elsewhere.OTHER: gettext(
            "Det var ett annat konto som loggade in. Inget är underskrivet, och du är kvar som du "
            "var inloggad. Försök igen själv."
        ),
        elsewhere.UNSIGNED: gettext(
            "Svaret från kommunens inloggning stämde inte, så inget är underskrivet. Du är kvar "
            "som du var inloggad. Försök igen."
        ),
        elsewhere.STRANGER: gettext(
            "Ditt arbetskonto har ingen roll här, eller så är ditt konto här avslutat. Be din chef."
        ),
    }
