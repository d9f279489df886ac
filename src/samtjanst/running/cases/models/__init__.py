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
from samtjanst.running.cases.models.law import DecisionRequest
from samtjanst.running.cases.models.letters import Letter, LetterTemplate

__all__ = [
    "Case",
    "CaseEvent",
    "CaseLabel",
    "CaseParty",
    "CaseRemoval",
    "CaseSearch",
    "Decision",
    "DecisionRequest",
    "Label",
    "Letter",
    "LetterTemplate",
    "ReferenceCounter",
    "Supplement",
    "WorkSearch",
]
