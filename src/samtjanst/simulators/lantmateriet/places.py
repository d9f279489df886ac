"""The invented addresses and properties, and who owns them.

The designations are invented; the owners are the people and companies of the other registers.
"""

import uuid
from dataclasses import dataclass
from functools import cache

from samtjanst.simulators.personas import ANNA, BO, MJOLBY, NORRKOPING, PETRA, TEOFIL

FISKEN, FARM, LEASED = "MJÖLBY FISKEN 4", "MJÖLBY HULTERSTAD 1:2", "MJÖLBY BALDER 2"
OLD, NEW = "MJÖLBY GAMLA 1", "MJÖLBY NYA 3"
HIDDEN, ABROAD, JOINT = "MJÖLBY SKYDDET 1", "MJÖLBY GRÄNSEN 5", "MJÖLBY HULTERSTAD s:3"
NOWHERE = "MJÖLBY FINNSEJ 9"
PROTECTED = "SKYDDAD PERSONUPPGIFT"
_COMPANY, _MUNICIPALITY = "5299999994", "2120000829"
_SPACE = uuid.UUID("0a1b2c3d-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Owner:
    """``number`` is "" for somebody abroad. ``kind`` is as the register of titles writes it."""

    number: str
    name: str
    share: tuple[int, int] = (1, 1)
    kind: str = "Lagfart"
    protected: bool = False

    @property
    def is_organisation(self) -> bool:
        """Ten digits."""
        return len(self.number) == 10


@dataclass(frozen=True, slots=True)
class Property:
    """One property. ``earlier`` is a designation that it has had."""

    designation: str
    label: str  # what it shows, in Swedish
    owners: tuple[Owner, ...] = ()
    earlier: str = ""
    kind: str = "Fastighet"

    @property
    def id(self) -> str:
        """The property's, not the designation's."""
        return str(uuid.uuid5(_SPACE, self.designation))


@dataclass(frozen=True, slots=True)
class Place:
    """One address; ``farm`` is set where a farm's name stands between area and number."""

    area: str
    number: str
    postal_code: str
    city: str
    lies_on: str = FISKEN
    letter: str = ""
    farm: str = ""
    municipality: str = MJOLBY

    @property
    def id(self) -> str:
        """The address's."""
        return str(uuid.uuid5(_SPACE, self.line + self.city))

    @property
    def line(self) -> str:
        """As on an envelope."""
        return " ".join(filter(None, [self.area, self.farm, self.number, self.letter]))


@cache
def properties() -> tuple[Property, ...]:
    """Everything that is registered."""
    return (
        Property(FISKEN, "Två ägare med halva var", (
            Owner(ANNA, "Anna Provsson", (1, 2)), Owner(BO, "Bo Provsson", (1, 2)))),
        Property(FARM, "Gård med en ägare", (
            Owner(TEOFIL, "Teofil Testsson"), Owner(BO, "Bo Provsson", kind="Äldre lagfart"))),
        Property(LEASED, "Tomträtt som ett företag har", (
            Owner(_MUNICIPALITY, "Provkommunen"),
            Owner(_COMPANY, "Provcykel AB", kind="Tomträttsinnehav"))),
        Property(NEW, "Har haft en annan beteckning", (Owner(ANNA, "Anna Provsson"),), earlier=OLD),
        Property(HIDDEN, "Ägaren har skyddade personuppgifter", (
            Owner(PETRA, "Petra Skyddsson", protected=True),)),
        Property(ABROAD, "Ägaren bor utomlands", (Owner("", "Olga Grenz"),)),
        Property(JOINT, "Samfällighet, utan ägare i registret", kind="Samfällighet"),
    )  # fmt: skip


@cache
def places() -> tuple[Place, ...]:
    """Every address in force."""
    return (
        Place("Storgatan", "1", "59530", "Mjölby"),
        Place("Storgatan", "1", "59530", "Mjölby", letter="A"),
        Place("Storgatan", "1", "59530", "Mjölby", letter="B"),
        Place("Kanalgatan", "12", "59533", "Mjölby"),
        Place("Vasavägen", "7", "59530", "Mjölby", lies_on=LEASED),
        Place("Hulterstad", "3", "59593", "Mjölby", lies_on=FARM, farm="Norrgård"),
        Place("Storgatan", "1", "60224", "Norrköping", municipality=NORRKOPING),
    )


def property_named(designation: str) -> Property | None:
    """The property that has the designation, or had it."""
    wanted = designation.casefold()
    named = (one for one in properties() if wanted in {one.designation.casefold(),
                                                       one.earlier.casefold()})  # fmt: skip
    return next(named, None)


def property_with(key: str) -> Property | None:
    """The property with the id."""
    return next((one for one in properties() if one.id == key), None)


def fitting(words: str, most: int) -> list[Place]:
    """Addresses that hold every word, in any order; letters of a number may be left out."""
    wanted = [word.casefold() for word in words.split()]
    return [
        one
        for one in places()
        if all(word in f"{one.line} {one.postal_code} {one.city}".casefold().split()
               for word in wanted)
    ][:most]  # fmt: skip
