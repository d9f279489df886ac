"""Changing the decision in force, and the decisions that run out."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import decide, hear, reconsider
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState, CaseView, ChangeGround
from samtjanst.web.handler.decision_views import posted_proposal, shown_proposal
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, key, one_of, to_case, whole
from samtjanst.web.handler.texts import CHANGE_GROUNDS
from samtjanst.web.ui.access import staff

AHEAD = (30, 60, 90, 180, 365)  # days


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def change(request: ViewerRequest, reference: str) -> HttpResponse:
    """Write a new decision in the place of the one in force; check it; send it."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if found.state is not CaseState.DECIDED:
        raise NotFoundError
    if request.method != "POST" or {"change", "use"} & request.POST.keys():
        return _form(request, found, {})
    proposal, ground = posted_proposal(request), one_of(request.POST, "ground", ChangeGround)
    try:
        draft = reconsider.draft(reference=reference, proposal=proposal, ground=ground, by=actor)
        if "send" in request.POST and ground:
            reconsider.change(
                reference=reference,
                proposal=proposal,
                ground=ground,
                appeal_id=key(request.POST, "overklagande"),
                revision=whole(request.POST, "revision", -1),
                by=actor,
            )
            return to_case(reference, "beslut-andrat")
    except InvalidInputError as error:
        return _form(request, found, error.problems)
    context = {
        "case": found,
        "proposal": proposal,
        "draft": draft,
        "ground": ground,
        "ground_text": CHANGE_GROUNDS[ground] if ground else "",
        "appeal_id": key(request.POST, "overklagande"),
        "revision": request.POST.get("revision", ""),
        "hearing_text": decide.HEARINGS.get(draft.hearing, ""),
        "told": decide.recipients(found),
    }
    return render(request, "handler/reconsider_check.html", context)


@staff(Permission.CASE_LIST)
@require_safe
def expiring(request: ViewerRequest) -> HttpResponse:
    """Decisions whose last day is near."""
    days = whole(request.GET, "dagar", 90)
    days = days if days in AHEAD else 90
    found = cases.expiring(actor_of(request), days)
    context = {"found": found, "days": days, "choices": AHEAD}
    return render(request, "handler/expiring.html", context)


def _form(request: ViewerRequest, case: CaseView, problems: Problems) -> HttpResponse:
    appeal_id: uuid.UUID | None = key(request.POST, "overklagande")
    appeal_id = appeal_id or key(request.GET, "overklagande")
    proposal = decide.with_text(case, posted_proposal(request), request.POST.get("use", ""))
    context: dict[str, Any] = {
        "case": case,
        "decision": cases.decision_of(case.id),
        "grounds": CHANGE_GROUNDS.items(),
        "ground": request.POST.get("ground", ""),
        "appeal_id": appeal_id,
        "choices": decide.choices(case),
        "provisions": decide.provisions(case),
        "hearing_needed": decide.needs_hearing(case),
        "waits_until": hear.waits_until(case),
        "names_amount": decide.names_amount(case),
        "hearings": decide.HEARINGS.items(),
        "proposal": shown_proposal(proposal),
        "revision": request.POST.get("revision", case.revision),
        **told(problems),
    }
    status = 422 if problems else 200
    return render(request, "handler/reconsider.html", context, status=status)
