"""One case: everything about it, taking it, reminding, its documents."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import slug_of
from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.signing import officials
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RoomView
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import (
    appeal,
    delays,
    document,
    drawn,
    fee_of,
    neighbours_told,
    one_file,
    opinions,
    paper_meter,
    partner,
    remind,
    represent,
    sign_by_phone,
    supplemented,
    unsigned,
)
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    RETRACTABLE,
    TRANSITIONS,
    TRASHABLE,
    CaseState,
    CaseView,
    DecisionKind,
    Needs,
    PaperKind,
    ProposalState,
    ProposalView,
)
from samtjanst.running.filing import queries as filings
from samtjanst.running.handoff import queries as handoff
from samtjanst.running.handoff.types import DeliveryState
from samtjanst.web.handler import standing
from samtjanst.web.handler.handoff_views import shown
from samtjanst.web.handler.request import actor_of, to_case
from samtjanst.web.handler.story import latest_to_each, story
from samtjanst.web.handler.texts import LEVELS, ROLES, TOLD
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import SHOWN_INLINE, download, inline

# Deliveries that somebody has to do something about.
_SHOWN = SHOWN_INLINE | drawn.REMADE
_LEFT = (DeliveryState.PARKED, DeliveryState.TO_COPY)


@staff(Permission.CASE_READ)
@require_safe
def case(request: ViewerRequest, reference: str) -> HttpResponse:
    """Everything about one case."""
    actor = actor_of(request)
    found, snapshot, asked = cases.read_desk(actor, reference)
    subject = ("filing", found.filing_id)
    room, sent = signing.room_of(subject), messages.of_subject(("filing", str(found.filing_id)))
    events = cases.timeline(found.id)
    known = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    supplements = supplemented.told(found, snapshot, asked, known)
    own = {file["id"] for file in snapshot.content["files"]}
    is_decided = found.state is CaseState.DECIDED
    days = found.days_left(clock.today())
    deliveries = shown(handoff.of_case(found.id)) if is_decided else []
    context = {
        "case": found,
        "state": standing.state_of(found),
        "level": LEVELS[found.state],
        "days": days,
        "late": -days if days is not None and days < 0 else None,
        "parties": [(ROLES.get(p.role, p.role), p) for p in found.parties],
        "sections": supplemented.in_words_now(found, snapshot, asked, known),
        "joint_signing": snapshot.content.get("joint_signing", ""),
        "by_hand": neighbours_told.lines(neighbours_told.by_hand(snapshot)),
        "has_login_proof": bool(represent.login_proof_in(snapshot.content)),
        "has_call_proof": bool(represent.call_proof_in(snapshot.content)[1]),
        "is_taken_down": represent.taken_down_in(snapshot.content) is not None,
        "has_guardian": "guardian" in {party["role"] for party in snapshot.content["parties"]},
        "has_named": "signatory" in {party["role"] for party in snapshot.content["parties"]},
        "files": [(i, i.content_type in _SHOWN) for i in known if i.id in own],
        "is_large": one_file.is_large(known),
        "supplements": list(reversed(supplements)),
        "open_supplements": [
            o for o in supplements if o.request.is_open and o.request.of.is_of_party
        ],
        "shown_inline": _SHOWN,
        "today": clock.today(),
        "now": clock.now(),
        "room": room,
        "asked": latest_to_each(found, room, sent),
        "evidence": document.proven(found),
        "stuck": [m for m in sent if m.is_late(clock.now())],
        "story": story(found, events, room, sent),
        "notes": [event for event in events if event.what == "noted"],
        "colleagues": cases.colleagues(found) if _can_be_given(found, actor) else [],
        **_decisions(found),
        "law": delays.clock_of(found),
        "deliveries": deliveries,
        "sent_again": handoff.sent_again(one["delivery"].id for one in deliveries),
        "stopped": [item for item in deliveries if item["delivery"].state in _LEFT],
        "order": fee_of.of_sealed(found, snapshot),
        "hearings": cases.hearings_of(found.id) if found.has_hearings else [],
        "opinions": opinions.shown(case=found, by=actor) if found.has_opinions else [],
        **_proposed(found, actor),
        "appeals": cases.appeals_of(found.id) if is_decided and found.has_appeals else [],
        **(_partners(found) if is_decided else {}),
        "can_be_appealed": is_decided and appeal.can_be_appealed(found),
        "can_be_moved": (found.state, "move") in TRANSITIONS and not found.decision_leaves_at,
        "can_be_retracted": found.state in RETRACTABLE and not found.decision_leaves_at,
        "can_be_trashed": found.state in TRASHABLE and not found.decision_leaves_at,
        "stands": standing.shown(found, actor),
        "is_mine": found.handler_id == actor.id or bool(found.covered_until),
        "told": TOLD.get(request.GET.get("besked", "")),
        **_next_step(found, room),
        "can_sign_by_phone": sign_by_phone.is_offered(room, snapshot, by=actor),
    }
    return render(request, "handler/case.html", context)


@staff(Permission.CASE_HANDLE)
@require_POST
def take(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take the case."""
    case_services.take(reference=reference, by=actor_of(request))
    return to_case(reference, "taget")


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def take_unsigned(request: ViewerRequest, reference: str) -> HttpResponse:
    """Go on without a signature that does not come, with the reason on record."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if found.state is not CaseState.WAITING_FOR_SIGNATURE:
        raise NotFoundError
    reason, problems = request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            unsigned.go_on(reference=reference, reason=reason, by=actor)
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        else:
            return to_case(reference, "taget")
    context = {"case": found, "reason": reason, "problems": problems}
    status = 422 if problems else 200
    return render(request, "handler/take_unsigned.html", context, status=status)


@staff(Permission.CASE_REMIND)
@require_POST
def remind_missing(request: ViewerRequest, reference: str) -> HttpResponse:
    """Remind those who have not signed; at most once a day, so that nobody is harassed."""
    try:
        count = remind.remind_now(reference=reference, by=actor_of(request))
    except ConflictError:
        return to_case(reference, "nyss-paminda")
    return to_case(reference, "paminnelse" if count else "ingen-nadd")


@staff(Permission.CASE_EXPORT)
@require_safe
def case_document(request: ViewerRequest, reference: str) -> HttpResponse:
    """The case as one PDF; ``?visa`` opens it in the browser. A large one is made by a job."""
    actor = actor_of(request)
    if one_file.is_large_case(reference=reference, by=actor):
        context = {"case": cases.get_case(actor, reference)}
        return render(request, "handler/one_file/ask.html", context)
    content = document.case_document(reference=reference, by=actor)
    is_shown = "visa" in request.GET
    kind = PaperKind.PRINT if is_shown else PaperKind.DOWNLOAD
    _count(actor, reference, content, "application/pdf", kind)
    give = inline if is_shown else download
    return give(content, f"{reference}.pdf", "application/pdf")


@staff(Permission.CASE_READ)
@require_safe
def file(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """An attachment as it was handed in."""
    name, content, kind = _attachment(request, reference, file_id)
    _count(actor_of(request), reference, content, kind, PaperKind.DOWNLOAD)
    return download(content, name, kind)


@staff(Permission.CASE_READ)
@require_safe
def preview(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """An attachment opened in the browser, made anew when no browser shows its kind."""
    actor = actor_of(request)
    name, content, kind = _attachment(request, reference, file_id)
    is_shown = kind in SHOWN_INLINE
    if kind in drawn.REMADE:
        case = cases.get_case(actor, reference)
        if made := drawn.remade(content, kind, document.head_of(case, name)):
            (content, kind), is_shown = made, True
    _count(actor, reference, content, kind, PaperKind.PRINT if is_shown else PaperKind.DOWNLOAD)
    return (inline if is_shown else download)(content, name, kind)


def _count(actor: Actor, reference: str, content: bytes, what: str, kind: PaperKind) -> None:
    found = cases.get_case(actor, reference)
    paper_meter.count_file(case=found, content=content, content_type=what, kind=kind, by=actor)


def _attachment(
    request: ViewerRequest, reference: str, file_id: uuid.UUID
) -> tuple[str, bytes, str]:
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    sealed = supplemented.snapshots_of(
        filings.snapshot(found.snapshot_id), cases.supplements_of(found.id)
    )
    info, content = supplemented.open_any(sealed, file_id, by=actor)
    return info.name, content, info.content_type


def _decisions(case: CaseView) -> dict[str, Any]:
    """The decision in force, and the others: replaced, or that reject an appeal; latest first."""
    made = cases.decisions_of(case.id) if case.state is CaseState.DECIDED else []
    matters = [one for one in made if one.kind is DecisionKind.MATTER]
    now = matters[-1] if matters else None
    return {"decision": now, "earlier": [one for one in reversed(made) if one is not now]}


def _partners(case: CaseView) -> dict[str, Any]:
    """With whom the case is shared, and the rooms that it is not in yet."""
    shares = partner.shared(case.id) if case.has_shares else []
    held = {one.room_id for one, _files in shares}
    rooms = cases.rooms_for(case.unit_id, slug_of(case.version_id)) if case.has_rooms else []
    return {"shares": shares, "rooms": [room for room in rooms if room.id not in held]}


def _proposed(case: CaseView, actor: Actor) -> dict[str, Any]:
    """The latest proposal, and who signs it where it is signed."""
    latest = _latest_proposal(case)
    if latest is None or latest.needs is not Needs.SIGNATURES:
        return {"proposal": latest}
    room = officials.official_room((officials.DECISION, latest.id))
    mine = (one for one in (room.requests if room else ()) if one.staff_id == actor.id)
    return {
        "proposal": latest,
        "deciding": room,
        "own_signature": next((one for one in mine if one.is_open), None),
        "can_remind_approvers": room is not None and room.can_be_reminded(clock.now()),
    }


def _latest_proposal(case: CaseView) -> ProposalView | None:
    """What waits for a colleague, or has been sent back, in a case that is not decided."""
    if not case.has_proposals or not (case.is_open or case.state is CaseState.DECIDED):
        return None
    latest = cases.proposals_of(case.id)[0]
    if not case.is_open and latest.replacing is None:
        return None
    return latest if latest.state in {ProposalState.OPEN, ProposalState.RETURNED} else None


def _can_be_given(case: CaseView, actor: Actor) -> bool:
    return case.state in HANDLED_STATES and can(actor, Permission.CASE_ASSIGN)


def _next_step(case: CaseView, room: RoomView | None) -> dict[str, Any]:
    is_waiting = case.state is CaseState.WAITING_FOR_SIGNATURE and room is not None
    missing = room.missing if is_waiting and room else ()
    return {
        "missing": missing,
        "has_declined": any(request.state == "declined" for request in missing),
        "remindable_at": room.remindable_at(clock.now()) if is_waiting and room else None,
        "can_remind": bool(is_waiting and room and room.can_be_reminded(clock.now())),
    }
