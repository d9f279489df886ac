"""Decided cases as packages for an e-archive, in a folder or over SFTP.

The package follows FGS Paketstruktur 2.0 (E-ARK CSIP and SIP 2.2.0) or the older 1.2, and tells
the case by FGS Ärendehantering 2.0 (E-ARK CITS ERMS 3.0). The contract, for the archive's side:

* ``NAME.zip`` holds one folder with the package; ``NAME.sha256`` (as ``sha256sum`` writes it)
  appears after it: without that file the package is not complete. NAME is the key of the
  delivery, the same at every attempt, and names nobody.
* A taker that works on a package holds ``NAME.lock``; it is not written again meanwhile.
* A package whose METS file has ``RECORDSTATUS="SUPPLEMENT"`` holds what has come to a case after
  an earlier package of it, which the case's ``extraId`` names (``kompletterar paket``).
* When it is done it writes ``NAME.receipt``: one line, its own number. Then it may remove the
  others. A package whose ``NAME.sha256`` lies there is never written again.

Settings: ``path``, or what ``sftp`` takes (when ``host`` is there); ``profile`` (``eark``,
``fgs12``); ``archive_creator`` (arkivbildare; the municipality when absent), ``archive`` (who
preserves), ``agreement`` (leveransöverenskommelse).
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.adapters.drop_folder import LocalFolder
from samtjanst.adapters.earchive.packing import PROFILES, Terms, packed
from samtjanst.adapters.file_contract import FolderOfFiles, OpenFolder, named, receipt_in
from samtjanst.adapters.sftp_folder import SftpHost
from samtjanst.ports.business_system import PATIENT, Package, Receipt
from samtjanst.ports.failures import Rejected, Temporary


class EArchive:
    """The business system port for an archive that takes packages, in its own time."""

    manner = PATIENT

    def __init__(self, settings: Mapping[str, Any]) -> None:
        is_far = bool(configuration.text(settings, "host", ""))
        self._folder: FolderOfFiles = SftpHost(settings) if is_far else LocalFolder(settings)
        self._terms = Terms(
            profile=configuration.choice(settings, "profile", PROFILES, PROFILES[0]),
            creator=configuration.text(settings, "archive_creator", ""),
            archive=configuration.text(settings, "archive", ""),
            agreement=configuration.text(settings, "agreement", ""),
        )

    def deliver(self, package: Package) -> Receipt | None:
        """Pack the case and write it, unless it lies there whole or has been taken.

        Raises:
            Temporary: the folder cannot be written, or the package is being taken.
            Rejected: there is no case to pack, or it cannot be packed.
        """
        with self._folder.open() as folder:
            done, is_whole = _stands(folder, package.key)
        if done or is_whole:
            return done
        if package.case is None:
            raise Rejected("no_case")
        # The case is made with nothing open: a long one takes longer than a server waits.
        made = packed(
            package.key, package.case(), package.content, self._terms, package.supplements
        )
        with self._folder.open() as folder:
            folder.write(named(package.key, "zip"), made)
            folder.write(named(package.key, "sha256"), _sum(package.key, made))
        return None

    def receipt(self, key: str) -> Receipt | None:
        """What the taker wrote, if it is done."""
        with self._folder.open() as folder:
            return receipt_in(folder, key)

    def check(self) -> None:
        """Write and remove a file."""
        with self._folder.open() as folder:
            folder.probe()


def _stands(folder: OpenFolder, key: str) -> tuple[Receipt | None, bool]:
    done = receipt_in(folder, key)
    if done is None and folder.holds(named(key, "lock")):
        raise Temporary("locked")
    return done, folder.holds(named(key, "sha256"))


def _sum(key: str, content: bytes) -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}  {named(key, 'zip')}\n".encode()
