"""Mina ärenden: drafts, what waits for me, what I have sent in and what came of it."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.fees import queries as fees
from samtjanst.capabilities.fees.types import OrderView
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import APPLICANT
from samtjanst.foundation.files.sniff import PDF
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import appeal as appeals
from samtjanst.journey import (
    delays,
    document,
    fee_of,
    hear,
    opinions,
    paper_meter,
    process,
    retract,
    supplement,
    supplemented,
)
from samtjanst.journey.signatories import reached, room_for_citizens
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import (
    OVER,
    AppealState,
    AppealView,
    CaseState,
    CaseView,
    DecisionKind,
    DecisionView,
    EventView,
)
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import FilingState
from samtjanst.web.citizen.representing import represented_in
from samtjanst.web.citizen.texts import LEVELS, STATES
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.download import download
from samtjanst.web.ui.numbers import whole


@citizen
@require_safe
def my_cases(request: ViewerRequest) -> HttpResponse:
    """Everything that concerns me: what I must do first, then what goes on, then what is over."""
    actor = _actor(request)
    page = max(whole(request.GET.get("sida", ""), 1), 1)
    found, has_more = cases.my_cases(actor, page)
    requests = signing.requests_of(actor)
    held = filings.my_filings(actor) if page == 1 else []
    signed = {filing.id for filing in held if filing.state is FilingState.SIGNED}
    unpaid = fees.my_unpaid(actor) if page == 1 else []
    to_sign = [request for request in requests if request.is_open and request.invited_at]
    asked = {request.subject[1] for request in to_sign}
    to_supplement = [c for c in found if c.asked_until]
    shown = [
        (case, _state(case), LEVELS[case.state])
        for case in found
        if case.filing_id not in asked and case not in to_supplement
    ]
    context = {
        "foreign": _foreign(request) if page == 1 else None,
        "page": page,
        "has_more": has_more,
        "drafts": [(f, *_title(f.version_id)) for f in held if f.id not in signed],
        "to_sign": to_sign,
        "to_supplement": [(case, case.asked_until) for case in to_supplement],
        "to_pay": [one for one in unpaid if one.is_open or one.subject[1] in signed],
        "to_opine": cases.opinions_asked(actor) if page == 1 else [],
        "to_tell": cases.inquiries(actor) if page == 1 else [],
        "waiting": [r for r in requests if r.role == APPLICANT and r.subject[1] in signed],
        "cases": [row for row in shown if row[0].state not in OVER],
        "over": [row for row in shown if row[0].state in OVER],
    }
    return render(request, "citizen/cases/list.html", context)


def _foreign(request: ViewerRequest) -> ForeignIdentity | None:
    session = request.browser_session
    return open_identity(session.citizen).foreign if session and session.citizen else None


@citizen
@require_safe
def my_case(request: ViewerRequest, reference: str) -> HttpResponse:
    """One case: where it stands, what happens next, what was decided."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    snapshot = filings.snapshot(found.snapshot_id)
    room = room_for_citizens(("filing", found.filing_id))
    asked = supplemented.seen(found, cases.supplements_of(found.id), actor)
    known = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    told = supplemented.told(found, snapshot, asked, known)
    waiting = [
        o for o in told if o.request.is_open and supplement.is_asked(found, o.request, actor)
    ]
    own = [r for r in room.requests if r.citizen_id == actor.id and r.is_open] if room else []
    title, spoken = _title(found.version_id)
    requests, decided = cases.decision_requests_of(found.id), found.state is CaseState.DECIDED
    if decided:
        services.note_decision_read(case_id=found.id, by=actor)
    made, own_appeals = _decisions(found, actor), _own_appeals(found, actor) if decided else []
    context = {
        "case": found,
        "title": title,
        "spoken": spoken,
        "state_text": _state(found),
        "level": LEVELS[found.state],
        "sections": document.sections(found, snapshot),
        "files": known,
        "supplements": list(reversed(told)),
        "to_supplement": waiting[0] if waiting else None,
        "opinions": opinions.shown(case=found, by=actor),
        "has_unread": bool(actor.id and cases.unread_by_citizen([found.id], actor.id)),
        "told": request.GET.get("besked", ""),
        "room": room,
        "reached": reached(room),
        "to_sign": own[0] if own else None,
        "order": _order(found, actor),
        **made,
        "appeals": own_appeals,
        "has_appealed": _has_appealed(made["decision"], own_appeals),
        "can_appeal": decided and appeals.can_be_appealed(found),
        "hearing": None if decided else hear.open_hearing(case=found, by=actor),
        "forecast": delays.forecast(found),
        "may_ask_to_decide": delays.may_ask(case=found, asked=requests, by=actor),
        "own_requests": [o for o in requests if o.citizen_id == actor.id],
        "closed": _why_closed(found),
        "may_retract": retract.may_retract(case=found, by=actor),
        "retracted": _retracted(found),
        "applied": actor.id in {one.citizen_id for one in retract.applied(found)},
        **represented_in(found, actor, snapshot),
    }
    return render(request, "citizen/cases/case.html", context)


