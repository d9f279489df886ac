"""Port for the population register: a person, and who is a guardian of whom."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from samtjanst.kernel.personal_number import PersonalNumber


class Protection(StrEnum):
    """Protection of personal data in the population register."""

    NONE = "none"
    CONFIDENTIALITY_MARK = "confidentiality_mark"  # sekretessmarkering
    PROTECTED_REGISTRATION = "protected_registration"  # skyddad folkbokföring


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as the register writes it."""

    care_of: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian according to the child's own record.

    ``personal_number`` is absent for a guardian without a Swedish number.
    """

    personal_number: PersonalNumber | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """What the register delivered about one person."""

    personal_number: PersonalNumber
    given_name: str  # the call name when marked, else all forenames
    surname: str
    protection: Protection = Protection.NONE
    address: Address | None = None
    guardians: tuple[Guardian, ...] = ()  # of this person (relation V on the own record)
    custody_of: tuple[PersonalNumber, ...] = ()  # this person has custody for (VF); confirm on C
    deregistered: str = ""  # code, "" when registered; AV = dead
    asked_for: PersonalNumber | None = None  # set when the register pointed to another number
    municipality_code: str = ""  # four digits: county and municipality

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def is_protected(self) -> bool:
        """Whether any grade of protection is set."""
        return self.protection is not Protection.NONE


@dataclass(frozen=True, slots=True)
class PersonQuery:
    """One look-up; ``purpose`` and ``reference`` go to the log, never to the register.

    ``within`` is how many seconds somebody can wait for the answer; absent, the adapter's own
    limit alone holds.
    """

    personal_number: PersonalNumber = field(repr=False)
    purpose: str
    reference: str
    within: float | None = None


class PersonRegister(Protocol):
    """A population register. Raises Temporary, Rejected or NotConfigured and nothing else."""

    def look_up(self, query: PersonQuery) -> RegisteredPerson | None:
        """The person, or None when the register has nobody under the number."""
        ...

    def check(self) -> None:
        """Raise the failure that a look-up would meet now."""
        ...
