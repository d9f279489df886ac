"""Proposed decisions that somebody else approves, or sends back."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import board, decide, document, sign_decision
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, Needs, ProposalState, ProposalView
from samtjanst.web.handler import approvers
from samtjanst.web.handler.decision_views import TOLD_OF
from samtjanst.web.handler.lease_views import held
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, to_case
from samtjanst.web.handler.texts import CHANGE_GROUNDS
from samtjanst.web.ui.access import staff

_WAYS = frozenset({"approve", "register"})  # to make it a decision, by what is posted


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def approve(request: ViewerRequest, reference: str, proposal_id: uuid.UUID) -> HttpResponse:
    """Read what a colleague proposes; approve it, or send it back with what is to be changed."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    proposal = next((one for one in cases.proposals_of(found.id) if one.id == proposal_id), None)
    if proposal is None or proposal.made_by_id == actor.id:
        raise NotFoundError
    if proposal.needs is Needs.SIGNATURES:
        raise NotFoundError  # who signs it is named, and has a page of her own
    is_fresh = proposal.state is ProposalState.OPEN and proposal.revision == found.revision
    is_hers = is_fresh and _may_make_it(found, proposal, by=actor)
    if is_fresh and _WAYS & request.POST.keys() - ({_way(proposal)} if is_hers else set()):
        raise NotFoundError  # before she holds the case: what is not hers holds nobody up
    lease = held(request, found) if is_fresh else None
    problems: Problems = {}
    if request.method == "POST":
        try:
            return _answered(request, found, proposal)
        except InvalidInputError as error:
            problems = error.problems
    context = {
        "case": found,
        "held": lease,
        "is_kept_open": is_hers or lease,
        "proposal": proposal,
        "draft": proposal.draft,
        "hearing_text": decide.HEARINGS.get(proposal.draft.hearing, ""),
        "ground_text": CHANGE_GROUNDS[proposal.replacing.ground] if proposal.replacing else "",
        "is_open": proposal.state is ProposalState.OPEN,
        "is_stale": proposal.revision != found.revision,
        "may_approve": decide.may_approve(case=found, proposal=proposal, by=actor),
        "sections": document.summary_now(found),
        "note": request.POST.get("note", ""),
        "is_signed": _is_signed(found, proposal),
        "is_certified": decide.is_signed(found),
        **(approvers.asked(request, found, proposal.draft) if decide.is_signed(found) else {}),
        "may_register": board.may_register(case=found, by=actor),
        "minutes": {
            "board": request.POST.get("board", board.board_of(found)),
            "on": request.POST.get("on", ""),
            "paragraph": request.POST.get("paragraph", ""),
        },
        **told(problems),
    }
    return render(request, "handler/approve.html", context, status=422 if problems else 200)


@staff(Permission.CASE_DECIDE)
@require_POST
def take_back(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take one's own proposal back, to change it."""
    sign_decision.take_back(reference=reference, by=actor_of(request))
    return to_case(reference, "tillbakataget")


@staff(Permission.CASE_DECIDE)
@require_POST
def drop_change(request: ViewerRequest, reference: str) -> HttpResponse:
    """Let the decision in force stand, when one's own proposal to change it was sent back."""
    services.drop_change(reference=reference, by=actor_of(request))
    return to_case(reference, "star")


def _answered(request: ViewerRequest, case: CaseView, proposal: ProposalView) -> HttpResponse:
    """What was posted, done. Raises InvalidInputError."""
    reference, actor = case.reference, actor_of(request)
    if "approve" in request.POST and _is_signed(case, proposal):
        return approvers.taken_over(request, reference, proposal)
    if "approve" in request.POST:
        way = decide.approve(reference=reference, proposal=proposal, by=actor)
        return to_case(reference, TOLD_OF[way])
    if "register" in request.POST and decide.is_signed(case):
        request_id = board.to_certify(
            reference=reference, proposal=proposal, minutes=_minutes(request), by=actor
        )
        return HttpResponseRedirect(reverse("handler:sign", args=[request_id]))
    if "register" in request.POST:
        minutes = _minutes(request)
        way = board.register(reference=reference, proposal=proposal, minutes=minutes, by=actor)
        return to_case(reference, TOLD_OF[way])
    if proposal.state is ProposalState.RETURNED:  # the same form, sent twice
        return to_case(reference, "atersant")
    note = request.POST.get("note", "").replace("\r\n", "\n")
    services.send_back(reference=reference, proposal_id=proposal.id, note=note, by=actor)
    return to_case(reference, "atersant")


def _way(proposal: ProposalView) -> str:
    return "register" if proposal.needs is Needs.BOARD else "approve"


def _may_make_it(case: CaseView, proposal: ProposalView, *, by: Actor) -> bool:
    """Whether it can become a decision by the actor: who may only send it back holds nobody up."""
    if proposal.needs is Needs.BOARD:
        return board.may_register(case=case, by=by)
    return decide.may_approve(case=case, proposal=proposal, by=by)


def _is_signed(case: CaseView, proposal: ProposalView) -> bool:
    return proposal.needs is Needs.DELEGATE and decide.is_signed(case)


def _minutes(request: ViewerRequest) -> board.Minutes:
    return board.Minutes(
        board=request.POST.get("board", ""),
        on=day(request.POST, "on"),
        paragraph=request.POST.get("paragraph", ""),
    )
