"""Values of files."""

from dataclasses import dataclass, field
from enum import StrEnum

MEGABYTE = 1024 * 1024


class ScanState(StrEnum):
    """What the malware scan has said."""

    PENDING = "pending"  # kept, but not opened by anybody until it has been scanned
    CLEAN = "clean"
    INFECTED = "infected"


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be uploaded: content types after sniffing, bytes per file, files per owner."""

    content_types: frozenset[str]
    max_bytes: int = 10 * MEGABYTE
    max_files: int = 10


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A stored file as others see it."""

    id: str
    name: str = field(repr=False)
    content_type: str
    size: int
    sha256: str
    scan_state: ScanState


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been checked and scanned, and is not kept yet."""

    info: FileInfo
    content: bytes = field(repr=False)
