"""Deciding a case and telling the parties."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.deciding import SecondReader
from samtjanst.capabilities.formkit.model import AppealRegime, Handling, Outcome
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import amounts, delegated, process, tell_decision, typed
from samtjanst.journey import decision_texts as texts
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import (
    CaseView,
    DecisionDraft,
    Needs,
    ProposalView,
    next_state,
)
from samtjanst.running.filing import queries as filings

LONGEST_REASONS = 20_000
LONGEST_NOTE = 2_000
# Stands in the decision (FL 31 §): who has taken part without deciding.
LAST_READ = "Läst och godkänt: {name}"
# How a party was heard before a decision that goes against her (FL 25 §). The first answer is
# the rule; the others are the exceptions that the law allows.
GIVEN, OWN_ONLY, NEEDLESS = "given", "own_only", "needless"
HEARINGS: dict[str, Promise] = {
    GIVEN: _("Ja, parten har fått ta del av allt som har betydelse, och tid att yttra sig"),
    OWN_ONLY: _("Nej, det behövs inte: beslutet bygger bara på det som parten själv har lämnat"),
    NEEDLESS: _("Nej, av ett annat skäl som lagen godtar"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome that can be chosen, with the texts that the handler starts from."""

    id: str
    title: str
    texts: tuple[tuple[str, str, str], ...]  # id of the text, title, text
    appealable: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the handler filled in."""

    outcome: str
    reasons: str
    legal_basis: tuple[str, ...]
    others: str = ""
    hearing: str = ""
    hearing_note: str = ""
    amount: str = ""  # whole kronor, as typed
    valid_from: str = ""  # as ISO 8601
    valid_to: str = ""  # as valid_from


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who learns of the decision, and whether by a notice or by the official."""

    name: str
    by_notice: bool


class Way(StrEnum):
    """What happens when the handler sends a decision."""

    DIRECT = "direct"
    LATER = "later"  # decided, when it has not been taken back
    READER = Needs.READER.value
    DELEGATE = Needs.DELEGATE.value
    BOARD = Needs.BOARD.value
    SIGNED = Needs.SIGNATURES.value  # decided when everybody has signed: journey.sign_decision


def require_decidable(*, case: CaseView, by: Actor) -> None:
    """That the actor is the one who can decide the case now.

    Raises:
        TransitionError: it is not being handled, or is decided.
        ConflictError: another handler has it, or a decision waits for approval.
    """
    next_state(case.state, "decide")
    waits = case.decision_leaves_at or cases.is_proposed(case.id)
    if waits or not cases.acts_in(by, case.handler_id):
        raise ConflictError


def needs_hearing(case: CaseView) -> bool:
    """Whether a decision against the party asks how she was heard before it (FL 25 §)."""
    regime = definition_of(case.version_id).handling.appeal_regime
    return regime is AppealRegime.ADMINISTRATIVE_APPEAL


def names_amount(case: CaseView) -> bool:
    """Whether a decision in the case names an amount."""
    return definition_of(case.version_id).handling.amount


def with_text(case: CaseView, proposal: Proposal, text_id: str) -> Proposal:
    """The proposal with one of the version's own texts added to the reasons."""
    for outcome in _open_outcomes(case):
        for block in outcome.standard_texts:
            if f"{outcome.id}.{block.id}" == text_id:
                parts = (proposal.reasons.strip(), texts.filled(case, block.text))
                reasons = "\n\n".join(part for part in parts if part)
                return replace(proposal, outcome=outcome.id, reasons=reasons)
    return proposal


def recipients(case: CaseView) -> tuple[Recipient, ...]:
    """The parties, and how each is told; somebody protected is told by the official, safely."""
    return tuple(Recipient(party.name, tell_decision.is_told(party)) for party in case.parties)


def choices(case: CaseView) -> tuple[Choice, ...]:
    """The outcomes of the case's own version that its rules leave open with these answers."""
    return tuple(
        Choice(
            outcome.id,
            str(outcome.title),
            tuple(
                (f"{outcome.id}.{block.id}", str(block.title), texts.filled(case, block.text))
                for block in outcome.standard_texts
            ),
            outcome.appealable,
        )
        for outcome in _open_outcomes(case)
    )


def provisions(case: CaseView) -> tuple[tuple[str, str], ...]:
    """The provisions that a decision can stand on: id and text."""
    handling = definition_of(case.version_id).handling
    return tuple((basis.id, str(basis.text)) for basis in handling.legal_basis)


