"""The shapes in which a package lies in a file: JSON, CSV, XML and Excel.

Always the same bytes for the same fields. Fields stand in the order of the mapping. CSV is UTF-8
with a byte order mark, semicolons and a header line; values that a spreadsheet would run as a
formula are made plain text. XML has the root ``delivery`` with one element per field. An Excel
workbook has the sheet ``delivery``: names in its first row, values in its second (workbook.py).
"""

import csv
import io
import json
import re
from collections.abc import Collection, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from samtjanst.ports.failures import Rejected
from samtjanst.ports.workbook import workbook

FORMATS = ("json", "csv", "xml", "xlsx")
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(content: Mapping[str, Any], kind: str, days: Collection[str] = ()) -> bytes:
    """The fields in one of the formats; ``days`` names those that a workbook has as days.

    Raises:
        Rejected: a field's name cannot be an element of XML, or a text fits in no cell.
    """
    if kind == "csv":
        return _csv(content)
    if kind == "xml":
        return as_xml(content)
    if kind == "xlsx":
        return workbook(content, days)
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def as_xml(content: Mapping[str, Any]) -> bytes:
    """The fields as one XML document.

    Raises:
        Rejected: a field's name cannot be an element of XML.
    """
    root = ET.Element("delivery")
    for name, value in content.items():
        if not _XML_NAME.fullmatch(name):
            raise Rejected("field_name")
        for one in value if isinstance(value, list) else [value]:
            ET.SubElement(root, name).text = _NOT_IN_XML.sub("", _text(one))
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _csv(content: Mapping[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(name) for name in content])
    writer.writerow([_plain(_text(value)) for value in content.values()])
    return out.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)
