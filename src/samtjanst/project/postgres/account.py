"""Which account of the machine runs the database server: never root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

_STAND_IN = "nobody"


class DatabaseStartError(Exception):
    """The database server could not be started; the text tells the operator why."""


@dataclass(frozen=True)
class Account:
    """A user of the machine."""

    name: str
    uid: int
    gid: int

    @property
    def stands_in(self) -> bool:
        """Whether the server runs as somebody else than we do."""
        return self.uid != os.geteuid()

    @property
    def run_as(self) -> tuple[int, int] | None:
        """What a child has to become, if anything."""
        return (self.uid, self.gid) if self.stands_in else None

    def reaches(self, path: Path) -> bool:
        """Whether the account may pass through every folder down to and including ``path``."""
        if not self.stands_in:
            return True
        resolved = path.resolve()
        return all(self._passes(folder) for folder in (resolved, *resolved.parents))

    def own(self, path: Path, mode: int = 0o700) -> Path:
        """Make a folder that only the account (and root) can enter."""
        path.mkdir(parents=True, exist_ok=True, mode=mode)
        if self.stands_in:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)
        return path

    def _passes(self, folder: Path) -> bool:
        if not folder.exists():
            return True
        entry = folder.stat()
        if entry.st_uid == self.uid:
            return bool(entry.st_mode & stat.S_IXUSR)
        if entry.st_gid == self.gid:
            return bool(entry.st_mode & stat.S_IXGRP)
        return bool(entry.st_mode & stat.S_IXOTH)


def server_account() -> Account:
    """Ourselves, or ``nobody`` when we are root, because PostgreSQL refuses to run as root.

    Raises:
        DatabaseStartError: the account has no name, which PostgreSQL cannot do without.
    """
    number = os.geteuid()
    try:
        entry = pwd.getpwuid(number) if number else pwd.getpwnam(_STAND_IN)
    except KeyError:
        who = f"the account with number {number}" if number else f"the account {_STAND_IN}"
        raise DatabaseStartError(
            f"PostgreSQL needs {who} to stand in /etc/passwd; or set DATABASE_URL"
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
