"""The folder that the server shows; names cannot leave it."""

import errno
import os
from pathlib import Path, PurePosixPath
from typing import Any

import paramiko
from paramiko.sftp import SFTP_OK


class Folder(paramiko.SFTPServerInterface):  # type: ignore[misc]  # the library is untyped
    """One session's view of the folder."""

    def __init__(self, _login: paramiko.ServerInterface, server: Any) -> None:
        super().__init__(_login)
        self._server = server

    def stat(self, path: str) -> Any:
        """Size and times of a file."""
        return self._done(lambda: paramiko.SFTPAttributes.from_stat(self._real(path).stat()))

    def lstat(self, path: str) -> Any:
        """As :meth:`stat`: there are no links."""
        return self.stat(path)

    def open(self, path: str, flags: int, _attr: Any) -> Any:
        """Open for reading or writing."""
        if self._server.mode == "full" and flags & os.O_CREAT:
            return paramiko.SFTPServer.convert_errno(errno.ENOSPC)
        return self._done(lambda: self._handle(path, flags))

    def remove(self, path: str) -> Any:
        """Take a file away."""
        done = self._done(lambda: self._real(path).unlink())
        return done if isinstance(done, int) else SFTP_OK

    def rename(self, oldpath: str, newpath: str) -> Any:
        """Give a file another name; refused when the name is taken."""
        if self._real(newpath).exists():
            return paramiko.SFTPServer.convert_errno(errno.EEXIST)
        return self.posix_rename(oldpath, newpath)

    def posix_rename(self, oldpath: str, newpath: str) -> Any:
        """Give a file another name, instead of what had it."""
        done = self._done(lambda: self._real(oldpath).replace(self._real(newpath)))
        return done if isinstance(done, int) else SFTP_OK

    def _handle(self, path: str, flags: int) -> paramiko.SFTPHandle:
        handle = paramiko.SFTPHandle(flags)
        file = os.fdopen(os.open(self._real(path), flags, 0o640), "r+b" if flags else "rb")
        handle.readfile = handle.writefile = file
        return handle

    def _real(self, path: str) -> Path:
        parts = [part for part in PurePosixPath("/", path).parts[1:] if part not in {"..", "."}]
        return Path(self._server.folder).joinpath(*parts)

    @staticmethod
    def _done(call: Any) -> Any:
        try:
            return call()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or errno.EIO)
