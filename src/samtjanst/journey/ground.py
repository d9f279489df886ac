"""The municipality's own map under the places that are set out, square by square.

Fetched by the platform, so that no map service is told who looks at what. The squares are those
that Swedish map services agree on for SWEREF 99 TM.
"""

from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import map_ground
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.map_ground import Picture, Square

WEST, NORTH = -1_200_000, 8_500_000  # metres: the corner that squares are counted from
COARSEST, FINEST = 6, 13  # levels; 64 and half a metre on each pixel
PIXELS = 256
_SWEDEN = (200_000, 6_100_000, 1_000_000, 7_700_000)


def source(*, by: Actor | None) -> str:
    """Whose the map is, as its owner wants it told; "" for nobody's, and for nobody logged in."""
    ground = map_ground() if by else None
    return ground.source() if ground else ""


def picture(*, level: int, column: int, row: int, by: Actor | None) -> Picture:
    """A square of the map for somebody logged in, whoever it is.

    Raises:
        NotFoundError: nobody is logged in, there is no map, or it has no such square.
        PortError: the map service does not answer well.
    """
    square = _square(level, column, row)
    ground = map_ground() if by else None
    if ground is None:
        raise NotFoundError
    return ground.picture(square)


def _square(level: int, column: int, row: int) -> Square:
    if not COARSEST <= level <= FINEST:
        raise NotFoundError
    side = 4096 / 2**level * PIXELS
    west, south = WEST + column * side, NORTH - (row + 1) * side
    low_east, low_north, high_east, high_north = _SWEDEN
    is_in_sweden = low_east < west + side and west < high_east
    if not (is_in_sweden and low_north < south + side and south < high_north):
        raise NotFoundError
    return Square(west, south, side, PIXELS)
