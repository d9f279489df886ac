"""Starts the service (TLS, client certificate demanded) and its control page."""

import os
import ssl
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from samtjanst.simulators import authority
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.bankid import completion, control, wire
from samtjanst.simulators.bankid.orders import Bank
from samtjanst.simulators.bankid.trust import POLICY, SignatureAuthority

RELYING_PARTY = "5566304928"  # the organisation number in BankID's public test certificate


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that fails the handshake or leaves early is no news; anything else is."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@dataclass(slots=True)
class Running:
    """A running simulator: its bank, what an adapter needs, and how to stop it."""

    bank: Bank
    settings: dict[str, Any]
    control_url: str
    servers: tuple[ThreadingHTTPServer, ...]

    def stop(self) -> None:
        """Close both ports."""
        for server in self.servers:
            server.shutdown()
            server.server_close()


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); certificates are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    if os.environ.get("SAMTJANST_ENVIRONMENT", "") == "production":
        raise RuntimeError("simulators do not run in production")
    context = write_certificates(folder)
    bank = Bank(SignatureAuthority.open(folder / "signatures"))
    panel = _serve(host, control_port, control.handler(bank))
    service = _serve(host, port, wire.handler(bank), context)
    control_url = f"http://{host}:{panel.server_address[1]}"
    values = settings(folder, host, int(service.server_address[1]), control_url)
    return Running(bank, values, control_url, (service, panel))


def settings(folder: Path, host: str, port: int, control_url: str) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "environment": "test",
        "base_url": f"https://{host}:{port}{wire.ROOT}",
        "client_certificate": str(folder / "client.pem"),
        "client_key": str(folder / "client.key"),
        "server_root": str(folder / "tls-root.pem"),
        "signature_roots": str(folder / "signatures" / "root.pem"),
        "policies": POLICY,
        "organisation_number": RELYING_PARTY,
        "display_name": completion.DISPLAY_NAME,
        "launch_base": f"{control_url}/app",
        "demands_nonce": True,
    }


def write_certificates(folder: Path) -> ssl.SSLContext:
    """Make the certificates that are missing; the server's TLS with the client's demanded."""
    if not all(authority.load(folder, name) for name in ("tls-root", "server", "client")):
        root = authority.make_root(name_of(common_name="Simulated BankID SSL Root CA v1 Test"))
        root.write(folder, "tls-root")
        authority.issue_server(root).write(folder, "server")
        subject = name_of(common_name="Simulated FP cert", serial_number=RELYING_PARTY)
        authority.issue(subject, root).write(folder, "client")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.load_verify_locations(folder / "tls-root.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _serve(
    host: str,
    port: int,
    handler: type[BaseHTTPRequestHandler],
    context: ssl.SSLContext | None = None,
) -> ThreadingHTTPServer:
    server = _Server((host, port), handler)
    if context:
        # The handshake is left to each connection's thread: a silent client stops nobody.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
