"""The fonts that go with the product, and which characters they can show.

Only these are used, never the machine's own, so that the same content gives the same bytes.
"""

import struct
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
MAIN = "SourceSans3-Regular.ttf"
FALLBACKS = ("NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf", "NotoEmoji-Regular.ttf")
FAMILIES = ("Source Sans 3", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Emoji")


@lru_cache(maxsize=1)
def coverages() -> tuple[frozenset[int], ...]:
    """The code points that each font can draw, the main font first."""
    return tuple(_code_points((FOLDER / name).read_bytes()) for name in (MAIN, *FALLBACKS))


def _code_points(font: bytes) -> frozenset[int]:
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    offsets = {struct.unpack_from(">I", cmap, 8 + 8 * index)[0] for index in range(count)}
    return frozenset().union(*(_subtable(cmap[offset:]) for offset in offsets))


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError("the font has no such table")


def _subtable(data: bytes) -> set[int]:
    (form,) = struct.unpack_from(">H", data)
    if form == 4:
        return _segments(data)
    return _groups(data) if form == 12 else set()


def _segments(data: bytes) -> set[int]:
    (doubled,) = struct.unpack_from(">H", data, 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, 14)
    starts = struct.unpack_from(f">{count}H", data, 16 + doubled)
    pairs = zip(starts, ends, strict=True)
    return {code for start, end in pairs for code in range(start, end + 1) if code != 0xFFFF}


def _groups(data: bytes) -> set[int]:
    (count,) = struct.unpack_from(">I", data, 12)
    groups = (struct.unpack_from(">II", data, 16 + 12 * index) for index in range(count))
    return {code for start, end in groups for code in range(start, end + 1)}
