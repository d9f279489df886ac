"""Storage in a folder: each key is one file, written so that a crash leaves all or nothing.

Settings: ``path`` (absolute), ``create`` (make the folder when its parent exists; default true).
"""

import errno
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

_KEY = re.compile(r"[0-9a-f]{1,128}(?:/[0-9a-f]{1,128}){0,7}", re.ASCII)
_FULL = {errno.ENOSPC, errno.EDQUOT}
_MISPLACED = (NotADirectoryError, IsADirectoryError)
_PROBE = 4096  # bytes; one block, so that a full disk shows


class Folder:
    """The storage port over one folder of the machine."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._root = Path(configuration.text(settings, "path"))
        if not self._root.is_absolute():
            raise NotConfigured("invalid:path")
        self._create = settings.get("create", True) is True

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` under ``key``: written beside, flushed to disk, renamed into place."""
        place = self._place(key)
        with _failures():
            self._ready()
            self._make_folders(place.parent)
            _write(place, content)

    def get(self, key: str) -> bytes:
        """What is kept under ``key``."""
        place = self._place(key)
        with _failures():
            try:
                return place.read_bytes()
            except (FileNotFoundError, *_MISPLACED):
                self._ready()  # a folder that is not mounted is no reason to say "missing"
                raise Rejected("missing") from None

    def delete(self, key: str) -> None:
        """Remove the key; the removal is on disk when this returns."""
        place = self._place(key)
        with _failures(), suppress(FileNotFoundError, *_MISPLACED):
            place.unlink()
            _flush_folder(place.parent)

    def check(self) -> None:
        """Write, flush and remove a small file."""
        with _failures():
            self._ready()
            probe = _temporary_name(self._root)
            try:
                _write_new(probe, bytes(_PROBE))
            finally:
                probe.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise Rejected("key")
        return self._root / key

    def _ready(self) -> None:
        if self._root.is_dir():
            return
        if not self._create or not self._root.parent.is_dir():
            raise NotConfigured("invalid:path")
        self._root.mkdir(mode=0o700, exist_ok=True)
        _flush_folder(self._root.parent)

    def _make_folders(self, folder: Path) -> None:
        if folder == self._root or folder.is_dir():
            return
        self._make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _flush_folder(folder.parent)


def _write(place: Path, content: bytes) -> None:
    beside = _temporary_name(place.parent)
    try:
        _write_new(beside, content)
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)


def _temporary_name(folder: Path) -> Path:
    # The dot and the letters keep it outside what a key can name.
    return folder / f".{secrets.token_hex(8)}.tmp"


def _write_new(place: Path, content: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # Without this the new name itself can be lost in a power cut.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except _MISPLACED:
        raise Rejected("key") from None
    except OSError as error:
        raise Temporary("full" if error.errno in _FULL else "storage") from None
