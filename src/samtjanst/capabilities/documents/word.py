"""A Word document's words, tables and pictures, to be set anew on pages of ours.

What is shown is what the writer left to be read: text that she has struck out or hidden, and
comments, stand in the file only. Nothing in the file runs, and nothing outside it is fetched.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from samtjanst.capabilities.documents import pictures
from samtjanst.capabilities.documents.passages import MOST_PASSAGES, Passage
from samtjanst.capabilities.documents.pictures import Picture
from samtjanst.capabilities.documents.word_lists import Lists, Styles

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MOST_BYTES = 60_000_000  # unpacked: a bomb of a few kilobytes can unfold to gigabytes
_MOST_PARTS, _MOST_COLUMNS, _DEEPEST = 2000, 12, 40
MOST_PICTURES = 30  # drawn of one document; those after them are told of
_UNSHOWN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_APART = "\n\n"
_UNSHOWN_PICTURE = Passage("text", "[Här finns en bild som inte visas. Se filen.]")


class _TooMuchError(ValueError):
    """More than is set on our pages."""


def passages(content: bytes) -> tuple[Passage, ...]:
    """The document in its order: page heads, body, page feet, notes; () when it cannot be read."""
    from docx.exceptions import PythonDocxError  # loaded only where a document is made

    broken = (
        *(PythonDocxError, etree.LxmlError, zipfile.BadZipFile, zlib.error, RecursionError),
        *(OSError, ValueError, LookupError, AttributeError, NotImplementedError, EOFError),
    )
    try:
        return tuple(_read(content))
    except broken:
        return ()


def _read(content: bytes) -> list[Passage]:
    import docx

    _refuse_bombs(content)
    part = docx.Document(io.BytesIO(content)).part
    reader = _Reader(part)
    found: list[Passage] = []
    for passage in reader.all():
        found.append(passage)
        if len(found) > MOST_PASSAGES:
            raise _TooMuchError
    return _levelled(found)


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
        raise _TooMuchError


class _Reader:
    """One document while it is read."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._styles = Styles(part)
        self._lists = Lists(part, self._styles)
        self._pictures_left = MOST_PICTURES

    def all(self) -> Iterator[Passage]:
        """Everything in reading order."""
        yield from self._around("headerReference")
        yield from self._blocks(self._part.element.body, self._part)
        yield from self._around("footerReference")
        yield from self._notes()

    def _around(self, kind: str) -> Iterator[Passage]:
        """The heads or feet of the pages, each once."""
        seen: set[str] = set()
        for reference in self._part.element.body.iter(f"{_W}{kind}"):
            part = self._part.related_parts.get(reference.get(f"{_R}id"))
            if part is not None and str(part.partname) not in seen:
                seen.add(str(part.partname))
                yield from self._blocks(part.element, part)

    def _notes(self) -> Iterator[Passage]:
        for relation in self._part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            root = etree.fromstring(relation.target_part.blob, _parser())
            for note in root:
                text = _text(note, deep=True).strip()
                if text:
                    yield Passage("item", text, mark=f"[{note.get(f'{_W}id')}]")

    def _blocks(self, parent: Any, part: Any, depth: int = 0) -> Iterator[Passage]:
        if depth > _DEEPEST:
            raise _TooMuchError
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, part, depth)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, part, depth)
            elif child.tag not in _UNSHOWN:
                yield from self._blocks(child, part, depth + 1)

    def _paragraph(self, node: Any, part: Any, depth: int) -> Iterator[Passage]:
        text = _text(node).strip("\n")
        if text.strip():
            yield self._worded(node, text)
        yield from self._pictures(node, part)
        for box in _shown(node, f"{_W}txbxContent"):
            yield from self._blocks(box, part, depth + 1)

    def _worded(self, node: Any, text: str) -> Passage:
        level = self._styles.heading_level(node)
        if level:
            return Passage("heading", " ".join(text.split()), level=level)
        mark, depth = self._lists.mark(node)
        return Passage("item", text, depth, mark) if mark else Passage("text", text)

    def _table(self, node: Any, part: Any, depth: int) -> Iterator[Passage]:
        rows = [list(_cells(row)) for row in node.iterchildren(f"{_W}tr")]
        width = max(map(len, rows), default=0)
        if width > _MOST_COLUMNS:
            raise _TooMuchError
        if width < 2:  # a frame around words is no table
            for cell in node.iter(f"{_W}tc"):
                yield from self._blocks(cell, part, depth + 1)
            return
        texts = tuple((*row, *("",) * (width - len(row))) for row in rows)
        yield Passage("table", rows=texts, has_head=_has_head(node))
        yield from self._pictures(node, part)

    def _pictures(self, node: Any, part: Any) -> Iterator[Passage]:
        for tag, name in ((f"{_A}blip", f"{_R}embed"), (f"{_V}imagedata", f"{_R}id")):
            for place in _shown(node, tag):
                if key := place.get(name):
                    # What only points out of the file has no part here, and is never fetched.
                    drawn = self._drawn(part.related_parts.get(key))
                    yield Passage("picture", picture=drawn) if drawn else _UNSHOWN_PICTURE

    def _drawn(self, part: Any) -> Picture | None:
        if part is None or not self._pictures_left:
            return None
        self._pictures_left -= 1
        return pictures.prepare(part.blob)


def _cells(row: Any) -> Iterator[str]:
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is not row:
            continue  # a table in a cell is told as the cell's words
        yield _APART.join(filter(None, (_text(one).strip() for one in _shown(cell, f"{_W}p"))))
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        if span is not None:
            yield from ("",) * min(int(span.get(f"{_W}val", "1")) - 1, _MOST_COLUMNS)


def _has_head(table: Any) -> bool:
    first = table.find(f"{_W}tr")
    return first is not None and first.find(f"{_W}trPr/{_W}tblHeader") is not None


def _shown(node: Any, tag: str) -> Iterator[Any]:
    """The parts of a kind that are to be read, each once."""
    for child in node:
        if child.tag in _UNSHOWN:
            continue
        if child.tag == tag:
            yield child
        else:
            yield from _shown(child, tag)


def _text(node: Any, *, deep: bool = False) -> str:
    return "".join(_words(node, deep=deep))


def _words(node: Any, *, deep: bool) -> Iterator[str]:
    for child in node:
        if child.tag in _UNSHOWN or (child.tag == f"{_W}txbxContent" and not deep):
            continue
        if child.tag in {f"{_W}t", f"{_M}t"}:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
            yield f" [{child.get(f'{_W}id')}]"
        elif child.tag != f"{_W}r" or not _is_hidden(child):
            yield from _words(child, deep=deep)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _levelled(found: list[Passage]) -> list[Passage]:
    """Headings that begin at 1 and never skip a level, as those who listen need them."""
    made, last = [], 0
    for one in found:
        if one.kind == "heading":
            last = min(one.level, last + 1, 3)
            made.append(Passage("heading", one.text, level=last))
        else:
            made.append(one)
    return made


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
