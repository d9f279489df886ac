"""Port for the register of companies and associations: what is registered under a number."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from samtjanst.ports.register import Address


class CompanyStatus(StrEnum):
    """What somebody who relies on the company has to know first."""

    ACTIVE = "active"
    INACTIVE = "inactive"  # registered, but carries on no business
    RECONSTRUCTION = "reconstruction"
    LIQUIDATION = "liquidation"
    BANKRUPT = "bankrupt"  # the board's power is gone
    DEREGISTERED = "deregistered"
    UNKNOWN = "unknown"  # the part of the register that tells did not answer


@dataclass(frozen=True, slots=True)
class RegisteredCompany:
    """What the register delivered about one company.

    ``number`` is the organisation number, ten digits, or for a sole trader the personal number,
    twelve digits. ``form`` is the register's code, such as AB, BRF, I or E (sole trader).
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    form: str = ""
    status: CompanyStatus = CompanyStatus.UNKNOWN
    address: Address | None = field(default=None, repr=False)

    @property
    def is_sole_trader(self) -> bool:
        """Whether it is a person's own business, which nobody else can sign for."""
        return self.form == "E"


@dataclass(frozen=True, slots=True)
class CompanyQuery:
    """One look-up; ``purpose`` and ``reference`` go to the log, never to the register.

    ``number`` is ten digits, or twelve for a sole trader. ``within`` as in PersonQuery.
    """

    number: str = field(repr=False)
    purpose: str
    reference: str
    within: float | None = None


class CompanyRegister(Protocol):
    """A register of companies. Raises Temporary, Rejected or NotConfigured and nothing else."""

    def look_up(self, query: CompanyQuery) -> tuple[RegisteredCompany, ...]:
        """What is registered under the number; empty when nothing is, several for one person."""
        ...

    def check(self) -> None:
        """Raise the failure that a look-up would meet now."""
        ...
