"""Starts the service (TLS, client certificate demanded) and its control page."""

import os
import ssl
import threading
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from samtjanst.simulators import authority
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.bankid import control, wire
from samtjanst.simulators.bankid.orders import Bank
from samtjanst.simulators.bankid.seal import POLICY, SignatureAuthority

ROOT = "/rp/v6.0"
RELYING_PARTY = "5566304928"  # the organisation number in BankID's public test certificate


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
    service = ThreadingHTTPServer((host, port), wire.handler(bank, ROOT))
    service.socket = context.wrap_socket(service.socket, server_side=True)
    panel = ThreadingHTTPServer((host, control_port), control.handler(bank))
    for server in (service, panel):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    control_url = f"http://{host}:{panel.server_address[1]}"
    values = settings(folder, host, int(service.server_address[1]), control_url)
    return Running(bank, values, control_url, (service, panel))


def settings(folder: Path, host: str, port: int, control_url: str) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "base_url": f"https://{host}:{port}{ROOT}",
        "client_certificate": str(folder / "client.pem"),
        "client_key": str(folder / "client.key"),
        "server_root": str(folder / "tls-root.pem"),
        "signature_roots": str(folder / "signatures" / "root.pem"),
        "policies": POLICY,
        "organisation_number": RELYING_PARTY,
        "launch_base": f"{control_url}/app",
        "demands_nonce": True,
    }


def write_certificates(folder: Path) -> ssl.SSLContext:
    """Make the certificates that are missing; the server's TLS with the client's demanded."""
    root = authority.load(folder, "tls-root")
    if root is None:
        root = authority.make_root(name_of(common_name="Simulated BankID SSL Root CA v1"))
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
