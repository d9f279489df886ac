"""Whoever telephones shows with her e-ID who she is."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import by_phone, eid
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.ports.identity import OrderState
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.eid import browser_facts, context


@staff(Permission.FILING_TAKE_DOWN)
@require_POST
def ask(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Ask her."""
    if request.browser_session is None:
        raise NotFoundError
    try:
        asked = by_phone.ask(
            filing_id=filing_id,
            is_hers=request.POST.get("who") == "user",
            session=request.browser_session,
            device=browser_facts(request)["device"],
            by=actor_of(request),
        )
    except PortError as failure:
        facts = {"told": eid.told(failure), "back": _back(filing_id)}
        return render(request, "handler/taking/call.html", facts, status=503)
    return HttpResponseRedirect(reverse("handler:call_order", args=[filing_id, asked.id]))


@staff(Permission.FILING_TAKE_DOWN)
@require_safe
def order(request: ViewerRequest, filing_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """How it goes; back to the check page when she has shown who she is."""
    if request.browser_session is None:
        raise NotFoundError
    found = by_phone.follow(
        filing_id=filing_id,
        order_id=order_id,
        session=request.browser_session,
        by=actor_of(request),
    )
    if found.state == OrderState.COMPLETE:
        return HttpResponseRedirect(_back(filing_id))
    stop_url = reverse("handler:call_stop", args=[filing_id, order_id])
    shown: dict[str, Any] = context(found, {"cancel": stop_url, "next": _back(filing_id)})
    return render(request, "handler/taking/call.html", {"order": shown, "back": _back(filing_id)})


@staff(Permission.FILING_TAKE_DOWN)
@require_POST
def stop(request: ViewerRequest, filing_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Ask no more."""
    if request.browser_session is None:
        raise NotFoundError
    by_phone.stop(
        filing_id=filing_id,
        order_id=order_id,
        session=request.browser_session,
        by=actor_of(request),
    )
    return HttpResponseRedirect(_back(filing_id))


def _back(filing_id: uuid.UUID) -> str:
    return reverse("handler:taking_check", args=[filing_id])
