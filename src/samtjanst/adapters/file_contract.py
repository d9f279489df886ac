"""The file contract: one file per delivery, taken by a robot or a nightly import.

The contract, for whoever writes the other side:

* ``NAME.json`` (or ``.csv``, ``.xml``, ``.xlsx``) appears whole or not at all; names that begin
  with a dot are being written. NAME is the key of the delivery, the same at every attempt.
* A taker that works on a file holds ``NAME.lock``; it is not written again meanwhile.
* When it is done it writes ``NAME.receipt``: one line, its own number for what it stored. Then
  it may remove the file.
* What is in the file: see ports/file_contract.py.
"""

import re
from contextlib import AbstractContextManager
from typing import Protocol

from samtjanst.ports.business_system import PROMPT, Package, Receipt
from samtjanst.ports.failures import Rejected, Temporary
from samtjanst.ports.file_contract import written

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}", re.ASCII)
_LONGEST_RECEIPT = 100


class OpenFolder(Protocol):
    """A folder in which files lie, however it is reached. Raises Temporary and NotConfigured."""

    def read(self, name: str) -> bytes | None:
        """The content of a small file, None when it is not there."""
        ...

    def holds(self, name: str) -> bool:
        """Whether there is a file of the name."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write the file so that it appears whole or not at all."""
        ...

    def probe(self) -> None:
        """Write and remove a file."""
        ...


class FolderOfFiles(Protocol):
    """How the folder is opened for one call."""

    def open(self) -> AbstractContextManager[OpenFolder]:
        """The folder, closed again afterwards."""
        ...


class FileContract:
    """The business system port over files."""

    manner = PROMPT

    def __init__(self, folder: FolderOfFiles, kind: str) -> None:
        self._folder, self._kind = folder, kind

    def deliver(self, package: Package) -> Receipt | None:
        """Write the file, unless it has been taken already.

        Raises:
            Temporary: the folder cannot be written, or the file is being taken.
            Rejected: the key or a field's name cannot be used.
        """
        name = named(package.key, self._kind)
        content = written(package.content, self._kind, package.days)
        with self._folder.open() as folder:
            done = receipt_in(folder, package.key)
            if done is None and folder.holds(named(package.key, "lock")):
                raise Temporary("locked")
            if done is None:
                folder.write(name, content)
        return done

    def receipt(self, key: str) -> Receipt | None:
        """What the taker wrote, if it is done."""
        with self._folder.open() as folder:
            return receipt_in(folder, key)

    def check(self) -> None:
        """Write and remove a file."""
        with self._folder.open() as folder:
            folder.probe()


def receipt_in(folder: OpenFolder, key: str) -> Receipt | None:
    """What the taker has written about the delivery; None when nothing."""
    content = folder.read(named(key, "receipt"))
    try:
        text = (content or b"").decode().strip()
    except UnicodeDecodeError:
        raise Temporary("receipt") from None
    return Receipt(number=text.splitlines()[0][:_LONGEST_RECEIPT]) if text else None


def named(key: str, ending: str) -> str:
    """The name of a delivery's file. Raises Rejected when the key could be another path."""
    if not _KEY.fullmatch(key):
        raise Rejected("key")
    return f"{key}.{ending}"
