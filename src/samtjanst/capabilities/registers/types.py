"""Values of register look-ups."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from samtjanst.ports.company_register import RegisteredCompany
from samtjanst.ports.mandate import Mandate
from samtjanst.ports.property_register import FoundAddress, FoundProperty, Owner
from samtjanst.ports.register import RegisteredPerson


class Outcome(StrEnum):
    """What a look-up led to."""

    FOUND = "found"
    MISSING = "missing"
    UNAVAILABLE = "unavailable"


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
class LookupView:
    """One question to a register about somebody, as that person may see it."""

    register: str  # "person", "company", "mandate" or "owner"
    purpose: str
    asked_at: datetime
    outcome: Outcome
    is_own_matter: bool
    is_by_the_system: bool
