"""A picture of a page, to show beside what was proposed."""

import io

from samtjanst.capabilities.paper.types import RefusedFileError

WIDTH = 1000  # pixels
TALLEST = 3000


def page_count(content: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        RefusedFileError: the file cannot be opened.
    """
    import pypdfium2  # loaded only by the process that draws one

    try:
        document = pypdfium2.PdfDocument(content)
    except (pypdfium2.PdfiumError, ValueError):
        raise RefusedFileError("Filen går inte att öppna.") from None
    try:
        return len(document)
    finally:
        document.close()


def sizes(content: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page of a PDF, in points.

    Raises:
        RefusedFileError: the file cannot be opened.
    """
    import pypdfium2  # loaded only by the process that draws one

    try:
        document = pypdfium2.PdfDocument(content)
    except (pypdfium2.PdfiumError, ValueError):
        raise RefusedFileError("Filen går inte att öppna.") from None
    try:
        return tuple(page.get_size() for page in document)
    finally:
        document.close()


def picture(content: bytes, page: int, *, width_of: int = WIDTH) -> bytes:
    """Page ``page`` (from 0) of a PDF as PNG, ``width_of`` pixels wide; nothing but what is seen.

    Raises:
        RefusedFileError: the file cannot be drawn, or has no such page.
    """
    import pypdfium2  # loaded only by the process that draws one

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            drawn = document[page]
            width, height = drawn.get_size()
            scale = min(width_of / max(width, 1), TALLEST * width_of / WIDTH / max(height, 1))
            image = drawn.render(scale=scale, may_draw_forms=True).to_pil()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        raise RefusedFileError("Sidan går inte att rita.") from None
    made = io.BytesIO()
    image.convert("RGB").save(made, "PNG", optimize=False)
    return made.getvalue()
