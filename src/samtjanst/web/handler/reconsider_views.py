"""Changing the decision in force, and the decisions that run out."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import decide, hear, reconsider
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    CaseState,
    CaseView,
    ChangeGround,
    DecisionDraft,
    Replacing,
)
from samtjanst.web.handler import approvers
from samtjanst.web.handler.decision_views import TOLD_OF, posted_proposal, shown_proposal
from samtjanst.web.handler.problems import Problems
from samtjanst.web.handler.problems import told as problems_told
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
    except InvalidInputError as error:
        return _form(request, found, error.problems)
    if "send" not in request.POST or ground is None:
        return _check(request, found, proposal, draft, ground)
    try:
        return _sent(request, found, proposal, draft, ground)
    except InvalidInputError as error:
        return _check(request, found, proposal, draft, ground, error.problems)
    except ConflictError:
        return _behind(request, found)


def _behind(request: ViewerRequest, before: CaseView) -> HttpResponse:
    """What was written, to be sent anew: something has happened in the case meanwhile.

    Raises:
        ConflictError: a change is proposed already.
        NotFoundError: she reaches the case no longer.
    """
    found = cases.get_case(actor_of(request), before.reference)
    if cases.is_proposed(found.id):
        raise ConflictError
    return _form(request, found, {}, is_behind=True)


def _sent(
    request: ViewerRequest,
    case: CaseView,
    proposal: decide.Proposal,
    draft: DecisionDraft,
    ground: ChangeGround,
) -> HttpResponse:
    """Sent the way that it goes. Raises InvalidInputError: who approves is not said rightly."""
    actor, reference = actor_of(request), case.reference
    revision, appeal_id = whole(request.POST, "revision", -1), key(request.POST, "overklagande")
    if decide.way_of(case=case, made=draft, by=actor)[0] is decide.Way.SIGNED:
        return approvers.sent(request, case, proposal, revision, Replacing(ground, appeal_id))
    way = reconsider.change(
        reference=reference,
        proposal=proposal,
        ground=ground,
        appeal_id=appeal_id,
        revision=revision,
        by=actor,
    )
    direct = way is decide.Way.DIRECT
    return to_case(reference, "beslut-andrat" if direct else TOLD_OF.get(way, "foreslaget"))


def _check(  # noqa: PLR0913, PLR0917 - all of them have a plain name
    request: ViewerRequest,
    case: CaseView,
    proposal: decide.Proposal,
    draft: DecisionDraft,
    ground: ChangeGround | None,
    problems: Problems | None = None,
) -> HttpResponse:
    way = decide.way_of(case=case, made=draft, by=actor_of(request))[0]
    context = {
        "case": case,
        "proposal": proposal,
        "draft": draft,
        "ground": ground,
        "ground_text": CHANGE_GROUNDS[ground] if ground else "",
        "appeal_id": key(request.POST, "overklagande"),
        "revision": request.POST.get("revision", ""),
        "hearing_text": decide.HEARINGS.get(draft.hearing, ""),
        "told": decide.recipients(case),
        "way": way.value,
        **(approvers.asked(request, case, draft) if way is decide.Way.SIGNED else {}),
        **problems_told(problems or {}),
    }
    status = 422 if problems else 200
    return render(request, "handler/reconsider_check.html", context, status=status)


@staff(Permission.CASE_LIST)
@require_safe
def expiring(request: ViewerRequest) -> HttpResponse:
    """Decisions whose last day is near."""
    days = whole(request.GET, "dagar", 90)
    days = days if days in AHEAD else 90
    found = cases.expiring(actor_of(request), days)
    context = {"found": found, "days": days, "choices": AHEAD}
    return render(request, "handler/expiring.html", context)


def _form(
    request: ViewerRequest, case: CaseView, problems: Problems, *, is_behind: bool = False
) -> HttpResponse:
    appeal_id: uuid.UUID | None = key(request.POST, "overklagande")
    appeal_id = appeal_id or key(request.GET, "overklagande")
    proposal = decide.with_text(case, posted_proposal(request), request.POST.get("use", ""))
    if request.method != "POST":
        proposal = reconsider.taken_back(case=case, by=actor_of(request))
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
        "revision": case.revision if is_behind else request.POST.get("revision", case.revision),
        "is_behind": is_behind,
        **problems_told(problems),
    }
    status = 409 if is_behind else 422 if problems else 200
    return render(request, "handler/reconsider.html", context, status=status)
