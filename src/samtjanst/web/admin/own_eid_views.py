"""Which BankID is one's own, to sign decisions with: shown, and taken away."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import eid, own_eid
from samtjanst.journey.eid import Browser
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.ports.identity import OrderState
from samtjanst.web.admin.account_views import my_page
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.eid import browser_facts, context, remember_device


@staff(Permission.ACCOUNT_OWN)
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """Ask for it."""
    if request.browser_session is None:
        raise NotFoundError
    try:
        started = own_eid.begin(
            session=request.browser_session,
            browser=Browser(**browser_facts(request)),
            by=_actor(request),
        )
    except PortError as failure:
        return my_page(request, [("bankid", eid.told(failure))])
    response = HttpResponseRedirect(reverse("people:own_eid", args=[started.id]))
    remember_device(request, response)
    return response


@staff(Permission.ACCOUNT_OWN)
@require_safe
def order(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """The code and the button, or what happened."""
    found = own_eid.follow(
        order_id=order_id,
        session=request.browser_session,
        browser=Browser(**browser_facts(request)),
        by=_actor(request),
    )
    if found.state == OrderState.COMPLETE:
        return _back()
    urls = {
        "cancel": reverse("people:stop_own_eid", args=[order_id]),
        "retry": reverse("people:mine"),
    }
    return render(request, "admin/staff/bankid.html", {"order": context(found, urls)})


@staff(Permission.ACCOUNT_OWN)
@require_POST
def stop(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Ask no more."""
    own_eid.stop(order_id=order_id, session=request.browser_session, by=_actor(request))
    return HttpResponseRedirect(reverse("people:own_eid", args=[order_id]))


@staff(Permission.ACCOUNT_OWN)
@require_safe
def returned(_request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Back from the app on the same device: to the order, which is this browser's or nobody's."""
    return HttpResponseRedirect(reverse("people:own_eid", args=[order_id]))


@staff(Permission.ACCOUNT_OWN)
@require_POST
def remove(request: ViewerRequest) -> HttpResponse:
    """Forget which one it is."""
    own_eid.remove(by=_actor(request))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('people:mine')}#bankid")


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
