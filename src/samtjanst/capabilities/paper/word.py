"""The fields of a Word form: lines of dots, empty cells, boxes to tick, fields made in Word."""

# ruff: noqa: SLF001 - python-docx shows its fields through the element only

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from samtjanst.capabilities.paper.types import Control, Found, Place, mark

_RUN = re.compile(r"[._…]{4,}|_{3,}|\t+\s*$|(?:\u2002){4,}")
_BOX = re.compile(r"(?:[☐□❑❒○◯▢⬜]|\[ ?\]|\( ?\))\s*")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MOST_BLOCKS = 4000
END = 1_000_000  # an offset after everything that a paragraph or cell can hold


@dataclass(slots=True)
class _State:
    """Where the reading is: the heading above, the last words that were only read.

    ``at`` are the paragraphs that are being read, ``anchors`` where each field was found in them.
    """

    section: str = ""
    asked: str = ""
    at: Sequence[Any] = ()
    anchors: list[tuple[Sequence[Any], int]] = field(default_factory=list)

    def place(self, offset: int = END) -> Place:
        """Word has no places on pages; the ``number`` is the field's own, from 0."""
        self.anchors.append((self.at, offset))
        return Place(0, number=len(self.anchors) - 1)


def fields(content: bytes) -> tuple[str, list[Found]]:
    """The title and every field, in the order of the document."""
    _document, title, found, _state = _read(content)
    return title, found


def marked(content: bytes, most: int) -> bytes:
    """The same document with ``mark(n)`` where the nth field (from 0) is answered."""
    document, _title, found, state = _read(content)
    placed = [(state.anchors[one.place.number], n) for n, one in enumerate(found[:most])]
    for (paragraphs, offset), number in reversed(placed):  # what stands before keeps its offset
        _put(paragraphs, offset, mark(number))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _put(paragraphs: Sequence[Any], offset: int, text: str) -> None:
    """Write into the words at an offset of what ``_joined`` gives, or after the last of them."""
    for paragraph in paragraphs:
        told = _text(paragraph)
        length = len(told.strip())
        if offset <= length:
            _put_in(paragraph, offset + len(told) - len(told.lstrip()), text)
            return
        offset -= length + 1
    if paragraphs:
        paragraphs[-1].add_run(text)


def _put_in(paragraph: Any, offset: int, text: str) -> None:
    for node in paragraph._element.iter():
        told = _told(node)
        if node.tag == f"{_W}t" and offset <= len(told):
            node.text = f"{told[:offset]}{text}{told[offset:]}"
            node.set(_SPACE, "preserve")
            return
        offset = max(offset - len(told), 0)
    paragraph.add_run(text)


def _read(content: bytes) -> tuple[Any, str, list[Found], _State]:
    import docx  # loaded only by the process that reads a form
    from docx.text.paragraph import Paragraph

    document = docx.Document(io.BytesIO(content))
    found: list[Found] = []
    state, title = _State(), ""
    for number, block in enumerate(document.iter_inner_content()):
        if number > MOST_BLOCKS:
            break
        if isinstance(block, Paragraph):
            style = block.style.name if block.style is not None else ""
            text = _text(block).strip()
            if text and str(style).startswith(("Heading", "Title", "Rubrik")):
                title = title or text
                state.section, state.asked = text, ""
                continue
            title = title or text
            found += _of_paragraph(block, state)
        else:
            found += _of_table(block, state)
    return document, title[:200], _grouped(found), state


def _text(paragraph: Any) -> str:
    """The words, with tabs, and fields made in Word as a line to write on or a box to tick."""
    return re.sub(r"☐ ?☐", "☐", "".join(map(_told, paragraph._element.iter())))


def _told(node: Any) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    if node.tag == f"{_W}tab" and str(getattr(node.getparent(), "tag", "")) == f"{_W}r":
        return "\t"
    if node.tag == f"{_W}ffData":
        return "☐ " if node.find(f"{_W}checkBox") is not None else "____"
    return _control(node) if node.tag == f"{_W}sdtPr" else ""


def _control(properties: Any) -> str:
    """A content control: a box to tick has its sign in the text already."""
    if properties.find(f"{_W14}checkbox") is not None:
        return ""
    holds = properties.find(f"{_W}showingPlcHdr") is not None
    return "____\x00" if holds else ""


def _of_paragraph(paragraph: Any, state: _State) -> Iterator[Found]:
    state.at = (paragraph,)
    text = re.sub(r"\x00.*$", "", _text(paragraph)).strip(" ")
    listed = list(paragraph._element.iter(f"{_W}listItem"))
    options = tuple(
        str(one.get(f"{_W}displayText") or one.get(f"{_W}value") or "") for one in listed
    )
    if any(options):
        label = _RUN.sub("", _choiceless(text, options)).strip(" :\t") or state.asked
        yield Found(label, Control.CHOICES, state.place(), state.section, options, one_only=True)
        return
    yield from _of_text(text, state)