def draft(*, reference: str, proposal: Proposal, by: Actor) -> DecisionDraft:
    """The decision as it would be, checked; nothing is written.

    Raises:
        NotFoundError: not a case that the actor may read.
        InvalidInputError: something is missing, by field.
    """
    case = cases.get_case(by, reference)
    made = _draft(case, proposal)
    problems = services.problems_of(made) | _hearing_problems(case, made) | process.problems(case)
    problems |= amounts.problems(definition_of(case.version_id).handling, made, proposal.amount)
    if slots := texts.unfilled(made.reasons):
        left = gettext("Fyll i eller ta bort %(slots)s.") % {"slots": ", ".join(slots)}
        problems["reasons"] = [left]
    if day := cases.opinion_waited_for(case.id):
        problems["outcome"] = [services.opinion_missing(day.isoformat())]
    for name in ("reasons", "others", "hearing_note"):
        if told := typed.faults(getattr(made, name), LONGEST_REASONS):
            problems[name] = told
    if problems:
        raise InvalidInputError(problems)
    return made


@transaction.atomic
def decide(*, reference: str, proposal: Proposal, revision: int, by: Actor) -> Way:
    """Decide, and tell every party that there is a decision to read; or send it to another.

    It stays in the house for UNDO_SECONDS, to be taken back; with 0 it leaves at once.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as cases.services.decide.
    """
    made = draft(reference=reference, proposal=proposal, by=by)
    case = cases.get_case(by, reference)
    way, point = way_of(case=case, made=made, by=by)
    made = replace(made, point=point)
    if way is Way.SIGNED:
        raise ConflictError
    if way is not Way.DIRECT:
        needs = Needs(way.value)
        services.propose(reference=reference, draft=made, needs=needs, revision=revision, by=by)
        return way
    if wait := timedelta(seconds=settings.UNDO_SECONDS):
        services.decide_later(reference=reference, draft=made, revision=revision, wait=wait, by=by)
        return Way.LATER
    services.decide(reference=reference, draft=made, revision=revision, by=by)
    tell_decision.tell(reference, by=by)
    return way


@transaction.atomic
def approve(*, reference: str, proposal: ProposalView, by: Actor) -> Way:
    """Approve what somebody else has proposed; the parties are told, as by :func:`decide`.

    Raises:
        NotFoundError, ConflictError, TransitionError: as cases.services.approve.
        NotAllowedError: the delegation does not let the actor decide it either, or a board is to.
        ConflictError: also when it is to be signed.
    """
    case, made = cases.get_case(by, reference), proposal.draft
    if proposal.needs is Needs.BOARD:
        raise NotAllowedError(Permission.CASE_DECIDE)
    if is_signed(case) and proposal.needs is not Needs.READER:
        raise ConflictError
    if proposal.needs is Needs.DELEGATE:
        point = delegated.point_of(case=case, made=made, by=by)
        if point is None:
            raise NotAllowedError(Permission.CASE_DECIDE)
        made = replace(made, point=point, prepared_by=proposal.made_by)
    else:
        made = replace(made, others=together(made.others, LAST_READ.format(name=by.name)))
    return finish(reference=reference, proposal=proposal, made=made, by=by)


@transaction.atomic
def finish(*, reference: str, proposal: ProposalView, made: DecisionDraft, by: Actor) -> Way:
    """Make what was proposed the decision, and tell the parties when it leaves the house.

    One that is put in the place of another leaves at once.

    Raises:
        InvalidInputError: also "outcome": the case has not had a status that rules demand.
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as cases.services.approve.
    """
    key = proposal.id
    if told := process.problems(cases.get_case(by, reference)):
        raise InvalidInputError(told)  # what was demanded when it was proposed is demanded still
    if proposal.replacing:
        services.approve(reference=reference, proposal_id=key, draft=made, by=by)
        told_of(reference, proposal, by=by)
        return Way.DIRECT
    if wait := timedelta(seconds=settings.UNDO_SECONDS):
        services.approve_later(reference=reference, proposal_id=key, draft=made, wait=wait, by=by)
        return Way.LATER
    services.approve(reference=reference, proposal_id=key, draft=made, by=by)
    tell_decision.tell(reference, by=by)
    return Way.DIRECT


def told_of(reference: str, proposal: ProposalView, *, by: Actor) -> None:
    """Tell that what was proposed is decided, and end the appeal that led to a change of it.

    A part of the caller's transaction.
    """
    if proposal.replacing is None:
        tell_decision.tell(reference, by=by)
        return
    if appeal_id := proposal.replacing.appeal_id:
        text = proposal.draft.reasons
        services.reconsider(
            reference=reference, appeal_id=appeal_id, is_changed=True, text=text, by=by
        )
    tell_decision.tell_again(reference, by=by)


def leave(payload: dict[str, str]) -> None:
    """Job: let a decision leave the house, and tell the parties that there is one."""
    by = system_actor(scope_id())
    key = uuid.UUID(payload["case"])
    if reference := services.let_decision_leave(case_id=key, lacking=process.lacking, by=by):
        tell_decision.tell(reference, by=by)


