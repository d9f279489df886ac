"""Naming the colleagues who approve a decision by their signatures."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import sign_decision
from samtjanst.journey.decide import Proposal
from samtjanst.running.cases.types import CaseView, DecisionDraft, ProposalView, Replacing
from samtjanst.web.handler.request import actor_of


def asked(request: ViewerRequest, case: CaseView, made: DecisionDraft) -> dict[str, Any]:
    """What the page needs: the places to fill, and who can be chosen."""
    many, chosen = sign_decision.wanted(case, made), _posted(request)
    filled = [*chosen, *[None] * many][:many]
    colleagues = sign_decision.choices(case, by=actor_of(request)) if many else []
    return {"places": list(enumerate(filled, start=1)), "colleagues": colleagues}


def sent(
    request: ViewerRequest,
    case: CaseView,
    proposal: Proposal,
    revision: int,
    replacing: Replacing | None = None,
) -> HttpResponse:
    """Send the decision to be signed, and show the actor what she signs.

    Raises:
        InvalidInputError: not the right people.
    """
    request_id = sign_decision.send(
        reference=case.reference,
        proposal=proposal,
        approvers=_posted(request),
        revision=revision,
        by=actor_of(request),
        replacing=replacing,
    )
    return HttpResponseRedirect(reverse("handler:sign", args=[request_id]))


def taken_over(request: ViewerRequest, reference: str, proposal: ProposalView) -> HttpResponse:
    """As :func:`sent`, of what somebody else has proposed to the actor."""
    request_id = sign_decision.take_over(
        reference=reference, proposal=proposal, approvers=_posted(request), by=actor_of(request)
    )
    return HttpResponseRedirect(reverse("handler:sign", args=[request_id]))


def _posted(request: ViewerRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("approvers")[:10]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
