"""Port for storage of files as opaque, already encrypted bytes under a key that we choose."""

from typing import Protocol


class Storage(Protocol):
    """Keys are lower-case hexadecimal and slashes. Raises the three failures only.

    A key that is missing raises ``Rejected("missing")``; a full disk raises
    ``Temporary("full")``.
    """

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` durably under ``key``; the same key again replaces it atomically."""
        ...

    def get(self, key: str) -> bytes:
        """What is kept under ``key``."""
        ...

    def delete(self, key: str) -> None:
        """Remove the key; removing an absent one does nothing."""
        ...

    def check(self) -> None:
        """Raise the failure that a put would meet now."""
        ...
