"""A decision that is signed before it is made: by the one who decides, and by those who approve.

It waits as a proposal. What is signed is its text and digest (``decision_paper``); the last
signature that is needed makes the decision, exactly once: the room is locked first, then the case.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.signing import officials
from samtjanst.capabilities.signing.officials import DECISION, OfficialRequest, OfficialRoom, Shown
from samtjanst.capabilities.signing.proofs import Signer
from samtjanst.capabilities.signing.services import officials as rooms
from samtjanst.capabilities.signing.types import (
    CERTIFIER,
    DECIDER,
    SIGNED,
    RoomRule,
    RoomState,
    Signed,
)
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import own_eid
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import decide, decision_paper, delegated, process, sign_notes, typed
from samtjanst.journey.decide import Way
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    TransitionError,
)
from samtjanst.kernel.identity import Signatory, number_of
from samtjanst.ports.signing import Expected, VerificationReport
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, DecisionDraft, Needs, ProposalView, Replacing

LONGEST_REASON = 2_000
REMINDERS = (2, 5)  # working days after somebody was asked
EXPIRES = 14  # days
BY_EID, BY_LOGIN = "signing.by_eid", "signing.by_login"
# Stands in the decision (FL 31 §): who has taken part without deciding.
APPROVED = "Läst, godkänt och undertecknat: {names}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a member of staff is asked to sign, and how far it is."""

    request: OfficialRequest
    shown: Shown
    case: CaseView
    proposal: ProposalView
    room: OfficialRoom

    @property
    def is_stale(self) -> bool:
        """Whether something has happened in the case since: nobody decides unread."""
        return self.proposal.revision != self.case.revision

    @property
    def is_open(self) -> bool:
        """Whether she can sign it now."""
        is_asked = self.request.is_open and self.proposal.ended_at is None
        return is_asked and not self.is_stale

    @property
    def is_taken_over(self) -> bool:
        """Whether she decides what somebody else has proposed: only she can say no to it."""
        return self.request.is_decider and self.proposal.made_by_id != self.request.staff_id


def wanted(case: CaseView, made: DecisionDraft) -> int:
    """How many colleagues have to be named who approve: a second reader is one of them."""
    signed = definition_of(case.version_id).handling.signed
    least = 1 if decide.is_read(case, made) else 0
    return max(signed.approvers, least) if signed else 0


def choices(case: CaseView, *, by: Actor) -> list[tuple[uuid.UUID, str]]:
    """Who can be named: colleagues who may have the case, no party, and not the actor."""
    return [(key, name) for key, name in cases.colleagues(case) if key != by.id]


@transaction.atomic
def send(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    proposal: decide.Proposal,
    approvers: Sequence[uuid.UUID],
    revision: int,
    by: Actor,
    replacing: Replacing | None = None,
) -> uuid.UUID:
    """Let the decision be signed, by the actor first; returns her own request.

    Raises:
        NotFoundError, ConflictError, TransitionError: as cases.services.propose.
        InvalidInputError: something is missing, or "approvers": not the right people.
    """
    made = decide.draft(reference=reference, proposal=proposal, by=by)
    case = cases.get_case(by, reference)
    way, point = decide.way_of(case=case, made=made, by=by)
    if way is not Way.SIGNED:
        raise ConflictError
    made, needs = replace(made, point=point), Needs.SIGNATURES
    _demand_right(case, made, approvers, by)
    services.propose(
        reference=reference,
        draft=made,
        needs=needs,
        revision=revision,
        by=by,
        replacing=replacing,
    )
    return _open(reference, approvers, by)


@transaction.atomic
def take_over(
    *, reference: str, proposal: ProposalView, approvers: Sequence[uuid.UUID], by: Actor
) -> uuid.UUID:
    """Let what the delegation lets the actor decide be signed, by her first.

    Raises:
        NotAllowedError: the delegation does not let her.
        NotFoundError, ConflictError: as cases.services.to_be_signed.
        InvalidInputError: "approvers": not the right people, or "outcome": the case has not had
            a status that rules demand.
    """
    case = cases.get_case(by, reference)
    if told := process.problems(case):
        raise InvalidInputError(told)
    point = delegated.point_of(case=case, made=proposal.draft, by=by)
    if point is None:
        raise NotAllowedError(Permission.CASE_DECIDE)
    made = replace(proposal.draft, point=point, prepared_by=proposal.made_by)
    _demand_right(case, made, approvers, by)
    services.to_be_signed(reference=reference, proposal_id=proposal.id, draft=made, by=by)
    return _open(reference, approvers, by)


