"""A picture of a page, to show beside what was proposed."""

import io

from samtjanst.capabilities.paper.types import RefusedFileError

WIDTH = 1000  # pixels
TALLEST = 3000


def picture(content: bytes, page: int) -> bytes:
    """Page ``page`` (from 0) of a PDF as PNG.

    Raises:
        RefusedFileError: the file cannot be drawn, or has no such page.
    """
    import pypdfium2  # loaded only by the process that draws one

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            drawn = document[page]
            width, height = drawn.get_size()
            scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
            image = drawn.render(scale=scale, may_draw_forms=True).to_pil()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        raise RefusedFileError("Sidan går inte att rita.") from None
    made = io.BytesIO()
    image.convert("RGB").save(made, "PNG", optimize=False)
    return made.getvalue()
