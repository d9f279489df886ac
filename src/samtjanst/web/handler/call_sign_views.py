"""She who has telephoned signs what was taken down, in the same call."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import eid, sign_by_phone
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.ports.identity import OrderState
from samtjanst.web.handler.request import actor_of, to_case
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.eid import browser_facts, context

_PAGE = "handler/taking/call_sign.html"


@staff(Permission.FILING_TAKE_DOWN)
@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest, reference: str) -> HttpResponse:
    """What is read to her, and the way to ask her to sign it."""
    if request.browser_session is None:
        raise NotFoundError
    told = ""
    if request.method == "POST":
        try:
            asked = sign_by_phone.ask(
                reference=reference,
                is_hers=request.POST.get("who") == "user",
                session=request.browser_session,
                device=browser_facts(request)["device"],
                by=actor_of(request),
            )
        except PortError as failure:
            told = eid.told(failure)
        else:
            where = reverse("handler:call_signature", args=[reference, asked.id])
            return HttpResponseRedirect(where)
    case, asked_of = sign_by_phone.to_read(reference=reference, by=actor_of(request))
    facts = {"case": case, "request": asked_of, "told": told}
    return render(request, _PAGE, facts, status=503 if told else 200)


@staff(Permission.FILING_TAKE_DOWN)
@require_safe
def order(request: ViewerRequest, reference: str, order_id: uuid.UUID) -> HttpResponse:
    """How it goes; back to the case when she has signed."""
    if request.browser_session is None:
        raise NotFoundError
    found = sign_by_phone.follow(
        reference=reference,
        order_id=order_id,
        session=request.browser_session,
        by=actor_of(request),
    )
    if found.state == OrderState.COMPLETE:
        return to_case(reference, "undertecknat")
    stop_url = reverse("handler:call_signature_stop", args=[reference, order_id])
    back = reverse("handler:call_sign", args=[reference])
    shown: dict[str, Any] = context(found, {"cancel": stop_url, "next": back})
    return render(request, _PAGE, {"case": {"reference": reference}, "order": shown})


@staff(Permission.FILING_TAKE_DOWN)
@require_POST
def stop(request: ViewerRequest, reference: str, order_id: uuid.UUID) -> HttpResponse:
    """Ask no more."""
    if request.browser_session is None:
        raise NotFoundError
    sign_by_phone.stop(
        reference=reference,
        order_id=order_id,
        session=request.browser_session,
        by=actor_of(request),
    )
    return HttpResponseRedirect(reverse("handler:call_sign", args=[reference]))
