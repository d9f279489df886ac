"""Values of register look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from samtjanst.foundation.people.types import ActorKind
from samtjanst.ports.company_register import RegisteredCompany
from samtjanst.ports.lookup import Access, AccessKind
from samtjanst.ports.mandate import Mandate
from samtjanst.ports.property_register import FoundAddress, FoundProperty, Owner
from samtjanst.ports.register import RegisteredPerson

SOURCE = "source"  # how the log marks a question to a service that an administrator has named


class Outcome(StrEnum):
    """What a look-up led to."""

    FOUND = "found"
    MISSING = "missing"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a register is asked, and by what right, in Swedish (GDPR art. 5.1 b and 6).

    ``told_to_others``: also somebody asked about in another person's matter may read it.
    """

    purpose: str = ""
    legal_basis: str = ""
    told_to_others: bool = False


NO_GROUND = Ground()


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and the person when found."""

    outcome: Outcome
    person: RegisteredPerson | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CompanyAnswer:
    """The outcome, and what is registered under the number when anything is."""

    outcome: Outcome
    companies: tuple[RegisteredCompany, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class MandateAnswer:
    """The outcome, and the power when there is one."""

    outcome: Outcome
    mandate: Mandate | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """The outcome, and the addresses that fit."""

    outcome: Outcome
    addresses: tuple[FoundAddress, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class PropertyAnswer:
    """The outcome, and the property when found."""

    outcome: Outcome
    found: FoundProperty | None = None


@dataclass(frozen=True, slots=True)
class OwnerAnswer:
    """The outcome, and who owns the property."""

    outcome: Outcome
    owners: tuple[Owner, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class NeighbourAnswer:
    """The outcome, and the properties that lie beside."""

    outcome: Outcome
    found: tuple[FoundProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class LookupView:
    """One question to a register about somebody, as that person may see it."""

    register: str  # "person", "company", "mandate", "owner" or "source" (which has a ``title``)
    purpose: str
    asked_at: datetime
    outcome: Outcome
    is_own_matter: bool
    asked_by: ActorKind
    title: str = ""
    stated: str = ""  # the declared purpose; "" when none is, or when it is not hers to know
    legal_basis: str = ""
    is_kept: bool = False  # declared, but not told in somebody else's matter


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """The outcome, what the source is called, and the values that it is read for, by name.

    ``choices`` are the same values of each entry in the list that they stand in, ``entries`` those
    that belong together: what one entry says.
    """

    outcome: Outcome
    title: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    entries: tuple[Mapping[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class NewSource:
    """What an administrator writes of a service; a ``secret`` left empty stays as it was."""

    name: str
    title: str
    address: str
    purpose: str
    legal_basis: str
    access: Access


@dataclass(frozen=True, slots=True)
class SourceOffer:
    """A service as whoever builds an e-service sees it; ``needs_value``: asked about an answer."""

    name: str
    title: str
    values: tuple[str, ...]
    needs_value: bool = True


@dataclass(frozen=True, slots=True)
class SourceView:
    """A service as an administrator sees it; its secret is never shown.

    ``fields`` are the named values and where they stand in the answer (RFC 6901). It is asked
    only when it ``is_active`` and has such values.
    """

    name: str
    version: int
    title: str
    address: str
    purpose: str
    legal_basis: str
    access: AccessKind
    user: str
    token_url: str
    scope: str
    has_secret: bool
    fields: Mapping[str, str]
    is_active: bool
    made_at: datetime

    @property
    def needs_value(self) -> bool:
        """Whether it is asked about something; else it has one answer for all."""
        return "{" in self.address

    @property
    def is_ready(self) -> bool:
        """Whether forms can be filled in from it."""
        return self.is_active and bool(self.fields)
