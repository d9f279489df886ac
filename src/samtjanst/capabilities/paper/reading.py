"""A file with a paper form in, a form that has been read out; hostile files are refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from samtjanst.capabilities.paper import fillable, flat, word
from samtjanst.capabilities.paper.layout import PageText, page_text
from samtjanst.capabilities.paper.proposing import proposals
from samtjanst.capabilities.paper.types import Found, Paper, RefusedFileError

LARGEST = 10_000_000
MOST_PAGES = 30
MOST_FIELDS = 250
MOST_SHAPES = 20_000  # on one page
MOST_UNPACKED = 50_000_000
MOST_PARTS = 2_000
EMPTY = "Blanketten är tom: där finns varken text eller bild."
_ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm")


def read(content: bytes) -> Paper:
    """The form in a PDF or Word file; a scanned one has no proposals, and ``pictures``.

    Raises:
        RefusedFileError: another kind of file, one that is empty, broken, locked, too large, has
            too many pages, or holds programs or other files.
    """
    if len(content) > LARGEST:
        raise RefusedFileError("Filen är större än 10 MB.")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _word(content)
    raise RefusedFileError("Filen är varken PDF eller Word (docx).")


def _pdf(content: bytes) -> Paper:
    _refuse_packed(content)
    from pdfplumber.utils.exceptions import PdfminerException  # only where a form is read

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _refuse_active(pdf)
            return _read_pdf(pdf, content)
    except pikepdf.PasswordError:
        raise RefusedFileError("Filen är låst med lösenord. Lås upp den och försök igen.") from None
    except RefusedFileError:
        raise
    except (
        pikepdf.PdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
        PdfminerException,
    ):
        raise RefusedFileError("Filen är trasig och går inte att läsa.") from None


def _read_pdf(pdf: pikepdf.Pdf, content: bytes) -> Paper:
    if len(pdf.pages) > MOST_PAGES:
        raise RefusedFileError(f"Filen har fler än {MOST_PAGES} sidor.")
    import pdfplumber

    found: list[Found] = []
    with pdfplumber.open(io.BytesIO(content)) as opened:
        texts = [_text(page, number) for number, page in enumerate(opened.pages)]
        made = fillable.fields(pdf, texts)
        for number, page in enumerate(() if made else opened.pages):
            found += flat.fields(page, number, texts[number])
        sizes = tuple((float(page.width), float(page.height)) for page in opened.pages)
        unread = tuple(
            number
            for number, page in enumerate(opened.pages)
            if page.objects and not texts[number].phrases
        )
    if not made and not unread and not any(text.phrases for text in texts):
        raise RefusedFileError(EMPTY)
    every = (made or found)[:MOST_FIELDS]
    return Paper(_title(texts), len(texts), proposals(every), bool(made), sizes, unread)


def _refuse_packed(content: bytes) -> None:
    """Refuse what grows beyond measure when it is unpacked, before anything else unpacks it."""
    whole, room = memoryview(content), MOST_UNPACKED
    for begun in re.finditer(rb"stream\r?\n", content):
        packed = zlib.decompressobj()
        try:
            room -= len(packed.decompress(whole[begun.end() :], room))
        except zlib.error:
            continue
        if packed.unconsumed_tail or room <= 0:
            raise RefusedFileError("Filen är för stor när den packas upp.")


def _text(page: Any, number: int) -> PageText:
    if sum(map(len, page.objects.values())) > MOST_SHAPES:
        raise RefusedFileError(f"Sida {number + 1} innehåller för mycket för att vara en blankett.")
    words = page.extract_words(extra_attrs=["size", "fontname"], x_tolerance=2, y_tolerance=2)
    return page_text(words, number, float(page.width), float(page.height))


def _title(texts: list[PageText]) -> str:
    """The largest words on the first page."""
    phrases = texts[0].phrases if texts else ()
    largest = max(phrases, key=lambda one: (round(one.size), -one.place.top), default=None)
    return largest.text[:200] if largest else ""


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    if any(key in _ACTIVE for key in _keys(pdf)):
        raise RefusedFileError("Filen innehåller program eller andra filer och läses inte.")


def _keys(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, one in enumerate(pdf.objects):
        if number > 200_000:
            raise RefusedFileError("Filen är för stor för att vara en blankett.")
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            for key, value in dict(one).items():
                yield str(key)
                if isinstance(value, pikepdf.Name):
                    yield str(value)
                if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
                    yield from map(str, value.keys())
                    yield str(value.get("/S", ""))


def _word(content: bytes) -> Paper:
    try:
        _refuse_bomb(content)
        title, found = word.fields(content)
    except RefusedFileError:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        SyntaxError,
        RecursionError,
        NotImplementedError,
    ):
        raise RefusedFileError("Filen är trasig och går inte att läsa.") from None
    if not title and not found:
        raise RefusedFileError(EMPTY)
    return Paper(title, 1, proposals(found[:MOST_FIELDS]), is_fillable=False)


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {one.filename for one in parts}
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
            raise RefusedFileError("Filen är för stor när den packas upp.")
        if "word/document.xml" not in names:
            raise RefusedFileError("Filen är varken PDF eller Word (docx).")
        if any("vbaProject" in name or "/embeddings/" in name for name in names):
            raise RefusedFileError("Filen innehåller program eller andra filer och läses inte.")
        for name in names:
            if name.endswith(".xml") and b"<!ENTITY" in archive.read(name):
                raise RefusedFileError("Filen är trasig och går inte att läsa.")
