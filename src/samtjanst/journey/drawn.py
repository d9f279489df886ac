"""Attachments as something that can be looked at, so that nothing in a file runs or is missed."""

from samtjanst.capabilities.documents import pictures
from samtjanst.capabilities.documents.render import render_words
from samtjanst.capabilities.documents.types import (
    Attachment,
    IncompleteDocumentError,
    Letterhead,
)
from samtjanst.capabilities.paper.pictures import page_count, picture
from samtjanst.capabilities.paper.types import RefusedFileError
from samtjanst.foundation.files.sniff import DOCX, HEIC, PDF
from samtjanst.kernel.canonical import digest_bytes

MOST_DRAWN = 100  # pages of attachments in one document; what does not fit is enclosed only
WIDTH = 1400  # pixels of a page: 170 to the inch on A4
REMADE = frozenset({DOCX, HEIC})  # kinds that no browser shows, and that are made anew to be seen
PAGED = frozenset({PDF, DOCX})


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


def remade(content: bytes, content_type: str, head: Letterhead) -> tuple[bytes, str] | None:
    """A Word document as a PDF under ``head``, a HEIC picture as a JPEG; None when it cannot be."""
    if content_type == HEIC:
        made = pictures.prepare(content)
        return (made.content, made.content_type) if made else None
    item = Attachment(head.title, content_type, content, digest_bytes(content))
    try:
        return render_words(head, item), PDF
    except IncompleteDocumentError:
        return None
