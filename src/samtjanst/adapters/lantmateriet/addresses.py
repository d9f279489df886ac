"""Belägenhetsadress Direkt, version 4.2: references first, then the addresses themselves."""

from typing import Any

from samtjanst.adapters.lantmateriet.reading import Block, block, features, listed, text
from samtjanst.adapters.lantmateriet.wire import Wire
from samtjanst.ports.property_register import FoundAddress

SCOPE = "belagenhetsadress_direkt_v42_read"
_PRODUCT = "/distribution/produkter/belagenhetsadress/v4.2"
_IN_FORCE = "Gällande"
_SRID = 3006  # SWEREF 99 TM


def find(wire: Wire, words: str, most: int, deadline: float) -> tuple[FoundAddress, ...]:
    """Addresses in force that fit the words."""
    asked = {"adress": words, "status": _IN_FORCE, "maxHits": most}
    found = listed(wire.get(f"{_PRODUCT}/referens/fritext", asked, deadline))
    ids = [text(one, "objektidentitet") for one in found]
    if not any(ids):
        return ()
    told = wire.post(f"{_PRODUCT}/", {"includeData": "total", "srid": _SRID}, ids, deadline)
    made = {one.id: one for one in map(_address, features(told))}
    return tuple(made[key] for key in ids if key in made)  # the order of the references


def _address(feature: Block) -> FoundAddress:
    told = block(feature, "properties")
    place = block(told, "adressplatsattribut")
    farm = block(told, "gardsadressomrade")  # instead of an area directly, or with it inside
    area = block(told, "adressomrade") or block(farm, "adressomrade")
    named = " ".join(filter(None, [text(area, "faststalltNamn"), text(farm, "faststalltNamn")]))
    return FoundAddress(
        id=text(told, "objektidentitet"),
        street=" ".join(filter(None, [named, _number(block(place, "adressplatsbeteckning"))])),
        postal_code=text(place, "postnummer"),
        city=text(place, "postort"),
        municipality_code=text(block(area, "kommundel", "kommun"), "kommunkod"),
        point=_point(block(feature, "geometry").get("coordinates")),
        property_id=text(block(told, "registerenhetsreferens"), "objektidentitet"),
    )


def _number(told: Block) -> str:
    if other := text(told, "avvikandeAdressplatsBeteckning"):
        return other
    stair = f"{text(told, 'lagestillagg')}{text(told, 'lagestillagsnummer')}"
    parts = [text(told, "adressplatsnummer"), text(told, "bokstavstillagg"), stair]
    return " ".join(filter(None, parts))


def _point(told: Any) -> tuple[float, float] | None:
    # GeoJSON has easting first, whatever the order in questions.
    match told:
        case [int() | float() as easting, int() | float() as northing, *_]:
            return float(northing), float(easting)
    return None
