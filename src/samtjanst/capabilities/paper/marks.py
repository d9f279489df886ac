"""Where the fields of a Word form stand, once its words have been set on pages.

The document is given marks before it is set, and the marks are looked for afterwards, so that
whoever sets it needs to know nothing of fields.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import replace

from samtjanst.capabilities.paper import word
from samtjanst.capabilities.paper.reading import MOST_FIELDS
from samtjanst.capabilities.paper.types import Paper, Place, Proposal

_MARK = re.compile(r"¤(\d{1,4})¤")
NOWHERE = Place(-1)


def marked(content: bytes) -> bytes:
    """A Word form that has been read, with a mark where each of its fields is answered."""
    return word.marked(content, MOST_FIELDS)


def places(pdf: bytes) -> dict[int, Place]:
    """Where on the pages of a PDF each mark stands."""
    import pdfplumber  # only where a form is read

    found: dict[int, Place] = {}
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            for one in page.search(_MARK.pattern, return_chars=False):
                found.setdefault(int(one["groups"][0]), _place(one, page, number))
    return found


def placed(paper: Paper, found: Mapping[int, Place]) -> Paper:
    """The form with its fields where they stand on the pages, ``NOWHERE`` for one without mark."""
    return replace(paper, proposals=tuple(_moved(one, found) for one in paper.proposals))


def _moved(one: Proposal, found: Mapping[int, Place]) -> Proposal:
    return replace(one, place=found.get(one.number, NOWHERE))


def _place(one: Mapping[str, float], page: object, number: int) -> Place:
    width, height = float(getattr(page, "width", 1)), float(getattr(page, "height", 1))
    return Place(
        number, one["x0"] / width, one["top"] / height, one["x1"] / width, one["bottom"] / height
    )
