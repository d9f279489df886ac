"""When a decision takes long: telling the parties, answering those who ask us to decide."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import delays, letters
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.web.handler.another_way import registered
from samtjanst.web.handler.problems import told
from samtjanst.web.handler.request import actor_of, day, to_case
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def tell(request: ViewerRequest, reference: str) -> HttpResponse:
    """Tell the parties that the decision takes longer, why, and until when."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        until = day(request.POST, "until") or clock.today()
        reason = request.POST.get("reason", "").replace("\r\n", "\n")
        try:
            delays.tell_delay(reference=reference, until=until, reason=reason, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "fordrojning")
    context = {
        "case": found,
        "to": letters.recipients(found),
        "until": request.POST.get("until") or delays.proposed_until(found).isoformat(),
        "reason": request.POST.get("reason", ""),
        **told(problems),
    }
    return render(request, "handler/delay.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def register(request: ViewerRequest, reference: str) -> HttpResponse:
    """Register that a party asked on paper or by e-mail that the case be decided."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if request.method == "GET" and not delays.may_register(found):
        raise NotFoundError
    return registered(
        request,
        found,
        parties=found.parties,
        verb=delays.register,
        template="handler/register_request.html",
        done="begaran-registrerad",
    )


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def refuse(request: ViewerRequest, reference: str, request_id: uuid.UUID) -> HttpResponse:
    """Refuse to decide yet; a decision of its own, with reasons, that can be appealed."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    asked = next((o for o in cases.decision_requests_of(found.id) if o.id == request_id), None)
    if asked is None or not asked.is_open:
        raise NotFoundError
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        reasons = request.POST.get("reasons", "").replace("\r\n", "\n")
        try:
            delays.refuse(reference=reference, request_id=request_id, reasons=reasons, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "avslaget")
    context = {"case": found, "asked": asked, "reasons": request.POST.get("reasons", "")}
    context |= told(problems)
    status = 422 if problems else 200
    return render(request, "handler/refuse_request.html", context, status=status)
