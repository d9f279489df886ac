"""The places of a case on maps in its documents: on the municipality's own, else on coasts."""

from dataclasses import replace
from typing import cast

from django.conf import settings

from samtjanst.capabilities.documents.places import Ground, Place, Shape
from samtjanst.capabilities.documents.types import Row, Section
from samtjanst.foundation.plugins.services import map_ground
from samtjanst.ports.failures import PortError
from samtjanst.ports.map_ground import MapGround, Square

OWN_LEAST, SHIPPED_LEAST = 1000, 30_000  # metres on each side of a map
OWN_MOST = 60_000  # wider than this, streets say nothing
PIXELS = 900  # 230 to the inch on paper
MOST = 10  # maps in one document
_SHIPPED = "Karta: OpenStreetMaps bidragsgivare (ODbL), Natural Earth och GeoNames."


def place_of(drawn: str, shape: str) -> Place | None:
    """What an answer sets out ("north, east" in metres on each line); None for nothing."""
    pairs = [line.split(",") for line in drawn.splitlines()]
    points = tuple((int(north), int(east)) for north, east in pairs)
    return Place(cast("Shape", shape), points) if points else None


def drawn(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same, with the ground under each place that a row sets out, so that it is drawn.

    A map service that does not answer costs nobody the document: the shipped ground is used.
    """
    grounds = _Grounds()
    return tuple(
        replace(part, rows=tuple(grounds.under(row) for row in part.rows)) for part in sections
    )


class _Grounds:
    """What lies under the places of one document."""

    def __init__(self) -> None:
        self.left = MOST
        self.own: MapGround | None = map_ground()

    def under(self, row: Row) -> Row:
        if row.place is None or self.left == 0:
            return row
        self.left -= 1
        ground = self._own(row.place) or self._shipped(row.place)
        return replace(row, place=replace(row.place, ground=ground))

    def _own(self, place: Place) -> Ground | None:
        window = place.window(OWN_LEAST)
        if self.own is None or window.side > OWN_MOST:
            return None
        try:
            square = Square(window.west, window.south, window.side, PIXELS)
            picture, source = self.own.picture(square), f"Karta: {self.own.source()}"
        except PortError:
            self.own = None  # a slow service is waited for once
            return None
        return Ground(window, picture.content, picture.content_type, source)

    def _shipped(self, place: Place) -> Ground:
        content = settings.MAP_GROUND.read_bytes()
        return Ground(place.window(SHIPPED_LEAST), content, "application/json", _SHIPPED)
