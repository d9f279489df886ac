"""The drawing of the way through the pages: boxes and arrows, measured here, drawn as SVG."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtjanst.capabilities.formkit.editing.flow import Step, Way

WIDTH, HEIGHT, GAP, EDGE = 300, 76, 52, 24
LEFT, SIDE, LANE = 64, 44, 30
LETTERS = 34
END_ROOM = 76


@dataclass(frozen=True, slots=True)
class Box:
    """One page in the drawing; ``bypass`` is the path around it, for those who skip it."""

    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    asks: str
    is_conditional: bool
    arrow: str
    bypass: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A way past pages or to a stop: its path, and the number that the table tells it by."""

    number: int
    path: str
    x: int
    y: int
    is_stop: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole: size, boxes, branches, and the end."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    branches: tuple[Branch, ...]
    end_y: int
    box_width: int = WIDTH
    box_height: int = HEIGHT
    middle: int = EDGE + LEFT + WIDTH // 2


def drawn(steps: Sequence[Step], ways: Iterable[Way] = ()) -> Drawing:
    """Boxes from top to bottom, the default path straight down, other ways beside it."""
    boxes = tuple(_box(number, step) for number, step in enumerate(steps))
    branches, lanes = _branches(list(ways), len(steps))
    end = _top(len(steps))
    width = 2 * EDGE + LEFT + WIDTH + SIDE + lanes * LANE
    return Drawing(width, end + END_ROOM + EDGE, boxes, branches, end)


def _top(number: int) -> int:
    return EDGE + number * (HEIGHT + GAP)


def _box(number: int, step: Step) -> Box:
    x, y = EDGE + LEFT, _top(number)
    middle, right = x + WIDTH // 2, x + WIDTH
    above, below = y - GAP // 2, y + HEIGHT + GAP // 2
    lines = textwrap.wrap(f"{number + 1}. {step.title}", LETTERS)[:2]
    first = y + (30 if len(lines) == 1 else 22)
    return Box(
        x=x,
        y=y,
        lines=tuple((first + 20 * place, line) for place, line in enumerate(lines)),
        asks=_asks(step),
        is_conditional=bool(step.when),
        arrow=f"M{middle} {y + HEIGHT}V{y + HEIGHT + GAP - 6}",
        bypass=f"M{middle} {above}H{right + SIDE - 18}V{below}H{middle}" if step.when else "",
    )


def _asks(step: Step) -> str:
    said = ngettext("%(n)s fråga", "%(n)s frågor", step.asks) % {"n": step.asks}
    return said + _(", %(n)s ibland") % {"n": step.may_ask} if step.may_ask else said


def _branches(ways: list[Way], pages: int) -> tuple[tuple[Branch, ...], int]:
    """Each way in a lane of its own where they would cross, short ones inmost; and how many."""
    lanes: list[list[range]] = []
    found: dict[int, Branch] = {}
    for number, way in sorted(enumerate(ways, start=1), key=lambda one: _length(one[1])):
        if way.end is None:
            found[number] = _stop(number, way)
        else:
            lane = _free_lane(lanes, range(way.start, way.end))
            found[number] = _past(number, way, lane, is_end=way.end == pages)
    return tuple(found[number] for number in sorted(found)), len(lanes)


def _length(way: Way) -> int:
    return (way.end or way.start) - way.start


def _free_lane(lanes: list[list[range]], taken: range) -> int:
    for number, held in enumerate(lanes):
        if all(taken.stop <= one.start or one.stop <= taken.start for one in held):
            held.append(taken)
            return number
    lanes.append([taken])
    return len(lanes) - 1


def _past(number: int, way: Way, lane: int, *, is_end: bool) -> Branch:
    right = EDGE + LEFT + WIDTH
    x = right + SIDE + lane * LANE
    step = 8 * min(lane, 5)  # so that no two ways leave or arrive at one point
    start = _top(way.start) + HEIGHT - 14 - step
    end = _top(way.end or 0) + (20 if is_end else 14 + step)
    tip = EDGE + LEFT + WIDTH // 2 + 24 if is_end else right + 6
    return Branch(number, f"M{right} {start}H{x}V{end}H{tip}", x, (start + end) // 2, is_stop=False)


def _stop(number: int, way: Way) -> Branch:
    x, y = EDGE + 20, _top(way.start) + HEIGHT // 2
    return Branch(number, f"M{EDGE + LEFT} {y}H{x + 22}", x, y, is_stop=True)
