"""What the page of one case tells: everything about it, in parts by what they are about."""

from typing import Any

from samtjanst.building.definitions.queries import slug_of
from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.messages.types import MessageView
from samtjanst.capabilities.signing import officials
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RoomView
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import (
    appeal,
    delays,
    document,
    fee_of,
    neighbours_told,
    one_file,
    opinions,
    partner,
    represent,
    sign_by_phone,
    supplemented,
)
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    RETRACTABLE,
    TRANSITIONS,
    TRASHABLE,
    CaseState,
    CaseView,
    DecisionKind,
    Needs,
    ProposalState,
    ProposalView,
    SupplementView,
)
from samtjanst.running.filing.types import SealedSnapshot
from samtjanst.running.handoff import queries as handoff
from samtjanst.running.handoff.types import DeliveryState
from samtjanst.web.handler import standing
from samtjanst.web.handler.given import SHOWN
from samtjanst.web.handler.handoff_views import shown
from samtjanst.web.handler.story import latest_to_each, story
from samtjanst.web.handler.texts import LEVELS, ROLES

# Deliveries that somebody has to do something about.
_LEFT = (DeliveryState.PARKED, DeliveryState.TO_COPY)


def page_of(reference: str, *, by: Actor) -> dict[str, Any]:
    """All that the page shows; the reading is recorded. Raises NotFoundError."""
    found, snapshot, asked = cases.read_desk(by, reference)
    room = signing.room_of(("filing", found.filing_id))
    sent = messages.of_subject(("filing", str(found.filing_id)))
    return {
        **_about(found, by),
        **_what_can_be_done(found),
        **_as_sealed(snapshot),
        **_answers(found, snapshot, asked),
        **_told(found, room, sent),
        **_investigated(found, by),
        **_decided(found),
        **_next_step(found, room),
        "order": fee_of.of_sealed(found, snapshot),
        "can_sign_by_phone": sign_by_phone.is_offered(room, snapshot, by=by),
    }


def _about(case: CaseView, by: Actor) -> dict[str, Any]:
    days = case.days_left(clock.today())
    return {
        "case": case,
        "state": standing.state_of(case),
        "level": LEVELS[case.state],
        "days": days,
        "late": -days if days is not None and days < 0 else None,
        "parties": [(ROLES.get(p.role, p.role), p) for p in case.parties],
        "today": clock.today(),
        "now": clock.now(),
        "colleagues": cases.colleagues(case) if _can_be_given(case, by) else [],
        "law": delays.clock_of(case),
        "stands": standing.shown(case, by),
        "is_mine": case.handler_id == by.id or bool(case.covered_until),
    }


def _what_can_be_done(case: CaseView) -> dict[str, Any]:
    is_leaving = case.decision_leaves_at
    return {
        "can_be_moved": (case.state, "move") in TRANSITIONS and not is_leaving,
        "can_be_retracted": case.state in RETRACTABLE and not is_leaving,
        "can_be_asked": delays.may_register(case),
        "can_be_trashed": case.state in TRASHABLE and not is_leaving,
    }


def _as_sealed(snapshot: SealedSnapshot) -> dict[str, Any]:
    content = snapshot.content
    roles = {party["role"] for party in content["parties"]}
    return {
        "joint_signing": content.get("joint_signing", ""),
        "by_hand": neighbours_told.lines(neighbours_told.by_hand(snapshot)),
        "has_login_proof": bool(represent.login_proof_in(content)),
        "has_call_proof": bool(represent.call_proof_in(content)[1]),
        "is_taken_down": represent.taken_down_in(content) is not None,
        "has_guardian": "guardian" in roles,
        "has_named": "signatory" in roles,
    }


def _answers(
    case: CaseView, snapshot: SealedSnapshot, asked: list[SupplementView]
) -> dict[str, Any]:
    """The answers as they are now, with their files, and what has been asked for since."""
    known = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    supplements = supplemented.told(case, snapshot, asked, known)
    own = {file["id"] for file in snapshot.content["files"]}
    return {
        "sections": supplemented.in_words_now(case, snapshot, asked, known),
        "files": [i for i in known if i.id in own],
        "is_large": one_file.is_large(known),
        "supplements": list(reversed(supplements)),
        "open_supplements": [
            o for o in supplements if o.request.is_open and o.request.of.is_of_party
        ],
        "shown_inline": SHOWN,
    }


def _told(case: CaseView, room: RoomView | None, sent: list[MessageView]) -> dict[str, Any]:
    """What has happened, who has been told, and who has signed."""
    events = cases.timeline(case.id)
    return {
        "room": room,
        "asked": latest_to_each(case, room, sent),
        "evidence": document.proven(case),
        "stuck": [m for m in sent if m.is_late(clock.now())],
        "story": story(case, events, room, sent),
        "notes": [event for event in events if event.what == "noted"],
    }


def _investigated(case: CaseView, by: Actor) -> dict[str, Any]:
    return {
        "hearings": cases.hearings_of(case.id) if case.has_hearings else [],
        "opinions": opinions.shown(case=case, by=by) if case.has_opinions else [],
        **_proposed(case, by),
    }


def _decided(case: CaseView) -> dict[str, Any]:
    """The decision with what follows from it: deliveries, appeals and who else has the case."""
    if case.state is not CaseState.DECIDED:
        return {"decision": None, "earlier": [], "deliveries": [], "appeals": []}
    deliveries = shown(handoff.of_case(case.id))
    return {
        **_decisions(case),
        "deliveries": deliveries,
        "sent_again": handoff.sent_again(one["delivery"].id for one in deliveries),
        "stopped": [item for item in deliveries if item["delivery"].state in _LEFT],
        "appeals": cases.appeals_of(case.id) if case.has_appeals else [],
        **_partners(case),
        "can_be_appealed": appeal.can_be_appealed(case),
    }


def _decisions(case: CaseView) -> dict[str, Any]:
    """The decision in force, and the others: replaced, or that reject an appeal; latest first."""
    made = cases.decisions_of(case.id)
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
        "can_remind_approvers": room is not None and room.can_be_reminded(clock.now(), by=actor.id),
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
