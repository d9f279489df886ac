"""Which files go into the PDF, under which names, and which of them are shown as pages."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from samtjanst.capabilities.documents import word
from samtjanst.capabilities.documents.passages import Passage
from samtjanst.capabilities.documents.pictures import Picture, prepare
from samtjanst.capabilities.documents.printable import one_line
from samtjanst.capabilities.documents.types import (
    Attachment,
    EmbeddedFile,
    Relationship,
)
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import TamperedError

_MIME = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")
_UNSAFE = re.compile(r"[^0-9A-Za-zÅÄÖåäöÉéÜü._ -]+")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {
    "application/pdf": "PDF-dokument",
    WORD: "Word-dokument",
    "application/json": "JSON, text för maskiner",
    "application/xml": "XML, text för maskiner",
    "text/xml": "XML, text för maskiner",
    "application/ocsp-response": "OCSP-svar",
    "image/jpeg": "JPEG-bild",
    "image/png": "PNG-bild",
    "image/webp": "WebP-bild",
    "image/heic": "HEIC-bild",
}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside the PDF, with the name that a reader's program lists it by."""

    name: str
    mime: str
    description: str
    relationship: Relationship
    content: bytes = field(repr=False)
    kind: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Appendix:
    """An attachment as the document tells of it.

    A picture is shown; anything else is enclosed, with its pages drawn or its words set anew.
    """

    number: int
    name: str
    kind: str
    size: str
    sha256: str
    description: str
    picture: Picture | None
    enclosed: Enclosed | None
    pages: tuple[Picture, ...] = ()
    passages: tuple[Passage, ...] = ()


def appendices(attachments: tuple[Attachment, ...]) -> tuple[Appendix, ...]:
    """The attachments in order, numbered from 1; pictures cleaned, all else kept as it came.

    Raises:
        TamperedError: an attachment's content does not match its digest.
    """
    return tuple(_appendix(number, item) for number, item in enumerate(attachments, start=1))


def evidence(files: tuple[EmbeddedFile, ...]) -> tuple[Enclosed, ...]:
    """The proof to enclose; a name that occurs twice gets a number."""
    taken: set[str] = set()
    return tuple(_evidence(item, taken) for item in files)


def _evidence(item: EmbeddedFile, taken: set[str]) -> Enclosed:
    name = _free(_safe_name(item.name), taken)
    taken.add(name.casefold())
    return _enclose(name, item.mime, item.content, item.description, item.relationship)


def _free(name: str, taken: set[str]) -> str:
    path, number, free = PurePosixPath(name), 2, name
    while free.casefold() in taken:
        free, number = f"{path.stem}-{number}{path.suffix}", number + 1
    return free


def _appendix(number: int, item: Attachment) -> Appendix:
    if digest_bytes(item.content) != item.sha256:
        raise TamperedError("an attachment does not match its digest")
    picture = prepare(item.content) if item.content_type.startswith("image/") else None
    enclosed = None if picture else _original(number, item)
    return Appendix(
        number,
        item.name,
        _kind(item.content_type),
        _size(len(item.content)),
        item.sha256,
        item.description,
        picture,
        enclosed,
        tuple(page for page in map(prepare, item.pages) if page),
        word.passages(item.content) if item.content_type == WORD else (),
    )


def _original(number: int, item: Attachment) -> Enclosed:
    name = f"bilaga-{number:02}-{_safe_name(item.name)}"
    description = f"Bilaga {number}: {item.name}"
    return _enclose(name, item.content_type, item.content, description, "supplement")


def _enclose(
    name: str, mime: str, content: bytes, description: str, relationship: Relationship
) -> Enclosed:
    known = mime if _MIME.fullmatch(mime) else "application/octet-stream"
    return Enclosed(
        name,
        known,
        one_line(description) or name,
        relationship,
        content,
        _kind(known),
        _size(len(content)),
        digest_bytes(content),
    )


def _safe_name(name: str) -> str:
    last = one_line(name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = _UNSAFE.sub("_", last).strip(" ._")
    path = PurePosixPath(safe or "fil")
    return path.stem[:80] + path.suffix[:12]


def _kind(mime: str) -> str:
    return _KINDS.get(mime, "Fil" if mime == "application/octet-stream" else mime[:60])


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} byte"
    if count < 1_000_000:
        return f"{round(count / 1000)} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
