"""Paying a fee: the page to pay on, what it asks every other second, and the receipt."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from samtjanst.capabilities.fees import queries
from samtjanst.capabilities.fees.types import (
    WRONG_AMOUNT,
    AttemptState,
    AttemptView,
    OrderState,
    OrderView,
)
from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.own_messages import Moment
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import answer, payment_receipt
from samtjanst.journey import pay as paying
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.ports.failures import PortError
from samtjanst.ports.payment import SECRET_HEADER
from samtjanst.running.cases.queries import case_of_filing
from samtjanst.web.citizen.texts import PAYMENT_DOWN, TROUBLES
from samtjanst.web.citizen.work import language_of, said
from samtjanst.web.ui.access import citizen, public
from samtjanst.web.ui.download import download
from samtjanst.web.ui.eid import origin_of, qr_response

_NOT_PAYABLE = frozenset({OrderState.LAPSED, OrderState.CANCELLED})


@citizen
@require_safe
def pay(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """What is to be paid and how, how it goes, or the receipt."""
    return _page(request, order_id)


@citizen
@require_POST
def begin(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Ask for the payment."""
    phone, to_phone = request.POST.get("phone", "")[:40], request.POST.get("way") == "phone"
    way = paying.Way(to_phone=to_phone, phone=phone, origin=origin_of(request))
    try:
        paying.begin(order_id=order_id, way=way, by=_actor(request))
    except InvalidInputError as error:
        return _page(request, order_id, problems=error.problems, phone=phone)
    except TransitionError:
        pass  # the page tells how it stands
    except PortError as failure:
        return _page(request, order_id, told=TROUBLES.get(failure.hint, PAYMENT_DOWN))
    return HttpResponseRedirect(reverse("citizen:pay", args=[order_id]))


@citizen
@require_POST
def cancel(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Stop the attempt, to choose another way."""
    try:
        paying.cancel(order_id=order_id, by=_actor(request))
    except PortError:
        return _page(request, order_id, told=PAYMENT_DOWN)
    return HttpResponseRedirect(reverse("citizen:pay", args=[order_id]))


@citizen
@require_safe
def poll(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """Nothing while nothing has happened; else the page is to be loaded anew."""
    is_over = paying.poll(order_id=order_id, by=_actor(request))
    response = HttpResponse(headers={"HX-Refresh": "true"}) if is_over else HttpResponse(status=204)
    response.headers["Cache-Control"] = "no-store"
    return response


@citizen
@require_safe
def code(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """The code to scan with another device."""
    _order, attempt = paying.shown(order_id=order_id, by=_actor(request))
    if attempt is None or not attempt.qr_text:
        raise NotFoundError
    return qr_response(attempt.qr_text)


@citizen
@require_safe
def receipt(request: ViewerRequest, order_id: uuid.UUID) -> HttpResponse:
    """The receipt as PDF."""
    content, name = payment_receipt.made(order_id=order_id, by=_actor(request))
    return download(content, f"kvitto-{name}.pdf", "application/pdf")


@csrf_exempt  # the provider has no session here; nothing is believed of what it sends
@public
@require_POST
def callback(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """The provider tells that something has happened: it is asked what."""
    secret = request.headers.get(SECRET_HEADER, "")[:64]
    try:
        paying.called_back(attempt_id=attempt_id, secret=secret)
    except PortError:
        return HttpResponse(status=503)  # it calls again
    return HttpResponse()


def _page(
    request: ViewerRequest,
    order_id: uuid.UUID,
    *,
    problems: dict[str, list[str]] | None = None,
    phone: str = "",
    told: Any = "",
) -> HttpResponse:
    order, attempt = paying.refresh(order_id=order_id, by=_actor(request))
    case = case_of_filing(order.subject[1])
    context = {
        "order": order,
        "attempt": attempt,
        # What has not reached Swish for certain is asked for again, under the same instruction.
        "is_open": bool(order.is_open and attempt and attempt.state is AttemptState.ASKED),
        "is_unclear": _is_unclear(attempt),
        "is_looked_at": order.is_open and _is_looked_at(order, attempt),
        "why": _why(order, attempt),
        "gone_back": queries.gone_back(order_id) if order.state in _NOT_PAYABLE else [],
        "case": case,
        **(_words(order, _actor(request)) if order.is_open and case is None else {}),
        "municipality_number": str(OrganisationNumber(current().organisation_number)),
        "problems": [(k, text) for k, texts in (problems or {}).items() for text in texts],
        "phone": hygiene.shown(phone),
        "told": told,
    }
    status = 422 if problems else 503 if told else 200
    response = render(request, "citizen/pay.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _words(order: OrderView, by: Actor) -> dict[str, str]:
    """What the e-service says of an application that waits to be paid."""
    work = answer.open_work(filing_id=order.subject[1], by=by)
    text = said(work.definition, work.context, Moment.OWN_SPACE)
    return {"own_words": text, "spoken": language_of(work.definition)}


def _is_looked_at(order: OrderView, attempt: AttemptView | None) -> bool:
    """Whether a person finds out what came of it, and nothing is to be paid till then."""
    return _is_unclear(attempt) or order.needs_look == WRONG_AMOUNT


def _is_unclear(attempt: AttemptView | None) -> bool:
    return bool(attempt and attempt.state is AttemptState.UNCLEAR)


def _why(order: OrderView, attempt: AttemptView | None) -> Any:
    """Why the last attempt came to nothing; "" when it did not, or nobody says."""
    ended = {AttemptState.DECLINED, AttemptState.FAILED, AttemptState.CANCELLED}
    if not order.is_open or attempt is None or attempt.state not in ended:
        return ""
    return TROUBLES.get(attempt.trouble, "")


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
