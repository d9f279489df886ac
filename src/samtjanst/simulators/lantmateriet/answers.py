"""What the products answer, in their own shapes."""

from collections.abc import Iterable
from typing import Any

from samtjanst.simulators.lantmateriet.places import (
    PROTECTED,
    Owner,
    Place,
    Property,
    property_named,
)

Told = dict[str, Any]
_NAMES = {"0586": "Mjölby", "0581": "Norrköping"}


def collection(features: Iterable[Told]) -> Told:
    """GeoJSON."""
    return {"type": "FeatureCollection", "features": list(features)}


def reference(place: Place) -> Told:
    """An address as a reference."""
    return {"objektidentitet": place.id, "adress": f"{place.line} {place.city}"}


def address(place: Place) -> Told:
    """A whole address, version 4.2."""
    municipality = {"kommunkod": place.municipality, "kommunnamn": _NAMES[place.municipality]}
    area = {"faststalltNamn": place.area,
            "kommundel": {"faststalltNamn": place.city, "kommun": municipality}}  # fmt: skip
    farm = {"faststalltNamn": place.farm, "adressomrade": area}
    number = {"adressplatsnummer": place.number, "bokstavstillagg": place.letter or None}
    lies = property_named(place.lies_on)
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": list(reversed(point(place)))},
        "properties": {
            "objektidentitet": place.id,
            "adressplatsattribut": {
                "adressplatsbeteckning": number,
                "adressplatstyp": "Gatuadressplats",
                "status": "Gällande",
                "postnummer": int(place.postal_code),
                "postort": place.city,
            },
            **({"gardsadressomrade": farm} if place.farm else {"adressomrade": area}),
            "registerenhetsreferens": {
                "objektidentitet": lies.id if lies else "",
                "beteckning": place.lies_on,
                "typ": "Fastighet",
            },
        },
    }


def next_address(place: Place) -> Told:
    """A whole address in the other interface."""
    north, east = point(place)
    lies = property_named(place.lies_on)
    return {
        "id": place.id,
        "rad": place.line,
        "post": {"nummer": place.postal_code, "ort": place.city},
        "kommun": place.municipality,
        "lage": {"n": north, "e": east},
        "registerenhet": lies.id if lies else None,
    }


def point(place: Place) -> tuple[float, float]:
    """Northing and easting, somewhere in Östergötland."""
    return 6_465_000.2 + int(place.number), 535_000.1


def designation(one: Property, name: str) -> Told:
    """A designation as a reference; its id is not the property's."""
    return {
        "objektidentitet": f"ny-{one.id[:8]}",
        "registerenhet": one.id,
        "registerenhetstyp": one.kind,
        "gemensamhetsanlaggning": None,
        "beteckning": name,
    }


def designations(one: Property) -> Told:
    """Every designation that a property has and has had."""
    earlier = [_designation(one.earlier, "omregistrerad")] if one.earlier else []
    return {
        "type": "Feature",
        "id": f"ny-{one.id[:8]}",
        "geometry": None,
        "properties": {
            "registerenhetsreferens": {"objektidentitet": one.id, "objektstatus": "levande"},
            "registerbeteckning": [*earlier, _designation(one.designation, "gällande")],
        },
    }


def titles(one: Property) -> Told:
    """Who owns it; a lone owner is no list."""
    held = [_title(owner) for owner in one.owners]
    return {
        "type": "Feature",
        "id": f"i-{one.id[:8]}",
        "geometry": None,
        "properties": {
            "fastighetsreferens": {"objektidentitet": one.id, "beteckning": one.designation},
            "agande": held[0] if len(held) == 1 else held,
        },
    }


def areas(one: Property) -> Told:
    """The property with what it covers; nothing of one without an area."""
    surfaces = []
    if one.area:
        west, south, east, north = one.area
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        surfaces = [{"yta": {"type": "Polygon", "coordinates": [ring]}}]
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": None,
        "properties": {"objektidentitet": one.id, "registerenhetsomrade": surfaces},
    }


def beside(one: Property) -> Told:
    """A property as a reference."""
    return {"objektidentitet": one.id, "beteckning": one.designation, "typ": one.kind}


def _designation(name: str, status: str) -> Told:
    area, *tract, number = name.split(" ")
    piece, colon, unit = number.partition(":")
    told = {"registeromrade": area, "trakt": " ".join(tract), "beteckningsstatus": status}
    return told | ({"block": piece, "enhet": unit} if colon else {"block": "*", "enhet": number})


def _title(owner: Owner) -> Told:
    over, under = owner.share
    return {
        "typ": owner.kind,
        "inskrivningsdag": "2019-05-02",
        "dagboksnummer": "D-2019-00000001:1",
        "beslut": "Beviljad",
        "beviljadAndel": {"taljare": over, "namnare": under},
        "agare": _who(owner),
    }


def _who(owner: Owner) -> Told:
    if owner.protected:
        return {"idnummer": None, "efternamn": PROTECTED, "person": {}}
    given, _space, family = owner.name.partition(" ")
    if owner.is_organisation:
        number = f"{owner.number[:6]}-{owner.number[6:]}"
        return {"idnummer": number, "organisationsnamn": owner.name, "organisation": {}}
    if not owner.number:
        return {"fornamn": given, "efternamn": family, "utlandskAgare": {}}
    number = f"{owner.number[:8]}-{owner.number[8:]}"
    home = {"utdelningsadress2": "Storgatan 1", "postnummer": "59530", "postort": "MJÖLBY"}
    return {"idnummer": number, "fornamn": given, "efternamn": family, "person": {"adress": home}}
