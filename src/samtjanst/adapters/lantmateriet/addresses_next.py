"""The address register with another interface: one question with everything in its answer.

Lantmäteriet has not published it. The form is our own, kept beside version 4.2 to hold that a
register that changes its interface touches this file and nothing else.
"""

from typing import Any

from samtjanst.adapters.lantmateriet.reading import Block, block, blocks, text
from samtjanst.adapters.lantmateriet.wire import NAME, Wire
from samtjanst.ports.failures import Temporary
from samtjanst.ports.property_register import FoundAddress

SCOPE = "adress_v5_read"
_PATH = "/distribution/produkter/adress/v5/sok"


def find(wire: Wire, words: str, most: int, deadline: float) -> tuple[FoundAddress, ...]:
    """Addresses in force that fit the words."""
    told = wire.post(_PATH, {}, {"text": words, "galler": True, "antal": most}, deadline)
    if not isinstance(block(told).get("traffar"), list):
        raise Temporary(f"{NAME}:unreadable")
    return tuple(map(_address, blocks(told["traffar"])))


def _address(told: Block) -> FoundAddress:
    post = block(told, "post")
    return FoundAddress(
        id=text(told, "id"),
        street=text(told, "rad"),
        postal_code=text(post, "nummer"),
        city=text(post, "ort"),
        municipality_code=text(told, "kommun"),
        point=_point(block(told, "lage")),
        property_id=text(told, "registerenhet"),
    )


def _point(told: Any) -> tuple[float, float] | None:
    match told:
        case {"n": int() | float() as northing, "e": int() | float() as easting}:
            return float(northing), float(easting)
    return None
