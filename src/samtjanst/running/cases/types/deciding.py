"""What a decision is about, and why one can be changed."""

import uuid
from dataclasses import dataclass
from enum import StrEnum


class DecisionKind(StrEnum):
    """What a decision decides."""

    MATTER = "matter"  # what was applied for
    REJECTION = "rejection"  # that an appeal came too late and is not tried (FL 45 §)


class ChangeGround(StrEnum):
    """Why the municipality changes its own decision."""

    CLEARLY_WRONG = "clearly_wrong"  # FL 38 §: it must
    NEW_CIRCUMSTANCES = "new_circumstances"  # FL 37 §: it may
    OTHER_REASON = "other_reason"  # FL 37 §: it may


@dataclass(frozen=True, slots=True)
class Replacing:
    """That a decision is put in the place of the one in force: why, and the appeal it came of."""

    ground: ChangeGround
    appeal_id: uuid.UUID | None = None
