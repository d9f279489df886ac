"""Partner rooms, as a reader may see them."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RoomDraft:
    """A partner room to be opened: which fields of which e-service, for whom, why, how long."""

    unit_id: uuid.UUID
    partner_id: uuid.UUID
    slug: str
    name: str
    questions: tuple[str, ...]
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class PartnerRoomView:
    """A partner room."""

    id: uuid.UUID
    name: str
    slug: str
    unit: str
    partner: str
    questions: tuple[str, ...]
    purpose: str
    until: date
    shares: int = 0


@dataclass(frozen=True, slots=True)
class ShareView:
    """A case in a partner room."""

    id: uuid.UUID
    room_id: uuid.UUID
    room: str
    partner: str
    case_id: uuid.UUID
    reference: str
    shared_at: datetime
    shared_by: str
    seen_at: datetime | None
    seen_by: str
    result: str = field(repr=False)
    result_at: datetime | None
    ended_at: datetime | None
    questions: tuple[str, ...] = ()
    purpose: str = ""
    until: date | None = None  # the last day of the room


@dataclass(frozen=True, slots=True)
class EndedShare:
    """A case that an outside body may keep no longer; no personal data."""

    id: uuid.UUID
    reference: str
    ended_at: datetime
