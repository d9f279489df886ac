"""The fee of a case: how it stands, a reminder, more time, money that goes back."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samtjanst.capabilities.formkit import hygiene
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import refund as journey
from samtjanst.journey.fee_of import of_case
from samtjanst.kernel import clock, money
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.running.cases import queries as cases
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, to_case, whole
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_READ)
@require_safe
def fee(request: ViewerRequest, reference: str) -> HttpResponse:
    """What was to be paid, how it went, and what can be done about it."""
    return _page(request, reference, {})


@staff(Permission.CASE_REMIND)
@require_POST
def nudge(request: ViewerRequest, reference: str) -> HttpResponse:
    """Remind who has to pay; at most once a day."""
    try:
        journey.nudge(reference=reference, by=actor_of(request))
    except ConflictError:
        return to_case(reference, "nyss-paminda")
    return to_case(reference, "paminnelse")


@staff(Permission.CASE_HANDLE)
@require_POST
def give_time(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give the applicant more time to pay."""
    days = whole(request.POST, "days", 0)
    try:
        journey.give_time(reference=reference, days=days, by=actor_of(request))
    except InvalidInputError as error:
        return _page(request, reference, error.problems)
    except TransitionError:
        return _back(reference)  # it was paid meanwhile
    return to_case(reference, "mer-tid-att-betala")


@staff(Permission.CASE_HANDLE)
@require_POST
def rule_out(request: ViewerRequest, reference: str) -> HttpResponse:
    """Note that an unclear payment came to nothing, as the bank's account shows."""
    journey.rule_out(reference=reference, by=actor_of(request))
    return _back(reference)


@staff(Permission.FEE_REFUND)
@require_POST
def pay_back(request: ViewerRequest, reference: str) -> HttpResponse:
    """Pay the fee back, or a part of it, for a reason that the applicant reads."""
    reason = request.POST.get("reason", "")
    try:
        amount = money.typed(request.POST.get("amount", "")[:20])
    except ValueError:
        amount = 0
    try:
        journey.pay_back(reference=reference, amount=amount, reason=reason, by=actor_of(request))
    except InvalidInputError as error:
        return _page(request, reference, error.problems)
    return to_case(reference, "betalas-tillbaka")


def _back(reference: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("handler:fee", args=[reference]))


def _page(request: ViewerRequest, reference: str, problems: Problems) -> HttpResponse:
    found = cases.get_case(actor_of(request), reference)
    order = of_case(found)
    if order is None:
        raise NotFoundError
    context: dict[str, Any] = {
        "case": found,
        "order": order,
        "can_remind": order.can_be_reminded(clock.now()),
        "most_days": journey.MOST_DAYS,
        "days": request.POST.get("days", "14")[:4],
        "amount": hygiene.shown(request.POST.get("amount", "")[:20]) or money.plain(order.left),
        "reason": hygiene.shown(request.POST.get("reason", "")),
        **told(problems),
    }
    return render(request, "handler/fee.html", context, status=422 if problems else 200)
