"""What waits, what is mine, one case, its decision."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.jobs import queries as jobs
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import decide, document, remind
from samtjanst.journey.decide import Proposal
from samtjanst.journey.sealed import files_of
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import CaseView, View
from samtjanst.running.filing import queries as filings
from samtjanst.running.handoff import queries as handoff
from samtjanst.web.handler.handoff_views import shown
from samtjanst.web.handler.texts import EVENTS, MESSAGES, VIEWS
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download


@staff(Permission.CASE_LIST)
@require_safe
def work_list(request: ViewerRequest, view: str = View.NEW.value) -> HttpResponse:
    """A work list with what each case waits for."""
    actor = _actor(request)
    if view not in set(View):
        raise NotFoundError
    page = int(request.GET.get("sida", "1")) if request.GET.get("sida", "1").isdecimal() else 1
    reference = request.GET.get("q", "")
    rows = cases.work_list(actor, View(view), page, reference)
    shown = rows[: cases.PAGE]
    waiting = view == View.WAITING and not reference
    subjects = [("filing", row.filing_id) for row in shown] if waiting else []
    rooms = signing.rooms_of(subjects) if subjects else {}
    sent = messages.of_subjects("filing", [str(key) for _, key in subjects]) if subjects else {}
    own = signing.waiting_in_own_space(units_with(actor, Permission.CASE_READ)) if waiting else []
    context = {
        "view": view,
        "views": [(v.value, VIEWS[v], n) for v, n in cases.counts(actor).items()],
        "rows": [_row(row, rooms, sent) for row in shown],
        "own_space": own,
        "page": page,
        "has_more": len(rows) > cases.PAGE,
        "q": reference,
    }
    return render(request, "handler/list.html", context)


@staff(Permission.CASE_READ)
@require_safe
def case(request: ViewerRequest, reference: str) -> HttpResponse:
    """Everything about one case."""
    return _case_page(request, reference)


@staff(Permission.CASE_HANDLE)
@require_POST
def take(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take the case."""
    case_services.take(reference=reference, by=_actor(request))
    return HttpResponseRedirect(reverse("handler:case", args=[reference]))


@staff(Permission.CASE_REMIND)
@require_POST
def remind_missing(request: ViewerRequest, reference: str) -> HttpResponse:
    """Remind those who have not signed."""
    try:
        count = remind.remind_now(reference=reference, by=_actor(request))
    except ConflictError:
        return _case_page(request, reference, told="already")
    return _case_page(request, reference, told="reminded" if count else "already")


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def decision(request: ViewerRequest, reference: str) -> HttpResponse:
    """Fill in, check, decide."""
    actor = _actor(request)
    found = cases.get_case(actor, reference)
    proposal = _proposal(request)
    context: dict[str, Any] = {
        "case": found,
        "choices": decide.choices(found),
        "provisions": decide.provisions(found),
        "proposal": proposal,
        "revision": request.POST.get("revision", found.revision),
    }
    if request.method != "POST" or "change" in request.POST:
        return render(request, "handler/decision.html", context)
    try:
        draft = decide.draft(reference=reference, proposal=proposal, by=actor)
    except InvalidInputError as error:
        context["problems"] = [(k, text) for k, v in error.problems.items() for text in v]
        return render(request, "handler/decision.html", context, status=422)
    if "send" not in request.POST:
        return render(request, "handler/decision_check.html", context | {"draft": draft})
    revision = request.POST.get("revision", "")
    decide.decide(
        reference=reference,
        proposal=proposal,
        revision=int(revision) if revision.isdecimal() else -1,
        by=actor,
    )
    return HttpResponseRedirect(reverse("handler:case", args=[reference]))


@staff(Permission.CASE_READ)
@require_safe
def case_document(request: ViewerRequest, reference: str) -> HttpResponse:
    """The case as one PDF."""
    content = document.case_document(reference=reference, by=_actor(request))
    return download(content, f"{reference}.pdf", "application/pdf")


@staff(Permission.CASE_READ)
@require_safe
def file(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """An attachment as it was handed in."""
    actor = _actor(request)
    found = cases.get_case(actor, reference)
    if str(file_id) not in {sealed.id for sealed in files_of(filings.snapshot(found.snapshot_id))}:
        raise NotFoundError
    info, content = file_services.read(file_id=file_id, owner=("filing", found.filing_id), by=actor)
    return download(content, info.name, info.content_type)


def _case_page(request: ViewerRequest, reference: str, told: str = "") -> HttpResponse:
    actor = _actor(request)
    found = cases.read_case(actor, reference)
    subject = ("filing", found.filing_id)
    snapshot = filings.snapshot(found.snapshot_id)
    context = {
        "case": found,
        "state_text": document.STATES[found.state.value],
        "sections": document.sections(found, snapshot),
        "joint_signing": snapshot.content.get("joint_signing", ""),
        "files": files_of(snapshot),
        "room": signing.room_of(subject),
        "evidence": signing.evidence_of(subject),
        "checks": document.CHECKS,
        "messages": [
            (MESSAGES.get(m.template, m.template), m)
            for m in messages.of_subject(("filing", str(found.filing_id)))
        ],
        "jobs": [j for j in jobs.of_subject("filing", str(found.filing_id)) if j.state != "done"],
        "timeline": [(EVENTS.get(e.what, e.what), e) for e in cases.timeline(found.id)],
        "decision": cases.decision_of(found.id),
        "is_mine": found.handler_id == actor.id,
        "deliveries": shown(handoff.of_case(found.id)),
        "told": told,
    }
    return render(request, "handler/case.html", context)


def _row(case: CaseView, rooms: dict[uuid.UUID, Any], sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "case": case,
        "state_text": document.STATES[case.state.value],
        "room": rooms.get(case.filing_id),
        "sent": [(MESSAGES.get(m.template, ""), m) for m in sent.get(str(case.filing_id), [])],
    }


def _proposal(request: ViewerRequest) -> Proposal:
    return Proposal(
        outcome=request.POST.get("outcome", ""),
        reasons=request.POST.get("reasons", ""),
        legal_basis=tuple(request.POST.getlist("legal_basis")),
        others=request.POST.get("others", ""),
    )


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
