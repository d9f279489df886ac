"""What was put in the trash: a case that should never have been one."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
    until: date | None = None  # its last day; None when it stays till it is taken back

    def is_held(self, today: date) -> bool:
        """Whether the night after its last day is over, so that something stood in the way."""
        return is_over(self.until, today - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Disposed:
    """A line of the protocol of disposal: which case, when and by which rule, nothing of whom."""

    reference: str
    title: str
    arrived_at: datetime
    trashed_at: datetime
    ground: TrashGround
    until: date  # the last day that was told
    files: int
    at: datetime


def last_day(put: date, days: int) -> date | None:
    """The last day in the trash of what was put there on a day; None when it is never emptied."""
    return put + timedelta(days=days) if days else None


def is_over(until: date | None, today: date) -> bool:
    """Whether the last day has passed: the whole of it, so that nothing goes too early."""
    return until is not None and until < today
