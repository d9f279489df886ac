"""What the law gives the parties, as a reader may see it."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from samtjanst.running.cases.types.states import RequestState


@dataclass(frozen=True, slots=True)
class RequestView:
    """A party's request that the case be decided, and what came of it."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    state: RequestState
    asked_at: datetime
    answer_by: date
    ended_at: datetime | None
    refused_by: str = ""
    reasons: str = field(default="", repr=False)
    appeal_text: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it waits for us."""
        return self.state is RequestState.OPEN


@dataclass(frozen=True, slots=True)
class UsualTime:
    """How many days decisions of an e-service have taken lately, from complete to decided."""

    half: int  # every second case took at most this long
    most: int  # nine of ten did
    count: int
