"""What came in another way than through the platform, and where it went."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samtjanst.kernel.errors import TransitionError
from samtjanst.running.filing.types import Channel

WRONG_WAYS = (Channel.EMAIL, Channel.FAX, Channel.PAPER)


class StrayState(StrEnum):
    """Where something that came the wrong way stands."""

    WAITING = "waiting"  # nobody has said where it belongs
    PLACED = "placed"  # it is a message in a case
    ENDED = "ended"  # it belongs to no case; answered or not


STRAY_TRANSITIONS: dict[tuple[StrayState, str], StrayState] = {
    (StrayState.WAITING, "place"): StrayState.PLACED,
    (StrayState.WAITING, "end"): StrayState.ENDED,
}


def next_stray(state: str, event: str) -> StrayState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return STRAY_TRANSITIONS[StrayState(state), event]
    except KeyError:
        raise TransitionError("stray", state, event) from None


@dataclass(frozen=True, slots=True)
class StrayInput:
    """What came: by which channel, on which day, from whom, and what it says.

    ``slug`` is the e-service that it belongs to, "" when nobody knows; ``email`` where the sender
    can be told how to do it the next time.
    """

    unit_id: uuid.UUID
    channel: Channel
    came_on: date
    sender: str = field(repr=False)
    text: str = field(repr=False, default="")
    email: str = field(repr=False, default="")
    slug: str = ""


@dataclass(frozen=True, slots=True)
class StrayView:
    """What came the wrong way, as a handler of its unit sees it."""

    id: uuid.UUID
    state: StrayState
    told: StrayInput
    registered_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class WrongWay:
    """How much of an e-service's came the wrong way in twelve months, by channel."""

    slug: str
    counts: tuple[tuple[Channel, int], ...]

    @property
    def whole(self) -> int:
        """By all channels."""
        return sum(count for _, count in self.counts)