def _order(case: CaseView, actor: Actor) -> OrderView | None:
    """What the actor has to pay in the case, or has paid; nobody else's."""
    order = fee_of.of_case(case)
    return order if order and order.citizen_id == actor.id else None


@citizen
@require_safe
def attachment(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """A file that was handed in."""
    info, content = document.attachment(reference=reference, file_id=file_id, by=_actor(request))
    return _given(request, reference, content, info.name, info.content_type)


@citizen
@require_safe
def receipt(request: ViewerRequest, reference: str) -> HttpResponse:
    """The receipt as PDF."""
    content = document.receipt(reference=reference, by=_actor(request))
    return _given(request, reference, content, f"kvittens-{reference}.pdf")


@citizen
@require_safe
def decision(request: ViewerRequest, reference: str) -> HttpResponse:
    """The decision as PDF."""
    content = document.decision_letter(reference=reference, by=_actor(request))
    if content is None:
        raise NotFoundError
    return _given(request, reference, content, f"beslut-{reference}.pdf")


@citizen
@require_safe
def earlier_decision(
    request: ViewerRequest, reference: str, decision_id: uuid.UUID
) -> HttpResponse:
    """A decision that another has replaced, or that her appeal is rejected, as PDF."""
    content = document.decision_letter(
        reference=reference, by=_actor(request), decision_id=decision_id
    )
    if content is None:
        raise NotFoundError
    return _given(request, reference, content, f"beslut-{reference}.pdf")


@citizen
@require_http_methods(["GET", "POST"])
def ask_to_decide(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask, after six months, that the case be decided."""
    actor = _actor(request)
    found = cases.my_case(actor, reference)
    if request.method == "POST":
        delays.ask_to_decide(reference=reference, by=actor)
        return HttpResponseRedirect(reverse("citizen:my_case", args=[reference]))
    asked = cases.decision_requests_of(found.id)
    if not delays.may_ask(case=found, asked=asked, by=actor):
        raise NotFoundError
    title, spoken = _title(found.version_id)
    context = {"case": found, "title": title, "spoken": spoken, **represented_in(found, actor)}
    return render(request, "citizen/cases/ask_to_decide.html", context)


def _state(case: CaseView) -> str:
    """Where the case stands: in the words that its e-service's process has for her, else ours."""
    status = process.status_of(case)
    return status.told(get_language() or "sv") if status else str(STATES[case.state])


def _decisions(case: CaseView, actor: Actor) -> dict[str, Any]:
    """The decision in force, and what else has been decided that she sees, latest first."""
    made = cases.shown_to(cases.decisions_of(case.id), actor)
    matters = [one for one in made if one.kind is DecisionKind.MATTER]
    now = matters[-1] if matters else None
    return {"decision": now, "earlier": [one for one in reversed(made) if one is not now]}


# One that was rejected can be appealed, and one taken back can be made again while there is time.
_OVER = (AppealState.REJECTED, AppealState.WITHDRAWN)


def _own_appeals(case: CaseView, actor: Actor) -> list[AppealView]:
    return [one for one in cases.appeals_of(case.id) if one.citizen_id == actor.id]


def _has_appealed(now: DecisionView | None, own: list[AppealView]) -> bool:
    """Whether she has an appeal against the decision in force that is not over."""
    return now is not None and any(
        one.received_on >= now.decided_on and not one.is_changed and one.state not in _OVER
        for one in own
    )


def _is_applicant(case: CaseView, actor: Actor) -> bool:
    return any(p.citizen_id == actor.id and p.role == APPLICANT for p in case.parties)


def _why_closed(case: CaseView) -> str:
    if case.state is not CaseState.LAPSED:
        return ""
    events = cases.timeline(case.id)
    return next((e.text for e in reversed(events) if e.what in {"closed", "asked_again"}), "")


def _retracted(case: CaseView) -> EventView | None:
    """When the application was taken back, and what the one who did it wrote."""
    if case.state is not CaseState.WITHDRAWN:
        return None
    events = cases.timeline(case.id)
    return next((e for e in events if e.what in {"retracted", "retraction_registered"}), None)


def _title(version_id: uuid.UUID) -> tuple[str, str]:
    """What the e-service is called, and the language of that."""
    definition = definition_of(version_id)
    spoken = definition.spoken(get_language() or "sv")
    return definition.title.to(spoken), spoken


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor


def _given(
    request: ViewerRequest, reference: str, content: bytes, name: str, what: str = PDF
) -> HttpResponse:
    """A file of her case that she takes out; its pages are counted, of nobody."""
    paper_meter.count_own(
        reference=reference, content=content, content_type=what, by=_actor(request)
    )
    return download(content, name, what)
