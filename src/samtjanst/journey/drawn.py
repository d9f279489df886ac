"""Attachments on paper: pages drawn as pictures, so that nothing in a file runs or is missed."""

from samtjanst.capabilities.paper.pictures import page_count, picture
from samtjanst.capabilities.paper.types import RefusedFileError
from samtjanst.foundation.files.sniff import PDF

MOST_DRAWN = 100  # pages of attachments in one document; what does not fit is enclosed only
WIDTH = 1400  # pixels of a page: 170 to the inch on A4


def pages_of(content: bytes, content_type: str, most: int) -> tuple[bytes, ...]:
    """The pages of a PDF as PNG; none of another kind, or when it has too many or is broken."""
    if content_type != PDF:
        return ()
    try:
        count = page_count(content)
        if count > most:
            return ()
        return tuple(picture(content, page, width_of=WIDTH) for page in range(count))
    except RefusedFileError:
        return ()
