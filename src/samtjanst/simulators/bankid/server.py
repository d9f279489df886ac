"""Starts the service (TLS, client certificate demanded) and its control page."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtjanst.simulators import authority, serving
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.bankid import completion, control, wire
from samtjanst.simulators.bankid.orders import Bank
from samtjanst.simulators.bankid.trust import POLICY, SignatureAuthority

RELYING_PARTY = "5566304928"  # the organisation number in BankID's public test certificate


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    bank: Bank


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); certificates are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    context = write_certificates(folder)
    bank = Bank(SignatureAuthority.open(folder / "signatures"))
    service, panel = (port, wire.handler(bank)), (control_port, control.handler(bank))
    doors = serving.open_doors(host, service, panel, context)
    return Running(settings(folder, host, doors.port, doors.control_url), doors, bank)


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
    return serving.mutual_tls(folder)
