"""Fastighet och Samfällighet Direkt 3.1: the area of a property, and what lies beside it.

Asked for in two steps: the property with its areas, then what lies within a distance of them. The
product's own answer to the second has not been seen: both names that the other products have for
the property's id are read.
"""

from typing import Any

from samtjanst.adapters.lantmateriet.properties import key_of
from samtjanst.adapters.lantmateriet.reading import Block, block, blocks, features, listed, text
from samtjanst.adapters.lantmateriet.wire import Wire
from samtjanst.ports.property_register import FoundProperty

SCOPE = "fastighetochsamfallighet_direkt_v31_read"
_PRODUCT = "/distribution/produkter/fastighetsamfallighet/v3.1"
_SRID = 3006  # SWEREF 99 TM
_CRS = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{_SRID}"}}
# Two areas that share a border may differ by a rounding: those that touch are within a metre.
_TOUCHES = 1
_MOST = 250  # ids in a question, by the register; more than anybody asks the owners of


def find(wire: Wire, property_id: str, distance: int, deadline: float) -> tuple[FoundProperty, ...]:
    """The properties that lie within ``distance`` metres, without the property itself."""
    area = _area(wire, property_id, deadline)
    if area is None:
        return ()
    asked = {"geometri": area, "buffer": max(distance, _TOUCHES)}
    found = listed(wire.post(f"{_PRODUCT}/referens/geometri", {}, asked, deadline))
    beside = {_id(one): one for one in found[:_MOST] if _id(one) not in {"", property_id}}
    return tuple(FoundProperty(key, text(one, "beteckning")) for key, one in beside.items())


def _area(wire: Wire, property_id: str, deadline: float) -> dict[str, Any] | None:
    path = f"{_PRODUCT}/{key_of(property_id)}"
    told = wire.get(path, {"includeData": "omrade", "srid": _SRID}, deadline)
    surfaces = [
        one
        for feature in features(told)
        for area in blocks(block(feature, "properties").get("registerenhetsomrade"))
        for one in _polygons(block(area, "yta"))
    ]
    if not surfaces:
        return None
    return {"type": "MultiPolygon", "coordinates": surfaces, "crs": _CRS}


def _polygons(surface: Block) -> list[Any]:
    held = surface.get("coordinates")
    if not isinstance(held, list):
        return []
    return {"Polygon": [held], "MultiPolygon": held}.get(text(surface, "type"), [])


def _id(one: Block) -> str:
    # A designation has an id of its own, beside the property's.
    return text(one, "registerenhet") or text(one, "objektidentitet")
