"""The fields of a PDF that was only ever meant for a pen: boxes, lines, dots and squares."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from samtjanst.capabilities.paper.layout import PageText, Phrase
from samtjanst.capabilities.paper.shapes import Shape, Shapes
from samtjanst.capabilities.paper.types import Control, Found, Place

_RUN = re.compile(r"[._…]{4,}|(?:\. ){4,}|_{3,}")
_BOX = re.compile(r"^\s*(?:[☐□❑❒○◯▢⬜]|\[ ?\]|\( ?\))\s*")


def fields(page: Any, number: int, text: PageText) -> list[Found]:
    """What there is to fill in on a page of pdfplumber's, from the top."""
    shapes = Shapes(page)
    made = [*_rows(shapes, text, number, page), *_boxes(shapes, text, number, page)]
    made += _lines(shapes, text, number, page)
    made += _ticks(shapes, text, number, page)
    made += _runs(text)
    return sorted(_once(made), key=lambda one: (round(one.place.top, 2), one.place.left))


def _place(shape: Shape, number: int, page: Any) -> Place:
    width, height = float(page.width), float(page.height)
    return Place(
        number, shape.left / width, shape.top / height, shape.right / width, shape.bottom / height
    )


def _rows(shapes: Shapes, text: PageText, number: int, page: Any) -> Iterator[Found]:
    for grid in shapes.grids:
        inside = [[_words(cell, text, number, page) for cell in row] for row in grid]
        empty = sum(not any(row) for row in inside[1:])
        if all(inside[0]) and empty >= 2:
            whole = Shape(grid[0][0].left, grid[0][0].top, grid[-1][-1].right, grid[-1][-1].bottom)
            place = _place(whole, number, page)
            label = text.question_of([place]) or text.section_above(place) or "Rader"
            yield Found(label, Control.ROWS, place, text.section_above(place), tuple(inside[0]))
            continue
        for row, words in zip(grid, inside, strict=True):
            yield from _cells(row, words, text, number, page)


def _cells(
    row: list[Shape], words: list[str], text: PageText, number: int, page: Any
) -> Iterator[Found]:
    """A row in which a label stands left of its empty cell, or in the top of its own."""
    for place_in_row, (cell, label) in enumerate(zip(row, words, strict=True)):
        place = _place(cell, number, page)
        before = words[place_in_row - 1] if place_in_row else ""
        if not label and before:
            yield _box(before, place, cell, text)
        elif label and not (place_in_row + 1 < len(row) and not words[place_in_row + 1]):
            yield _box(label, place, cell, text)


def _words(cell: Shape, text: PageText, number: int, page: Any) -> str:
    place = _place(cell, number, page)
    inside = [
        one.text
        for one in text.phrases
        if one.place.left >= place.left - 0.004
        and one.place.right <= place.right + 0.006
        and one.place.top >= place.top - 0.004
        and one.place.bottom <= place.bottom + 0.004
    ]
    return " ".join(inside)


def _box(label: str, place: Place, cell: Shape, text: PageText) -> Found:
    control = Control.AREA if cell.height > 46 else Control.LINE
    return Found(label, control, place, text.section_above(place))


def _boxes(shapes: Shapes, text: PageText, number: int, page: Any) -> Iterator[Found]:
    for whole, _cells_of in shapes.combs:
        place = _place(whole, number, page)
        yield Found(
            text.label_of(place),
            Control.LINE,
            place,
            text.section_above(place),
            length=len(_cells_of),
        )
    for one in shapes.boxes:
        place = _place(one, number, page)
        if any(one.holds(comb) for comb, _ in shapes.combs):
            continue
        if _is_filled(one, place, text):
            continue
        label = text.label_of(place)
        if label and not _BOX.match(label):
            yield _box(label, place, one, text)


def _is_filled(one: Shape, place: Place, text: PageText) -> bool:
    """A frame around a text that is only read: nothing is left to write in."""
    inside = [
        p
        for p in text.phrases
        if p.place.left >= place.left - 0.004
        and p.place.right <= place.right + 0.01
        and p.place.top >= place.top - 0.006
        and p.place.bottom <= place.bottom + 0.006
    ]
    if not inside:
        return False
    if any(_RUN.search(p.text) or _BOX.match(p.text) for p in inside):
        return True
    lowest = max(p.place.bottom for p in inside)
    room = place.bottom - lowest
    words = sum(len(p.text) for p in inside)
    return (room < 0.008 and one.height < 22) or words > 160 or (len(inside) > 3 and room < 0.03)


def _lines(shapes: Shapes, text: PageText, number: int, page: Any) -> Iterator[Found]:
    boxes = [
        *shapes.boxes,
        *(c for g in shapes.grids for r in g for c in r),
        *(comb for comb, _ in shapes.combs),
    ]
    for one in _without_rules(shapes.lines, page):
        if any(_on_edge(one, box) for box in boxes):
            continue
        place = _place(Shape(one.left, one.top - 12, one.right, one.bottom), number, page)
        label = _label_of_line(place, text)
        if label and not any(p.text == label and text.is_heading(p) for p in text.phrases):
            yield Found(label, Control.LINE, place, text.section_above(place))


