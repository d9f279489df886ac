"""The words of a page and what stands where: labels beside, above, in and under the fields."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samtjanst.capabilities.paper.types import Place

_BOX_SIGNS = "☐□❑❒○◯▢⬜"
_HEADING = 1.14  # times the usual size of letters
_SAME_LINE = 0.008  # of the page's height


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together on a line; ``size`` in points."""

    text: str
    place: Place
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """The phrases of a page from the top, and the places of its ruled boxes."""

    phrases: tuple[Phrase, ...]
    usual_size: float
    has_large: bool = False

    def is_heading(self, phrase: Phrase) -> bool:
        """Larger or bolder than the rest, without being a label of a line."""
        is_large = phrase.size >= self.usual_size * _HEADING
        is_bold = phrase.is_bold and not self.has_large
        is_numbered = re.match(r"^[A-Z0-9]{1,2}[.)]?\s+\w", phrase.text) is not None
        return (is_large or (is_bold and (is_numbered or phrase.place.left < 0.2))) and (
            len(phrase.text) < 80 and not phrase.text.rstrip().endswith((":", "?", "*"))
        )

    def section_above(self, place: Place) -> str:
        """The nearest heading above."""
        above = [
            one
            for one in self.phrases
            if self.is_heading(one)
            and one.place.top <= place.top + 0.004
            and one.place.left <= place.right
        ]
        return max(above, key=lambda one: one.place.top).text if above else ""

    def label_of(self, place: Place) -> str:
        """The words that say what is to be written at the place."""
        for look in (self._inside, self._left, self._above, self._under):
            if found := look(place):
                return found
        return ""

    def clusters(self, places: Sequence[Place]) -> list[list[Place]]:
        """Boxes to tick that stand on one line, parted where a new question begins."""
        found: list[list[Place]] = []
        for one in sorted(places, key=lambda one: (round(one.top, 2), one.left)):
            if (
                found
                and abs(found[-1][-1].top - one.top) < _SAME_LINE
                and not self._asks(found[-1][-1], one)
            ):
                found[-1].append(one)
            else:
                found.append([one])
        return found

    def _asks(self, before: Place, place: Place) -> bool:
        """Whether a question stands between two boxes on a line."""
        return any(
            before.right <= one.place.left
            and one.place.right <= place.left + 0.004
            and one.text.rstrip().endswith(("?", ":"))
            for one in self._line(place)
        )

    def text_after(self, place: Place) -> str:
        """The words right of a box to tick, on its line."""
        line = self._line(place)
        after = [one for one in line if one.place.left >= place.right - 0.004]
        return min(after, key=lambda one: one.place.left).text if after else ""

    def question_of(self, places: Sequence[Place]) -> str:
        """The question that boxes to tick stand under or beside."""
        first = min(places, key=lambda one: (one.top, one.left))
        before = [one for one in self._line(first) if one.place.right <= first.left + 0.004]
        if asked := [one for one in before if not self._is_option(one, first)]:
            return max(asked, key=lambda one: one.place.left).text
        above = [
            one
            for one in self.phrases
            if 0 < first.top - one.place.bottom < 0.09
            and one.place.left <= first.left + 0.05
            and first.left - one.place.left < 0.3
            and one.text.rstrip().endswith(("?", ":", ")", "*"))
        ]
        return max(above, key=lambda one: one.place.top).text if above else ""

    def _is_option(self, one: Phrase, place: Place) -> bool:
        return place.left - one.place.right > 0.45 or len(one.text) < 4

    def _line(self, place: Place) -> list[Phrase]:
        middle = (place.top + place.bottom) / 2
        return [
            one
            for one in self.phrases
            if one.place.top - _SAME_LINE <= middle <= one.place.bottom + _SAME_LINE
        ]

    def _inside(self, place: Place) -> str:
        inside = [
            one
            for one in self.phrases
            if one.place.left >= place.left - 0.006
            and one.place.right <= place.right + 0.01
            and one.place.top >= place.top - 0.006
            and one.place.bottom <= place.bottom + 0.004
        ]
        return _joined(inside)

    def _left(self, place: Place) -> str:
        line = [
            one
            for one in self._line(place)
            if one.place.right <= place.left + 0.012 and place.left - one.place.right < 0.35
        ]
        return max(line, key=lambda one: one.place.right).text if line else ""

    def _above(self, place: Place) -> str:
        above = [
            one
            for one in self.phrases
            if -0.004 <= place.top - one.place.bottom < 0.035
            and _overlaps(one.place, place)
            and one.place.left < place.right
            and not self.is_heading(one)
        ]
        return max(above, key=lambda one: one.place.bottom).text if above else ""

    def _under(self, place: Place) -> str:
        under = [
            one
            for one in self.phrases
            if -0.004 <= one.place.top - place.bottom < 0.02 and _overlaps(one.place, place)
        ]
        return min(under, key=lambda one: one.place.top).text if under else ""


def _overlaps(one: Place, other: Place) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0 and (
        one.left >= other.left - 0.03
    )


def _joined(phrases: Iterable[Phrase]) -> str:
    ordered = sorted(phrases, key=lambda one: (round(one.place.top, 2), one.place.left))
    return " ".join(one.text for one in ordered)[:300]


def page_text(
    words: Iterable[dict[str, object]], number: int, width: float, height: float
) -> PageText:
    """Phrases of words as pdfplumber gives them: a wide gap or a box to tick begins a new one."""
    listed = sorted(
        words, key=lambda one: (round(float(str(one["top"])) / 3), float(str(one["x0"])))
    )
    phrases: list[Phrase] = []
    sizes: list[float] = []
    held: list[dict[str, object]] = []
    for word in listed:
        if held and not _continues(held[-1], word):
            phrases += _phrase(held, number, width, height)
            held = []
        held.append(word)
        sizes.append(float(str(word["size"])))
    phrases += _phrase(held, number, width, height)
    usual = sorted(sizes)[len(sizes) // 2] if sizes else 10.0
    ordered = tuple(sorted(phrases, key=lambda one: (one.place.top, one.place.left)))
    large = {one.size for one in ordered if one.size >= usual * _HEADING}
    return PageText(ordered, usual, has_large=len(large) > 1)


def _continues(before: dict[str, object], word: dict[str, object]) -> bool:
    gap = float(str(word["x0"])) - float(str(before["x1"]))
    size = float(str(before["size"]))
    is_level = abs(float(str(word["bottom"])) - float(str(before["bottom"]))) < size * 0.4
    is_alike = abs(float(str(word["size"])) - size) < 0.6
    begins = str(word["text"])[:1] in _BOX_SIGNS or str(word["text"]) == "[ ]"
    return is_level and is_alike and -size < gap < size * 0.9 and not begins


def _phrase(
    words: list[dict[str, object]], number: int, width: float, height: float
) -> list[Phrase]:
    if not words:
        return []
    text = " ".join(str(word["text"]) for word in words)
    place = Place(
        number,
        float(str(words[0]["x0"])) / width,
        min(float(str(word["top"])) for word in words) / height,
        float(str(words[-1]["x1"])) / width,
        max(float(str(word["bottom"])) for word in words) / height,
    )
    is_bold = all(
        re.search("bold|semibold|black", str(word.get("fontname", "")), re.IGNORECASE)
        for word in words
    )
    return [Phrase(text[:300], place, float(str(words[0]["size"])), is_bold)]
