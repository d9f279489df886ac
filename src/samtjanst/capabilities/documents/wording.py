"""The words of a file, for those who look for it: of a PDF that holds text, or of a Word file."""

from collections.abc import Iterator

from samtjanst.capabilities.documents import word
from samtjanst.capabilities.documents.bundle import WORD

PDF = "application/pdf"
READABLE = frozenset({PDF, WORD})
MOST_PAGES = 50
MOST_TEXT = 200_000  # characters of one file


def text_of(content: bytes, content_type: str) -> str:
    """What stands in the file, at most MOST_TEXT characters; "" when nothing can be read.

    A picture, also a scanned page, has no text. What a writer has hidden or struck out is left
    out of a Word file.
    """
    if content_type not in READABLE:
        return ""
    read = _of_word if content_type == WORD else _of_pdf
    found: list[str] = []
    room = MOST_TEXT
    for part in read(content):
        found.append(part[:room])
        room -= len(part)
        if room <= 0:
            break
    return "\n".join(found).replace("\0", " ")


def _of_word(content: bytes) -> Iterator[str]:
    for passage in word.passages(content):
        yield passage.text
        yield from (cell for row in passage.rows for cell in row)


def _of_pdf(content: bytes) -> Iterator[str]:
    import pypdfium2  # loaded only by the process that reads one

    try:
        document = pypdfium2.PdfDocument(content)
    except (pypdfium2.PdfiumError, ValueError):
        return
    try:
        for number in range(min(len(document), MOST_PAGES)):
            yield document[number].get_textpage().get_text_bounded()
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return
    finally:
        document.close()
