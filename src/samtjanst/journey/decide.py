"""Deciding a case and telling the parties."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.model import AppealRegime, Handling, Outcome
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import hand_over, typed
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, DecisionDraft, PartyView, next_state
from samtjanst.running.filing import queries as filings

LONGEST_REASONS = 20_000
LONGEST_NOTE = 2_000
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


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who learns of the decision, and whether by a notice or by the official."""

    name: str
    by_notice: bool


def require_decidable(*, case: CaseView, by: Actor) -> None:
    """That the actor is the one who can decide the case now.

    Raises:
        TransitionError: it is not being handled, or is decided.
        ConflictError: another handler has it.
    """
    next_state(case.state, "decide")
    if by.id is None or case.handler_id != by.id:
        raise ConflictError


def needs_hearing(case: CaseView) -> bool:
    """Whether a decision against the party asks how she was heard before it (FL 25 §)."""
    regime = definition_of(case.version_id).handling.appeal_regime
    return regime is AppealRegime.ADMINISTRATIVE_APPEAL


def with_text(case: CaseView, proposal: Proposal, text_id: str) -> Proposal:
    """The proposal with one of the version's own texts added to the reasons."""
    for outcome in _open_outcomes(case):
        for block in outcome.standard_texts:
            if f"{outcome.id}.{block.id}" == text_id:
                reasons = "\n\n".join(t for t in (proposal.reasons.strip(), str(block.text)) if t)
                return replace(proposal, outcome=outcome.id, reasons=reasons)
    return proposal


def recipients(case: CaseView) -> tuple[Recipient, ...]:
    """The parties, and how each is told; somebody protected is told by the official, safely."""
    return tuple(Recipient(party.name, _is_told(party)) for party in case.parties)


def choices(case: CaseView) -> tuple[Choice, ...]:
    """The outcomes of the case's own version that its rules leave open with these answers."""
    return tuple(
        Choice(
            outcome.id,
            str(outcome.title),
            tuple(
                (f"{outcome.id}.{block.id}", str(block.title), str(block.text))
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
    problems = services.problems_of(made) | _hearing_problems(case, made)
    for name in ("reasons", "others", "hearing_note"):
        if told := typed.faults(getattr(made, name), LONGEST_REASONS):
            problems[name] = told
    if problems:
        raise InvalidInputError(problems)
    return made


@transaction.atomic
def decide(*, reference: str, proposal: Proposal, revision: int, by: Actor) -> None:
    """Decide, and tell every party that there is a decision to read.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as cases.services.decide.
    """
    made = draft(reference=reference, proposal=proposal, by=by)
    services.decide(reference=reference, draft=made, revision=revision, by=by)
    case = cases.get_case(by, reference)
    for party in case.parties:
        if _is_told(party):
            notify(
                citizen_id=party.citizen_id,
                template="decision_made",
                subject=("filing", str(case.filing_id)),
                path="/mina-arenden/",
                by=by,
            )
    hand_over.plan(case=case, by=by)


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


def _is_told(party: PartyView) -> bool:
    return party.role == "applicant" or not party.is_protected


def _hearing_problems(case: CaseView, made: DecisionDraft) -> dict[str, list[str]]:
    if not (made.is_adverse and needs_hearing(case)):
        return {}
    if not made.hearing:
        return {"hearing": [gettext("Ange om parten har fått yttra sig före beslutet.")]}
    if made.hearing == NEEDLESS and not made.hearing_note:
        return {"hearing_note": [gettext("Skriv varför parten inte behöver få yttra sig.")]}
    return {}