@transaction.atomic
def certify(*, reference: str, proposal: ProposalView, made: DecisionDraft, by: Actor) -> uuid.UUID:
    """Let what a board has decided be signed by the actor, who has been allowed to register it.

    She signs alone, that it is as in the minutes; returns her request.

    Raises:
        NotFoundError, ConflictError: as cases.services.to_be_signed.
    """
    services.to_be_signed(reference=reference, proposal_id=proposal.id, draft=made, by=by)
    rooms.cancel_decision_room(subject=(DECISION, proposal.id), by=by)  # one that ran out of time
    return _open(reference, (), by, role=CERTIFIER)


@transaction.atomic
def register_anew(*, request_id: uuid.UUID, by: Actor) -> Reading:
    """Take back what the actor was to certify, to register board, day or paragraph anew.

    Raises:
        NotFoundError: not hers, or not a board's.
        ConflictError, TransitionError: she has signed, or it is answered.
    """
    found = reading(request_id=request_id, by=by)
    if not found.request.is_certifier:
        raise NotFoundError
    if not found.request.is_open:
        raise TransitionError("signature request", found.request.state, "decline")
    rooms.cancel_decision_room(subject=found.request.subject, by=by)
    services.unregister(reference=found.case.reference, proposal_id=found.proposal.id, by=by)
    return found


def read(*, request_id: uuid.UUID, by: Actor) -> Reading:
    """What the actor is asked to sign; notes that she has opened it.

    Raises:
        NotFoundError: not hers, or not a case that she may read.
    """
    rooms.mark_opened_by_official(request_id=request_id, by=by)
    return reading(request_id=request_id, by=by)


def reading(*, request_id: uuid.UUID, by: Actor) -> Reading:
    """As :func:`read`, noting nothing."""
    request, shown = officials.request_for(by, request_id)
    key = request.subject[1]
    where, room = cases.proposed([key]).get(key), officials.official_room(request.subject)
    if where is None or room is None:
        raise NotFoundError
    case = cases.get_case(by, where.reference)
    found = next((one for one in cases.proposals_of(case.id) if one.id == key), None)
    if found is None:
        raise NotFoundError
    return Reading(request, shown, case, found, room)


def signable(*, request_id: uuid.UUID, by: Actor) -> Reading:
    """What the actor can sign now.

    Raises:
        NotFoundError: as :func:`read`.
        TransitionError: signed, declined, ended, or the case has changed since.
    """
    found = reading(request_id=request_id, by=by)
    if not found.is_open:
        raise TransitionError("signature request", found.request.state, "sign")
    return found


def expected_of(shown: Shown, who: Signatory) -> Expected:
    """What the signature must be over, and whose."""
    return Expected(signatory=who, visible_text=shown.text, hidden_data=shown.hidden)


@transaction.atomic
def take(
    *,
    found: Reading,
    who: Signatory,
    evidence: dict[str, Any],
    report: VerificationReport,
    by: Actor,
) -> Signed:
    """Record a signature that has just been verified; the last that is needed decides the case.

    Raises:
        NotFoundError, TamperedError, TransitionError: as signing's record_official_signature.
        ConflictError, InvalidInputError: the case cannot be decided so now; nothing is kept.
    """
    signed = rooms.record_official_signature(
        request_id=found.request.id,
        signer=Signer(by.name, who),
        evidence=evidence,
        report=report,
        by=by,
    )
    # On the audit's chain, apart from the proof: one that is made anew has another key, and
    # somebody else's BankID is another than the one that was held against the account.
    number = number_of(who)
    noted = [own_eid.index_of(number)] if number else list(report.roots)
    action = BY_EID if number else BY_LOGIN
    record(action, by=by, subject=signed.subject, details={"keys": noted})
    if signed.room_complete:
        _decide(found, by)
    sign_notes.ask(signed.subject[1], signed.asked)
    return signed


