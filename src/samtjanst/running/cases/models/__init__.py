"""Cases, parties, decisions, timeline, messages, reference numbers."""

from samtjanst.running.cases.models.core import (
    Case,
    CaseEvent,
    CaseLabel,
    CaseParty,
    CaseRemoval,
    Decision,
    Label,
    ReferenceCounter,
    Supplement,
)
from samtjanst.running.cases.models.desk import (
    Absence,
    AssignmentRule,
    BatchRun,
    CaseLease,
    DayChoice,
    Expertise,
    SavedView,
)
from samtjanst.running.cases.models.disclosure import Disclosure
from samtjanst.running.cases.models.disposal import Disposal
from samtjanst.running.cases.models.found import CaseSearch, WorkSearch
from samtjanst.running.cases.models.law import (
    Appeal,
    DecisionRequest,
    Delegation,
    Hearing,
    HeldDecision,
    Proposal,
)
from samtjanst.running.cases.models.letters import (
    FROM_CITIZEN,
    FROM_PARTY,
    SENT,
    Letter,
    LetterTemplate,
)
from samtjanst.running.cases.models.opinions import Opinion
from samtjanst.running.cases.models.paper import PaperCount
from samtjanst.running.cases.models.partners import PartnerRoom, PartnerShare
from samtjanst.running.cases.models.process import CaseStep, CaseTick
from samtjanst.running.cases.models.strays import Stray, StrayCount
from samtjanst.running.cases.models.struck import Struck
from samtjanst.running.cases.models.whole_files import WholeFile

__all__ = [
    "FROM_CITIZEN",
    "FROM_PARTY",
    "SENT",
    "Absence",
    "Appeal",
    "AssignmentRule",
    "BatchRun",
    "Case",
    "CaseEvent",
    "CaseLabel",
    "CaseLease",
    "CaseParty",
    "CaseRemoval",
    "CaseSearch",
    "CaseStep",
    "CaseTick",
    "DayChoice",
    "Decision",
    "DecisionRequest",
    "Delegation",
    "Disclosure",
    "Disposal",
    "Expertise",
    "Hearing",
    "HeldDecision",
    "Label",
    "Letter",
    "LetterTemplate",
    "Opinion",
    "PaperCount",
    "PartnerRoom",
    "PartnerShare",
    "Proposal",
    "ReferenceCounter",
    "SavedView",
    "Stray",
    "StrayCount",
    "Struck",
    "Supplement",
    "WholeFile",
    "WorkSearch",
]
