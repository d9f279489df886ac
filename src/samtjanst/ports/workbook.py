"""A package as an Excel workbook: one sheet, names in its first row, values in the second.

What is text is a cell of text, whatever it begins with: nothing is a formula or a link, and a
number that is a name (a personal number) keeps its zeros. Numbers, truths and the days that the
mapping writes as YYYY-MM-DD are cells of their own kinds. The same fields are the same bytes.
"""

import io
import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from samtjanst.ports.failures import Rejected

SHEET = "delivery"
LONGEST = 32_767  # characters in a cell, the format's own limit
_WRITTEN = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # every file says so: same bytes
_FIRST_DAY = date(1900, 3, 1)  # before it the format counts a leap day that never was
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(content: Mapping[str, Any], days: Collection[str] = ()) -> bytes:
    """The fields as a workbook; ``days`` names those that are days where they hold an ISO one.

    Raises:
        Rejected: a text is longer than a cell can hold.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _SETTINGS) as book:
        book.set_properties({"created": _WRITTEN})
        sheet, day = book.add_worksheet(SHEET), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(content):
            sheet.write_string(0, column, _sound(name))
        for column, (name, value) in enumerate(content.items()):
            _write(sheet, column, _day(value) if name in days else value, day)
    return out.getvalue()


def _write(sheet: Any, column: int, value: Any, day: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(1, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(1, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(1, column, value, day)
    else:
        sheet.write_string(1, column, _sound(_text(value)))


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        return value
    try:
        read = date.fromisoformat(value)
    except ValueError:
        return value
    return read if read >= _FIRST_DAY else value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)


def _sound(text: str) -> str:
    if len(text) > LONGEST:
        raise Rejected("too_long")
    return _NOT_IN_XML.sub("", text)
