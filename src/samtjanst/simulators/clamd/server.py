"""Speaks clamd(8)'s socket protocol: PING and INSTREAM, framed by NUL or by line end."""

import socketserver
import time
from dataclasses import dataclass
from typing import Any

from samtjanst.simulators import serving

MODES = ("up", "slow", "dropped", "nonsense", "silent")
# In two halves, so that scanners do not stop this very file.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_LONGEST_COMMAND = 1024


@dataclass(slots=True)
class Daemon:
    """What the daemon is set to; ``largest`` is its StreamMaxLength in bytes."""

    mode: str = "up"
    largest: int = 25 * 1024 * 1024
    delay: float = 6  # seconds that "slow" and "silent" wait


@dataclass(slots=True)
class Running:
    """A running daemon, what an adapter needs, and how to stop it."""

    daemon: Daemon
    settings: dict[str, Any]
    server: socketserver.ThreadingTCPServer

    def stop(self) -> None:
        """Close the port."""
        self.server.shutdown()
        self.server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Connection(socketserver.StreamRequestHandler):
    """One command a connection, as clamd outside a session."""

    daemon: Daemon
    timeout = 30

    def handle(self) -> None:
        """Read the command, and answer it as the mode says."""
        mark, command = self._command()
        if self.daemon.mode == "dropped":
            return
        if self.daemon.mode in {"slow", "silent"}:
            time.sleep(self.daemon.delay)
        answer = self._answer(command)
        if self.daemon.mode != "silent":
            self.wfile.write(answer.encode() + mark)

    def _command(self) -> tuple[bytes, str]:
        kind = self.rfile.read(1)
        mark = b"\0" if kind == b"z" else b"\n"
        read = b""
        while len(read) < _LONGEST_COMMAND and (byte := self.rfile.read(1)) not in {mark, b""}:
            read += byte
        return mark, read.decode("ascii", "replace")

    def _answer(self, command: str) -> str:
        if self.daemon.mode == "nonsense":
            return "<html>502 Bad Gateway</html>"
        if command == "PING":
            return "PONG"
        return self._scan() if command == "INSTREAM" else "UNKNOWN COMMAND"

    def _scan(self) -> str:
        content = bytearray()
        while size := int.from_bytes(self.rfile.read(4), "big"):
            if len(content) + size > self.daemon.largest:
                return "INSTREAM size limit exceeded. ERROR"
            content += self.rfile.read(size)
        return "stream: Eicar-Signature FOUND" if _EICAR in content else "stream: OK"


def start(port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the port (0: any free).

    Raises:
        RuntimeError: this is a production environment.
    """
    serving.refuse_production()
    daemon = Daemon()
    server = _Server((host, port), type("ConnectionOfDaemon", (Connection,), {"daemon": daemon}))
    serving.in_background(server)
    return Running(daemon, {"address": f"{host}:{server.server_address[1]}"}, server)
