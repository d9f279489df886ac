"""A definition in two made-up older formats, with the steps that lead from them to the newest."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import model
from samtjanst.capabilities.formkit.reading import migrating

OLD, OLDER = "samtjanst-definition/0b", "samtjanst-definition/0a"
Document = dict[str, Any]


def old_document() -> Document:
    """The shipped definition as it would have stood in the oldest format.

    Titles of pages were called headings there, and the time limit was inside another part.
    """
    made = {**sample.document(), "format": OLDER}
    for page in made["pages"]:
        page["heading"] = page.pop("title")
    made["times"] = {"target_days": made["handling"].pop("target_days")}
    return made


def _headings(document: Document) -> Document:
    for page in document.get("pages") or []:
        if isinstance(page, dict) and "heading" in page:
            page["title"] = page.pop("heading")
    return document


def _times(document: Document) -> Document:
    document.get("handling", {}).update(document.pop("times", {}))
    return document


@contextmanager
def older_formats() -> Iterator[None]:
    """The program as if it had had two formats before this one."""
    migrating.STEPS[OLDER] = (OLD, _headings)
    migrating.STEPS[OLD] = (model.FORMAT, _times)
    try:
        yield
    finally:
        migrating.STEPS.clear()
