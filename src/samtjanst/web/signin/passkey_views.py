"""Logging in as staff with a passkey."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from samtjanst.foundation.people.middleware import ViewerRequest, set_cookie
from samtjanst.foundation.people.sessions import begin_session
from samtjanst.journey import identify, passkeys
from samtjanst.web.signin.places import home_of, local_path
from samtjanst.web.ui.access import public
from samtjanst.web.ui.eid import origin_of


@public
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """A page that asks the browser for a passkey, in a session of its own."""
    opened = begin_session()
    options = passkeys.begin(session=opened.session, origin=origin_of(request))
    response = _page(request, options)
    if request.browser_session:
        identify.sign_out(session=request.browser_session)
    set_cookie(response, opened.token)
    return response


@public
@require_POST
def shown(request: ViewerRequest) -> HttpResponse:
    """What the browser has shown; whatever is wrong with it looks the same."""
    session = request.browser_session
    if session is None or request.actor:
        return _lost(request)
    result = passkeys.sign_in(
        session=session, origin=origin_of(request), answer=request.POST.get("answer", "")
    )
    if result.opened is None:
        text = _copied() if result.is_copied else _failed()
        options = passkeys.begin(session=session, origin=origin_of(request))
        return _page(request, options, [("answer", text)])
    response = HttpResponseRedirect(local_path(request) or home_of(result.opened))
    set_cookie(response, result.opened.token)
    return response


def _page(
    request: ViewerRequest, options: str, problems: list[tuple[str, str]] | None = None
) -> HttpResponse:
    next_path = local_path(request)
    facts = {
        "options": options,
        "fields": [("next", next_path)],
        "problems": problems or [],
    }
    response = render(request, "signin/passkey.html", facts, status=422 if problems else 200)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _lost(request: ViewerRequest) -> HttpResponse:
    text = gettext(
        "Inloggningen började inte i den här webbläsaren, eller så är den redan använd eller "
        "för gammal. Börja om härifrån."
    )
    facts = {"text": text, "again": reverse("signin:staff"), "is_staff": True}
    return render(request, "signin/elsewhere/failed.html", facts, status=403)


def _failed() -> str:
    return gettext(
        "Det gick inte att logga in. Försök igen, eller logga in på ett annat sätt. Har du "
        "försökt många gånger behöver du vänta upp till en kvart."
    )


def _copied() -> str:
    return gettext(
        "Din passkey är stoppad, eftersom det kan finnas en kopia av den. Logga in på ett annat "
        "sätt, ta bort den på din egen sida och berätta för den som sköter er säkerhet."
    )
