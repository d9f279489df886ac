"""A place that is set out, drawn for paper on a map: the municipality's own, or coasts and lakes.

Coordinates are metres in SWEREF 99 TM, north up; the drawing is a square in SVG.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from html import escape
from typing import Any, Literal

Shape = Literal["point", "line", "area"]
SIZE = 640  # units of the drawing on each side
PAPER = 90.0  # millimetres on each side
_FONT = 'font-family="Source Sans 3" fill="#2b2b2b"'
# From how many inhabitants a place is named, at so many metres on each unit of the drawing.
_NAMED = ((1200, 90_000), (500, 30_000), (200, 8_000), (80, 2_500), (0, 0))
_MARK, _HALO = "#b3261e", "#ffffff"


@dataclass(frozen=True, slots=True)
class Window:
    """The square of the ground that is drawn."""

    west: float = field(repr=False)
    south: float = field(repr=False)
    side: float

    def at(self, north: float, east: float) -> tuple[float, float]:
        """Where it is in the drawing, from the upper left corner."""
        scale = SIZE / self.side
        return (east - self.west) * scale, SIZE - (north - self.south) * scale

    @property
    def scale(self) -> float:
        """Metres on each unit of the drawing."""
        return self.side / SIZE


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under: a picture of exactly the window, or the shipped coasts and lakes (JSON)."""

    window: Window
    content: bytes = field(repr=False)
    content_type: str  # "image/png", "image/jpeg" or "application/json"
    source: str  # whose the map is


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody has set out; ``points`` are (north, east), at least one."""

    shape: Shape
    points: tuple[tuple[int, int], ...] = field(repr=False)
    ground: Ground | None = None  # without it nothing is drawn

    @property
    def name(self) -> str | None:
        """What the drawing is called within a document; None when there is none."""
        if self.ground is None:
            return None
        seen = repr((self.shape, self.points, astuple(self.ground.window), self.ground.source))
        return f"map-{hashlib.sha256(seen.encode()).hexdigest()[:16]}.svg"

    def window(self, least: float, margin: float = 1.6) -> Window:
        """Around all of it with some room, and never narrower than ``least`` metres."""
        norths, easts = zip(*self.points, strict=True)
        middle = (max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2
        wide = max(max(easts) - min(easts), max(norths) - min(norths)) * margin
        side = float(max(least, wide))
        return Window(round(middle[0] - side / 2), round(middle[1] - side / 2), side)


def drawn(place: Place, ground: Ground) -> bytes:
    """The map as SVG, the same bytes for the same place and ground."""
    window = ground.window
    marks = [window.at(*point) for point in place.points]
    if ground.content_type.startswith("image/"):
        parts = [_own(ground), _set_out(place, marks)]
    else:
        known = json.loads(ground.content)
        parts = [_shipped(known, window), _set_out(place, marks), *_names(known, window, marks)]
    parts += [_measure(window), _frame()]
    size = f'width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'.encode()


def _own(ground: Ground) -> str:
    data = base64.b64encode(ground.content).decode()
    size = f'width="{SIZE}" height="{SIZE}" preserveAspectRatio="none"'
    return f'<image {size} href="data:{ground.content_type};base64,{data}"/>'


def _shipped(known: Mapping[str, Any], window: Window) -> str:
    water = f'<rect width="{SIZE}" height="{SIZE}" fill="#bcd9ea"/>'
    land = _rings(known["land"], window, 'fill="#f3f0e6"')
    lakes = _rings(known["lakes"], window, 'fill="#bcd9ea"')
    dashed = 'fill="none" stroke="#8a5a83" stroke-width="2" stroke-dasharray="8 5"'
    border = _rings(known["border"], window, dashed, is_closed=False)
    return f"{water}{land}{lakes}{border}"


def _rings(flats: list[list[int]], window: Window, look: str, *, is_closed: bool = True) -> str:
    paths = (path for path in map(_path, flats) if _meets(path, window))
    seen = ([window.at(*point) for point in path] for path in paths)
    ways = " ".join(_way(points, is_closed=is_closed) for points in seen)
    return f'<path {look} d="{ways}"/>' if ways else ""


def _path(flat: list[int]) -> list[tuple[float, float]]:
    """Steps of ten metres, east and north, each from the one before."""
    found, east, north = [], 0, 0
    for place in range(0, len(flat), 2):
        east, north = east + flat[place] * 10, north + flat[place + 1] * 10
        found.append((float(north), float(east)))
    return found


def _meets(path: list[tuple[float, float]], window: Window) -> bool:
    norths, easts = zip(*path, strict=True)
    beside = max(easts) < window.west or min(easts) > window.west + window.side
    return not (beside or max(norths) < window.south or min(norths) > window.south + window.side)


def _way(points: list[tuple[float, float]], *, is_closed: bool) -> str:
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{steps}{'Z' if is_closed else ''}"


def _names(
    known: Mapping[str, Any], window: Window, marks: list[tuple[float, float]]
) -> Iterator[str]:
    """The largest first; a name that would lie on another, or on the measure, is left out."""
    fewest = next(people for scale, people in _NAMED if window.scale >= scale)
    taken: list[tuple[float, float, float]] = [(0, SIZE - 27, 250)]
    for name, people, east, north in sorted(known["places"], key=lambda one: -one[1]):
        x, y = window.at(north * 10, east * 10)
        half = len(name) * 4.5 + 4
        is_clear = all(abs(x - a) > half + b or abs(y - c) > 26 for a, c, b in taken)
        is_inside = half < x < SIZE - half and 26 < y < SIZE - 6
        if people >= fewest and is_clear and is_inside:
            taken.append((x, y, half))
            is_beside = any(abs(x - a) < half + 13 and -40 < y - b < 20 for a, b in marks)
            yield _name(name, x, y, 20 if is_beside else 7)


def _name(name: str, x: float, y: float, above: int) -> str:
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#2b2b2b"/>'
    at = f'x="{x:.1f}" y="{y - above:.1f}" text-anchor="middle" font-size="17"'
    halo = f'stroke="{_HALO}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return f"{dot}<text {at} {halo} {_FONT}>{escape(name)}</text>"


def _set_out(place: Place, points: list[tuple[float, float]]) -> str:
    is_closed = place.shape == "area" and len(points) > 2
    fill = f'fill="{_MARK}" fill-opacity="0.2"' if is_closed else 'fill="none"'
    way = _way(points, is_closed=is_closed) if len(points) > 1 else ""
    lines = "".join(
        f'<path {look} stroke-linejoin="round" d="{way}"/>'
        for look in (f'fill="none" stroke="{_HALO}" stroke-width="8"',
                     f'{fill} stroke="{_MARK}" stroke-width="4"')
    )  # fmt: skip
    radius = 13 if place.shape == "point" else 6
    look = f'r="{radius}" fill="{_MARK}" stroke="{_HALO}" stroke-width="4"'
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>' for x, y in points)
    return (lines if way else "") + marks


def _measure(window: Window) -> str:
    """How long something is: the longest even measure within a third of the drawing."""
    steps = (base * 10**power for power in range(6, 0, -1) for base in (5, 2, 1))
    metres = next(step for step in steps if step <= window.side / 3)
    told = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    long = metres / window.scale
    back = f'<rect x="10" y="{SIZE - 44}" width="{long + 20:.1f}" height="34" {_BACK}/>'
    look = 'fill="none" stroke="#2b2b2b" stroke-width="2"'
    line = f'<path d="M20 {SIZE - 24}v6h{long:.1f}v-6" {look}/>'
    at = f'x="{20 + long / 2:.1f}" y="{SIZE - 25}" text-anchor="middle" font-size="15"'
    return f"{back}{line}<text {at} {_FONT}>{told}</text>"


_BACK = 'fill="#ffffff" fill-opacity="0.85"'


def _frame() -> str:
    look = 'fill="none" stroke="#55606e" stroke-width="2"'
    return f'<rect x="1" y="1" width="{SIZE - 2}" height="{SIZE - 2}" {look}/>'
