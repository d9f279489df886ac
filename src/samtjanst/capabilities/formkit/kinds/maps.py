"""A point, a line or an area on the map: by typing coordinates, or by drawing where a map is.

Points are whole metres north and east in SWEREF 99 TM. The place can also, or only, be told in
words, so that nobody is shut out who cannot use a map.
"""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Part,
    Posted,
    Sort,
    first,
    inner,
    spaced,
    text_faults,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, OneOf
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel import sweref

_PAIR = re.compile(
    r"[^\d.,-]*(-?\d{1,7}(?:[.,]\d{1,12})?)\D*?[,; ]\D*?(-?\d{1,7}(?:[.,]\d{1,12})?)\D*"
)
LEAST = {"point": 1, "line": 2, "area": 3}
MOST_POINTS = 500
MAX_PLACE = 300
# Sweden with a margin, in SWEREF 99 TM.
NORTH, EAST = (6_100_000, 7_700_000), (200_000, 1_000_000)
SHAPES = {
    "point": Text("Punkt", "Point"),
    "line": Text("Linje", "Line"),
    "area": Text("Yta", "Area"),
}


class MapKind(Behaviour):
    """``{"place": "Vid skolan", "points": [[6474000, 535000]]}``."""

    kind = Kind.MAP
    title = Text("Plats på karta", "Place on a map")
    about = Text(
        "En punkt, en linje eller en yta, utsatt i en karta, med koordinater eller i ord.",
        "A point, a line or an area, set out in a map, by coordinates or in words.",
    )
    sort = Sort.OTHER
    settings = (
        OneOf("shape", Text("Vad som ritas", "What is drawn"), "point", words=SHAPES),
        Flag("needs_points", Text("Koordinater måste anges", "Coordinates must be given")),
    )
    widget = "map"
    missing = "missing_place"
    pieces = ("place", "points")
    effort = 60

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Words and pairs of whole metres."""
        pair = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
        points = {"type": "array", "items": pair, "maxItems": MOST_POINTS}
        return {
            "type": "object",
            "properties": {"place": {"type": "string", "maxLength": MAX_PLACE}, "points": points},
            "additionalProperties": False,
        }

    def empty(self, value: Any) -> bool:
        """Neither words nor points."""
        if isinstance(value, dict) and "raw" not in value:
            return not (inner(value, "place").strip() or value.get("points"))
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The whole answer, when it is valid."""
        return None if self.judge(question, value, context) else value

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Words as they are; coordinates as whole metres, or as typed when they are none."""
        place = hygiene.stored(first(posted, f"{question.id}.place")).strip()
        text = hygiene.stored(first(posted, f"{question.id}.points")).strip()
        points = read_points(text) if text else None
        found: dict[str, Any] = {"place": place} if place else {}
        if text:
            found["points"] = text if points is None else points
        return found or None

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Coordinates that cannot be read, too few points, outside the country."""
        if not isinstance(value, dict) or not set(value) <= set(self.pieces):
            return (Message("unreadable"),)
        if "place" in value and not isinstance(value["place"], str):
            return (Message("unreadable"),)
        words = text_faults(inner(value, "place"), MAX_PLACE, "place")
        return words + self._points(question, value)

    def _points(self, question: Question, value: dict[str, Any]) -> tuple[Message, ...]:
        if not value.get("points"):
            needed = question.settings.needs_points
            return (Message("points_missing", part="points"),) if needed else ()
        points = well_formed(value["points"])
        if points is None:
            return (Message("points_wrong", part="points"),)
        least = LEAST[question.settings.shape or "point"]
        most = 1 if least == 1 else MOST_POINTS
        if not least <= len(points) <= most:
            return (Message(f"points_{question.settings.shape or 'point'}", part="points"),)
        outside = any(not _inside(*point) for point in points)
        return (Message("points_outside", part="points"),) if outside else ()

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The words, and each point in metres."""
        points = well_formed(value.get("points")) if isinstance(value, dict) else None
        shown = tuple(
            say("point", language, north=spaced(north), east=spaced(east))
            for north, east in points or ()
        )
        return (*filter(None, (inner(value, "place"),)), *shown)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """Words in one field, coordinates in another, one point on each line."""
        shape = question.settings.shape or "point"
        place = Part(
            "place",
            say("place_words", language),
            inner(value, "place"),
            help=say("hint_place", language),
            required=False,
            attrs={"autocomplete": "off"},
            width="",
        )
        points = Part(
            "points",
            say("points", language),
            _as_typed(value.get("points") if isinstance(value, dict) else None),
            help=say(f"hint_points_{shape}", language),
            required=question.settings.needs_points,
            attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"},
            width="",
            rows=0 if shape == "point" else 4,
        )
        return Control(parts=(place, points), attrs={"shape": shape})


def read_points(text: str) -> list[list[int]] | None:
    """Points in metres (SWEREF 99 TM) or degrees (WGS 84), one on each line; None if not."""
    lines = [line for line in text.replace("|", "\n").split("\n") if line.strip()]
    points = [_read_point(line) for line in lines[: MOST_POINTS + 1]]
    return [point for point in points if point] if all(points) and points else None


def well_formed(value: Any) -> list[list[int]] | None:
    """The points in an answer, or None when they are not pairs of whole metres."""
    if not isinstance(value, list) or len(value) > MOST_POINTS:
        return None
    good = all(
        isinstance(point, list) and len(point) == 2 and all(type(part) is int for part in point)
        for point in value
    )
    return value if good else None


def _read_point(line: str) -> list[int] | None:
    match = _PAIR.fullmatch(line[:120])
    if match is None:
        return None
    first_part, last_part = (float(part.replace(",", ".")) for part in match.groups())
    if 54 <= first_part <= 71 and 9 <= last_part <= 26:
        first_part, last_part = sweref.from_degrees(first_part, last_part)
    if first_part < last_part:  # east before north, as some maps write
        first_part, last_part = last_part, first_part
    return [round(first_part), round(last_part)]


def _inside(north: int, east: int) -> bool:
    return NORTH[0] <= north <= NORTH[1] and EAST[0] <= east <= EAST[1]


def drawn(value: Any) -> str:
    """The points of an answer as they would be typed, "" when none can be read."""
    points = value.get("points") if isinstance(value, dict) else None
    return _as_typed(points) if well_formed(points) else ""


def _as_typed(value: Any) -> str:
    points = well_formed(value)
    if points is None:
        return value if isinstance(value, str) else ""
    return "\n".join(f"{north}, {east}" for north, east in points)
