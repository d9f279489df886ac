"""Values of people: who acts, with what assurance and rights."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from samtjanst.kernel.errors import TransitionError
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.identity import Identity, foreign_of, number_of
from samtjanst.kernel.personal_number import PersonalNumber

# Assurance levels of the Swedish trust framework.
LOA2, LOA3, LOA4 = 2, 3, 4


class ActorKind(StrEnum):
    """What kind of somebody acts."""

    CITIZEN = "citizen"
    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


class Scope(StrEnum):
    """What a connected system may do over the interface. Permissions stand in ``access``."""

    CATALOGUE = "catalogue:read"
    CASES = "cases:read"
    NOTES = "cases:note"
    STEPS = "cases:step"
    LETTERS = "cases:letter"
    DELIVERIES = "deliveries:confirm"
    STATISTICS = "statistics:read"
    STAFF = "staff:provision"
    FILINGS = "filings:prepare"
    PARTNER = "partner:share"


class Role(StrEnum):
    """A role of staff in a unit. What each may do stands in ``foundation.access``."""

    HANDLER = "handler"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    SERVICE_DEVELOPER = "service_developer"
    REGISTRAR = "registrar"
    SUPPLIER = "supplier"  # runs the platform; sees no case but in an emergency
    PARTNER = "partner"  # somebody at an outside body, in the unit that stands for it


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a unit."""

    role: Role
    unit_id: uuid.UUID


class EmergencyState(StrEnum):
    """Where somebody's request to read cases in an emergency stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    PAST = "past"  # its time ran out: of waiting for an answer, or of the access


EMERGENCY_TRANSITIONS: dict[tuple[EmergencyState, str], EmergencyState] = {
    (EmergencyState.ASKED, "approve"): EmergencyState.APPROVED,
    (EmergencyState.ASKED, "refuse"): EmergencyState.REFUSED,
    (EmergencyState.ASKED, "withdraw"): EmergencyState.WITHDRAWN,
    (EmergencyState.APPROVED, "end"): EmergencyState.ENDED,
}
EMERGENCY_WAITS = timedelta(hours=24)  # a request that nobody has answered by then has passed


def next_emergency(state: str, event: str) -> EmergencyState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return EMERGENCY_TRANSITIONS[EmergencyState(state), event]
    except KeyError:
        raise TransitionError("emergency access", state, event) from None


@dataclass(frozen=True, slots=True)
class Emergency:
    """What somebody may read for now, beyond her roles."""

    id: uuid.UUID
    unit_id: uuid.UUID
    unit: str
    until: datetime


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """A request for emergency access and what became of it."""

    id: uuid.UUID
    staff_id: uuid.UUID
    name: str = field(repr=False)
    unit_id: uuid.UUID
    unit: str
    reason: str = field(repr=False)
    hours: int
    state: EmergencyState
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str = field(repr=False)
    until: datetime | None
    ended_at: datetime | None
    ended_by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: carried by every verb and written in the audit."""

    kind: ActorKind
    municipality_id: uuid.UUID
    id: uuid.UUID | None = None
    assurance_level: int = 0
    grants: frozenset[Grant] = frozenset()
    session_id: uuid.UUID | None = None
    scopes: frozenset[Scope] = frozenset()
    client_units: frozenset[uuid.UUID] = frozenset()
    client_services: frozenset[str] = frozenset()  # slugs; empty: every e-service
    client_room: uuid.UUID | None = None  # the partner room whose shares a system reads
    name: str = field(default="", repr=False)
    emergency: Emergency | None = None
    prepares_for: uuid.UUID | None = None  # for whom a system or staff prepares a filing now

    @property
    def citizen_id(self) -> uuid.UUID | None:
        """The citizen whose own space this is about: herself, or for whom one is prepared."""
        return self.id if self.is_citizen else self.prepares_for

    @property
    def is_citizen(self) -> bool:
        """Whether this is somebody who acts for herself or for a child."""
        return self.kind is ActorKind.CITIZEN

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of staff."""
        return self.kind is ActorKind.STAFF

    @property
    def is_client(self) -> bool:
        """Whether this is another system, over the interface."""
        return self.kind is ActorKind.CLIENT

    @property
    def unit_ids(self) -> frozenset[uuid.UUID]:
        """The units in which the actor has any role."""
        return frozenset(grant.unit_id for grant in self.grants)


@dataclass(frozen=True, slots=True)
class CitizenIdentity:
    """A citizen as the municipality knows her; opened from encrypted columns."""

    id: uuid.UUID
    identity: Identity = field(repr=False)
    name: str = field(repr=False)
    given_name: str = field(repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    is_protected: bool = False
    language: str = "sv"

    @property
    def personal_number(self) -> PersonalNumber | None:
        """Her Swedish number; None for somebody whom another country's e-ID vouches for."""
        return number_of(self.identity)

    @property
    def foreign(self) -> ForeignIdentity | None:
        """Her identity with another country's e-ID; None for somebody with a Swedish number."""
        return foreign_of(self.identity)


class OrderPurpose(StrEnum):
    """What an e-ID order is for."""

    CITIZEN_SIGN_IN = "citizen_sign_in"
    STAFF_SIGN_IN = "staff_sign_in"
    SIGNATURE = "signature"
    CALL = "call"  # who is on the telephone
    OWN_EID = "own_eid"  # a member of staff shows which e-ID is hers
    DECISION = "decision"  # a member of staff signs a decision


class ChallengePurpose(StrEnum):
    """What a browser is asked to do with a passkey."""

    ADD = "add"
    LOG_IN = "log_in"
    SIGN = "sign"


def system_actor(municipality_id: uuid.UUID) -> Actor:
    """The platform itself, acting for one municipality."""
    return Actor(kind=ActorKind.SYSTEM, municipality_id=municipality_id, name="Samtjänst")
