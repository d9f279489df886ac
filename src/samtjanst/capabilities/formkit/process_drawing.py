"""The process as a drawing: who does what in which order, and how long it takes; as SVG.

Whole and without styles from elsewhere, so that the same drawing stands on a page, in a file and
in print. Every text is escaped here.
"""

import textwrap
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from samtjanst.capabilities.formkit.documented import Stage
from samtjanst.capabilities.formkit.texts import Told

WIDTH, HEIGHT, GAP, TOP = 760, 84, 30, 44
BOX_X, BOX_WIDTH = 170, 380
TIME_X = BOX_X + BOX_WIDTH + 24
INK, QUIET, LINE, PAPER, ACCENT = "#1d2530", "#55606e", "#8b96a3", "#ffffff", "#e8eef5"
HEADS = (Told("Vem", "Who"), Told("Vad som händer", "What happens"), Told("Tid", "Time"))
FONT = "'Source Sans 3', 'Source Sans 3 VF', sans-serif"


def drawn(stages: Sequence[Stage], language: str = "sv") -> str:
    """The drawing of the stages, from top to bottom; their texts are in ``language`` already."""
    height = TOP + len(stages) * (HEIGHT + GAP)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    paper = f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
    inside = "".join(_parts(stages, language))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">'
    return f"{head}{paper}{inside}</svg>"


def described(stages: Sequence[Stage]) -> str:
    """What the drawing shows, in words."""
    return " ".join(f"{n}. {one.title}: {one.who}." for n, one in enumerate(stages, start=1))


def _parts(stages: Sequence[Stage], language: str) -> Iterator[str]:
    for x, head in zip((0, BOX_X, TIME_X), HEADS, strict=True):
        yield text(x + 8, 24, head.to(language), colour=QUIET, size=15)
    for number, stage in enumerate(stages):
        y = TOP + number * (HEIGHT + GAP)
        yield from _stage(number, stage, y)
        if number + 1 < len(stages):
            yield _arrow(y + HEIGHT)


def _stage(number: int, stage: Stage, y: int) -> Iterator[str]:
    place = f'x="{BOX_X}" y="{y}" width="{BOX_WIDTH}" height="{HEIGHT}"'
    yield f'<rect {place} rx="8" fill="{ACCENT}" stroke="{LINE}"/>'
    yield text(BOX_X + 16, y + 28, f"{number + 1}. {stage.title}", size=18)
    yield from _lines(BOX_X + 16, y + 50, stage.told, 46)
    yield from _lines(8, y + 38, stage.who, 18)
    yield from _lines(TIME_X, y + 38, stage.time, 22)


def _lines(x: int, y: int, words: str, letters: int) -> Iterator[str]:
    for number, line in enumerate(_wrapped(words, letters)):
        yield text(x, y + 19 * number, line, size=15)


def _wrapped(text: str, letters: int) -> list[str]:
    """At most two lines; what is left out stands in the table beside the drawing."""
    return textwrap.wrap(" ".join(text.split()), letters, max_lines=2, placeholder=" …")


def _arrow(y: int) -> str:
    x, tip = BOX_X + BOX_WIDTH // 2, y + GAP - 2
    return (
        f'<path d="M{x} {y}V{tip - 7}" stroke="{INK}" stroke-width="2" fill="none"/>'
        f'<path d="M{x - 6} {tip - 9}L{x} {tip}L{x + 6} {tip - 9}z" fill="{INK}"/>'
    )


def text(x: int, y: int, words: str, *, colour: str = INK, size: int = 16) -> str:
    """Words in a drawing, escaped."""
    shown = escape("".join(char for char in words if char.isprintable()))
    return f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}">{shown}</text>'
