"""The one place that knows typst: templates and data in, PDF bytes out, all in memory."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from samtjanst.capabilities.documents.fonts import FAMILIES, FOLDER

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ("a-3a", "ua-1")
_UNDRAWABLE = "could not be displayed"


class UndrawableError(Exception):
    """A sequence of characters that no font can shape together."""


def typeset(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes], produced_at: datetime
) -> bytes:
    """The PDF of ``templates/<template>.typ``; ``files`` are reachable by the template by name.

    Raises:
        UndrawableError: the texts hold a sequence that the fonts cannot draw.
    """
    import typst  # loaded only by the process that prints

    project = {**_sources(template), **files, "data.json": _encoded(data)}
    try:
        return _pdf(typst.compile(project, **_options(produced_at)))
    except typst.TypstError as error:
        if _UNDRAWABLE in error.message:
            raise UndrawableError from None
        raise


def _encoded(data: Mapping[str, Any]) -> bytes:
    return json.dumps({**data, "fonts": FAMILIES}, ensure_ascii=False).encode()


def _pdf(result: Any) -> bytes:
    if not isinstance(result, bytes):
        raise TypeError("typst gave no document")
    return result


def _options(produced_at: datetime) -> dict[str, Any]:
    return {
        "format": "pdf",
        "pdf_standards": list(STANDARDS),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "timestamp": produced_at.astimezone(UTC).replace(microsecond=0),
    }


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


@lru_cache(maxsize=8)
def _sources(template: str) -> dict[str, bytes]:
    return {
        "main.typ": (TEMPLATES / f"{template}.typ").read_bytes(),
        "parts.typ": (TEMPLATES / "parts.typ").read_bytes(),
    }