@transaction.atomic
def decline(*, request_id: uuid.UUID, reason: str, by: Actor) -> None:
    """Approve it not, with what is to be changed; when too few are left it goes back.

    She who has taken over what another proposed sends it back.

    Raises:
        InvalidInputError: no reason, or too long a one.
        NotFoundError: not hers, or it is her own proposal: she takes that back.
        TransitionError: already signed, or the room has ended.
    """
    text = typed.clean(reason)
    if not text:
        raise InvalidInputError({"reason": [_("Skriv vad som behöver ändras.")]})
    if told := typed.faults(text, LONGEST_REASON):
        raise InvalidInputError({"reason": told})
    found = reading(request_id=request_id, by=by)
    if found.is_taken_over:
        _give_back(found, text, by)
        return
    moved = rooms.decline_as_official(request_id=request_id, reason=text, by=by)
    if moved.state is RoomState.DECLINED:
        services.send_back(
            reference=found.case.reference, proposal_id=found.proposal.id, note=text, by=by
        )
    sign_notes.ask(moved.subject[1], moved.asked)


def _give_back(found: Reading, note: str, by: Actor) -> None:
    if not found.is_open:
        raise TransitionError("signature request", found.request.state, "decline")
    rooms.cancel_decision_room(subject=found.request.subject, by=by)
    services.send_back(
        reference=found.case.reference, proposal_id=found.proposal.id, note=note, by=by
    )


@transaction.atomic
def take_back(*, reference: str, by: Actor) -> None:
    """Take one's own proposal back, to change it; a room about it is void.

    Raises:
        NotFoundError, ConflictError: as cases.services.take_back.
    """
    case = cases.get_case(by, reference)
    for one in cases.proposals_of(case.id):
        if one.needs is Needs.SIGNATURES and one.ended_at is None:
            rooms.cancel_decision_room(subject=(DECISION, one.id), by=by)
    services.take_back(reference=reference, by=by)


def _demand_right(
    case: CaseView, made: DecisionDraft, approvers: Sequence[uuid.UUID], by: Actor
) -> None:
    many = wanted(case, made)
    known = {key for key, _name in choices(case, by=by)}
    if len(approvers) != many or len(set(approvers)) != many or not set(approvers) <= known:
        told = _("Välj en kollega i varje ruta, och ingen två gånger.")
        raise InvalidInputError({"approvers": [told]})


def _open(
    reference: str, approvers: Sequence[uuid.UUID], by: Actor, role: str = DECIDER
) -> uuid.UUID:
    case = cases.get_case(by, reference)
    proposal, rule = cases.proposals_of(case.id)[0], definition_of(case.version_id).handling.signed
    if rule is None or by.id is None:
        raise NotFoundError
    content = decision_paper.content_of(case, proposal)
    return rooms.open_decision_room(
        new=rooms.NewDecision(
            subject=(DECISION, proposal.id),
            label=case.title,
            unit_id=case.unit_id,
            digest=decision_paper.digest_of(content),
            visible_text=decision_paper.text_of(case, proposal.draft),
            hidden_data=decision_paper.hidden_of(content),
            decider=by.id,
            approvers=tuple(approvers),
            rule=RoomRule(DECISION, REMINDERS, EXPIRES, rule.needed or None, rule.in_turn)
            if role == DECIDER
            else RoomRule(DECISION, REMINDERS, EXPIRES),
            role=role,
        ),
        by=by,
    )


def _decide(found: Reading, by: Actor) -> None:
    room = officials.official_room(found.request.subject)
    signed = [one for one in room.requests if one.state in SIGNED] if room else []
    decider = next(one for one in signed if one.is_decider)
    names = ", ".join(one.name for one in signed if not one.is_decider)
    more = APPROVED.format(names=names) if names else ""
    made = replace(found.proposal.draft, others=decide.together(found.proposal.draft.others, more))
    reference = found.case.reference
    if told := process.problems(found.case):
        raise InvalidInputError(told)
    services.decide_signed(
        reference=reference,
        proposal_id=found.proposal.id,
        draft=made,
        decided_by=decider.staff_id,
        by=by,
    )
    decide.told_of(reference, found.proposal, by=by)
