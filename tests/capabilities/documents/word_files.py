"""Word documents of the kind that people attach, made as Word makes them."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY = "word/document.xml"


def certificate() -> bytes:
    """Headings, lists, a table, a picture, a page head, and a run that is hidden."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Vårdcentralen Ekholmen"
    made.add_heading("Intyg om behov av skjuts", 0)
    made.add_paragraph("Ella kan inte gå långt. ").add_run("Dolt ord.").font.hidden = True
    for one in ("Klarar 200 meter", "Behöver stöd"):
        made.add_paragraph(one, style="List Number")
    made.add_paragraph("Blir trött", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        ("Termin", "Dagar", "Hösten", "Alla"),
        strict=True,
    ):
        cell.text = text
    made.add_picture(_picture())
    made.add_heading("Underskrift", 4)
    return _saved(made)


def of_paragraphs(*texts: str) -> bytes:
    """Plain paragraphs."""
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    return _saved(made)


def of_pictures(count: int) -> bytes:
    """Nothing but pictures."""
    made = docx.Document()
    for _ in range(count):
        made.add_picture(_picture())
    return _saved(made)


def with_body(change: Callable[[str], str]) -> bytes:
    """A document of one paragraph "Ord", its body's XML changed."""
    return replaced(of_paragraphs("Ord"), _BODY, change)


def replaced(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same document with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            body = old.read(item)
            new.writestr(item, change(body.decode()) if item.filename == part else body)
    return target.getvalue()


def bomb() -> bytes:
    """A small file that unfolds to a hundred million bytes."""
    target = io.BytesIO(of_paragraphs("Ord"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/big.bin", b"\0" * 100_000_000)
    return target.getvalue()


def in_paragraph(markup: str) -> Callable[[str], str]:
    """Puts ``markup`` after the word in the only paragraph."""
    return lambda body: re.sub(r"(<w:t>Ord</w:t></w:r>)", rf"\1{markup}", body)


def _picture() -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(target, "PNG")
    target.seek(0)
    return target


def _saved(made: docx.document.Document) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
