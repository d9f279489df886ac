"""Mina ärenden: drafts, what waits for me, what I have sent in and what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import document
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing import queries as filings
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.download import download


@citizen
@require_safe
def my_cases(request: ViewerRequest) -> HttpResponse:
    """Everything that concerns me."""
    actor = _actor(request)
    requests = signing.requests_of(actor)
    context = {
        "drafts": [(f, definition_of(f.version_id).title) for f in filings.my_filings(actor)],
        "to_sign": [r for r in requests if r.is_open and r.invited_at],
        "waiting": [
            r
            for r in requests
            if r.role == "applicant" and r.state == "signed" and r.room_state == "open"
        ],
        "cases": [(c, document.STATES[c.state.value]) for c in cases.my_cases(actor)],
    }
    return render(request, "citizen/cases/list.html", context)


@citizen
@require_safe
def my_case(request: ViewerRequest, reference: str) -> HttpResponse:
    """One case: where it stands, what happens next, what was decided."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    snapshot = filings.snapshot(found.snapshot_id)
    context = {
        "case": found,
        "state_text": document.STATES[found.state.value],
        "sections": document.sections(found, snapshot),
        "room": signing.room_of(("filing", found.filing_id)),
        "decision": cases.decision_of(found.id),
    }
    return render(request, "citizen/cases/case.html", context)


@citizen
@require_safe
def receipt(request: ViewerRequest, reference: str) -> HttpResponse:
    """The receipt as PDF."""
    content = document.receipt(reference=reference, by=_actor(request))
    return download(content, f"kvittens-{reference}.pdf", "application/pdf")


@citizen
@require_safe
def decision(request: ViewerRequest, reference: str) -> HttpResponse:
    """The decision as PDF."""
    content = document.decision_letter(reference=reference, by=_actor(request))
    if content is None:
        raise NotFoundError
    return download(content, f"beslut-{reference}.pdf", "application/pdf")


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
