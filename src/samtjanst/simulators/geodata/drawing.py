"""Draws squares of an invented town: blocks, streets and a park, the same wherever one looks."""

from io import BytesIO

from PIL import Image, ImageDraw

STREETS, AVENUES = 120, 600  # metres between them
_GROUND, _HOUSE, _PARK = "#efece2", "#d9cfc0", "#cfe3c0"
_STREET, _AVENUE = "#ffffff", "#f7e3a4"
_COARSEST = 20  # metres on each pixel: further out only avenues are drawn
Bounds = tuple[float, float, float, float]  # west, south, east, north


def picture(bounds: Bounds, width: int, height: int, kind: str = "PNG") -> bytes:
    """The picture of the bounds, in metres (SWEREF 99 TM)."""
    image = Image.new("RGB", (width, height), _GROUND)
    sheet = _Sheet(ImageDraw.Draw(image), bounds, width, height)
    if sheet.scale <= _COARSEST:
        sheet.blocks()
        sheet.lines(STREETS, _STREET, 10)
    sheet.lines(AVENUES, _AVENUE, 18)
    made = BytesIO()
    image.save(made, kind)
    return made.getvalue()


class _Sheet:
    def __init__(self, pen: ImageDraw.ImageDraw, bounds: Bounds, width: int, height: int) -> None:
        self.pen, self.bounds = pen, bounds
        self.size, self.scale = (width, height), (bounds[2] - bounds[0]) / width

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Where on the picture a place is."""
        return (east - self.bounds[0]) / self.scale, (self.bounds[3] - north) / self.scale

    def lines(self, apart: int, colour: str, metres: float) -> None:
        """Streets straight east and north, so wide."""
        wide = max(1, round(metres / self.scale))
        west, south, east, north = self.bounds
        for place in _steps(west, east, apart):
            self.pen.line([self.at(place, south), self.at(place, north)], colour, wide)
        for place in _steps(south, north, apart):
            self.pen.line([self.at(west, place), self.at(east, place)], colour, wide)

    def blocks(self) -> None:
        """Four houses in each block, but for the parks."""
        west, south, east, north = self.bounds
        for left in _steps(west - STREETS, east, STREETS):
            for low in _steps(south - STREETS, north, STREETS):
                is_park = (left // STREETS + 3 * (low // STREETS)) % 7 == 0
                self._park(left, low) if is_park else self._houses(left, low)

    def _houses(self, left: float, low: float) -> None:
        for x in (18, 68):
            for y in (18, 68):
                self._box(left + x, low + y, 34, _HOUSE)

    def _park(self, left: float, low: float) -> None:
        self._box(left + 10, low + 10, 100, _PARK)

    def _box(self, left: float, low: float, side: float, colour: str) -> None:
        self.pen.rectangle([self.at(left, low + side), self.at(left + side, low)], colour)


def _steps(first: float, last: float, apart: int) -> range:
    return range(int(first // apart) * apart, int(last) + apart, apart)
