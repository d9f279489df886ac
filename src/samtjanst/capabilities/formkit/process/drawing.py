"""A process as a drawing: phases, statuses, the ways between, and where a case is; as SVG.

Whole and without styles from elsewhere, as the drawing of the documentation. Steps that people
take are whole lines, what happens by itself broken ones; a decision and the taking of a case too
are whole. The same stands in words beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from samtjanst.capabilities.formkit.process.model import Base, Process, Status
from samtjanst.capabilities.formkit.process.words import BASES
from samtjanst.capabilities.formkit.process_drawing import (
    ACCENT,
    FONT,
    INK,
    LINE,
    PAPER,
    QUIET,
    text,
)

BOX, HEIGHT, GAP, EDGE, HEAD = 300, 62, 26, 16, 40
LANE = 18
NOW = "#0b5cad"
_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Way:
    """From one status to another, by their places; ``is_own`` when nobody takes it."""

    start: int
    end: int
    is_own: bool


def ways(process: Process) -> list[Way]:
    """Every way between two statuses, each once: steps, what happens by itself, take and decide."""
    places = {one.id: place for place, one in enumerate(process.statuses())}
    found: dict[tuple[int, int], bool] = {}
    for status in process.statuses():
        here = places[status.id]
        for to in (*(one.to for one in status.steps), *_by_law(process, status)):
            found[here, places[to]] = False
        for one in status.automatic:
            if one.to:
                found.setdefault((here, places[one.to]), True)
    return [Way(*pair, is_own) for pair, is_own in found.items() if pair[0] != pair[1]]


def drawn(process: Process, now: str = "", language: str = "sv") -> str:
    """The drawing; ``now`` is the status in which a case stands ("" for none)."""
    tops, height = _tops(process)
    found = ways(process)
    lanes = _lanes(found)
    width = 2 * EDGE + BOX + LANE * (max(lanes, default=-1) + 2)
    inside = [
        *_phases(process, tops, language),
        *(_way(way, lane, tops) for way, lane in zip(found, lanes, strict=True)),
        *(
            part
            for top, status in zip(tops, process.statuses(), strict=True)
            for part in _status(status, top, language, is_now=status.id == now)
        ),
    ]
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    paper = f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">'
    return f"{head}{paper}{''.join(inside)}</svg>"


def described(process: Process, language: str = "sv") -> str:
    """What the drawing shows, in words."""
    parts = []
    for phase in process.phases:
        names = ", ".join(one.title.to(language) for one in phase.statuses)
        parts.append(f"{phase.title.to(language)}: {names}.")
    return " ".join(parts)


def _by_law(process: Process, status: Status) -> Iterator[str]:
    """Where the case goes when somebody takes it, answers for it or decides it."""
    follows = {
        Base.RECEIVED: Base.IN_PROGRESS,
        Base.IN_PROGRESS: Base.DECIDED,
        Base.WAITING_FOR_APPLICANT: Base.IN_PROGRESS,
    }.get(status.base)
    target = process.entry(follows) if follows else None
    is_led = any((to := process.find(way)) and to.base == follows for way in status.ways)
    if target is None or is_led or (follows is Base.DECIDED and not process.decides(status.id)):
        return
    yield target.id


def _tops(process: Process) -> tuple[list[int], int]:
    tops, y = [], EDGE
    for phase in process.phases:
        y += HEAD
        for _one in phase.statuses:
            tops.append(y)
            y += HEIGHT + GAP
    return tops, y


def _lanes(found: list[Way]) -> list[int]:
    """A lane beside the boxes for each way; -1 for those that go straight down to the next."""
    taken: list[list[tuple[int, int]]] = []
    lanes = [-1] * len(found)
    for number in sorted(range(len(found)), key=lambda n: abs(found[n].end - found[n].start)):
        way = found[number]
        if way.end - way.start == 1:
            continue
        low, high = sorted((way.start, way.end))
        lane = next(
            (n for n, used in enumerate(taken) if all(high <= a or low >= b for a, b in used)),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[number] = lane
    return lanes


def _phases(process: Process, tops: list[int], language: str) -> Iterator[str]:
    place = 0
    for phase in process.phases:
        y = tops[place] - 16
        yield text(EDGE, y, phase.title.to(language), colour=QUIET, size=15)
        place += len(phase.statuses)


def _status(status: Status, y: int, language: str, *, is_now: bool) -> Iterator[str]:
    fill, line, width = (NOW, NOW, 3) if is_now else (ACCENT, LINE, 1)
    ink, quiet = (PAPER, PAPER) if is_now else (INK, QUIET)
    place = f'x="{EDGE}" y="{y}" width="{BOX}" height="{HEIGHT}"'
    yield f'<rect {place} rx="8" fill="{fill}" stroke="{line}" stroke-width="{width}"/>'
    title = status.title.to(language)
    shown = title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1]}…"
    yield text(EDGE + 14, y + 26, shown, colour=ink, size=17)
    yield text(EDGE + 14, y + 48, BASES[status.base].to(language), colour=quiet, size=14)


def _way(way: Way, lane: int, tops: list[int]) -> str:
    dashes = ' stroke-dasharray="5 4"' if way.is_own else ""
    look = f'stroke="{INK}" stroke-width="1.5" fill="none"{dashes}'
    if lane < 0:
        x, y, tip = EDGE + BOX // 2, tops[way.start] + HEIGHT, tops[way.end]
        return f'<path d="M{x} {y}V{tip - 7}" {look}/>{_down(x, tip)}'
    right, x = EDGE + BOX, EDGE + BOX + LANE * (lane + 1)
    start, end = tops[way.start] + HEIGHT * 2 // 3, tops[way.end] + HEIGHT // 3
    return f'<path d="M{right} {start}H{x}V{end}H{right + 8}" {look}/>{_left(right, end)}'


def _down(x: int, tip: int) -> str:
    return f'<path d="M{x - 5} {tip - 9}L{x} {tip - 1}L{x + 5} {tip - 9}z" fill="{INK}"/>'


def _left(x: int, y: int) -> str:
    return f'<path d="M{x + 9} {y - 5}L{x + 1} {y}L{x + 9} {y + 5}z" fill="{INK}"/>'
