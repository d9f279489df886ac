"""Logging in at the municipality's own directory: sent away, and back."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.people.middleware import ViewerRequest, set_cookie
from samtjanst.foundation.people.sessions import begin_session
from samtjanst.journey import elsewhere, identify
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.web.signin.places import home_of, local_path
from samtjanst.web.ui.access import public

LONGEST_ANSWER = 8_000


@public
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """A page that leads on by itself: a form of ours may not be answered by another host."""
    if not elsewhere.is_offered():
        raise NotFoundError
    opened = begin_session()
    try:
        address = elsewhere.begin(
            session=opened.session,
            origin=f"{request.scheme}://{request.get_host()}",
            next_path=local_path(request),
            language=get_language() or "sv",
        )
    except PortError:
        return _failed(request, _texts()["down"], 503)
    response = render(request, "signin/elsewhere/leaving.html", {"address": address})
    response.headers["Cache-Control"] = "no-store, private"
    if request.browser_session:
        identify.sign_out(session=request.browser_session)
    set_cookie(response, opened.token)
    return response


@public
@require_safe
def arrive(request: ViewerRequest) -> HttpResponse:
    """Back again. What the address holds is believed only as far as it can be checked."""
    if request.browser_session is None or len(request.GET.urlencode()) > LONGEST_ANSWER:
        return _failed(request, _texts()["lost"], 403)
    try:
        arrival = elsewhere.come_back(session=request.browser_session, answer=request.GET.dict())
    except NotFoundError:
        return _failed(request, _texts()["lost"], 403)
    except PortError:
        return _failed(request, _texts()["down"], 503)
    if arrival.opened is None:
        return _failed(request, _texts()[arrival.why], 403)
    response = HttpResponseRedirect(arrival.next_path or home_of(arrival.opened))
    set_cookie(response, arrival.opened.token)
    return response


def _failed(request: ViewerRequest, text: str, status: int) -> HttpResponse:
    facts = {"text": text, "again": reverse("signin:staff")}
    response = render(request, "signin/elsewhere/failed.html", facts, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


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
        elsewhere.STRANGER: gettext(
            "Ditt arbetskonto har ingen roll här, eller så är ditt konto här avslutat. Be din chef."
        ),
    }
