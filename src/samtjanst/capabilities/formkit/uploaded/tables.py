"""The rows of a table in a file, as texts: CSV, or the first sheet of an Excel workbook (xlsx)."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from samtjanst.capabilities.formkit.texts import Told

LARGEST = 2_000_000  # bytes of the file
_UNPACKED = 30_000_000  # bytes of one part of a workbook: more is no list
MOST_ROWS, MOST_COLUMNS = 20_000, 40
_EXCEL = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_SHEETS = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
# What UTF-8 looks like when somebody has read it as Windows-1252 and saved it again.
_TWICE = re.compile("Ã[\u0080-\u00bf„…–—Ÿš•¥¤¶©¨]|\ufffd")

TOO_LARGE = Told("Filen är för stor: högst 2 MB.", "The file is too large: at most 2 MB.")
NOTHING = Told("Filen är tom.", "The file is empty.")
NOT_READ = Told(
    "Filen går inte att läsa. Välj en CSV-fil eller en Excelfil (xlsx).",
    "The file cannot be read. Choose a CSV file or an Excel file (xlsx).",
)
OLD_EXCEL = Told(
    "Det är en äldre Excelfil. Spara den som xlsx eller CSV.",
    "It is an older Excel file. Save it as xlsx or CSV.",
)
WRONG_LETTERS = Told(
    "Bokstäverna är förvanskade, till exempel ”Ã¥” i stället för ”å”. Spara filen på nytt som "
    "CSV UTF-8 från det program där den ser rätt ut.",
    "The letters are garbled: other signs stand where letters with rings and dots should. Save the "
    "file anew as CSV UTF-8 from the program in which it looks right.",
)


class UnreadableFileError(Exception):
    """A file that no list can be read from; ``reason`` in both languages."""

    def __init__(self, reason: Told) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; ``is_formula`` when a program would work it out."""

    text: str
    is_formula: bool = False


Row = tuple[int, list[Cell]]  # its number in the file, from 1


def rows(content: bytes) -> list[Row]:
    """The rows that hold anything, with their numbers.

    Raises:
        UnreadableFileError: no table, too large, or letters that nobody can read.
    """
    if len(content) > LARGEST:
        raise UnreadableFileError(TOO_LARGE)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableFileError(OLD_EXCEL)
    found = _excel(content) if content.startswith(_EXCEL) else _csv(content)
    kept = [row for row in found if any(cell.text.strip() for cell in row[1])]
    if not kept:
        raise UnreadableFileError(NOTHING)
    if any(_TWICE.search(cell.text) for _number, cells in kept for cell in cells):
        raise UnreadableFileError(WRONG_LETTERS)
    return kept


def _csv(content: bytes) -> list[Row]:
    text = _text(content)
    if "\0" in text:
        raise UnreadableFileError(NOT_READ)
    first = text.lstrip().partition("\n")[0]
    between = max(";\t,", key=first.count)
    made: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        for cells in reader:
            made.append((reader.line_num, [_plain(cell) for cell in cells[:MOST_COLUMNS]]))
            if len(made) > MOST_ROWS:
                break
    except csv.Error:
        raise UnreadableFileError(NOT_READ) from None
    return made


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else what Excel in Sweden writes (Windows-1252)."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(WRONG_LETTERS)


def _plain(text: str) -> Cell:
    # "- Annan" is a text and "-2" a number; "=", "@" and "+SUM(" are not.
    is_formula = text.startswith(("=", "@", "\t", "\r")) or (
        text[:1] in {"+", "-"} and re.search(r"[(!|]", text) is not None
    )
    return Cell(text, is_formula)


def _excel(content: bytes) -> list[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            names = workbook.namelist()
            sheets = sorted((int(found[1]), name) for name in names
                            if (found := _SHEETS.fullmatch(name)))  # fmt: skip
            if not sheets:
                raise UnreadableFileError(NOT_READ)
            shared = _shared(workbook) if "xl/sharedStrings.xml" in names else []
            return list(_sheet(_tree(workbook, sheets[0][1]), shared))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, IndexError, ValueError,
            NotImplementedError, RuntimeError, EOFError):  # fmt: skip
        raise UnreadableFileError(NOT_READ) from None


def _tree(workbook: zipfile.ZipFile, name: str) -> etree._Element:
    with workbook.open(name) as part:
        content = part.read(_UNPACKED + 1)
    if len(content) > _UNPACKED:
        raise UnreadableFileError(TOO_LARGE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _shared(workbook: zipfile.ZipFile) -> list[str]:
    tree = _tree(workbook, "xl/sharedStrings.xml")
    return ["".join(_texts(one)) for one in tree.iterfind("{*}si")]


def _texts(node: etree._Element) -> Iterator[str]:
    """The words in it, not how they are pronounced (rPh)."""
    for one in node.iter("{*}t"):
        above = one.getparent()
        if above is None or etree.QName(above).localname != "rPh":
            yield one.text or ""


def _sheet(tree: etree._Element, shared: list[str]) -> Iterator[Row]:
    for place, row in enumerate(tree.iterfind("{*}sheetData/{*}row"), 1):
        if place > MOST_ROWS:
            return
        number = row.get("r", "")
        cells: list[Cell] = []
        for cell in row.iterfind("{*}c"):
            column = _column(cell.get("r", ""), len(cells))
            if column < MOST_COLUMNS:
                cells += [Cell("")] * (column - len(cells))
                cells.append(_cell(cell, shared))
        yield int(number) if number.isdecimal() else place, cells


def _column(reference: str, otherwise: int) -> int:
    found = _CELL.fullmatch(reference)
    if found is None:
        return otherwise
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return max(place - 1, otherwise)


def _cell(cell: etree._Element, shared: list[str]) -> Cell:
    is_formula = cell.find("{*}f") is not None
    form, held = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if form == "s":
        return Cell(shared[int(held)], is_formula)
    if form == "inlineStr":
        return Cell("".join(_texts(cell)), is_formula)
    return Cell(held, is_formula)
