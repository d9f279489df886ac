"""Listens, speaks SSH, and shows one folder; can be told to be slow, to drop or to be full."""

import io
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samtjanst.simulators import serving
from samtjanst.simulators.sftp.folder import Folder

MODES = ("up", "slow", "drops", "full")
USER, PASSWORD = "samtjanst", "lamna-filer"  # a simulator's, on loopback


@dataclass(slots=True)
class Server:
    """``mode`` is one of MODES; ``delay`` is what "slow" waits, in seconds."""

    folder: Path
    host_key: paramiko.PKey
    user_key: str
    mode: str = "up"
    delay: float = 5.0
    stopped: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Running:
    """A running simulator, what an adapter needs, and how to stop it."""

    server: Server
    settings: dict[str, Any]
    listener: socket.socket

    def stop(self) -> None:
        """Close the port."""
        self.server.stopped.set()
        self.listener.close()


def start(folder: Path, port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the port (0: any free); what is delivered lies in ``folder``/in.

    Raises:
        RuntimeError: this is a production environment.
    """
    serving.refuse_production()
    (folder / "in").mkdir(parents=True, exist_ok=True)
    host_key, user_key = _new_key(), _new_key()
    server = Server(folder / "in", paramiko.Ed25519Key.from_private_key(_file(host_key)), user_key)
    listener = socket.create_server((host, port))
    threading.Thread(target=_listen, args=(server, listener), daemon=True).start()
    return Running(server, _settings(server, listener), listener)


def _settings(server: Server, listener: socket.socket) -> dict[str, Any]:
    host, port = listener.getsockname()[:2]
    return {
        "host": host,
        "port": port,
        "host_key": f"{server.host_key.get_name()} {server.host_key.get_base64()}",
        "user": USER,
        "private_key": server.user_key,
        "path": "/",
    }


def _listen(server: Server, listener: socket.socket) -> None:
    while not server.stopped.is_set():
        try:
            wire, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(server, wire), daemon=True).start()


def _serve(server: Server, wire: socket.socket) -> None:
    if server.mode == "drops":
        wire.close()
        return
    if server.mode == "slow":
        time.sleep(server.delay)
    transport = paramiko.Transport(wire)
    transport.add_server_key(server.host_key)
    transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Folder, server)
    try:
        transport.start_server(server=_Login(server))
    except (paramiko.SSHException, EOFError, OSError):
        transport.close()


class _Login(paramiko.ServerInterface):  # type: ignore[misc]  # the library is untyped
    def __init__(self, server: Server) -> None:
        self._server = server

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey,password"

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> Any:
        known = paramiko.Ed25519Key.from_private_key(_file(self._server.user_key))
        is_known = username == USER and key.asbytes() == known.asbytes()
        return paramiko.AUTH_SUCCESSFUL if is_known else paramiko.AUTH_FAILED

    def check_auth_password(self, username: str, password: str) -> Any:
        is_known = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if is_known else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, _chanid: int) -> Any:
        is_session = kind == "session"
        return paramiko.OPEN_SUCCEEDED if is_session else paramiko.OPEN_FAILED_UNKNOWN_CHANNEL_TYPE


def _new_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _file(text: str) -> io.StringIO:
    return io.StringIO(text)
