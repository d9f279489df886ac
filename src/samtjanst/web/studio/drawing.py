"""The drawing of the way through the pages: boxes and arrows, measured here, drawn as SVG."""

import textwrap
from dataclasses import dataclass

from samtjanst.capabilities.formkit.editing.flow import Step

WIDTH, HEIGHT, GAP, EDGE = 300, 64, 44, 24
SIDE = 56
LETTERS = 36


@dataclass(frozen=True, slots=True)
class Box:
    """One page in the drawing; ``bypass`` is the path around it, for those who skip it."""

    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    is_conditional: bool
    arrow: str
    bypass: str
    when: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole: size, boxes, and the end."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    end_y: int
    box_width: int = WIDTH
    box_height: int = HEIGHT
    middle: int = EDGE + SIDE + WIDTH // 2


def drawn(steps: list[Step]) -> Drawing:
    """Boxes from top to bottom, the default path straight down, a way around where one is."""
    boxes = tuple(_box(number, step) for number, step in enumerate(steps))
    end = EDGE + len(steps) * (HEIGHT + GAP)
    return Drawing(2 * EDGE + 2 * SIDE + WIDTH, end + HEIGHT + EDGE, boxes, end)


def _box(number: int, step: Step) -> Box:
    x, y = EDGE + SIDE, EDGE + number * (HEIGHT + GAP)
    middle, right = x + WIDTH // 2, x + WIDTH
    above, below = y - GAP // 2, y + HEIGHT + GAP // 2
    lines = textwrap.wrap(f"{number + 1}. {step.title}", LETTERS)[:2]
    first = y + HEIGHT // 2 + (5 if len(lines) == 1 else -5)
    bypass = ""
    if step.when:
        bypass = f"M{middle} {above}H{right + SIDE - 12}V{below}H{middle}"
    return Box(
        x=x,
        y=y,
        lines=tuple((first + 20 * place, line) for place, line in enumerate(lines)),
        is_conditional=bool(step.when),
        arrow=f"M{middle} {y + HEIGHT}V{y + HEIGHT + GAP - 6}",
        bypass=bypass,
        when=step.when,
    )
