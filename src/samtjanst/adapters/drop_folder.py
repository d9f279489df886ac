"""The file contract in a folder of the platform's own machine or a mounted share.

Settings: ``path`` (absolute, must exist), ``format`` (``json``, ``csv``, ``xml`` or ``xlsx``).
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.adapters.file_contract import FileContract
from samtjanst.ports.failures import NotConfigured, Temporary
from samtjanst.ports.file_contract import FORMATS


class DropFolder(FileContract):
    """The business system port over a folder."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        kind = configuration.choice(settings, "format", FORMATS, "json")
        super().__init__(LocalFolder(settings), kind)


class LocalFolder:
    """A folder of this machine, as the file contract takes it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._path = Path(configuration.text(settings, "path"))
        if not self._path.is_absolute():
            raise NotConfigured("invalid:path")

    @contextmanager
    def open(self) -> Iterator["LocalFolder"]:
        """The folder itself: there is nothing to open."""
        yield self

    def read(self, name: str) -> bytes | None:
        """The content, None when it is not there."""
        try:
            return (self._path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            raise Temporary("receipt") from None

    def holds(self, name: str) -> bool:
        """Whether there is a file of the name."""
        return (self._path / name).exists()

    def write(self, name: str, content: bytes) -> None:
        """Write beside, flush to disk, rename into place."""
        beside = self._path / f".{secrets.token_hex(8)}.tmp"
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o640)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path / name)
        except FileNotFoundError:
            raise NotConfigured("invalid:path") from None
        except OSError:
            beside.unlink(missing_ok=True)
            raise Temporary("folder") from None

    def probe(self) -> None:
        """Write and remove an empty file."""
        name = f".{secrets.token_hex(8)}.check"
        self.write(name, b"")
        (self._path / name).unlink(missing_ok=True)
