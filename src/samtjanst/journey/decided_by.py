"""The officials' signatures on the decisions of a case, for documents."""

from dataclasses import dataclass, field

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.documents.types import EmbeddedFile
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.officials import DECISION, OFFICIALS
from samtjanst.capabilities.signing.types import EvidenceView
from samtjanst.foundation.people import passkey_proofs
from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.journey import decision_paper
from samtjanst.kernel.canonical import canonical_bytes
from samtjanst.kernel.errors import TamperedError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    CaseView,
    DecisionView,
    Needs,
    ProposalState,
    ProposalView,
)


@dataclass(frozen=True, slots=True)
class SignedDecision:
    """The decision that was signed, the proof of each signature, and the whole that they name."""

    proposal: ProposalView | None = None
    evidence: tuple[EvidenceView, ...] = field(default=(), repr=False)
    enclosed: tuple[EmbeddedFile, ...] = field(default=(), repr=False)

    def on(self, decision: DecisionView) -> tuple[EvidenceView, ...]:
        """The proofs, if it is this decision that they are of; not of one in its place."""
        if self.proposal and decision_paper.is_kept_as(self.proposal.draft, decision):
            return self.evidence
        return ()


def of_case(case: CaseView) -> SignedDecision:
    """Of a case that the caller has authorised; empty where no decision was signed."""
    if definition_of(case.version_id).handling.signed is None:
        return SignedDecision()
    approved = (one for one in cases.proposals_of(case.id) if one.state is ProposalState.APPROVED)
    proposal = next((one for one in approved if one.needs is Needs.SIGNATURES), None)
    if proposal is None:
        return SignedDecision()
    evidence = tuple(signing.evidence_of((DECISION, proposal.id)))
    return SignedDecision(proposal, evidence, _enclosed(case, proposal))


def is_officials(item: EvidenceView) -> bool:
    """Whether it is an official who has signed, and not a party."""
    return item.role in OFFICIALS


def method_of(item: EvidenceView) -> str:
    """How an official signed, in words; "" of others."""
    if item.raw.get("kind") == passkey_proofs.KIND:
        return "Passkey"
    return "Ny inloggning i kommunens katalog" if item.provider == STAFF_PROVIDER else ""


def _enclosed(case: CaseView, proposal: ProposalView) -> tuple[EmbeddedFile, ...]:
    try:
        content = canonical_bytes(decision_paper.content_of(case, proposal))
    except TamperedError:
        return ()
    told = "Beslutet som det skrevs under"
    return (EmbeddedFile("beslut.json", "application/json", content, told),)
