"""Deciding a case and telling the parties."""

from dataclasses import dataclass

from django.db import transaction

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import hand_over
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, DecisionDraft

LONGEST_REASONS = 20_000


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome that can be chosen, with the texts that the handler starts from."""

    id: str
    title: str
    text: str
    appealable: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the handler filled in."""

    outcome: str
    reasons: str
    legal_basis: tuple[str, ...]
    others: str = ""


def choices(case: CaseView) -> tuple[Choice, ...]:
    """The outcomes of the case's own version."""
    return tuple(
        Choice(
            outcome.id,
            str(outcome.title),
            "\n\n".join(str(block.text) for block in outcome.standard_texts),
            outcome.appealable,
        )
        for outcome in definition_of(case.version_id).handling.outcomes
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
    made = _draft(definition_of(case.version_id), proposal)
    services.check(made)
    if len(made.reasons) > LONGEST_REASONS:
        raise InvalidInputError({"reasons": [f"Skriv högst {LONGEST_REASONS} tecken."]})
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
        # Somebody who is protected is told by the official, in a way that is safe.
        if party.role == "applicant" or not party.is_protected:
            notify(
                citizen_id=party.citizen_id,
                template="decision_made",
                subject=("filing", str(case.filing_id)),
                path="/mina-arenden/",
                by=by,
            )
    hand_over.plan(case=case, by=by)


def _draft(definition: Definition, proposal: Proposal) -> DecisionDraft:
    handling = definition.handling
    outcome = next((o for o in handling.outcomes if o.id == proposal.outcome), None)
    chosen = tuple(str(b.text) for b in handling.legal_basis if b.id in proposal.legal_basis)
    return DecisionDraft(
        outcome=outcome.id if outcome else "",
        outcome_title=str(outcome.title) if outcome else "",
        reasons=proposal.reasons.strip(),
        legal_basis=chosen,
        appeal_text=str(handling.appeal_text) if outcome and outcome.appealable else "",
        others=proposal.others.strip(),
    )
