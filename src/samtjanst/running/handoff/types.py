"""Values and the state table of deliveries."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from samtjanst.kernel.errors import TransitionError

LATE_AFTER = timedelta(days=3)  # without a receipt: told to the owner
SHORTEST_GROUND = 10  # characters of why something is sent once more


class Step(IntEnum):
    """How far from typing by hand a route has come."""

    COPY_CARD = 1
    FILE = 2
    INTERFACE = 3
    INTERFACE_WITH_RECEIPT = 4

    @property
    def is_automatic(self) -> bool:
        """Whether the platform delivers by itself."""
        return self is not Step.COPY_CARD


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    TO_COPY = "to_copy"
    COPIED = "copied"
    WAITING = "waiting"  # for another delivery of the case, which comes first
    QUEUED = "queued"
    SENT = "sent"  # handed over; the receipt has not come yet
    RECEIVED = "received"
    PARKED = "parked"


TRANSITIONS: dict[tuple[DeliveryState, str], DeliveryState] = {
    (DeliveryState.TO_COPY, "copy"): DeliveryState.COPIED,
    (DeliveryState.QUEUED, "wait"): DeliveryState.WAITING,
    (DeliveryState.WAITING, "go"): DeliveryState.QUEUED,
    (DeliveryState.WAITING, "show"): DeliveryState.TO_COPY,
    (DeliveryState.QUEUED, "send"): DeliveryState.SENT,
    (DeliveryState.QUEUED, "receive"): DeliveryState.RECEIVED,
    (DeliveryState.SENT, "receive"): DeliveryState.RECEIVED,
    (DeliveryState.QUEUED, "park"): DeliveryState.PARKED,
    (DeliveryState.SENT, "park"): DeliveryState.PARKED,
    (DeliveryState.PARKED, "receive"): DeliveryState.RECEIVED,
    (DeliveryState.PARKED, "retry"): DeliveryState.QUEUED,
    (DeliveryState.SENT, "again"): DeliveryState.QUEUED,
    (DeliveryState.RECEIVED, "again"): DeliveryState.QUEUED,
    (DeliveryState.PARKED, "by_hand"): DeliveryState.TO_COPY,
}


def next_state(state: str, event: str) -> DeliveryState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return TRANSITIONS[DeliveryState(state), event]
    except KeyError:
        raise TransitionError("delivery", state, event) from None


@dataclass(frozen=True, slots=True)
class NewRoute:
    """What an administrator decides about a route."""

    e_service: str
    name: str
    system: str  # the name of the plugin binding
    step: Step
    outcomes: tuple[str, ...]
    mapping: Mapping[str, Any]
    schema: str = ""  # the receiver's own, JSON Schema or XSD; "" when it has none
    after: uuid.UUID | None = None  # the route whose receiver must have the case first


@dataclass(frozen=True, slots=True)
class MappingVersion:
    """A mapping as it was, with the receiver's schema then; ``until`` is when it was replaced."""

    number: int
    mapping: Mapping[str, Any]
    schema: str
    until: datetime


@dataclass(frozen=True, slots=True)
class RouteView:
    """A route for its readers."""

    id: uuid.UUID
    e_service: str
    name: str
    system: str
    step: Step
    outcomes: tuple[str, ...]
    mapping: Mapping[str, Any]
    is_active: bool
    revision: int
    schema: str = ""
    version: int = 1  # of the mapping and the schema
    after: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery without its content."""

    id: uuid.UUID
    case_id: uuid.UUID
    reference: str
    route: str
    step: Step
    state: DeliveryState
    receipt: str
    problem: str
    attempts: int
    created_at: datetime
    ended_at: datetime | None
    copied: tuple[str, ...] = ()
    part: int = 0  # from 1: what has come to the case since it was delivered
    is_protected: bool = False
    version: int = 0  # of the mapping that its fields were made by; 0: made before that was kept
    waits_for: str = ""  # the receiver that must have the case first, while it waits

    @property
    def can_be_sent_again(self) -> bool:
        """Whether it has been delivered, by itself."""
        return (self.state, "again") in TRANSITIONS and self.step.is_automatic


@dataclass(frozen=True, slots=True)
class RedeliveryView:
    """That somebody sent a delivery once more, why, and the receipt that it had before."""

    at: datetime
    who: str
    ground: str = field(repr=False)
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class CopyCard:
    """The fields to copy, in the receiver's order."""

    delivery: DeliveryView
    fields: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Use:
    """What a route costs by hand, and has delivered by itself, since a day."""

    route: str
    step: Step
    copied: int
    seconds: int
    delivered: int
    parked: int

    def hours_a_year(self, days: int) -> float:
        """Hours of copying in a year, if it goes on as in the days that were counted."""
        return self.seconds * 365 / days / 3600


@dataclass(frozen=True, slots=True)
class Typed:
    """An e-service whose decided cases are typed into a system without any help (step 0).

    ``cases`` since a day; ``minutes`` for each as its owner has told, None when nobody has.
    ``card`` are the seconds that a case takes where there is a copy card, as measured in the
    municipality; None while there is no measure.
    """

    e_service: str
    title: str
    cases: int
    minutes: int | None
    card: float | None

    def hours_a_year(self, days: int) -> float | None:
        """Hours of typing in a year, at the same pace; None when nobody has told."""
        if self.minutes is None:
            return None
        return self.cases * self.minutes * 365 / days / 60

    def saved_a_year(self, days: int) -> float | None:
        """Hours that a copy card would save of them; None when it cannot be told."""
        if self.minutes is None or self.card is None:
            return None
        return max(0.0, self.cases * (self.minutes - self.card / 60) * 365 / days / 60)