def taken_back(*, case: CaseView, by: Actor) -> Proposal:
    """What the actor wrote and took back, or got back, to go on with; empty without any."""
    made = cases.written_decision(by, case.id) or _got_back(case, by)
    if made is None:
        return Proposal("", "", ())
    given = definition_of(case.version_id).handling.legal_basis
    return Proposal(
        outcome=made.outcome,
        reasons=made.reasons,
        legal_basis=tuple(one.id for one in given if str(one.text) in made.legal_basis),
        others=made.others,
        hearing=made.hearing,
        hearing_note=made.hearing_note,
        amount="" if made.amount is None else str(made.amount),
        valid_from=made.valid_from,
        valid_to=made.valid_to,
    )


def may_approve(*, case: CaseView, proposal: ProposalView, by: Actor) -> bool:
    """Whether the actor has the right to approve what somebody else has proposed."""
    if by.id == proposal.made_by_id or proposal.needs in {Needs.BOARD, Needs.SIGNATURES}:
        return False
    is_hers = delegated.point_of(case=case, made=proposal.draft, by=by) is not None
    return proposal.needs is Needs.READER or is_hers


def way_of(*, case: CaseView, made: DecisionDraft, by: Actor) -> tuple[Way, str]:
    """What happens when the actor sends the decision, and the point that gives her the right."""
    point = delegated.point_of(case=case, made=made, by=by)
    if point is None:
        return (Way.DELEGATE if delegated.covering(case, made) else Way.BOARD), ""
    if is_signed(case):
        return Way.SIGNED, point
    return (Way.READER if is_read(case, made) else Way.DIRECT), point


def is_signed(case: CaseView) -> bool:
    """Whether decisions in the case are signed before they are made."""
    return definition_of(case.version_id).handling.signed is not None


def is_read(case: CaseView, made: DecisionDraft) -> bool:
    """Whether the e-service wants a second pair of eyes on the decision."""
    reader = definition_of(case.version_id).handling.second_reader
    return reader is SecondReader.ALWAYS or (reader is SecondReader.ADVERSE and made.is_adverse)


def _got_back(case: CaseView, by: Actor) -> DecisionDraft | None:
    latest = next(iter(cases.proposals_of(case.id)), None)
    return latest.draft if latest and latest.made_by_id == by.id else None


def together(others: str, more: str) -> str:
    """Who has taken part, and who more."""
    return "; ".join(text for text in (others, more) if text)


def _draft(case: CaseView, proposal: Proposal) -> DecisionDraft:
    handling = definition_of(case.version_id).handling
    outcome = next((o for o in _open_outcomes(case) if o.id == proposal.outcome), None)
    chosen = tuple(str(b.text) for b in handling.legal_basis if b.id in proposal.legal_basis)
    return DecisionDraft(
        outcome=outcome.id if outcome else "",
        outcome_title=str(outcome.title) if outcome else "",
        reasons=typed.clean(proposal.reasons),
        legal_basis=chosen,
        appeal_text=_appeal_text(case, handling) if outcome and outcome.appealable else "",
        others=typed.clean(proposal.others)[:LONGEST_NOTE],
        is_adverse=outcome.appealable if outcome else False,
        hearing=proposal.hearing if proposal.hearing in HEARINGS else "",
        hearing_note=typed.clean(proposal.hearing_note)[:LONGEST_NOTE],
        amount=amounts.read(handling, proposal.amount),
        valid_from=proposal.valid_from.strip()[:10],
        valid_to=proposal.valid_to.strip()[:10],
    )


def _open_outcomes(case: CaseView) -> tuple[Outcome, ...]:
    outcomes = definition_of(case.version_id).handling.outcomes
    # As the rules said when it was sealed. Rules that leave nothing stop nobody: a case must
    # always be possible to decide.
    left = filings.snapshot(case.snapshot_id).content.get("outcomes", ())
    return tuple(outcome for outcome in outcomes if outcome.id in left) or outcomes


def _appeal_text(case: CaseView, handling: Handling) -> str:
    # With the municipality's values as they were when the filing was sealed.
    return handling.appeal_text.filled(filings.snapshot(case.snapshot_id).content["parameters"])


def _hearing_problems(case: CaseView, made: DecisionDraft) -> dict[str, list[str]]:
    if not (made.is_adverse and needs_hearing(case)):
        return {}
    if not made.hearing:
        return {"hearing": [gettext("Ange om parten har fått yttra sig före beslutet.")]}
    if made.hearing == NEEDLESS and not made.hearing_note:
        return {"hearing_note": [gettext("Skriv varför parten inte behöver få yttra sig.")]}
    return _given_problems(case, made) if made.hearing == GIVEN else {}


def _given_problems(case: CaseView, made: DecisionDraft) -> dict[str, list[str]]:
    held = cases.hearings_of(case.id)
    waiting = [one.due for one in held if not one.is_over(clock.today())]
    if waiting:
        told = gettext("Parten har tid att yttra sig till och med %(day)s. Vänta till dess.")
        return {"hearing": [told % {"day": max(waiting)}]}
    if not held and not made.hearing_note:
        return {"hearing_note": [gettext("Skriv när och hur parten fick yttra sig.")]}
    return {}
