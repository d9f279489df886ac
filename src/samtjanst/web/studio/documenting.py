"""The documentation of an e-service as a page, a file, a PDF and a package of all of it."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils import translation
from django.utils.safestring import mark_safe

from samtjanst.capabilities.documents.render import render_documentation
from samtjanst.capabilities.documents.types import (
    Chapter,
    ChapterDrawing,
    Letterhead,
    PrintedTable,
    ServiceDocumentation,
)
from samtjanst.capabilities.formkit import DefinitionError, load, process_drawing
from samtjanst.capabilities.formkit.documented import Documentation
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.process import drawing as own_drawing
from samtjanst.web.ui.sheet import sheet

# So that the same content gives the same package, whenever it is made.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def drawing(found: Documentation) -> str:
    """The process as SVG, for a template; its texts are escaped where it is made."""
    return mark_safe(process_drawing.drawn(found.stages, found.language))  # noqa: S308 - escaped, see above


def process_picture(document: Document) -> dict[str, object]:
    """The process of a draft as SVG with what it shows in words; nothing while it is not sound."""
    try:
        process = load(document).process
    except DefinitionError:
        return {}
    if process is None:
        return {}
    drawn = mark_safe(own_drawing.drawn(process))  # noqa: S308 - as above
    return {"drawing": drawn, "described": own_drawing.described(process)}


def html(found: Documentation) -> str:
    """One file that stands alone, in the language of the documentation."""
    with translation.override(found.language):
        return sheet("studio/documentation_sheet.html", context(found))


def context(found: Documentation) -> dict[str, object]:
    """What the templates of the documentation need."""
    return {
        "title": found.title,
        "documentation": found,
        "language": found.language,
        "drawing": drawing(found),
        "described": process_drawing.described(found.stages),
        **_own(found),
    }


def _own(found: Documentation) -> dict[str, object]:
    if found.process is None:
        return {}
    svg = own_drawing.drawn(found.process, language=found.language)
    told = own_drawing.described(found.process, found.language)
    return {"own_drawing": mark_safe(svg), "own_described": told}  # noqa: S308 - escaped there


def pdf(found: Documentation, municipality: str, colour: str, at: datetime) -> bytes:
    """The same on paper, PDF/A and PDF/UA."""
    content = ServiceDocumentation(
        head=Letterhead(
            municipality=municipality,
            colour=colour,
            title=found.title,
            reference=found.sha256[:12],
            produced_at=at,
            language=found.language,
            around=found.language,
        ),
        sections=tuple(
            Chapter(
                one.id,
                one.title,
                one.paragraphs,
                tuple(PrintedTable(part.title, part.heads, part.rows) for part in one.tables),
            )
            for one in found.sections
        ),
        drawings=tuple(_drawings(found)),
    )
    return render_documentation(content)


def _drawings(found: Documentation) -> Iterator[ChapterDrawing]:
    svg = process_drawing.drawn(found.stages, found.language)
    yield ChapterDrawing("process", svg, process_drawing.described(found.stages))
    if found.process:
        own = own_drawing.drawn(found.process, language=found.language)
        yield ChapterDrawing("gang", own, own_drawing.described(found.process, found.language))


def package(name: str, e_service: str, files: Mapping[str, bytes]) -> bytes:
    """A zip file with the e-service and its documentation, by the names of its files."""
    parts = ((f"{name}.json", e_service.encode()), *files.items())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts:
            archive.writestr(zipfile.ZipInfo(part, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
