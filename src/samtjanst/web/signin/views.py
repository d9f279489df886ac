"""Login and logout."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.people.middleware import (
    ViewerRequest,
    drop_cookie,
    session_token,
    set_cookie,
)
from samtjanst.foundation.people.services import set_language
from samtjanst.foundation.people.types import OrderPurpose
from samtjanst.foundation.people.ways import DIRECT
from samtjanst.foundation.plugins.ways import offered
from samtjanst.journey import eid, elsewhere, identify
from samtjanst.journey import poll as polling
from samtjanst.journey.eid import Browser
from samtjanst.journey.identify import Step
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.web.signin.places import (
    hand_over,
    home_of,
    is_step_up,
    last_way,
    local_path,
    remember_way,
    session_to_log_in,
    wanted_level,
)
from samtjanst.web.ui.access import public
from samtjanst.web.ui.eid import browser_facts, context, qr_response, remember_device
from samtjanst.web.ui.language import chosen

HOME = {
    OrderPurpose.CITIZEN_SIGN_IN: "/mina-arenden/",
    OrderPurpose.STAFF_SIGN_IN: "/handlaggning/",
}


@public
@require_http_methods(["GET", "POST"])
def citizen_login(request: ViewerRequest) -> HttpResponse:
    """Citizens."""
    return _login(request, OrderPurpose.CITIZEN_SIGN_IN)


@public
@require_http_methods(["GET", "POST"])
def staff_login(request: ViewerRequest) -> HttpResponse:
    """Staff."""
    return _login(request, OrderPurpose.STAFF_SIGN_IN)


@public
@require_safe
def order(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """The code and the button, or what happened."""
    return _show(request, order_id)


@public
@require_safe
def poll(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """How an order goes, a login or a signature; when it is over the page is loaded anew."""
    browser = Browser(**browser_facts(request))
    found = polling.poll(token=session_token(request), order_id=order_id, browser=browser)
    response = (
        HttpResponse(headers={"HX-Refresh": "true"})
        if found.is_over
        else render(request, "ui/eid/pending.html", {"order": context(found, {})})
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def qr(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """The code of this second, of a login or of a signature."""
    return qr_response(polling.qr_text(token=session_token(request), order_id=order_id))


@public
@require_POST
def cancel(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Stop."""
    found = eid.find(session=request.browser_session, order_id=order_id)
    identify.cancel(order=found)
    return HttpResponseRedirect(reverse("signin:order", args=[order_id]))


@public
@require_safe
def returned(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Back from the app on the same device: go on where this browser was."""
    if not identify.come_back(session=request.browser_session, order_id=order_id):
        return render(request, "signin/elsewhere.html", status=403)
    return HttpResponseRedirect(reverse("signin:order", args=[order_id]))


@public
@require_safe
def without_role(request: ViewerRequest) -> HttpResponse:
    """Logged in, but no role is in force with this way of logging in."""
    return render(request, "signin/without_role.html")


@public
@require_POST
def logout(request: ViewerRequest) -> HttpResponse:
    """Log out and forget the browser; at the municipality's own directory too, where it is so."""
    address = ""
    if session := request.browser_session:
        identify.sign_out(session=session)
        origin = f"{request.scheme}://{request.get_host()}"
        address = elsewhere.end_there(
            session=session, origin=origin, language=get_language() or "sv"
        )
    response = _ended(request, address) if address else HttpResponseRedirect("/")
    drop_cookie(response)
    return response


def _ended(request: ViewerRequest, address: str) -> HttpResponse:
    """A page that leads on by itself: a form may not post its way to another host."""
    response = render(request, "signin/elsewhere/ended.html", {"address": address, "viewer": None})
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _login(request: ViewerRequest, purpose: OrderPurpose) -> HttpResponse:
    next_path = local_path(request)
    is_staff = purpose is OrderPurpose.STAFF_SIGN_IN
    facts: dict[str, Any] = {"next": next_path, "is_staff": is_staff}
    facts |= {"has_directory": elsewhere.is_offered()} if is_staff else _choices(request)
    if request.method != "POST":
        return render(request, "signin/start.html", facts)
    opened = session_to_log_in(request, 0 if is_staff else wanted_level(request))
    try:
        started = identify.begin(
            session=opened.session,
            purpose=purpose,
            next_path=next_path or HOME[purpose],
            browser=Browser(**browser_facts(request)),
        )
    except PortError as failure:
        facts |= {"is_down": True, "told": eid.told(failure)}
        return render(request, "signin/start.html", facts, status=503)
    response = HttpResponseRedirect(reverse("signin:order", args=[started.id]))
    hand_over(request, response, opened)
    if not is_staff:
        remember_way(response, DIRECT)
    remember_device(request, response)
    return response


def _choices(request: ViewerRequest) -> dict[str, Any]:
    """The e-IDs that reach what is asked for, the last used first, and why one is asked again."""
    level = wanted_level(request)
    found = sorted(offered(level), key=lambda one: one.way.provider != last_way(request))
    return {
        "ways": found,
        "level": level,
        "is_step_up": is_step_up(request, level),
        "has_another": any(not one.way.is_direct for one in found),
        # Of interest only where it tells them apart, or is what she is asked for.
        "shows_levels": is_step_up(request, level) or len({one.highest for one in found}) > 1,
        "has_bankid": any(one.way.is_direct for one in found),
    }


def _show(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    if request.browser_session is None:
        raise NotFoundError
    found = eid.find(session=request.browser_session, order_id=order_id)
    step = identify.follow(
        session=request.browser_session, order=found, browser=Browser(**browser_facts(request))
    )
    if step.opened:
        return _welcome(request, step)
    is_staff = found.purpose == OrderPurpose.STAFF_SIGN_IN
    again = reverse("signin:staff") if is_staff else _again(request, found.next_path)
    urls = {"cancel": reverse("signin:cancel", args=[order_id]), "retry": again}
    return render(request, "signin/order.html", {"order": context(step.order, urls)})


def _again(request: ViewerRequest, next_path: str) -> str:
    """Who is still logged in is told at the page itself what it asks for."""
    login = f"{reverse('signin:citizen')}?{urlencode({'next': next_path})}"
    return next_path if request.actor else login


def _welcome(request: ViewerRequest, step: Step) -> HttpResponse:
    response = HttpResponseRedirect(_begins_at(step) or step.order.next_path or "/")
    if step.opened:
        _keep_language(step.opened.session.citizen_id, chosen(request))
        set_cookie(response, step.opened.token)
    return response


def _keep_language(citizen_id: uuid.UUID | None, language: str) -> None:
    """What she chose before she logged in holds for what is sent to her too."""
    if citizen_id and language:
        set_language(citizen_id=citizen_id, language=language)


def _begins_at(step: Step) -> str:
    """Where somebody without a place to come back to begins."""
    if step.opened is None or step.order.next_path != HOME[OrderPurpose.STAFF_SIGN_IN]:
        return ""
    return home_of(step.opened)
