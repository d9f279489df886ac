"""Cases, parties, decisions, timeline, messages, reference numbers."""

from samtjanst.running.cases.models.core import (
    Case,
    CaseEvent,
    CaseLabel,
    CaseParty,
    CaseRemoval,
    CaseSearch,
    Decision,
    Label,
    ReferenceCounter,
    Supplement,
    WorkSearch,
)
from samtjanst.running.cases.models.law import (
    Appeal,
    DecisionRequest,
    Delegation,
    Hearing,
    Proposal,
)
from samtjanst.running.cases.models.letters import Letter, LetterTemplate

__all__ = [
    "Appeal",
    "Case",
    "CaseEvent",
    "CaseLabel",
    "CaseParty",
    "CaseRemoval",
    "CaseSearch",
    "Decision",
    "DecisionRequest",
    "Delegation",
    "Hearing",
    "Label",
    "Letter",
    "LetterTemplate",
    "Proposal",
    "ReferenceCounter",
    "Supplement",
    "WorkSearch",
]