def _label_of_line(place: Place, text: PageText) -> str:
    left = [
        p
        for p in text.phrases
        if p.place.right <= place.left + 0.012
        and place.left - p.place.right < 0.3
        and abs(p.place.bottom - place.bottom) < 0.014
    ]
    nearest = max(left, key=lambda p: p.place.right) if left else None
    if nearest and place.left - nearest.place.right < 0.06:
        return nearest.text
    under = [
        p
        for p in text.phrases
        if -0.004 <= p.place.top - place.bottom < 0.012
        and place.left - 0.01 <= p.place.left < place.right
        and p.place.right <= place.right + 0.03
    ]
    if under:
        return min(under, key=lambda p: (p.place.top, p.place.left)).text
    if nearest:
        return nearest.text
    above = [
        p
        for p in text.phrases
        if -0.006 <= place.top - p.place.bottom < 0.02
        and place.left - 0.01 <= p.place.left < place.right
    ]
    return max(above, key=lambda p: p.place.bottom).text if above else ""


def _without_rules(lines: list[Shape], page: Any) -> list[Shape]:
    """Without the rules that part the page."""
    return [one for one in lines if one.width < float(page.width) * 0.86]


def _on_edge(line: Shape, box: Shape) -> bool:
    is_level = min(abs(line.top - box.top), abs(line.top - box.bottom)) < 3
    over = min(line.right, box.right) - max(line.left, box.left)
    return is_level and over > 0.6 * min(line.width, box.width)


def _ticks(shapes: Shapes, text: PageText, number: int, page: Any) -> Iterator[Found]:
    marks = [(_place(one, number, page), "") for one in shapes.ticks]
    marks += [(p.place, _BOX.sub("", p.text)) for p in text.phrases if _BOX.match(p.text)]
    groups: dict[str, list[tuple[Place, str]]] = {}
    said = dict(marks)
    for line in text.clusters([place for place, _told in marks]):
        key = text.question_of(line) or f"{round(line[0].top, 3)} {line[0].left}"
        several = [(place, said[place] or text.text_after(place)) for place in line]
        groups.setdefault(key, []).extend(several)
    for key, several in groups.items():
        first = several[0][0]
        options = tuple(_BOX.sub("", told) for _place_of, told in several)
        section = text.section_above(first)
        asked = text.question_of([first])
        if not any(options):
            continue
        if len(several) == 1:
            yield Found(options[0], Control.TICK, first, section)
        else:
            yield Found(asked or section or key, Control.CHOICES, first, section, options)


def _runs(text: PageText) -> Iterator[Found]:
    """Dots and underscores to write on; the words before them on the line say what."""
    for phrase in text.phrases:
        yield from _runs_of(phrase, text)


def _runs_of(phrase: Phrase, text: PageText) -> Iterator[Found]:
    begun = 0
    for run in _RUN.finditer(phrase.text):
        label = phrase.text[begun : run.start()].strip(" :")
        begun = run.end()
        share = (phrase.place.right - phrase.place.left) / max(len(phrase.text), 1)
        place = Place(
            phrase.place.page,
            phrase.place.left + run.start() * share,
            phrase.place.top,
            phrase.place.left + run.end() * share,
            phrase.place.bottom,
        )
        label = label or _before(phrase, text)
        if label and not _BOX.match(label):
            yield Found(label, Control.LINE, place, text.section_above(place))


def _before(phrase: Phrase, text: PageText) -> str:
    """The words left of a run that is a phrase of its own; "" for one more line of the same."""
    line = [
        p
        for p in text.phrases
        if p.place.right <= phrase.place.left + 0.01
        and abs(p.place.bottom - phrase.place.bottom) < 0.008
        and not _RUN.search(p.text)
    ]
    if line:
        return max(line, key=lambda p: p.place.right).text
    above = [
        p
        for p in text.phrases
        if 0 <= phrase.place.top - p.place.bottom < 0.03
        and abs(p.place.left - phrase.place.left) < 0.03
    ]
    nearest = max(above, key=lambda p: p.place.bottom) if above else None
    return nearest.text if nearest and not _RUN.search(nearest.text) else ""


def _once(found: Iterable[Found]) -> list[Found]:
    """One of each: the same label at the same place is one field."""
    kept: list[Found] = []
    for one in found:
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(one: Found, other: Found) -> bool:
    a, b = one.place, other.place
    over = min(a.right, b.right) - max(a.left, b.left)
    deep = min(a.bottom, b.bottom) - max(a.top, b.top)
    smaller = min((a.right - a.left) * (a.bottom - a.top), (b.right - b.left) * (b.bottom - b.top))
    return over > 0 and deep > 0 and over * deep > 0.5 * max(smaller, 1e-9)
