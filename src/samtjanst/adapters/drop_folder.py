"""The file contract: one file per delivery in a folder, taken by a robot or a nightly import.

Settings: ``path`` (absolute, must exist), ``format`` (``json``, ``csv`` or ``xml``).

The contract, for whoever writes the other side:

* ``NAME.json`` (or ``.csv``, ``.xml``) appears whole or not at all; names that begin with a dot
  are being written. NAME is the key of the delivery, the same at every attempt.
* A taker that works on a file holds ``NAME.lock``; it is not written again meanwhile.
* When it is done it writes ``NAME.receipt``: one line, its own number for what it stored. Then
  it may remove the file.
* Fields stand in the order of the mapping. CSV is UTF-8 with a byte order mark, semicolons and a
  header line; values that a spreadsheet would run as a formula are made plain text.
"""

import csv
import io
import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from samtjanst.adapters import configuration
from samtjanst.ports.business_system import Package, Receipt
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

FORMATS = ("json", "csv", "xml")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}", re.ASCII)
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_RECEIPT = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class DropFolder:
    """The business system port over a folder."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._folder = Path(configuration.text(settings, "path"))
        if not self._folder.is_absolute():
            raise NotConfigured("invalid:path")
        self._format = configuration.choice(settings, "format", FORMATS, "json")

    def deliver(self, package: Package) -> Receipt | None:
        """Write the file, unless it has been taken already.

        Raises:
            Temporary: the folder cannot be written, or the file is being taken.
            Rejected: the key or a field's name cannot be used.
        """
        place = self._place(package.key, self._format)
        done = self.receipt(package.key)
        if done:
            return done
        if self._place(package.key, "lock").exists():
            raise Temporary("locked")
        _write(place, written(package.content, self._format))
        return None

    def receipt(self, key: str) -> Receipt | None:
        """What the taker wrote, if it is done."""
        try:
            text = self._place(key, "receipt").read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeError):
            raise Temporary("receipt") from None
        number = text.strip().splitlines()[0][:_LONGEST_RECEIPT] if text.strip() else ""
        return Receipt(number=number) if number else None

    def check(self) -> None:
        """Write and remove a file."""
        probe = self._folder / f".{secrets.token_hex(8)}.check"
        _write(probe, b"")
        probe.unlink(missing_ok=True)

    def _place(self, key: str, ending: str) -> Path:
        if not _KEY.fullmatch(key):
            raise Rejected("key")
        return self._folder / f"{key}.{ending}"


def written(content: Mapping[str, Any], kind: str) -> bytes:
    """The fields in one of the formats, always the same bytes for the same fields.

    Raises:
        Rejected: a field's name cannot be an element of XML.
    """
    if kind == "csv":
        return _csv(content)
    if kind == "xml":
        return _xml(content)
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _csv(content: Mapping[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(name) for name in content])
    writer.writerow([_plain(_text(value)) for value in content.values()])
    return out.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)


def _xml(content: Mapping[str, Any]) -> bytes:
    root = ET.Element("delivery")
    for name, value in content.items():
        if not _XML_NAME.fullmatch(name):
            raise Rejected("field_name")
        for one in value if isinstance(value, list) else [value]:
            ET.SubElement(root, name).text = _NOT_IN_XML.sub("", _text(one))
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _write(place: Path, content: bytes) -> None:
    beside = place.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o640)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except FileNotFoundError:
        raise NotConfigured("invalid:path") from None
    except OSError:
        beside.unlink(missing_ok=True)
        raise Temporary("folder") from None
