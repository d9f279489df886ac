"""Starts the service (TLS, client certificate demanded) and its control page."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtjanst.simulators import authority, serving
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.swish import control, wire
from samtjanst.simulators.swish.orders import Swish

PAYEE = "1234679304"  # the merchant of Swish's own test certificate


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    swish: Swish


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); certificates are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    context = write_certificates(folder)
    swish = Swish()
    service = port, type("WireOfSwish", (wire.Wire,), {"swish": swish})
    panel = control_port, type("ControlOfSwish", (control.Control,), {"swish": swish})
    doors = serving.open_doors(host, service, panel, context)
    return Running(settings(folder, host, doors.port, doors.control_url), doors, swish)


def settings(folder: Path, host: str, port: int, control_url: str) -> dict[str, Any]:
    """What the adapter needs to reach the simulator, but for where callbacks come."""
    return {
        "base_url": f"https://{host}:{port}{wire.ROOT}",
        "payee": PAYEE,
        "client_certificate": str(folder / "client.pem"),
        "client_key": str(folder / "client.key"),
        "trusted_authorities": str(folder / "tls-root.pem"),
        "callback_base": "http://localhost",
        "launch_base": f"{control_url}/app",
    }


def write_certificates(folder: Path) -> ssl.SSLContext:
    """Make the certificates that are missing; the server's TLS with the client's demanded."""
    if not all(authority.load(folder, name) for name in ("tls-root", "server", "client")):
        root = authority.make_root(name_of(common_name="Simulated Swish Root CA v2 Test"))
        root.write(folder, "tls-root")
        authority.issue_server(root).write(folder, "server")
        authority.issue_client(root, PAYEE).write(folder, "client")
    return serving.mutual_tls(folder)
