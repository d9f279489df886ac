"""Where somebody who has logged in goes on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from samtjanst.foundation.people.middleware import ViewerRequest, session_token, set_cookie
from samtjanst.foundation.people.sessions import OpenedSession, actor_of, begin_session
from samtjanst.journey import identify
from samtjanst.web.ui.homes import staff_home

WAY_COOKIE = "samtjanst-e-legitimation"
WAY_FOR = 365 * 24 * 3600  # seconds
LONGEST_NEXT = 500  # as long as an order keeps


def home_of(opened: OpenedSession) -> str:
    """Where a member of staff who has logged in begins."""
    return staff_home(actor_of(opened.session))


def local_path(request: HttpRequest) -> str:
    """Where the person wanted to go: a path of ours, or "" for anything else."""
    path = request.GET.get("next") or request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    is_plain = path.isprintable() and len(path) <= LONGEST_NEXT
    return path if is_ours and is_plain and request.path != path else ""


def wanted_level(request: HttpRequest) -> int:
    """The assurance level that the page that she comes from asks for; 0 for none.

    It decides what is offered only: the page asks again when she is back.
    """
    told = request.GET.get("niva") or request.POST.get("niva", "")
    return int(told) if told in {"2", "3", "4"} else 0


def is_step_up(request: ViewerRequest, level: int) -> bool:
    """Whether a citizen who is logged in needs a higher level to go on."""
    actor = request.actor
    return bool(actor and actor.is_citizen and actor.assurance_level < level)


def session_to_log_in(request: ViewerRequest, level: int) -> OpenedSession:
    """The session that somebody begins to log in with: a new one, that nobody else knows of.

    Who is logged in and needs a higher level keeps hers meanwhile; she gets a new one then.
    """
    if request.browser_session and is_step_up(request, level):
        return OpenedSession(request.browser_session, session_token(request))
    return begin_session()


def hand_over(request: ViewerRequest, response: HttpResponse, opened: OpenedSession) -> None:
    """Let the browser go on in the session, and end the one that it forgets."""
    if request.browser_session and request.browser_session.id != opened.session.id:
        identify.sign_out(session=request.browser_session)
    set_cookie(response, opened.token)


def remember_way(response: HttpResponse, provider: str) -> None:
    """Let the browser keep which e-ID was chosen, to be offered first the next time."""
    response.set_cookie(
        WAY_COOKIE,
        provider,
        max_age=WAY_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def last_way(request: HttpRequest) -> str:
    """The e-ID that was chosen in this browser the last time."""
    return request.COOKIES.get(WAY_COOKIE, "")
