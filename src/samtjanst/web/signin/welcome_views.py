"""Beginning to work: link, start code, a way to log in, and the recovery codes."""

import uuid
from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.people.middleware import ViewerRequest, set_cookie
from samtjanst.foundation.people.types import OrderPurpose
from samtjanst.journey import eid, identify, welcome
from samtjanst.journey.eid import Browser
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.web.ui.access import public
from samtjanst.web.ui.eid import browser_facts, qr_response, remember_device

STAFF_HOME = "/handlaggning/"


@public
@require_http_methods(["GET", "POST"])
def link(request: ViewerRequest, invitation_id: uuid.UUID, secret: str) -> HttpResponse:
    """The link of the letter: asks for the start code. Opening it uses nothing up."""
    if not welcome.is_open(invitation_id=invitation_id, secret=secret):
        return render(request, "signin/welcome/ended.html", status=404)
    if request.method != "POST":
        return _no_store(render(request, "signin/welcome/code.html"))
    try:
        opened = welcome.show_code(
            invitation_id=invitation_id, secret=secret, code=request.POST.get("start_code", "")
        )
    except NotFoundError:
        return render(request, "signin/welcome/ended.html", status=404)
    if opened is None:
        text = gettext("Koden stämmer inte. Fråga den som har bjudit in dig.")
        return _faulty(request, "code", [("start_code", text)])
    if request.browser_session:
        identify.sign_out(session=request.browser_session)
    response = HttpResponseRedirect(reverse("signin:welcome_way"))
    set_cookie(response, opened.token)
    return response


@public
@require_http_methods(["GET", "POST"])
def way(request: ViewerRequest) -> HttpResponse:
    """How the person wants to log in from now on."""
    account = welcome.invited(request.browser_session)
    facts = {"account": account, "may_use_code": welcome.may_use_code(account)}
    if request.method != "POST":
        return _no_store(render(request, "signin/welcome/way.html", facts))
    if request.POST.get("way") == "eid":
        return _with_eid(request)
    try:
        welcome.choose_password(account=account, password=request.POST.get("password", ""))
    except InvalidInputError as error:
        return _faulty(request, "way", _pairs(error), facts)
    return HttpResponseRedirect(reverse("signin:welcome_app"))


@public
@require_http_methods(["GET", "POST"])
def app(request: ViewerRequest) -> HttpResponse:
    """Connect the authenticator app, and give its first code."""
    account = welcome.invited(request.browser_session)
    _address, readable = welcome.app_address(account)
    facts = {"readable": readable}
    if request.method != "POST" or request.browser_session is None:
        return _no_store(render(request, "signin/welcome/app.html", facts))
    try:
        opened, codes = welcome.finish(
            session=request.browser_session, code=request.POST.get("code", "")
        )
    except InvalidInputError as error:
        return _faulty(request, "app", _pairs(error), facts)
    response = _no_store(render(request, "signin/welcome/codes.html", {"codes": codes}))
    set_cookie(response, opened.token)
    return response


@public
@require_safe
def picture(request: ViewerRequest) -> HttpResponse:
    """What the app scans."""
    address, _readable = welcome.app_address(welcome.invited(request.browser_session))
    return qr_response(address)


def _with_eid(request: ViewerRequest) -> HttpResponse:
    opened = welcome.continue_with_eid(account=welcome.invited(request.browser_session))
    try:
        started = identify.begin(
            session=opened.session,
            purpose=OrderPurpose.STAFF_SIGN_IN,
            next_path=STAFF_HOME,
            browser=Browser(**browser_facts(request)),
        )
    except PortError as failure:
        response = _faulty(request, "way", [("", eid.told(failure))], status=503)
    else:
        response = HttpResponseRedirect(reverse("signin:order", args=[started.id]))
    set_cookie(response, opened.token)
    remember_device(request, response)
    return response


def _faulty(
    request: ViewerRequest,
    page: str,
    problems: list[tuple[str, str]],
    facts: Mapping[str, object] | None = None,
    status: int = 422,
) -> HttpResponse:
    context = {"problems": problems, **(facts or {})}
    return _no_store(render(request, f"signin/welcome/{page}.html", context, status=status))


def _pairs(error: InvalidInputError) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in error.problems.items() for text in texts]


def _no_store(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
