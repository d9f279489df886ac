"""Port for the map that a municipality has of its own: pictures of squares of the ground."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the ground: whole metres in SWEREF 99 TM, and the side of its picture in pixels.

    Where somebody looks can tell who she is: it is not written in any log.
    """

    west: float = field(repr=False)
    south: float = field(repr=False)
    side: float
    pixels: int = 256


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came, ``content_type`` "image/png" or "image/jpeg"."""

    content: bytes = field(repr=False)
    content_type: str


class MapGround(Protocol):
    """A map service."""

    def source(self) -> str:
        """Whose the map is, as its owner wants it told."""

    def picture(self, square: Square) -> Picture:
        """The square as a picture.

        Raises:
            Temporary: unreachable, slow, overloaded, or no picture that can be shown.
            Rejected: the service does not draw this square.
            NotConfigured: wrong address, layer or login.
        """
