"""Malware scanning by ClamAV's daemon, over its INSTREAM command (clamd(8)).

Settings: ``address`` (``/run/clamav/clamd.ctl`` or ``host:port``), ``timeout`` (seconds, 30).
"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.scan import Verdict

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """The scanner port over a running clamd."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._address = _address(configuration.text(settings, "address"))
        self._timeout = configuration.number(settings, "timeout", 30, least=0.1, most=600)

    def scan(self, content: bytes) -> Verdict:
        """Stream the content to the daemon.

        Raises:
            Rejected: ``too_large`` when the daemon's own limit stops the content.
            Temporary: unreachable, slow, or an answer that is not understood.
        """
        return _verdict(self._ask(b"zINSTREAM\0", content))

    def check(self) -> None:
        """Ask the daemon whether it is there."""
        if self._ask(b"zPING\0") != "PONG":
            raise Temporary("answer")

    def _ask(self, command: bytes, content: bytes | None = None) -> str:
        try:
            with self._connect() as connection:
                connection.sendall(command)
                if content is not None:
                    _stream(connection, content)
                return _answer(connection)
        except TimeoutError:
            raise Temporary("timeout") from None
        except OSError:
            raise Temporary("unreachable") from None

    def _connect(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, timeout=self._timeout)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self._timeout)
        try:
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection


def _address(text: str) -> str | tuple[str, int]:
    if text.startswith("/"):
        return text
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise NotConfigured("invalid:address")
    return host.strip("[]"), int(port)


def _stream(connection: socket.socket, content: bytes) -> None:
    # Over its limit the daemon answers and hangs up: the answer is worth more than the error.
    with suppress(BrokenPipeError, ConnectionResetError):
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))


def _answer(connection: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        received += part
    return received.split(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict(clean=True)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(clean=False, threat=answer[len("stream: ") : -len(" FOUND")])
    if "size limit exceeded" in answer:
        raise Rejected("too_large")
    raise Temporary("answer")
