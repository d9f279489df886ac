"""Filling in a decision, checking it, deciding."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.capabilities.formkit import hygiene
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import board, decide, decision_texts, document, hear
from samtjanst.journey.decide import Proposal
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, DecisionDraft, LeaseView
from samtjanst.web.handler import approvers
from samtjanst.web.handler.lease_views import held
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, to_case, whole
from samtjanst.web.ui.access import staff

# What the case says when a decision was sent, by the way that it went.
TOLD_OF = {
    decide.Way.DIRECT: "beslutat",
    decide.Way.LATER: "beslut-pa-vag",
    decide.Way.BOARD: "till-namnden",
}


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def decision(request: ViewerRequest, reference: str) -> HttpResponse:
    """Fill in, check, decide."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    decide.require_decidable(case=found, by=actor)
    proposal = posted_proposal(request)
    try:
        lease = held(request, found)
    except ConflictError:
        return _form(request, found, proposal, lease=cases.lease_of(found, actor), is_behind=True)
    if request.method != "POST":
        proposal = decide.taken_back(case=found, by=actor)
    if request.method != "POST" or "change" in request.POST:
        return _form(request, found, proposal, lease=lease)
    if "use" in request.POST:
        return _form(request, found, decide.with_text(found, proposal, request.POST["use"]))
    try:
        draft = decide.draft(reference=reference, proposal=proposal, by=actor)
    except InvalidInputError as error:
        return _form(request, found, proposal, error)
    if not {"send", "to_board"} & set(request.POST):
        return _check(request, found, proposal, draft)
    return _send(request, found, proposal, draft)


def _send(
    request: ViewerRequest, case: CaseView, proposal: Proposal, draft: DecisionDraft
) -> HttpResponse:
    try:
        return _sent(request, case, proposal, draft)
    except InvalidInputError as error:
        return _check(request, case, proposal, draft, error.problems)
    except ConflictError:
        return _behind(request, case.reference, proposal)


def _behind(request: ViewerRequest, reference: str, proposal: Proposal) -> HttpResponse:
    """What was written, to be sent anew: something has happened in the case meanwhile.

    Raises:
        ConflictError, NotFoundError, TransitionError: she cannot decide the case any more.
    """
    found = cases.get_case(actor_of(request), reference)
    decide.require_decidable(case=found, by=actor_of(request))
    return _form(request, found, proposal, is_behind=True)


def _sent(
    request: ViewerRequest, case: CaseView, proposal: Proposal, draft: DecisionDraft
) -> HttpResponse:
    """Sent the way that it goes. Raises InvalidInputError: who approves is not said rightly."""
    actor, reference = actor_of(request), case.reference
    revision = whole(request.POST, "revision", -1)
    if "to_board" in request.POST:
        board.propose(reference=reference, proposal=proposal, revision=revision, by=actor)
        return to_case(reference, TOLD_OF[decide.Way.BOARD])
    if decide.way_of(case=case, made=draft, by=actor)[0] is decide.Way.SIGNED:
        return approvers.sent(request, case, proposal, revision)
    way = decide.decide(reference=reference, proposal=proposal, revision=revision, by=actor)
    return to_case(reference, TOLD_OF.get(way, "foreslaget"))


def _check(
    request: ViewerRequest,
    case: CaseView,
    proposal: Proposal,
    draft: DecisionDraft,
    problems: Problems | None = None,
) -> HttpResponse:
    way = decide.way_of(case=case, made=draft, by=actor_of(request))[0]
    context = {
        "case": case,
        "proposal": proposal,
        "draft": draft,
        "revision": request.POST.get("revision", ""),
        "hearing_text": decide.HEARINGS.get(draft.hearing, ""),
        "recipients": decide.recipients(case),
        "way": way.value,
        **(approvers.asked(request, case, draft) if way is decide.Way.SIGNED else {}),
        **told(problems or {}),
    }
    status = 422 if problems else 200
    return render(request, "handler/decision_check.html", context, status=status)


@staff(Permission.CASE_DECIDE)
@require_POST
def undo(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take a decision back that has not left the house; what was written stands in the form."""
    try:
        services.take_back_decision(reference=reference, by=actor_of(request))
    except ConflictError:
        return to_case(reference, "beslut-for-sent")
    return to_case(reference, "beslut-angrat")


def _form(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    case: CaseView,
    proposal: Proposal,
    error: InvalidInputError | None = None,
    lease: LeaseView | None = None,
    *,
    is_behind: bool = False,
) -> HttpResponse:
    problems = error.problems if error else {}
    context: dict[str, Any] = {
        "case": case,
        "held": lease,
        "choices": decide.choices(case),
        "provisions": decide.provisions(case),
        "hearing_needed": decide.needs_hearing(case),
        "waits_until": hear.waits_until(case),
        "names_amount": decide.names_amount(case),
        "hearings": decide.HEARINGS.items(),
        "proposal": shown_proposal(proposal),
        "unfilled": decision_texts.unfilled(proposal.reasons),
        "revision": case.revision if is_behind else request.POST.get("revision", case.revision),
        "is_behind": is_behind,
        "problems": [(name, text) for name, texts in problems.items() for text in texts],
        "errors": problems,
        "sections": document.summary_now(case),
    }
    status = 409 if is_behind else 422 if problems else 200
    return render(request, "handler/decision.html", context, status=status)


def shown_proposal(proposal: Proposal) -> Proposal:
    """What cannot be read is pointed out, and shown without tricks."""
    return replace(
        proposal,
        reasons=hygiene.shown(proposal.reasons),
        others=hygiene.shown(proposal.others),
        hearing_note=hygiene.shown(proposal.hearing_note),
    )


def posted_proposal(request: ViewerRequest) -> Proposal:
    """What a form holds."""
    return Proposal(
        outcome=request.POST.get("outcome", ""),
        reasons=request.POST.get("reasons", "").replace("\r\n", "\n"),
        legal_basis=tuple(request.POST.getlist("legal_basis")),
        others=request.POST.get("others", ""),
        hearing=request.POST.get("hearing", ""),
        hearing_note=request.POST.get("hearing_note", ""),
        amount=request.POST.get("amount", ""),
        valid_from=request.POST.get("valid_from", ""),
        valid_to=request.POST.get("valid_to", ""),
    )
