"""The fields of a fillable PDF: names, types, choices, and where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from samtjanst.capabilities.paper.layout import PageText
from samtjanst.capabilities.paper.types import Control, Found, Place

_REQUIRED, _MULTILINE, _RADIO, _PUSH = 1 << 1, 1 << 12, 1 << 15, 1 << 16
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Widget:
    name: str
    kind: str
    flags: int
    told: str
    place: Place
    state: str
    options: tuple[str, ...]
    length: int


def fields(pdf: pikepdf.Pdf, texts: Sequence[PageText]) -> list[Found]:
    """Every field, page by page from the top; [] for a PDF that nobody can fill in."""
    found: list[Found] = []
    for number, page in enumerate(pdf.pages):
        widgets = sorted(
            _widgets(page, number), key=lambda one: (round(one.place.top, 2), one.place.left)
        )
        found += _of_page(widgets, texts[number])
    return found


def _of_page(widgets: list[_Widget], text: PageText) -> Iterator[Found]:
    boxes = [one for one in widgets if one.kind == "/Btn" and not one.flags & _PUSH]
    lines = text.clusters([one.place for one in boxes if not one.flags & _RADIO])
    of = {place: line for line in lines for place in line}
    keys = {
        one.place: one.name if one.flags & _RADIO else _group(one, text, of[one.place])
        for one in boxes
    }
    done: set[str] = set()
    for one in widgets:
        if one.kind != "/Btn":
            yield _written(one, text)
        elif one.place in keys and keys[one.place] not in done:
            done.add(keys[one.place])
            yield _ticked([other for other in boxes if keys[other.place] == keys[one.place]], text)


def _written(one: _Widget, text: PageText) -> Found:
    control = Control.LINE
    if one.kind == "/Sig":
        control = Control.SIGNATURE
    elif one.kind == "/Ch":
        control = Control.CHOICES
    elif one.flags & _MULTILINE or one.place.bottom - one.place.top > 0.05:
        control = Control.AREA
    return Found(
        label=one.told or text.label_of(one.place) or _spoken(one.name),
        control=control,
        place=one.place,
        section=text.section_above(one.place),
        options=one.options,
        one_only=True if one.kind == "/Ch" else None,
        required=bool(one.flags & _REQUIRED),
        length=one.length,
    )


def _ticked(same: list[_Widget], text: PageText) -> Found:
    first = same[0]
    options = tuple(text.text_after(one.place) or _spoken(one.state or one.name) for one in same)
    is_radio = bool(first.flags & _RADIO)
    question = text.question_of([one.place for one in same])
    if len(same) == 1:
        label = first.told or options[0]
        return Found(
            label,
            Control.TICK,
            first.place,
            text.section_above(first.place),
            required=bool(first.flags & _REQUIRED),
        )
    return Found(
        label=question or (first.told if is_radio else "") or _spoken(first.name),
        control=Control.CHOICES,
        place=first.place,
        section=text.section_above(first.place),
        options=options,
        one_only=True if is_radio else None,
        required=bool(first.flags & _REQUIRED),
    )


def _group(one: _Widget, text: PageText, line: Sequence[Place]) -> str:
    """Boxes under the same question, near each other, belong together."""
    return text.question_of(line) or f"alone {one.name} {one.place.top}"


def _widgets(page: pikepdf.Page, number: int) -> Iterator[_Widget]:
    box = page.mediabox
    left, bottom, right, top = (float(value) for value in box)
    width, height = max(right - left, 1), max(top - bottom, 1)
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") != "/Widget" or "/Rect" not in annotation:
            continue
        x0, y0, x1, y1 = (float(value) for value in annotation.Rect)
        place = Place(
            number,
            (min(x0, x1) - left) / width,
            (top - max(y0, y1)) / height,
            (max(x0, x1) - left) / width,
            (top - min(y0, y1)) / height,
        )
        yield _Widget(
            name=_name(annotation),
            kind=str(_inherited(annotation, "/FT") or ""),
            flags=int(_inherited(annotation, "/Ff") or 0),
            told=str(_inherited(annotation, "/TU") or "").strip()[:200],
            place=place,
            state=_on_state(annotation),
            options=_options(annotation),
            length=int(_inherited(annotation, "/MaxLen") or 0),
        )


def _inherited(field: Any, key: str) -> Any:
    for _level in range(_DEEPEST):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"]
    return None


def _name(field: Any) -> str:
    parts: list[str] = []
    for _level in range(_DEEPEST):
        if "/T" in field:
            parts.insert(0, str(field["/T"]))
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return ".".join(parts)[:200]


def _on_state(annotation: Any) -> str:
    states = annotation.get("/AP", {}).get("/N", {})
    names = list(states.keys()) if hasattr(states, "keys") else []
    return next((str(one).lstrip("/") for one in names if one != "/Off"), "")


def _options(annotation: Any) -> tuple[str, ...]:
    listed = _inherited(annotation, "/Opt") or []
    told = (one[1] if isinstance(one, pikepdf.Array) and len(one) > 1 else one for one in listed)
    return tuple(str(one)[:200] for one in list(told)[:500] if str(one).strip())


def _spoken(name: str) -> str:
    last = name.rsplit(".", 1)[-1]
    words = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])|[_\-\[\]]+|\d+$", " ", last)
    return " ".join(words.split()).capitalize()
