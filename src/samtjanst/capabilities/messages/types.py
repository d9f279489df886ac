"""Values of messages."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(minutes=15)


class Way(StrEnum):
    """How a message goes: the ladder, the first that can reach the person is used first."""

    EMAIL = "email"
    SMS = "sms"
    MAILBOX = "mailbox"  # the person's mailbox for letters from authorities (Mina meddelanden)
    LETTER = "letter"  # printed by the municipality, in batches


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"  # the channel has told that it came through
    FAILED = "failed"  # it has told that it did not, and there is no other way
    TO_PRINT = "to_print"  # a letter that waits for the next batch
    UNREACHABLE = "unreachable"  # there is no way to reach the person


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as handler and applicant see it: what kind, to whom, when; never where to."""

    template: str
    citizen_id: uuid.UUID
    state: MessageState
    created_at: datetime
    sent_at: datetime | None
    way: Way = Way.EMAIL

    @property
    def is_told(self) -> bool:
        """Whether it is sent, or on its way."""
        return self.state not in {MessageState.UNREACHABLE, MessageState.FAILED}

    def is_late(self, now: datetime) -> bool:
        """Whether it has waited so long for its channel that somebody should know."""
        return self.state is MessageState.QUEUED and now - self.created_at > LATE
