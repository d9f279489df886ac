"""Port for the registers of addresses and properties: what is there, and who owns it."""

from dataclasses import dataclass, field
from typing import Protocol

from samtjanst.kernel.personal_number import PersonalNumber


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """One address. ``street`` is the whole line, such as "Storgatan 1 A".

    ``id`` is the register's own and says nothing in itself; ``point`` is northing and easting in
    SWEREF 99 TM, metres; ``property_id`` is where the address lies, "" when the register has not
    told.
    """

    id: str
    street: str = field(repr=False)
    postal_code: str = field(repr=False)  # five digits
    city: str = field(repr=False)
    municipality_code: str = ""  # four digits
    point: tuple[float, float] | None = field(default=None, repr=False)
    property_id: str = ""


@dataclass(frozen=True, slots=True)
class FoundProperty:
    """A property that a designation leads to.

    ``designation`` is the one in force: another than the one asked for when the property has been
    renamed. ``id`` is the property's, not the designation's.
    """

    id: str
    designation: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who owns a share.

    ``person`` is absent for an organisation, for somebody abroad, and for a protected person,
    about whom the register tells nothing else.
    """

    share: tuple[int, int]  # numerator and denominator
    person: PersonalNumber | None = field(default=None, repr=False)
    organisation: str = ""  # ten digits
    name: str = field(default="", repr=False)  # of an organisation
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class AddressQuery:
    """One look-up of an address; ``within`` as in PersonQuery, ``text`` as people write it.

    ``purpose`` and ``reference`` go to the log, never to the register.
    """

    text: str = field(repr=False)
    purpose: str
    reference: str
    within: float | None = None


@dataclass(frozen=True, slots=True)
class PropertyQuery:
    """One look-up of a property by its designation; the rest as in AddressQuery."""

    designation: str = field(repr=False)
    purpose: str
    reference: str
    within: float | None = None


@dataclass(frozen=True, slots=True)
class OwnerQuery:
    """One look-up of who owns a property, by the property's id; the rest as in AddressQuery."""

    property_id: str
    purpose: str
    reference: str
    within: float | None = None


@dataclass(frozen=True, slots=True)
class NeighbourQuery:
    """One look-up of the properties beside another, by its id; the rest as in AddressQuery.

    ``distance`` is how far away they may lie, in metres; 0 for those that touch it.
    """

    property_id: str
    distance: int
    purpose: str
    reference: str
    within: float | None = None


class PropertyRegister(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def addresses(self, query: AddressQuery) -> tuple[FoundAddress, ...]:
        """Addresses in force that fit the text, the likeliest first; empty when none does."""
        ...

    def property_of(self, query: PropertyQuery) -> FoundProperty | None:
        """The property with the designation; None when the register has none."""
        ...

    def owners(self, query: OwnerQuery) -> tuple[Owner, ...]:
        """Who owns the property now."""
        ...

    def neighbours(self, query: NeighbourQuery) -> tuple[FoundProperty, ...]:
        """The other properties that touch it, or lie near enough; empty when it has no area."""
        ...

    def check(self) -> None:
        """Raise the failure that a look-up would meet now."""
        ...
