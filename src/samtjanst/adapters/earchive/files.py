"""Files of a package and the XML that is written in it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from lxml import etree

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class File:
    """A file at a path from the package's root."""

    path: str
    mime: str
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """The checksum, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the case in its place, with the document that it belongs to."""

    record: str
    title: str = field(repr=False)
    file: File = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the case: the case itself, and what has happened to its files."""

    erms: bytes = field(repr=False)
    premis: bytes = field(repr=False)


def moment(at: datetime) -> str:
    """A moment as ``xs:dateTime``, with its time zone."""
    return at.isoformat(timespec="seconds")


def add(
    parent: etree._Element, name: str, text: str = "", attributes: Mapping[str, str] | None = None
) -> etree._Element:
    """A new last child in the parent's namespace; characters that XML cannot hold are left out."""
    space = etree.QName(parent).namespace
    told = {key: _clean(value) for key, value in (attributes or {}).items()}
    child = etree.SubElement(parent, f"{{{space}}}{name}", told)
    if text:
        child.text = _clean(text)
    return child


def document(root: etree._Element) -> bytes:
    """The document as UTF-8."""
    etree.indent(root)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
