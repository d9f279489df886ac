"""The data folder: one running instance, its secrets, its logs."""

import base64
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samtjanst.project import postgres

_MARK = "instance.lock"
_LARGEST_LOG = 10_000_000  # bytes; a larger one is put aside at the next start


class CannotStartError(Exception):
    """The product cannot be started; the text tells what to do."""


class DataFolder:
    """Everything that one instance keeps on disk (``SAMTJANST_VAR``)."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @property
    def postgres(self) -> Path:
        """The embedded database."""
        return self.root / "postgres"

    def simulator(self, name: str) -> Path:
        """What one simulator remembers."""
        return self._made(self.root / "simulators" / name)

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self._made(self.root / "log") / f"{name}.log"

    def set_aside_large_logs(self) -> None:
        """Keep one older generation of each log that has grown large."""
        for log in self._made(self.root / "log").glob("*.log"):
            if log.stat().st_size > _LARGEST_LOG:
                log.replace(log.with_suffix(".log.1"))

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the folder for this process.

        Raises:
            CannotStartError: another instance runs on it.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / _MARK).open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotStartError(self._taken(handle.name)) from None
            handle.truncate(0)
            handle.write(f"{os.getpid()}\n")
            handle.flush()
            yield

    def is_ours(self) -> bool:
        """Whether the folder is new, empty or has been used by an instance."""
        mark = self.root / _MARK
        return mark.exists() or not self.root.exists() or not any(self.root.iterdir())

    def empty(self) -> None:
        """Delete the database, files, secrets and logs, for good. Call it while claimed."""
        postgres.remove(self.postgres)
        for entry in self.root.iterdir():
            if entry.name == _MARK:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def secrets(self) -> dict[str, str]:
        """The instance's keys, made the first time and readable by its owner only."""
        path = self.root / "secrets.env"
        if not path.exists():
            self._write_secrets(path)
        pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
        return {name.strip(): value.strip() for name, value in pairs}

    def _write_secrets(self, path: Path) -> None:
        # Written whole under another name: a half-written key would lock all data in.
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        master = base64.b64encode(secrets.token_bytes(32)).decode()
        lines = [f"SAMTJANST_MASTER_KEY={master}", f"SAMTJANST_SECRET_KEY={secrets.token_hex(32)}"]
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)

    @staticmethod
    def _taken(name: str) -> str:
        pid = Path(name).read_text().strip() or "unknown"
        return (
            f"Another instance already runs here (process {pid}). "
            "Stop it with Ctrl-C first, or set SAMTJANST_VAR to another folder."
        )

    @staticmethod
    def _made(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        return folder