def _choiceless(text: str, options: tuple[str, ...]) -> str:
    for one in options:
        text = text.replace(one, "")
    return text


def _of_text(text: str, state: _State) -> Iterator[Found]:
    if _BOX.search(text):
        yield from _boxes(text, state)
        return
    begun, any_run = 0, False
    for run in _RUN.finditer(text):
        any_run = True
        label = text[begun : run.start()].strip(" :\t")
        begun = run.end()
        if label or state.asked:
            place = state.place(run.start())
            yield Found(label or state.asked, Control.LINE, place, state.section)
        state.asked = ""
    if not any_run and text.strip():
        plain = text.strip()
        is_label = plain.endswith(":") and len(plain) < 60
        if is_label:
            yield Found(plain.strip(" :"), Control.LINE, state.place(), state.section)
        else:
            state.asked = plain


def _boxes(text: str, state: _State) -> Iterator[Found]:
    parts = _BOX.split(text)
    before = parts[0].strip(" :\t")
    options = [_RUN.sub("", one).strip(" \t:") for one in parts[1:]]
    options = [one for one in options if one]
    if before:
        state.asked = before
    if options:
        place = state.place(len(parts[0]))
        yield Found(state.asked, Control.CHOICES, place, state.section, tuple(options))


def _of_table(table: Any, state: _State) -> Iterator[Found]:
    rows = [_cells(row) for row in table.rows]
    texts = [[_cell_text(cell) for cell in row] for row in rows]
    heads = texts[0] if texts else []
    empty = sum(not any(_RUN.sub("", one).strip() for one in row) for row in texts[1:])
    if len(heads) >= 2 and all(heads) and empty >= 2:
        label = state.asked or state.section or "Rader"
        state.at = rows[0][0].paragraphs
        yield Found(label, Control.ROWS, state.place(), state.section, tuple(heads))
        state.asked = ""
        return
    for row, words in zip(rows, texts, strict=True):
        yield from _row(row, words, state)


def _cells(row: Any) -> list[Any]:
    """Each cell once, also where cells are joined."""
    seen: list[Any] = []
    for cell in row.cells:
        if not any(cell._element is other._element for other in seen):
            seen.append(cell)
    return seen


def _cell_text(cell: Any) -> str:
    return " ".join(_text(one).strip() for one in cell.paragraphs).strip()


def _row(row: list[Any], words: list[str], state: _State) -> Iterator[Found]:
    """A heading over the whole row; else cells with boxes, empty cells and cells with a label."""
    is_alone = len(row) == 1 and len(row[0].paragraphs) == 1 and bool(words[0])
    if is_alone and not _BOX.search(words[0]) and not _RUN.search(words[0]):
        state.section, state.asked = words[0], ""
        return
    for number, (cell, label) in enumerate(zip(row, words, strict=True)):
        before = words[number - 1] if number else ""
        after = words[number + 1] if number + 1 < len(words) else None
        is_read = bool(before) and not _BOX.search(before)
        state.at = cell.paragraphs
        if _BOX.search(label):
            state.asked = before if is_read else state.asked
            yield from _boxes(label, state)
        elif not _RUN.sub("", label).strip():
            if is_read:
                yield _cell(before, cell, state)
        elif after == "" or (after and _BOX.search(after)):
            continue  # the next cell is where it is answered
        elif _RUN.search(label):
            yield from _of_text(label, state)
        else:
            yield _cell(label, cell, state)


def _cell(label: str, cell: Any, state: _State) -> Found:
    blank = sum(not one.text.strip() for one in cell.paragraphs)
    control = Control.AREA if blank >= 3 else Control.LINE
    return Found(label.strip(" :"), control, state.place(), state.section)


def _grouped(found: list[Found]) -> list[Found]:
    """Boxes on lines under each other, after the same question, are its options."""
    made: list[Found] = []
    for one in found:
        last = made[-1] if made else None
        is_more = (
            last is not None
            and one.control is Control.CHOICES
            and last.control is Control.CHOICES
            and one.label == last.label
            and one.section == last.section
            and one.one_only is None
            and last.one_only is None
        )
        if is_more and last is not None:
            made[-1] = replace(last, options=(*last.options, *one.options))
        else:
            made.append(one)
    return [_alone(one) for one in made]


def _alone(one: Found) -> Found:
    if one.control is Control.CHOICES and len(one.options) == 1:
        return Found(one.options[0], Control.TICK, one.place, one.section)
    return one
