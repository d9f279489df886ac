"""What is ruled on a page, by what it is for: boxes, squares, letters in boxes, tables, lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_LEAST_TICK, _MOST_TICK = 5.0, 17.0  # points
_CELL = 30.0  # narrower boxes side by side are one field with a letter in each


@dataclass(frozen=True, slots=True)
class Shape:
    """Something ruled on the page, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.bottom - self.top

    def holds(self, other: "Shape") -> bool:
        """Whether the other lies inside."""
        slack = 1.5
        return (
            self is not other
            and self.left - slack <= other.left
            and self.top - slack <= other.top
            and self.right + slack >= other.right
            and self.bottom + slack >= other.bottom
        )


class Shapes:
    """The ruled shapes of a page, sorted by what they are for."""

    def __init__(self, page: Any) -> None:
        every = [_shape(one) for one in (*page.rects, *page.curves)]
        every = _unique(one for one in every if one.width > 4 and one.height > 4)
        every = [one for one in every if one.height < page.height * 0.9]
        self.ticks = [one for one in every if _is_square(one)]
        wide = [one for one in every if not _is_square(one) and one.height >= 9]
        self.combs, wide = _combs(wide, self.ticks)
        taken = {id(cell) for comb in self.combs for cell in comb[1]}
        self.ticks = [one for one in self.ticks if id(one) not in taken]
        wide += _closed(page, wide)
        self.grids = _grids(wide)
        in_grid = {id(cell) for grid in self.grids for row in grid for cell in row}
        loose = [one for one in wide if id(one) not in in_grid and one.width > 24]
        self.boxes = [
            one for one in loose if not any(one.holds(other) for other in (*loose, *self.ticks))
        ]
        thin = [_shape(one) for one in (*page.lines, *page.rects) if _is_thin(_shape(one))]
        self.lines = [one for one in _unique(thin) if one.width > 36]


def _shape(one: Any) -> Shape:
    return Shape(one["x0"], one["top"], one["x1"], one["bottom"])


def _is_square(one: Shape) -> bool:
    return (
        _LEAST_TICK <= one.width <= _MOST_TICK
        and _LEAST_TICK <= one.height <= _MOST_TICK
        and abs(one.width - one.height) < 3
    )


def _is_thin(one: Shape) -> bool:
    return one.height < 2.2 and one.width > 36


def _unique(shapes: Iterable[Shape]) -> list[Shape]:
    found: dict[tuple[int, ...], Shape] = {}
    for one in shapes:
        key = tuple(round(value / 2) for value in (one.left, one.top, one.right, one.bottom))
        found.setdefault(key, one)
    return list(found.values())


def _combs(
    wide: list[Shape], ticks: list[Shape]
) -> tuple[list[tuple[Shape, list[Shape]]], list[Shape]]:
    """Rows of at least five small boxes that touch: one letter in each."""
    small = [one for one in (*wide, *ticks) if one.width < _CELL and one.height < 34]
    small.sort(key=lambda one: (round(one.top / 3), one.left))
    found: list[tuple[Shape, list[Shape]]] = []
    run: list[Shape] = []
    for one in [*small, None]:
        if one and run and abs(one.top - run[-1].top) < 3 and one.left - run[-1].right < 12:
            run.append(one)
            continue
        close = all(b.left - a.right < 5 for a, b in pairwise(run))
        if len(run) >= 5 and (close or len(run) >= 8):
            whole = Shape(run[0].left, run[0].top, run[-1].right, run[0].bottom)
            found.append((whole, run))
        run = [one] if one else []
    taken = {id(cell) for _whole, cells in found for cell in cells}
    return found, [one for one in wide if id(one) not in taken]


def _closed(page: Any, known: list[Shape]) -> list[Shape]:
    """Cells of tables whose rules are single lines."""
    cells: list[Shape] = []
    for table in page.find_tables():
        cells += [Shape(*cell) for cell in table.cells if cell]
    fresh = [one for one in cells if one.width > 12 and one.height > 9]
    return [one for one in _unique([*known, *fresh]) if one not in known]


def _grids(cells: list[Shape]) -> list[list[list[Shape]]]:
    """Tables of at least three rows of as many cells, the same widths below each other."""
    rows: list[list[Shape]] = []
    for one in sorted(cells, key=lambda cell: (round(cell.top / 2), cell.left)):
        if rows and abs(rows[-1][0].top - one.top) < 2.5:
            rows[-1].append(one)
        else:
            rows.append([one])
    found: list[list[list[Shape]]] = []
    held: list[list[Shape]] = []
    for row in rows:
        if held and _fits_under(held[-1], row):
            held.append(row)
            continue
        if len(held) >= 3:
            found.append(held)
        held = [row] if len(row) >= 2 else []
    return [*found, held] if len(held) >= 3 else found


def _fits_under(above: list[Shape], row: list[Shape]) -> bool:
    return (
        len(above) == len(row)
        and len(row) >= 2
        and row[0].top - above[0].bottom < 4
        and all(
            abs(a.left - b.left) < 3 and abs(a.right - b.right) < 3
            for a, b in zip(above, row, strict=True)
        )
    )
