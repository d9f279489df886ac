"""The file contract in a folder on another machine, over SFTP (SSH file transfer, version 3).

Settings: ``host``, ``port`` (22), ``host_key`` (the server's own public key as OpenSSH writes it,
such as ``ssh-ed25519 AAAA…``; required, so that nobody can stand in between), ``user``, and
``private_key`` (PEM or OpenSSH text) or ``password``; ``path`` (the folder there, must exist),
``format`` (``json``, ``csv``, ``xml`` or ``xlsx``), ``timeout`` (seconds, 15).
"""

import base64
import binascii
import errno
import io
import posixpath
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import paramiko

from samtjanst.adapters import configuration
from samtjanst.adapters.file_contract import FileContract
from samtjanst.ports.failures import NotConfigured, PortError, Temporary
from samtjanst.ports.file_contract import FORMATS

_LONGEST_READ = 1_000  # bytes; a receipt is one line


class SftpFolder(FileContract):
    """The business system port over a folder that is reached by SFTP."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        kind = configuration.choice(settings, "format", FORMATS, "json")
        super().__init__(SftpHost(settings), kind)


class SftpHost:
    """A folder on another machine, as the file contract takes it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._host = configuration.text(settings, "host")
        self._port = int(configuration.number(settings, "port", 22, least=1, most=65_535))
        self._timeout = configuration.number(settings, "timeout", 15, least=0.1, most=60)
        self._host_key = _public(configuration.text(settings, "host_key"))
        self._user = configuration.text(settings, "user")
        self._key = _private(configuration.text(settings, "private_key", ""))
        self._password = configuration.text(settings, "password", "")
        if self._key is None and not self._password:
            raise NotConfigured("missing:private_key")
        self._path = configuration.text(settings, "path")

    @contextmanager
    def open(self) -> Iterator["_Remote"]:
        """Log in, and let go again. Every failure of the wire becomes one of the port's."""
        try:
            with self._transport() as transport, _session(transport, self._timeout) as sftp:
                yield _Remote(sftp, self._path)
        except PortError:
            raise
        except paramiko.AuthenticationException:
            raise NotConfigured("login") from None
        except (paramiko.SSHException, OSError, EOFError):
            raise Temporary("unreachable") from None

    @contextmanager
    def _transport(self) -> Iterator[paramiko.Transport]:
        wire = socket.create_connection((self._host, self._port), self._timeout)
        transport = paramiko.Transport(wire)
        transport.banner_timeout = transport.auth_timeout = self._timeout
        try:
            transport.start_client(timeout=self._timeout)
            key = transport.get_remote_server_key()
            if (key.get_name(), key.asbytes()) != self._host_key:
                raise NotConfigured("host_key")
            self._log_in(transport)
            yield transport
        finally:
            transport.close()

    def _log_in(self, transport: paramiko.Transport) -> None:
        if self._key is not None:
            transport.auth_publickey(self._user, self._key)
        else:
            transport.auth_password(self._user, self._password, fallback=False)


class _Remote:
    def __init__(self, sftp: paramiko.SFTPClient, path: str) -> None:
        self._sftp, self._path = sftp, path

    def read(self, name: str) -> bytes | None:
        try:
            with self._sftp.open(self._place(name), "rb") as file:
                content: bytes = file.read(_LONGEST_READ)
                return content
        except FileNotFoundError:
            return None

    def holds(self, name: str) -> bool:
        try:
            self._sftp.stat(self._place(name))
        except FileNotFoundError:
            return False
        return True

    def write(self, name: str, content: bytes) -> None:
        beside = self._place(f".{secrets.token_hex(8)}.tmp")
        try:
            with self._sftp.open(beside, "wx") as file:
                file.write(content)
            self._sftp.posix_rename(beside, self._place(name))
        except FileNotFoundError:
            raise NotConfigured("invalid:path") from None
        except OSError as error:
            with suppress(OSError):
                self._sftp.remove(beside)
            if error.errno == errno.EACCES:
                raise NotConfigured("folder") from None
            raise Temporary("folder") from None

    def probe(self) -> None:
        name = f".{secrets.token_hex(8)}.check"
        self.write(name, b"")
        self._sftp.remove(self._place(name))

    def _place(self, name: str) -> str:
        return posixpath.join(self._path, name)


@contextmanager
def _session(transport: paramiko.Transport, timeout: float) -> Iterator[paramiko.SFTPClient]:
    sftp = paramiko.SFTPClient.from_transport(transport)
    if sftp is None:
        raise Temporary("unreachable")
    channel = sftp.get_channel()
    if channel is not None:
        channel.settimeout(timeout)
    try:
        yield sftp
    finally:
        sftp.close()


def _public(text: str) -> tuple[str, bytes]:
    parts = text.split()
    try:
        return parts[0], base64.b64decode(parts[1], validate=True)
    except (IndexError, binascii.Error):
        raise NotConfigured("invalid:host_key") from None


def _private(text: str) -> paramiko.PKey | None:
    if not text:
        return None
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with suppress(paramiko.SSHException, ValueError):
            key: paramiko.PKey = kind.from_private_key(io.StringIO(f"{text}\n"))
            return key
    raise NotConfigured("invalid:private_key")
