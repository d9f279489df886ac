"""Port for the municipality's seal on documents, and for recognising it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SealState(StrEnum):
    """What can be said of a document that somebody shows."""

    SEALED = "sealed"  # by us, and unchanged since
    CHANGED = "changed"  # our seal is on it but does not hold
    FOREIGN = "foreign"  # signed or sealed by others only, whatever name they give
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"  # no PDF, a broken or a locked one


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document with its seal.

    ``unstamped`` says why it has no time-stamp by an outside authority, as a code of a failure; ""
    when it has one, or when none is asked for.
    """

    pdf: bytes = field(repr=False)
    unstamped: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """The verdict. All but the state is empty unless the document is sealed and unchanged.

    ``sealed_at`` is what the seal itself says, ``stamped_at`` what an authority that is trusted
    has vouched for; ``enclosed`` is the file that was asked for.
    """

    state: SealState
    sealed_at: datetime | None = None
    title: str = field(default="", repr=False)
    enclosed: bytes = field(default=b"", repr=False)
    stamped_at: datetime | None = None


class DocumentSeal(Protocol):
    """A way to seal. Raises Temporary, Rejected or NotConfigured and nothing else."""

    def seal(self, pdf: bytes) -> Sealed:
        """The document with the seal after it; what was there stays byte for byte.

        An authority for time-stamps that fails keeps nobody from the seal.
        """
        ...

    def examine(self, pdf: bytes, enclosed: str) -> Examined:
        """Judge a document from anywhere; ``enclosed`` names a file in it that is wanted."""
        ...

    def check(self) -> None:
        """Raise the failure that sealing would meet now."""
        ...
