"""Signing a decision with one's own BankID."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import eid, sign_decision_eid
from samtjanst.journey.eid import Browser
from samtjanst.kernel.errors import NotFoundError, TransitionError
from samtjanst.ports.failures import PortError
from samtjanst.ports.identity import OrderState
from samtjanst.web.handler.request import actor_of
from samtjanst.web.handler.sign_views import back_to, page
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.eid import browser_facts, context, remember_device


@staff(Permission.CASE_DECIDE)
@require_POST
def start(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """Start a signature."""
    if request.browser_session is None:
        raise NotFoundError
    try:
        started = sign_decision_eid.begin(
            request_id=request_id,
            session=request.browser_session,
            browser=Browser(**browser_facts(request)),
            by=actor_of(request),
        )
    except TransitionError:
        return back_to(request_id)
    except PortError as failure:
        return page(request, request_id, problems={"": [eid.told(failure)]}, status=503)
    where = reverse("handler:sign_order", args=[request_id, started.id])
    response = HttpResponseRedirect(where)
    remember_device(request, response)
    return response


@staff(Permission.CASE_DECIDE)
@require_safe
def order(request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """The code and the button, or what happened; back to the decision when it is signed."""
    found = sign_decision_eid.follow(
        request_id=request_id,
        order_id=order_id,
        session=request.browser_session,
        browser=Browser(**browser_facts(request)),
        by=actor_of(request),
    )
    if found.state == OrderState.COMPLETE:
        return back_to(request_id)
    urls = {
        "cancel": reverse("handler:sign_order_stop", args=[request_id, order_id]),
        "retry": reverse("handler:sign", args=[request_id]),
    }
    facts = {"request_id": request_id, "order": context(found, urls)}
    return render(request, "handler/sign_bankid.html", facts)


@staff(Permission.CASE_DECIDE)
@require_POST
def stop(request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Stop."""
    sign_decision_eid.stop(
        request_id=request_id,
        order_id=order_id,
        session=request.browser_session,
        by=actor_of(request),
    )
    return HttpResponseRedirect(reverse("handler:sign_order", args=[request_id, order_id]))


@staff(Permission.CASE_DECIDE)
@require_safe
def returned(_request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Back from the app on the same device: to the order, which is this browser's or nobody's."""
    return HttpResponseRedirect(reverse("handler:sign_order", args=[request_id, order_id]))
