"""Values of messages."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(minutes=15)


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"  # nobody has given us an address


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as handler and applicant see it: what kind, to whom, when; never where to."""

    template: str
    citizen_id: uuid.UUID
    state: MessageState
    created_at: datetime
    sent_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Whether it has waited so long for its channel that somebody should know."""
        return self.state is MessageState.QUEUED and now - self.created_at > LATE
