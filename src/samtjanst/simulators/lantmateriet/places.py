"""The invented addresses and properties, and who owns them.

The designations are invented; the owners are the people and companies of the other registers.
"""

import uuid
from dataclasses import dataclass
from functools import cache

from samtjanst.simulators.personas import (
    ANNA,
    BERI,
    BO,
    DISA,
    ELLA,
    EVERT,
    MJOLBY,
    NORRKOPING,
    PETRA,
    SAM,
    TEOFIL,
    ULF,
)

FISKEN, FARM, LEASED = "MJÖLBY FISKEN 4", "MJÖLBY HULTERSTAD 1:2", "MJÖLBY BALDER 2"
OLD, NEW = "MJÖLBY GAMLA 1", "MJÖLBY NYA 3"
HIDDEN, ABROAD, JOINT = "MJÖLBY SKYDDET 1", "MJÖLBY GRÄNSEN 5", "MJÖLBY HULTERSTAD s:3"
SHARED, ESTATE, FAR = "MJÖLBY LINDEN 6", "MJÖLBY ARVET 2", "MJÖLBY AVSIDES 1"
MINORS, QUIET, LEFT = "MJÖLBY LEKEN 3", "MJÖLBY TYST 4", "MJÖLBY TOMT 7"
ALONE = "MJÖLBY ENSLIG 1"
NOWHERE = "MJÖLBY FINNSEJ 9"
SIDE = 20.0  # metres; each property is a square
_CORNER = (535_000.0, 6_465_000.0)  # easting and northing of MJÖLBY FISKEN 4
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
    lies: tuple[int, int] | None = None  # squares east and north of MJÖLBY FISKEN 4

    @property
    def id(self) -> str:
        """The property's, not the designation's."""
        return str(uuid.uuid5(_SPACE, self.designation))

    @property
    def area(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north; None where the register has no area."""
        if self.lies is None:
            return None
        west, south = (start + SIDE * n for start, n in zip(_CORNER, self.lies, strict=True))
        return west, south, west + SIDE, south + SIDE


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
            Owner(ANNA, "Anna Provsson", (1, 2)), Owner(BO, "Bo Provsson", (1, 2))),
            lies=(0, 0)),
        Property(FARM, "Gård med en ägare", (
            Owner(TEOFIL, "Teofil Testsson"), Owner(BO, "Bo Provsson", kind="Äldre lagfart")),
            lies=(-1, 0)),
        Property(LEASED, "Tomträtt som ett företag har", (
            Owner(_MUNICIPALITY, "Provkommunen"),
            Owner(_COMPANY, "Provcykel AB", kind="Tomträttsinnehav")), lies=(0, 1)),
        Property(NEW, "Har haft en annan beteckning", (Owner(ANNA, "Anna Provsson"),), earlier=OLD,
            lies=(-1, 1)),
        Property(HIDDEN, "Ägaren har skyddade personuppgifter", (
            Owner(PETRA, "Petra Skyddsson", protected=True),), lies=(-1, -1)),
        Property(ABROAD, "Ägaren bor utomlands", (Owner("", "Olga Grenz"),), lies=(1, 1)),
        Property(SHARED, "Flera ägare, en av dem äger också gården", (
            Owner(DISA, "Disa Provsson", (1, 3)), Owner(BERI, "Beri Ombudsson", (1, 3)),
            Owner(TEOFIL, "Teofil Testsson", (1, 3))), lies=(1, 0)),
        Property(ESTATE, "Ägaren har avlidit", (Owner(EVERT, "Evert Provsson"),), lies=(0, -1)),
        Property(MINORS, "Ägaren är ett barn", (Owner(ELLA, "Ella Provsson"),), lies=(1, -1)),
        Property(FAR, "Sextio meter från MJÖLBY FISKEN 4", (Owner(BO, "Bo Provsson"),),
            lies=(4, 0)),
        Property(QUIET, "Skyddad ägare som bara folkbokföringen vet om", (
            Owner(SAM, "Sam Skyddsson"),), lies=(4, 1)),
        Property(LEFT, "Ägaren har flyttat utomlands", (Owner(ULF, "Ulf Utflyttsson"),),
            lies=(5, 1)),
        Property(ALONE, "Inget ligger intill", (Owner(BO, "Bo Provsson"),), lies=(90, 90)),
        Property(JOINT, "Samfällighet, utan ägare i registret", kind="Samfällighet",
            lies=(5, 0)),
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


def touching(box: tuple[float, float, float, float]) -> list[Property]:
    """The properties of which some part lies in the box, or on its border."""
    west, south, east, north = box
    return [
        one
        for one in properties()
        if (area := one.area)
        and area[0] <= east and area[2] >= west and area[1] <= north and area[3] >= south
    ]  # fmt: skip


def fitting(words: str, most: int) -> list[Place]:
    """Addresses that hold every word, in any order; letters of a number may be left out."""
    wanted = [word.casefold() for word in words.split()]
    return [
        one
        for one in places()
        if all(word in f"{one.line} {one.postal_code} {one.city}".casefold().split()
               for word in wanted)
    ][:most]  # fmt: skip
