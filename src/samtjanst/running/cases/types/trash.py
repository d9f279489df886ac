"""What was put in the trash: a case that should never have been one."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from samtjanst.running.cases.types.shown import CaseView


class TrashGround(StrEnum):
    """Why a case is no case: what is clearly without importance (OSL 5 kap. 1 §), or a mistake."""

    TEST = "test"
    DOUBLE = "double"  # the same has come in, or been registered, twice
    MISTAKE = "mistake"  # registered by staff for the wrong person or in the wrong e-service


@dataclass(frozen=True, slots=True)
class TrashedView:
    """A case in the trash: who put it there, when and why."""

    case: CaseView
    at: datetime
    ground: TrashGround
    why: str = field(repr=False)
    who: str = field(repr=False)
