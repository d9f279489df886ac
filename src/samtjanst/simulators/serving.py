"""What every simulator does to be there: refuse production, serve, be told to stop."""

import argparse
import os
import secrets
import signal
import socketserver
import ssl
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol


class Server(ThreadingHTTPServer):
    """A thread for each connection; a client that leaves early is no news, anything else is."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silent about broken connections and handshakes that fail."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@dataclass(frozen=True, slots=True)
class Doors:
    """The two open ports of a simulator: what it plays, and its control page."""

    host: str
    service: ThreadingHTTPServer
    panel: ThreadingHTTPServer

    @property
    def port(self) -> int:
        """Where it plays."""
        return int(self.service.server_address[1])

    @property
    def control_url(self) -> str:
        """Where it is told how to behave."""
        return f"http://{self.host}:{self.panel.server_address[1]}"


@dataclass(slots=True)
class Running:
    """A running simulator: what an adapter needs, and how to stop it."""

    settings: dict[str, Any]
    doors: Doors

    @property
    def control_url(self) -> str:
        """The address of the control page."""
        return self.doors.control_url

    def stop(self) -> None:
        """Close both ports."""
        close(self.doors.service, self.doors.panel)


Handler = type[BaseHTTPRequestHandler]


class Started(Protocol):
    """A running simulator as a command sees it."""

    @property
    def control_url(self) -> str:
        """Where it is told how to behave."""

    def stop(self) -> None:
        """Close its ports."""


Start = Callable[[Path, int, int, str], Started]


def open_doors(
    host: str,
    service: tuple[int, Handler],
    panel: tuple[int, Handler],
    context: ssl.SSLContext | None = None,
) -> Doors:
    """Serve on both ports (0: any free), the first with TLS when there is a context.

    Raises:
        RuntimeError: this is a production environment.
    """
    refuse_production()
    return Doors(host, serve(host, *service, context), serve(host, *panel))


def kept_secret(folder: Path, name: str = "secret") -> str:
    """A secret that ``folder`` keeps; made at first sight."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / name
    if not place.exists():
        place.write_text(secrets.token_urlsafe(24))
    return place.read_text()


def refuse_production() -> None:
    """Stop before anything is served where real cases are.

    Raises:
        RuntimeError: this is a production environment.
    """
    if os.environ.get("SAMTJANST_ENVIRONMENT", "") == "production":
        raise RuntimeError("simulators do not run in production")


def serve(
    host: str,
    port: int,
    handler: type[BaseHTTPRequestHandler],
    context: ssl.SSLContext | None = None,
) -> Server:
    """Serve in the background (port 0: any free), with TLS when there is a context."""
    server = Server((host, port), handler)
    if context:
        # The handshake is left to each connection's thread: a silent client stops nobody.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    in_background(server)
    return server


def in_background(server: socketserver.BaseServer) -> None:
    """Let it serve until it is shut down, which it looks for twenty times a second."""
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()


def mutual_tls(folder: Path) -> ssl.SSLContext:
    """The server's TLS with certificates in ``folder``; a client certificate is demanded."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.load_verify_locations(folder / "tls-root.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def close(*servers: ThreadingHTTPServer) -> None:
    """Close the ports."""
    for server in servers:
        server.shutdown()
        server.server_close()


def command(name: str, start: Start) -> None:
    """Run one simulator from the command line until it is told to stop."""
    parser = argparse.ArgumentParser(description=f"{name} on loopback, for demo and tests")
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--control-port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    given = parser.parse_args()
    running = start(given.dir, given.port, given.control_port, given.host)
    print(f"{name}: control {running.control_url}", flush=True)
    stopped = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopped.set())
    stopped.wait()
    running.stop()
