"""Where one server keeps its cluster, socket, log and lock."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from samtjanst.project.postgres.account import Account, DatabaseStartError

SPARE = Path("/var/lib/samtjanst")
_LONGEST_SOCKET_FOLDER = 85  # a socket's whole path may hold 107 bytes


@dataclass(frozen=True)
class Place:
    """The folders of one server."""

    home: Path
    socket: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "postgres.log"

    @property
    def lock(self) -> Path:
        """Held while a server is being started or stopped."""
        return self.home / "lock"

    @property
    def pid_file(self) -> Path:
        """Written by the server; holds its state on the eighth line."""
        return self.cluster / "postmaster.pid"

    def remove(self) -> None:
        """Delete everything; the server must be stopped."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)


def place_for(data_dir: Path, account: Account) -> Place:
    """The place for ``data_dir``, whether it exists or not.

    Root's server runs as another account. When that account cannot reach ``data_dir`` (a
    project under /root), the place is under /var/lib/samtjanst instead, named after it.
    """
    wanted = data_dir.resolve()
    home = wanted if account.reaches(wanted) else SPARE / f"{wanted.name}-{_short(wanted)}"
    socket = home / "socket"
    if len(os.fsencode(socket)) > _LONGEST_SOCKET_FOLDER:
        socket = Path(tempfile.gettempdir()) / f"samtjanst-{account.uid}-{_short(home)}"
    return Place(home, socket)


def prepare(place: Place, account: Account) -> None:
    """Make the folders with the rights that they need.

    Raises:
        DatabaseStartError: the socket's folder exists and belongs to somebody else.
    """
    place.home.mkdir(parents=True, exist_ok=True, mode=0o755)
    if place.socket.parent != place.home:
        _refuse_foreign(place.socket, account)
    account.own(place.socket)


def _refuse_foreign(folder: Path, account: Account) -> None:
    # The folder for temporary files is everybody's: somebody may have laid a trap there.
    try:
        entry = folder.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(entry.st_mode) or entry.st_uid not in (account.uid, os.geteuid()):
        raise DatabaseStartError(f"{folder} exists and is not ours: remove it")


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
